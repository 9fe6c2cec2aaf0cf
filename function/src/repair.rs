//! Going through the log: heads and lists are made what it says, and what should have followed from it follows.

use std::ops::Range;

use domain::code::TicketCode;
use domain::ticket::{Event, Personal, Ticket, fold};
use jiff::Timestamp;

use crate::desk::Desk;
use crate::effects::{self, EffectError};
use crate::keys::Keys;
use crate::store::{Kept, Offline, StoreError};

/// What is wrong with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Its head is not what its log says: the page, the queue, the clock or its requester's list are wrong.
    Head,
    /// The staff's search does not find it by its words, or by others.
    Words,
    /// Its log has a gap, or cannot be read. Only a backup helps.
    Log,
}

/// How many tickets there are, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Tickets that were looked at.
    pub tickets: u64,
    /// What was wrong, in the order of the codes.
    pub faults: Vec<(TicketCode, Fault)>,
}

/// Looks at every ticket, and mends it unless this is `dry`. Whoever works at the desk goes on meanwhile and loses nothing:
/// what has changed since it was read is read again.
///
/// `keys` tell whose a ticket is whose head was lost.
pub async fn repair(store: &dyn Offline, keys: Option<&Keys>, dry: bool) -> Result<Findings, StoreError> {
    let there = store.inventory().await?;
    let mut findings = Findings::default();
    for code in there.tickets.union(&there.headless) {
        findings.tickets += 1;
        let faults = look_at(store, keys, *code, dry).await?;
        findings.faults.extend(faults.into_iter().map(|fault| (*code, fault)));
    }
    Ok(findings)
}

async fn look_at(
    store: &dyn Offline,
    keys: Option<&Keys>,
    code: TicketCode,
    dry: bool,
) -> Result<Vec<Fault>, StoreError> {
    // Whoever appends at the same moment has the next word; nobody appends for ever.
    loop {
        let kept = store.kept(code).await?;
        let events = match store.events(code, 1).await {
            Err(StoreError::Failed(_)) => return Ok(vec![Fault::Log]),
            read => read?,
        };
        let Some(head) = told(code, &events, &kept, keys) else { return Ok(vec![Fault::Log]) };
        let mut faults = Vec::new();
        if !kept.in_place || kept.head.as_ref() != Some(&head) {
            faults.push(Fault::Head);
            let mended = if dry { unchanged(store, code, &kept).await } else { store.mend(&head, kept.version).await };
            match mended {
                Err(StoreError::Conflict) => continue,
                mended => mended?,
            }
        }
        if !store.is_findable(&head, &events).await? {
            faults.push(Fault::Words);
            if !dry {
                store.mend_findable(&head, &events).await?;
            }
        }
        return Ok(faults);
    }
}

async fn unchanged(store: &dyn Offline, code: TicketCode, kept: &Kept) -> Result<(), StoreError> {
    if store.kept(code).await? == *kept { Ok(()) } else { Err(StoreError::Conflict) }
}

/// The head that a log tells of. `None` where it has a gap, or no beginning.
fn told(code: TicketCode, events: &[Event], kept: &Kept, keys: Option<&Keys>) -> Option<Ticket> {
    if !events.iter().map(|event| event.seq).eq((1..).take(events.len())) {
        return None;
    }
    let mut head = fold(code, events)?;
    if !head.erased {
        // Made with the server's secret when the ticket was sent: no event says it.
        head.contact = match &kept.head {
            Some(kept) => kept.contact.clone(),
            None => keys.and_then(|keys| match events.first()?.personal.as_ref()? {
                Personal::Submission(sent) => Some(keys.contact(&sent.email)),
                _ => None,
            }),
        };
    }
    Some(head)
}

/// Carries out what follows from the events of a time, in the order they happened; returns how many there are. What
/// was carried out is not carried out again.
pub async fn resend(desk: &Desk, store: &dyn Offline, time: &Range<Timestamp>) -> Result<u64, EffectError> {
    let mut events = Vec::new();
    for code in store.inventory().await?.tickets {
        let all = store.events(code, 1).await?;
        events.extend(all.into_iter().filter(|event| time.contains(&event.at)).map(|event| (event.at, code, event)));
    }
    events.sort_by_key(|(at, code, event)| (*at, *code, event.seq));
    for (_, code, event) in &events {
        effects::run_for(desk, *code, event).await?;
    }
    Ok(events.len() as u64)
}
