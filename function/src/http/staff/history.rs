//! Everything that has happened to a ticket: when, by whom, what.

use domain::ticket::{Actor, Event, EventKind, Personal};
use themes::dates;
use themes::view::desk::HistoryEntry;

use super::super::pages::{Told, desk_name};
use crate::bundle::Bundle;

/// Every event, oldest first.
pub(super) fn history(bundle: &Bundle, told: &Told<'_>, events: &[Event]) -> Vec<HistoryEntry> {
    let details = Details { bundle, told };
    let entry = |event: &Event| {
        let (role, desk) = match &event.by {
            Actor::Requester => ("queue-requester".to_owned(), String::new()),
            Actor::Clock => ("history-clock".to_owned(), String::new()),
            Actor::Staff { desk, role } if *desk == told.ticket.desk => (role_key(role.as_str()), String::new()),
            Actor::Staff { desk, role } => (role_key(role.as_str()), desk_name(told.catalog, desk, told.lang)),
        };
        HistoryEntry {
            at: told.moment(event.at),
            what: what(&event.kind),
            detail: details.of(event),
            name: by(told, event).to_owned(),
            role,
            desk,
            due: event.kind.clock().map(|clock| told.moment(clock.due_at)),
        }
    };
    events.iter().map(entry).collect()
}

fn role_key(role: &str) -> String {
    format!("role-{role}")
}

/// The name of whoever did it, where it is kept.
pub(super) fn by<'a>(told: &'a Told<'_>, event: &'a Event) -> &'a str {
    match (&event.by, &event.personal) {
        (Actor::Requester, _) => told.ticket.summary.as_ref().map_or("", |summary| &summary.name),
        (Actor::Staff { .. }, Some(Personal::Message { author, .. })) => author,
        (Actor::Staff { .. }, Some(Personal::Given { by, .. })) => by,
        // Before it was kept who gave it, the name was that of whoever it was given to.
        (Actor::Staff { .. }, Some(Personal::Member { name })) if event.kind != EventKind::Assigned => name,
        (Actor::Staff { .. }, Some(Personal::Submission(sent))) => sent.taken_by.as_deref().unwrap_or_default(),
        _ => "",
    }
}

/// What an event is called, without `history-`; what ends a stage is called as the [`Ending`](domain::ticket::Ending) is.
pub(super) fn what(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Submitted { .. } => "submitted",
        EventKind::ContactProved => "contact_proved",
        EventKind::Classified { .. } => "classified",
        EventKind::Accepted { .. } => "accepted",
        EventKind::Rejected { .. } => "rejected",
        EventKind::Referred { .. } => "referred",
        EventKind::Resubmitted { .. } => "resubmitted",
        EventKind::Replied => "replied",
        EventKind::Assigned => "assigned",
        EventKind::Reclassified { .. } => "reclassified",
        EventKind::Noted => "noted",
        EventKind::Asked { .. } => "asked",
        EventKind::Resumed { .. } => "resumed",
        EventKind::Answered { .. } => "answered",
        EventKind::HandedUp { .. } => "handed_up",
        EventKind::SignedOff => "signed_off",
        EventKind::Confirmed => "confirmed",
        EventKind::Reopened { .. } => "reopened",
        EventKind::Warned => "warned",
        EventKind::Overdue => "overdue",
        EventKind::Escalated { .. } => "escalated",
        EventKind::Reminded => "reminded",
        EventKind::Chased => "chased",
        EventKind::Rated { .. } => "rated",
        EventKind::Attached { .. } => "attached",
        EventKind::Registered { .. } => "registered",
        EventKind::Followed { .. } => "followed",
        EventKind::SmsOn => "sms_on",
        EventKind::SmsOff => "sms_off",
        EventKind::Closed { .. } => "closed",
        EventKind::Erased => "erased",
    }
}

/// What an event tells beside that it happened.
struct Details<'a> {
    bundle: &'a Bundle,
    told: &'a Told<'a>,
}

impl Details<'_> {
    fn of(&self, event: &Event) -> String {
        let (catalog, lang) = (self.told.catalog, self.told.lang);
        match (&event.kind, &event.personal) {
            (EventKind::Submitted { channel, .. }, _) => self.words(&format!("channel-{}", channel.as_str())),
            (EventKind::Classified { priority, .. } | EventKind::Resubmitted { priority, .. }, _) => {
                priority.map(|priority| self.words(&format!("priority-{}", priority.as_str()))).unwrap_or_default()
            }
            (EventKind::Referred { to, role: Some(role), .. }, _) => {
                let role = self.words(&format!("refer-role-{}", role.as_str()));
                format!("{}, {role}", desk_name(catalog, to, lang))
            }
            (EventKind::Referred { to, .. } | EventKind::HandedUp { to }, _) => desk_name(catalog, to, lang),
            (EventKind::Reclassified { request_type, .. }, _) => {
                let definition = catalog.request_types.get(request_type);
                definition
                    .map_or_else(|| request_type.to_string(), |listed| catalog.text(&listed.label, lang).to_owned())
            }
            (EventKind::Assigned, Some(Personal::Given { to, .. } | Personal::Member { name: to })) => {
                if to.is_empty() { self.words("nobody") } else { to.clone() }
            }
            (EventKind::Answered { articles, .. }, _) => {
                let titles = articles.iter().filter_map(|id| catalog.article(id, lang));
                titles.map(|article| article.title.as_str()).collect::<Vec<_>>().join(", ")
            }
            (EventKind::Escalated { to, desk, .. }, _) => {
                let role = self.words(&role_key(to.as_str()));
                match desk {
                    Some(desk) => format!("{role}, {}", desk_name(catalog, desk, lang)),
                    None => role,
                }
            }
            (EventKind::Rated { stage, score }, _) => {
                let stage = self.words(&format!("stage-{}", stage.as_str()));
                format!("{stage}: {}", dates::digits(&score.to_string(), lang))
            }
            (EventKind::Attached { .. }, Some(Personal::Files { names })) => names.join(", "),
            (EventKind::Registered { number }, _) => number.clone(),
            (EventKind::Closed { outcome, duplicate_of, .. }, _) => {
                let outcome = self.words(&format!("outcome-{}", outcome.as_str()));
                duplicate_of.map_or(outcome.clone(), |code| format!("{outcome}: {code}"))
            }
            _ => String::new(),
        }
    }

    fn words(&self, key: &str) -> String {
        self.bundle.theme.text(self.told.lang, key, &[])
    }
}
