//! What follows from an event outside the store. Each effect has a marker, so that an event delivered twice shows once.

pub mod worker;

use domain::catalog::{self, Catalog, Member, News, Recipient, Role, Sms};
use domain::code::TicketCode;
use domain::contact::Email;
use domain::ticket::{Actor, Event, EventKind, Outcome, Ticket};
use jiff::ToSpan;

use crate::desk::Desk;
use crate::files::FilesError;
use crate::limits::{Limited, Share};
use crate::mail::letters::{CannotWrite, Writer};
use crate::mail::{Letter, MailError};
use crate::members::is_handler_away;
use crate::returned::comes_back;
use crate::sms::{self, SmsError, TextMessage, Texter};
use crate::store::{Claim, StoreError};

/// Why effects of an event are still to be done. Trying again is safe.
#[derive(Debug, thiserror::Error)]
pub enum EffectError {
    /// The mail server is away.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The service for text messages is away.
    #[error(transparent)]
    Sms(#[from] SmsError),
    /// The letter cannot be written with this edition of the portal.
    #[error(transparent)]
    Letter(#[from] CannotWrite),
    /// Another worker is at it and may still fail.
    #[error("another worker holds the effect")]
    Busy,
    /// Files could not be taken away.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How long a worker may take over one letter before another may try.
const LEASE_SECONDS: i64 = 60;

/// Carries out everything that follows from an event. Done already: nothing happens.
pub async fn run_for(desk: &Desk, code: TicketCode, event: &Event) -> Result<(), EffectError> {
    if changes_what_it_is_found_by(&event.kind) {
        desk.store().make_findable(code).await?;
    }
    if event.kind == EventKind::Erased {
        return forget_files(desk, code).await;
    }
    if news(event).is_none() && !matches!(event.kind, EventKind::Escalated { .. }) {
        return Ok(());
    }
    if came_along(desk, code, event).await? {
        return Ok(());
    }
    let Some(ticket) = desk.store().head(code).await? else { return Ok(()) };
    let is_away = is_handler_away(desk, &desk.bundle().catalog, &ticket).await?;
    for letter in letters(desk, &ticket, event, is_away)? {
        once(desk, &letter.id, send(desk, &letter)).await?;
    }
    // Last: what the service for text messages cannot take holds no letter up.
    text_the_requester(desk, &ticket, event).await
}

/// Whether the staff's search finds the ticket by something else from here on, or at another desk.
fn changes_what_it_is_found_by(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Submitted { .. }
            | EventKind::Resubmitted { .. }
            | EventKind::Referred { .. }
            | EventKind::HandedUp { .. }
            | EventKind::Erased
    )
}

/// Takes away what came with a ticket whose requester was forgotten. Done already: nothing happens.
async fn forget_files(desk: &Desk, code: TicketCode) -> Result<(), EffectError> {
    for event in desk.store().events(code, 1).await? {
        let EventKind::Attached { files } = &event.kind else { continue };
        for file in files {
            desk.files().forget(&file.id).await?;
        }
    }
    Ok(())
}

/// Whether these are files that came with words: whoever is told of the words is told of them as well.
async fn came_along(desk: &Desk, code: TicketCode, event: &Event) -> Result<bool, StoreError> {
    if !matches!(event.kind, EventKind::Attached { .. }) {
        return Ok(false);
    }
    let events = desk.store().events(code, event.seq - 1).await?;
    let before = events.first().filter(|before| before.seq < event.seq);
    Ok(before.is_some_and(|before| before.at == event.at && before.by == event.by))
}

/// What an event is to the people around a ticket: the one table of who may be told of what. `None`: it is nobody's news.
fn news(event: &Event) -> Option<News> {
    let is_by_requester = event.by == Actor::Requester;
    match &event.kind {
        EventKind::Submitted { .. } => Some(News::Received),
        EventKind::Accepted { .. } => Some(News::Accepted),
        EventKind::Rejected { .. } => Some(News::Rejected),
        EventKind::Referred { .. } | EventKind::HandedUp { .. } => Some(News::Referred),
        EventKind::Asked { .. } => Some(News::Asked),
        EventKind::Reminded => Some(News::Reminded),
        EventKind::Answered { .. } => Some(News::Answered),
        EventKind::Reopened { .. } => Some(News::Reopened),
        EventKind::Closed { outcome: Outcome::Withdrawn, .. } => Some(News::Withdrawn),
        EventKind::Closed { .. } => Some(News::Closed),
        EventKind::Attached { .. } => Some(News::Attached),
        EventKind::Resubmitted { .. } => Some(News::Resubmitted),
        EventKind::Chased => Some(News::Chased),
        EventKind::Warned => Some(News::Warned),
        EventKind::Overdue => Some(News::Overdue),
        // The desk that goes on without a reply has none.
        EventKind::Replied | EventKind::Resumed { .. } => is_by_requester.then_some(News::Replied),
        EventKind::Escalated { .. }
        | EventKind::ContactProved
        | EventKind::SmsOn
        | EventKind::SmsOff
        | EventKind::Classified { .. }
        | EventKind::Assigned
        | EventKind::Reclassified { .. }
        | EventKind::Noted
        | EventKind::SignedOff
        | EventKind::Confirmed
        | EventKind::Rated { .. }
        | EventKind::Registered { .. }
        | EventKind::Followed { .. }
        | EventKind::Erased => None,
    }
}

/// The letters that follow from an event. The requester's are left out once they were erased; those for a handler who
/// is away go to the desk's experts.
fn letters(desk: &Desk, ticket: &Ticket, event: &Event, is_handler_away: bool) -> Result<Vec<Letter>, CannotWrite> {
    let bundle = desk.bundle();
    let catalog = &bundle.catalog;
    let writer = Writer { bundle: &bundle, keys: desk.keys(), now: desk.now() };
    if let EventKind::Escalated { to: role, desk: tier, .. } = &event.kind {
        let told = catalog.desks.get(tier.as_ref().unwrap_or(&ticket.desk));
        let members = told.into_iter().flat_map(|desk| desk.with_role(*role)).collect();
        return to_members(&writer, ticket, event, "escalated", members);
    }
    let Some(news) = news(event) else { return Ok(Vec::new()) };
    let told = catalog.told(&ticket.desk, news);
    let mut letters =
        to_members(&writer, ticket, event, news.as_str(), members(catalog, ticket, event, told, is_handler_away))?;
    let followers = ticket.summary.as_ref().filter(|_| told.contains(&Recipient::Followers));
    for follower in followers.into_iter().flat_map(|summary| &summary.followers) {
        letters.push(writer.to_follower(ticket, follower, event, news)?);
    }
    let is_told = is_requester_told(catalog, ticket, event, news);
    // The form refuses the portal's own addresses; it may have become one since.
    if let Some(to) = ticket.summary.as_ref().filter(|to| is_told && !catalog.portal.is_own(&to.email)) {
        letters.push(writer.news(ticket, to, event, news)?);
    }
    Ok(letters)
}

/// Whether the requester is told. Nobody needs to be of what they have just sent, except by a receipt.
fn is_requester_told(catalog: &Catalog, ticket: &Ticket, event: &Event, news: News) -> bool {
    let is_theirs = event.by == Actor::Requester && matches!(news, News::Reopened | News::Attached);
    catalog.told(&ticket.desk, news).contains(&Recipient::Requester) && !is_theirs
}

/// Tells the requester by text message as well, where they have asked for it and there is room for one more.
async fn text_the_requester(desk: &Desk, ticket: &Ticket, event: &Event) -> Result<(), EffectError> {
    let bundle = desk.bundle();
    let Some((texter, sms)) = desk.texting(&bundle.catalog.portal) else { return Ok(()) };
    let (Some(to), Some(news)) = (ticket.texts_of(event.seq), news(event)) else { return Ok(()) };
    // The list of countries may be shorter than when the number was proved.
    if !is_requester_told(&bundle.catalog, ticket, event, news) || sms.reach(to).is_none() {
        return Ok(());
    }
    let writer = Writer { bundle: &bundle, keys: desk.keys(), now: desk.now() };
    let message = writer.text(ticket, to, event, news);
    once(desk, &message.id, text(desk, texter, sms, ticket, &message)).await
}

/// Sends a text message that was claimed, if there may be one more. An error: it did not go out.
async fn text(
    desk: &Desk,
    texter: &dyn Texter,
    sms: &Sms,
    ticket: &Ticket,
    message: &TextMessage,
) -> Result<(), EffectError> {
    match sms::count(desk, sms, &ticket.desk, &message.to).await {
        Ok(()) => {}
        Err(Limited::TooMany { .. }) => {
            tracing::warn!(message = message.id, "a text message is left out: there have been too many");
            return Ok(());
        }
        Err(Limited::Store(error)) => return Err(error.into()),
    }
    match texter.send(message).await {
        Err(SmsError::Refused(source)) => {
            tracing::error!(message = message.id, error = %format_args!("{source:#}"), "a text message was refused for good");
            Ok(())
        }
        sent => Ok(sent?),
    }
}

/// The members of the ticket's desk among those who are told, each once.
fn members<'c>(
    catalog: &'c Catalog,
    ticket: &Ticket,
    event: &Event,
    told: &[Recipient],
    is_handler_away: bool,
) -> Vec<&'c Member> {
    let Some(desk) = catalog.desks.get(&ticket.desk) else { return Vec::new() };
    let is_own = matches!(&event.by, Actor::Staff { desk, .. } if *desk == ticket.desk);
    let mut members: Vec<&Member> = Vec::new();
    for recipient in told {
        let more: Vec<_> = match recipient.role() {
            Some(role) => desk.with_role(role).collect(),
            // What the desk does, whoever works on it did.
            None if *recipient == Recipient::Handler && !is_own => handlers(desk, ticket, is_handler_away),
            None => Vec::new(),
        };
        for member in more {
            if !members.iter().any(|known| known.email == member.email) {
                members.push(member);
            }
        }
    }
    members
}

