//! Parts that several pages share: the frame, a ticket's timeline and conversation.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::calendar::WorkedDay;
use domain::catalog::{Catalog, FieldKind, Priority, Role};
use domain::ids::{ArticleId, DeskId, FieldId};
use domain::lang::Lang;
use domain::ticket::{Actor, Ending, Event, EventKind, Personal, Stage, State, Submission, Ticket, Upload};
use jiff::Timestamp;
use themes::view::View;
use themes::view::file::{Attached, FileSize};
use themes::view::shell::{LanguageTarget, Shell};
use themes::view::ticket::{Answer, Cited, Counted, CountedDay, EntryState, Message, StageRating, TimelineEntry, Who};
use themes::{Moment, Theme, dates};

use super::failure::Failure;
use super::files::of_event;
use crate::bundle::Bundle;

/// The frame of a page of the desk. Its language links lead to the same page.
pub(super) fn shell(bundle: &Bundle, lang: &Lang) -> Shell {
    let mut shell = Shell::new(&bundle.catalog, lang);
    shell.live = bundle.live;
    shell
}

/// The frame of a page that is reached by GET at `path`: its language links lead to itself.
pub(super) fn shell_at(bundle: &Bundle, lang: &Lang, path: &str) -> Shell {
    shell(bundle, lang).linking(|code| LanguageTarget { url: format!("{path}?lang={code}"), fallback: false })
}

/// Renders a page.
pub(super) fn page<V: View>(theme: &Theme, status: StatusCode, lang: &Lang, view: &V) -> Result<Response, Failure> {
    Ok((status, Html(theme.render(lang, view)?)).into_response())
}

/// Words and times of one ticket for one reader.
pub(super) struct Told<'a> {
    /// Names of desks and the like.
    pub(super) catalog: &'a Catalog,
    /// The reader's language.
    pub(super) lang: &'a Lang,
    /// When it is read.
    pub(super) now: Timestamp,
    /// The ticket.
    pub(super) ticket: &'a Ticket,
}

