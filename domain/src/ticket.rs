//! A ticket: its events, the state they fold to, and the one place where commands become events.

mod command;
mod decide;
mod event;
mod evolve;
mod form;
mod state;

pub use command::{Command, Refusal};
pub use decide::decide;
pub use event::{Actor, Answer, Clock, Event, EventKind, Outcome, Personal, RungAlarm, Stage, Submission};
pub use evolve::{evolve, fold};
pub use form::{
    FieldProblem, FormValues, LONGEST_LINE, LONGEST_TEXT, LONGEST_TITLE, Problem, ReadForm, read_text, validate,
};
pub use state::{Alarm, AlarmKind, State, Summary, Ticket, TimelineEntry};