/// Whoever works on it; the desk's experts while nobody does, while they are away, or where nobody of that name is
/// there any more.
fn handlers<'c>(desk: &'c catalog::Desk, ticket: &Ticket, is_away: bool) -> Vec<&'c Member> {
    let handler = ticket.handler.as_deref().filter(|_| !is_away);
    let handler = handler.and_then(|name| desk.members.iter().find(|member| member.name == name));
    handler.map_or_else(|| desk.with_role(Role::Expert).collect(), |handler| vec![handler])
}

fn to_members(
    writer: &Writer<'_>,
    ticket: &Ticket,
    event: &Event,
    news: &'static str,
    members: Vec<&Member>,
) -> Result<Vec<Letter>, CannotWrite> {
    let letter = |member: &Member| {
        let to = Email::parse(&member.email).ok()?;
        Some(writer.to_member(ticket, member, &to, event, news))
    };
    members.into_iter().filter_map(letter).collect()
}

/// Sends a letter or a text message that nobody has sent or is sending.
async fn once(
    desk: &Desk,
    id: &str,
    sending: impl Future<Output = Result<(), EffectError>>,
) -> Result<(), EffectError> {
    let now = desk.now();
    let lease_until = now + LEASE_SECONDS.seconds();
    match desk.store().claim_effect(id, lease_until, now).await? {
        Claim::Done => return Ok(()),
        Claim::Busy => return Err(EffectError::Busy),
        Claim::Yours => {}
    }
    if let Err(error) = sending.await {
        // Nothing went out: whoever is next need not wait for the end of the lease. The failure is what is told.
        let _ = desk.store().release_effect(id).await;
        return Err(error);
    }
    finish(desk, id).await
}