impl Told<'_> {
    /// A moment in the desk's time zone.
    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        Moment::new(at, &self.catalog.zone_of(&self.ticket.desk), self.lang, self.now)
    }

    /// The responsible desk's name.
    pub(super) fn desk_name(&self) -> String {
        desk_name(self.catalog, &self.ticket.desk, self.lang)
    }

    /// The request type's label; its id when it is not in the catalog any more.
    pub(super) fn kind(&self) -> String {
        let id = &self.ticket.request_type;
        match self.catalog.request_types.get(id) {
            Some(request_type) => self.catalog.text(&request_type.label, self.lang).to_owned(),
            None => id.to_string(),
        }
    }

    /// The requester's title; the kind of request once whoever sent it was erased.
    pub(super) fn title(&self) -> String {
        self.ticket.summary.as_ref().map_or_else(|| self.kind(), |summary| summary.title.clone())
    }

    /// The requester's name; empty once they were erased.
    pub(super) fn requester(&self) -> String {
        self.ticket.summary.as_ref().map(|summary| summary.name.clone()).unwrap_or_default()
    }

    /// Who has to act: the last role that was told of a missed promise, else the one it was referred to, else whoever
    /// does the stage's work.
    pub(super) fn role(&self) -> Option<Role> {
        let ticket = self.ticket;
        let clock = ticket.clock.as_ref();
        let told =
            usize::from(ticket.rungs_told).checked_sub(1).zip(clock).and_then(|(last, clock)| clock.rungs.get(last));
        let works = match ticket.stage()? {
            Stage::Report => Role::Lead,
            Stage::Receive | Stage::Check | Stage::Handle | Stage::Confirm => Role::Expert,
        };
        Some(told.map(|rung| rung.to).or(ticket.addressed_to).unwrap_or(works))
    }

    /// The key of the sentence about where it stands: the state, or `confirmed` while the lead has yet to sign.
    pub(super) fn stands(&self) -> &'static str {
        if self.awaits_signature() { "confirmed" } else { self.ticket.state.as_str() }
    }

    /// Whether the requester has confirmed the answer and the ticket is open only for the lead's signature.
    fn awaits_signature(&self) -> bool {
        self.ticket.state == State::Answered && self.ticket.closing.is_some_and(|closing| closing.confirmed)
    }

    /// The running promise.
    pub(super) fn promise(&self) -> Option<Moment> {
        self.ticket.due_at().map(|due| self.moment(due))
    }

    /// How the running promise was counted, where that can be told in a few lines.
    pub(super) fn counted(&self) -> Option<Counted> {
        let clock = self.ticket.clock.as_ref()?;
        let calendar = self.catalog.calendars.get(&self.catalog.desks.get(&self.ticket.desk)?.calendar)?;
        let time = |at: Timestamp| at.to_zoned(calendar.time_zone.clone()).time();
        let hours =
            |(opens, closes): &(Timestamp, Timestamp)| dates::opening_hours(time(*opens), time(*closes), self.lang);
        let mut seconds = 0;
        let day = |day: WorkedDay| {
            // Whole minutes, so that the days add up to what was promised.
            let before = seconds / 60;
            seconds += day.counted().0;
            CountedDay {
                day: dates::weekday_and_day(day.date, self.lang),
                hours: day.open.iter().map(hours).collect(),
                counted: dates::hours(seconds / 60 - before, self.lang),
                holiday: day.holiday.map(|name| self.catalog.text(&name, self.lang).to_owned()).unwrap_or_default(),
            }
        };
        Some(Counted {
            limit: dates::hours(clock.limit.0.into(), self.lang),
            from: self.moment(clock.started_at),
            days: clock.explain(calendar)?.into_iter().map(day).collect(),
        })
    }

    /// What has happened, what is happening by when, and what comes next.
    pub(super) fn timeline(&self) -> Vec<TimelineEntry> {
        let ticket = self.ticket;
        let mut entries = vec![self.done("sent", ticket.created_at)];
        let mut before = None;
        for entry in &ticket.timeline {
            if let Some(again) = begins_again(before, entry) {
                entries.push(self.done(again, entry.started_at));
            }
            match (entry.ended_at, ended_by(entry)) {
                // Told at the end of the timeline, or where the next stage begins.
                (Some(_), Ending::Closed | Ending::Reopened) => {}
                (Some(ended), ending) => entries.push(self.done(ending.as_str(), ended)),
                (None, _) if ticket.state == State::Waiting => {}
                (None, _) => entries.push(self.running(entry)),
            }
            before = Some(entry);
        }
        let now = |stage| TimelineEntry { state: EntryState::Now, ..next(stage) };
        match ticket.state {
            State::New | State::Classified => entries.extend([next("handle"), next("confirm")]),
            State::Rejected => entries.push(now("complete")),
            State::InProgress => entries.push(next("confirm")),
            State::Waiting => entries.extend([now("waiting"), next("handle"), next("confirm")]),
            State::Answered if self.awaits_signature() => {}
            State::Answered => entries.push(now("confirm")),
            State::Closed => entries.extend(ticket.closed.map(|(at, _)| self.done("closed", at))),
        }
        entries
    }

    fn done(&self, stage: &str, at: Timestamp) -> TimelineEntry {
        TimelineEntry { state: EntryState::Done, at: Some(self.moment(at)), ..next(stage) }
    }

    fn running(&self, entry: &domain::ticket::TimelineEntry) -> TimelineEntry {
        TimelineEntry {
            state: EntryState::Now,
            who: self.desk_name(),
            role: self.role().map(Role::as_str).map(str::to_owned),
            by: entry.due_at.map(|due| self.moment(due)),
            overdue: entry.due_at.is_some_and(|due| due < self.now),
            ..next(entry.stage.as_str())
        }
    }

    /// The conversation, as the requester or the desk sees it.
    pub(super) fn conversation(&self, events: &[Event], reader_is_requester: bool) -> Vec<Message> {
        let requester = self.ticket.summary.as_ref().map(|summary| summary.name.clone()).unwrap_or_default();
        let (nothing, desk) = (String::new(), self.desk_name());
        let message = |event: &Event, files: Vec<Attached>| {
            let (kind, author, text, articles): (_, _, _, &[ArticleId]) = match (&event.kind, &event.personal) {
                (EventKind::Submitted { channel, .. }, Some(Personal::Submission(sent))) => match &sent.taken_by {
                    Some(member) => (channel.as_str(), member, &sent.description, &[]),
                    None => ("description", &sent.name, &sent.description, &[]),
                },
                (EventKind::Resubmitted { .. }, Some(Personal::Submission(sent))) => {
                    ("resubmitted", &sent.name, &sent.description, &[])
                }
                (
                    EventKind::Replied | EventKind::Resumed { .. } | EventKind::Reopened { .. },
                    Some(Personal::Message { author, text }),
                ) => ("reply", author, text, &[]),
                (EventKind::Answered { articles, .. }, Some(Personal::Message { author, text })) => {
                    ("answer", author, text, articles)
                }
                (EventKind::Rejected { .. }, Some(Personal::Message { author, text })) => {
                    ("rejection", author, text, &[])
                }
                (EventKind::Asked { .. }, Some(Personal::Message { author, text })) => ("question", author, text, &[]),
                // Which member it was is not kept.
                (EventKind::Attached { .. }, Some(Personal::Files { .. })) => {
                    ("files", if event.by == Actor::Requester { &requester } else { &desk }, &nothing, &[])
                }
                (EventKind::Chased, _) if !reader_is_requester => ("chased", &requester, &nothing, &[]),
                // Between colleagues.
                (EventKind::Noted, Some(Personal::Message { author, text })) if !reader_is_requester => {
                    ("note", author, text, &[])
                }
                (EventKind::Referred { .. } | EventKind::HandedUp { .. }, Some(Personal::Message { author, text }))
                    if !reader_is_requester =>
                {
                    ("referral", author, text, &[])
                }
                _ => return None,
            };
            let who = match (&event.by, reader_is_requester) {
                (Actor::Staff { .. } | Actor::Clock, _) => Who::Desk,
                (Actor::Requester, true) => Who::You,
                (Actor::Requester, false) => Who::Requester,
            };
            Some(Message {
                who,
                author: if who == Who::You { String::new() } else { author.clone() },
                at: self.moment(event.at),
                kind: kind.to_owned(),
                paragraphs: paragraphs(text),
                articles: self.cited(articles),
                files,
            })
        };
        let of_ticket = if reader_is_requester { "/t" } else { "/desk/t" };
        let mut messages: Vec<Message> = Vec::new();
        // What was said last, while nothing else has happened.
        let mut said: Option<&Event> = None;
        for event in events {
            let files = self.attached(event, of_ticket);
            let goes_along = said.is_some_and(|said| said.at == event.at && said.by == event.by);
            if let Some(message) = messages.last_mut().filter(|_| goes_along && !files.is_empty()) {
                message.files.extend(files);
            } else {
                let next = message(event, files);
                said = next.is_some().then_some(event);
                messages.extend(next);
            }
        }
        messages
    }

    fn attached(&self, event: &Event, of_ticket: &str) -> Vec<Attached> {
        let attached = |upload: Upload| Attached {
            url: format!("{of_ticket}/{}/files/{}", self.ticket.code, upload.file.id),
            size: FileSize::new(upload.file.bytes, self.lang),
            name: upload.name,
        };
        of_event(event).into_iter().map(attached).collect()
    }

    /// Articles by their titles, in the reader's language.
    pub(super) fn cited(&self, articles: &[ArticleId]) -> Vec<Cited> {
        let cited = |id| {
            let article = self.catalog.article(id, self.lang)?;
            Some(Cited { title: article.title.clone(), url: article.url.clone() })
        };
        articles.iter().filter_map(cited).collect()
    }

    /// What was asked and answered beside the description.
    pub(super) fn answers(&self, sent: &Submission) -> Vec<Answer> {
        let plain = |label: &str, value: &str| Answer {
            label: label.to_owned(),
            label_key: String::new(),
            value: value.to_owned(),
            value_key: String::new(),
        };
        let asked = self.catalog.request_types.get(&self.ticket.request_type);
        let is_day = |id: &FieldId| {
            let field = asked.and_then(|asked| asked.fields.iter().find(|field| field.id == *id));
            field.is_some_and(|field| matches!(field.kind, FieldKind::Date | FieldKind::DateTime))
        };
        let said = |answer: &domain::ticket::Answer| {
            let value = &answer.value;
            if is_day(&answer.field) {
                plain(&answer.label, &dates::given(value, self.lang))
            } else {
                plain(&answer.label, value)
            }
        };
        let mut answers: Vec<_> = sent.answers.iter().map(said).collect();
        if let Some(audience) = self.audience() {
            answers.push(Answer { label_key: "field-audience".to_owned(), ..plain("", &audience) });
        }
        answers
    }

    fn audience(&self) -> Option<String> {
        let chosen = self.ticket.audience.as_ref()?;
        let request_type = self.catalog.request_types.get(&self.ticket.request_type)?;
        let choice = request_type.audience.iter().find(|choice| choice.value == *chosen)?;
        Some(self.catalog.text(&choice.label, self.lang).to_owned())
    }
}

