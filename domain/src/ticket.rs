//! A ticket: its events, the state they fold to, and the one place where commands become events.

mod channel;
mod clock;
mod command;
mod decide;
mod event;
mod evolve;
mod form;
mod personal;
mod rights;
mod state;
mod terms;
mod timeline;

pub use channel::Channel;
pub use clock::{Clock, Patience, Promise, Rest, RungAlarm, Stage};
pub use command::{Command, Refusal};
pub use decide::{decide, decide_all};
pub use event::{Actor, Event, EventKind, FileRef, Flag, Outcome, Upload};
pub use evolve::{evolve, fold};
pub use form::{
    FieldProblem, FormValues, LONGEST_LINE, LONGEST_TEXT, LONGEST_TITLE, Problem, ReadForm, carried_as, is_vague,
    read_text, sent_again, table_rows, validate,
};
pub use personal::{Answer, Personal, Submission};
pub use rights::{Action, Party, RIGHTS, Right, permits};
pub use state::{Alarm, AlarmKind, Closing, Paused, Rating, State, Summary, TextsTo, Ticket, Told};
pub use timeline::{Ending, LONGEST_TIMELINE, TimelineEntry};