/// How often it is tried to write down that a letter went out. Where that fails, it goes out again, under the same id.
const FINISHING: u32 = 3;

async fn finish(desk: &Desk, id: &str) -> Result<(), EffectError> {
    let mut tries = 1;
    while let Err(error) = desk.store().finish_effect(id).await {
        if tries == FINISHING {
            return Err(error.into());
        }
        tries += 1;
    }
    Ok(())
}

/// Sends a letter that was claimed, if its recipient has room for it. An error: it did not go out.
async fn send(desk: &Desk, letter: &Letter) -> Result<(), EffectError> {
    let share = Share::of(desk, "letters-recipient", &letter.to.bucket());
    if comes_back(desk, &letter.to).await? {
        tracing::warn!(letter = letter.id, "a letter is left out: those to its recipient come back");
        return Ok(());
    }
    // A machine that answers every letter with a request gets no more than these.
    if share.used(desk).await? >= desk.bundle().catalog.portal.limits.letters_per_recipient {
        tracing::warn!(letter = letter.id, "a letter is left out: its recipient has had too many in this hour");
        return Ok(());
    }
    match desk.mailer().send(letter).await {
        Ok(()) => {
            if let Err(error) = share.count(desk).await {
                // It went out; sending it again would be worse than a letter too many in this hour.
                tracing::warn!(letter = letter.id, %error, "a letter was sent and not counted");
            }
        }
        // Trying again would not help, and must not hold up the letters behind it.
        Err(MailError::Refused(source)) => {
            tracing::error!(letter = letter.id, error = %format_args!("{source:#}"), "a letter was refused for good");
        }
        Err(unavailable) => return Err(unavailable.into()),
    }
    Ok(())
}