fn next(stage: &str) -> TimelineEntry {
    TimelineEntry {
        state: EntryState::Next,
        stage: stage.to_owned(),
        who: String::new(),
        role: None,
        at: None,
        by: None,
        overdue: false,
    }
}

/// What ended a stage; in heads from before that was kept, the only thing that could.
fn ended_by(entry: &domain::ticket::TimelineEntry) -> Ending {
    entry.ended_by.unwrap_or(if entry.stage == Stage::Receive { Ending::Accepted } else { Ending::Answered })
}

/// What happened between two stages when the second is not what follows the first.
fn begins_again(
    before: Option<&domain::ticket::TimelineEntry>,
    entry: &domain::ticket::TimelineEntry,
) -> Option<&'static str> {
    let ending = before.map(ended_by)?;
    match (ending, entry.stage) {
        (Ending::Rejected, _) => Some("resubmitted"),
        (Ending::Answered | Ending::SignedOff | Ending::Reopened | Ending::Closed, Stage::Handle) => Some("reopened"),
        _ => None,
    }
}

/// A desk's name; its id when it is not in the catalog any more.
pub(super) fn desk_name(catalog: &Catalog, id: &DeskId, lang: &Lang) -> String {
    match catalog.desks.get(id) {
        Some(desk) => catalog.text(&desk.name, lang).to_owned(),
        None => id.to_string(),
    }
}

