//! Moving a desk: everything that stays out of a store, a line of JSON each, and into an empty one.
//!
//! Both stores write the same lines for the same desk, in the same order, so that two exports can be compared byte for
//! byte. A head is the fold of its events and is not in them; whose a ticket is (its contact's name, made with the
//! server's secret) no event says, so that is. Files are not in a store, and not in an export.

mod lines;

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};

use domain::code::TicketCode;
use domain::signal::Counted;
use domain::ticket::{EventKind, fold};

use self::lines::{Line, Ticket, wrong};
use crate::store::{Inventory, Moving, Offline, Profile, StoreError};

/// What moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many tickets.
    pub tickets: u64,
    /// How many events they are made of.
    pub events: u64,
    /// How many files they name, which have to be copied beside.
    pub files: u64,
    /// Of the tickets, how many were there already from a try before.
    pub before: u64,
}

impl Moved {
    fn take(&mut self, moving: &Moving) {
        let files = moving.events.iter().map(|event| match &event.kind {
            EventKind::Attached { files } if !moving.head.erased => files.len() as u64,
            _ => 0,
        });
        self.tickets += 1;
        self.events += moving.events.len() as u64;
        self.files += files.sum::<u64>();
    }
}

/// Why a desk does not move.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The export cannot be read or written.
    #[error("cannot read or write the export: {0}")]
    Io(#[from] io::Error),
    /// A line is not what an export has there.
    #[error("line {line} is not what `deskmark export` writes there: {why}. Nothing was taken in")]
    Line {
        /// From 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The export ends too early.
    #[error("the export is cut off, its last line is missing: export once more. Nothing was taken in")]
    CutOff,
    /// The store has something that the export has not.
    #[error("this desk is not empty: it has {0}, and the export has not. Import into a new one. Nothing was taken in")]
    NotEmpty(String),
    /// A ticket is not what its events say.
    #[error("the ticket {0} is not what its events say: run `deskmark repair` first")]
    Unsound(TicketCode),
    /// The store failed.
    #[error("the desk's tickets cannot be read or written")]
    Store(#[from] StoreError),
}

/// Writes everything of a desk that stays. Whoever works at it goes on meanwhile: each ticket is written as it is when
/// its turn comes, and one that is sent after this began may be left out.
pub async fn export(store: &dyn Offline, out: &mut (dyn Write + Send)) -> Result<Moved, MoveError> {
    let Inventory { tickets, headless, mut sendings, done, profiles, signals } = store.inventory().await?;
    if let Some(code) = headless.first() {
        return Err(MoveError::Unsound(*code));
    }
    let mut moved = Moved::default();
    write(out, &Line::beginning())?;
    for code in tickets {
        let head = store.head(code).await?.ok_or(MoveError::Unsound(code))?;
        let sendings = sendings.remove(&code).unwrap_or_default().into_iter().collect();
        let moving = Moving { events: store.events(code, 1).await?, sendings, head };
        if fold(code, &moving.events).is_none_or(|folded| folded.version < moving.head.version) {
            return Err(MoveError::Unsound(code));
        }
        moved.take(&moving);
        write(out, &Line::Ticket(Box::new(Ticket::of(moving))))?;
    }
    for profile in profiles {
        write(out, &Line::of_profile(profile))?;
    }
    for counted in &signals {
        write(out, &Line::of_signal(counted))?;
    }
    for effect in done {
        write(out, &Line::Done(effect))?;
    }
    write(out, &Line::End { tickets: moved.tickets, events: moved.events })?;
    out.flush()?;
    Ok(moved)
}

fn write(out: &mut (dyn Write + Send), line: &Line) -> Result<(), MoveError> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

/// What is written to a store in one go: a transaction of SQLite costs a turn of its disk.
const AT_ONCE: usize = 200;

/// Takes an export in. Nothing is written before all of it was read and found whole, and nothing at all to a desk that has
/// something else. Interrupted, it can be run again: what is there already is passed over.
///
/// `open` opens the export, which is read twice.
pub async fn import<R: BufRead + Send>(
    store: &dyn Offline,
    open: impl Fn() -> io::Result<R>,
) -> Result<Moved, MoveError> {
    let Found { before, profiles, signals } = look_over(store, open()?).await?;
    let mut moved = Moved { before: before.len() as u64, ..Moved::default() };
    let (mut tickets, mut done) = (Vec::new(), Vec::new());
    for line in lines::read(open()?) {
        match line? {
            (number, Line::Ticket(ticket)) => {
                let moving = ticket.moving().map_err(|why| wrong(number, &why))?;
                moved.take(&moving);
                if !before.contains(&moving.head.code) {
                    tickets.push(moving);
                } else if !store.is_findable(&moving.head, &moving.events).await? {
                    store.mend_findable(&moving.head, &moving.events).await?;
                }
            }
            (_, Line::Done(effect)) => done.push(effect),
            _ => {}
        }
        if tickets.len() == AT_ONCE {
            store.move_in(&std::mem::take(&mut tickets)).await?;
        }
        if done.len() == AT_ONCE {
            store.put_done(&std::mem::take(&mut done)).await?;
        }
    }
    store.move_in(&tickets).await?;
    store.put_done(&done).await?;
    for profile in &profiles {
        store.put_profile(profile).await?;
    }
    for some in signals.chunks(AT_ONCE) {
        store.put_signals(some).await?;
    }
    Ok(moved)
}

/// What was found in an export, beside its tickets.
#[derive(Default)]
struct Found {
    /// Tickets that the desk has already, and as the export has them.
    before: BTreeSet<TicketCode>,
    profiles: Vec<Profile>,
    signals: Vec<Counted>,
}

/// Reads an export to its end, and sees that the desk has nothing else.
async fn look_over(store: &dyn Offline, export: impl BufRead) -> Result<Found, MoveError> {
    let there = store.inventory().await?;
    let (mut found, mut counted, mut latest, mut ended) = (Found::default(), Moved::default(), None, false);
    for line in lines::read(export) {
        let (number, line) = line?;
        if number == 1 {
            line.begins().map_err(|why| wrong(number, &why))?;
            continue;
        }
        if ended {
            return Err(wrong(number, &"it stands behind the end"));
        }
        match line {
            Line::Deskmark { .. } => return Err(wrong(number, &"an export begins once")),
            Line::Ticket(ticket) => {
                if latest.replace(ticket.code).is_some_and(|latest| latest >= ticket.code) {
                    return Err(wrong(number, &"tickets come in the order of their codes, each once"));
                }
                let moving = ticket.moving().map_err(|why| wrong(number, &why))?;
                counted.take(&moving);
                let code = moving.head.code;
                if there.tickets.contains(&code) {
                    if store.head(code).await?.as_ref() != Some(&moving.head)
                        || store.events(code, 1).await? != moving.events
                    {
                        return Err(MoveError::NotEmpty(format!("the ticket {code} with other events")));
                    }
                    found.before.insert(code);
                }
            }
            Line::Profile { email, signature, away_until } => {
                found.profiles.push(Profile { email, signature, away_until });
            }
            Line::Signal { day, name, count } => {
                let signal = name.parse().map_err(|error| wrong(number, &error))?;
                found.signals.push(Counted { day, signal, count });
            }
            Line::Done(_) => {}
            Line::End { tickets, events } => {
                ended = true;
                if (tickets, events) != (counted.tickets, counted.events) {
                    return Err(wrong(number, &"tickets or events are missing before it"));
                }
            }
        }
    }
    if !ended {
        return Err(MoveError::CutOff);
    }
    only(&there, &found)?;
    Ok(found)
}

/// Whether a desk has nothing that was not found in the export.
fn only(there: &Inventory, found: &Found) -> Result<(), MoveError> {
    let has = |what: String| Err(MoveError::NotEmpty(what));
    if let Some(code) = there.tickets.difference(&found.before).next() {
        return has(format!("the ticket {code}"));
    }
    if let Some(profile) = there.profiles.iter().find(|profile| !found.profiles.contains(profile)) {
        return has(format!("another signature of {}", profile.email));
    }
    let known: BTreeSet<_> = found.signals.iter().collect();
    if let Some(counted) = there.signals.iter().find(|counted| !known.contains(counted)) {
        return has(format!("other counts of {}", counted.day));
    }
    Ok(())
}