/// How a ticket ended, as the words of the theme name it.
pub(super) fn outcome(ticket: &Ticket) -> Option<String> {
    ticket.closed.map(|(_, outcome)| outcome.as_str().to_owned())
}

/// The request as it was last sent; `None` once its personal part was erased.
pub(super) fn submission(events: &[Event]) -> Option<&Submission> {
    events.iter().rev().find_map(|event| match &event.personal {
        Some(Personal::Submission(sent)) => Some(&**sent),
        _ => None,
    })
}

/// The stages that are over, with what the requester thinks of each.
pub(super) fn ratings(ticket: &Ticket, events: &[Event]) -> Vec<StageRating> {
    let one = |stage: Stage| {
        let given = events.iter().rev().find_map(|event| match (&event.kind, &event.personal) {
            (EventKind::Rated { stage: judged, .. }, Some(Personal::Message { text, .. })) if *judged == stage => {
                Some(text.clone())
            }
            (EventKind::Rated { stage: judged, .. }, _) if *judged == stage => Some(String::new()),
            _ => None,
        });
        let score = ticket.ratings.iter().find(|rating| rating.stage == stage).map(|rating| rating.score);
        let text = given.unwrap_or_default();
        StageRating { stage: stage.as_str(), score, text, open: ticket.is_rating_open(stage), error: None }
    };
    Stage::ALL.into_iter().filter(|stage| ticket.is_over(*stage)).map(one).collect()
}

/// A priority's name.
pub(super) fn priority(ticket: &Ticket) -> Option<String> {
    ticket.priority.map(Priority::as_str).map(str::to_owned)
}

/// A text cut at its blank lines.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n').to_owned()).filter(|p| !p.is_empty()).collect()
}

/// A cursor in a URL: stores may write any character into theirs.
pub(super) fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a `String` does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}
