//! The letters Deskmark writes. A letter tells what the requester wrote only to an address they have shown to be theirs.

use domain::catalog::{Member, News};
use domain::contact::Email;
use domain::ids::{ArticleId, DeskId};
use domain::lang::Lang;
use domain::secrets::masked;
use domain::ticket::{Actor, Clock, Event, EventKind, Outcome, Personal, Summary, Ticket};
use jiff::Timestamp;
use themes::dates::Moment;
use themes::view::MailView;
use themes::view::mail::{DeskMail, FollowMail, MailLink, NewsMail, ProofMail, ReceiptMail, SignInMail};

use super::{Letter, Sender};
use crate::bundle::Bundle;
use crate::keys::{Keys, LinkFrom};
use crate::sign_in::Door;

/// Writes letters of one edition of the portal at one moment.
pub struct Writer<'a> {
    /// The portal.
    pub bundle: &'a Bundle,
    /// Makes the private links.
    pub keys: &'a Keys,
    /// When they are written.
    pub now: Timestamp,
}

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CannotWrite {
    /// The template failed.
    #[error(transparent)]
    Theme(#[from] themes::ThemeError),
    /// Neither `mail.from` nor the base URL's host makes an address.
    #[error("portal.toml has no mail.from that is an e-mail address, and base_url has no host to make one of")]
    Sender,
}

type Written = Result<Letter, CannotWrite>;

impl Writer<'_> {
    /// Tells the requester that the ticket has arrived.
    fn receipt(&self, ticket: &Ticket, to: &Summary, event: &Event) -> Written {
        let view = ReceiptMail {
            portal: self.portal(&ticket.lang),
            code: ticket.code.to_string(),
            title: ticket.contact_proved.then(|| masked(&to.title)),
            desk: self.desk_name(ticket),
            promise: ticket.due_at().map(|due| self.moment(ticket, &ticket.lang, due)),
            owner_url: self.owner_url(ticket),
            status_url: self.url(&format!("/t/{}", ticket.code)),
        };
        self.letter(&format!("{}-{}-receipt", ticket.code, event.seq), &to.email, &ticket.lang, &view)
    }

    /// Tells the requester what has happened to the ticket.
    pub fn news(&self, ticket: &Ticket, to: &Summary, event: &Event, news: News) -> Written {
        if news == News::Received {
            return self.receipt(ticket, to, event);
        }
        let desk = match (&event.kind, &event.by) {
            (EventKind::Referred { to, .. } | EventKind::HandedUp { to }, _) => to,
            (_, Actor::Staff { desk, .. }) => desk,
            _ => &ticket.desk,
        };
        let lang = &ticket.lang;
        let told = Told::of(event, ticket);
        let proved = ticket.contact_proved;
        let moment = |at: Option<Timestamp>| at.map(|at| self.moment(ticket, lang, at));
        let view = NewsMail {
            portal: self.portal(lang),
            code: ticket.code.to_string(),
            // Whoever takes a ticket back closes it.
            news: if news == News::Withdrawn { News::Closed } else { news }.as_str(),
            title: proved.then(|| masked(&to.title)),
            desk: self.name_of(desk, lang),
            why: told.why,
            text: told.text.filter(|_| proved).map(masked),
            articles: if proved { self.links(told.articles, lang) } else { Vec::new() },
            promise: moment(told.promise),
            until: moment(told.until),
            reopen_until: moment(told.reopen_until),
            owner_url: self.owner_url(ticket),
        };
        self.letter(&format!("{}-{}-{}", ticket.code, event.seq, news.as_str()), &to.email, lang, &view)
    }

    /// Tells somebody who follows the ticket what its status page shows.
    pub fn to_follower(&self, ticket: &Ticket, to: &Email, event: &Event, news: News) -> Written {
        let (lang, code) = (&ticket.lang, ticket.code);
        let view = FollowMail {
            portal: self.portal(lang),
            code: code.to_string(),
            news: if news == News::Withdrawn { News::Closed } else { news }.as_str(),
            desk: self.desk_name(ticket),
            status_url: self.url(&format!("/t/{code}?lang={lang}")),
            stop_url: self.url(&format!("/t/{code}/stop?key={}&lang={lang}", self.keys.stop(code, to))),
        };
        let who = &self.keys.pseudonym(to.as_str())[..8];
        self.letter(&format!("{code}-{}-{}-{who}", event.seq, news.as_str()), to, lang, &view)
    }

    /// Tells a member of the desk what has happened: one of [`News`] by its name, or `escalated`.
    pub fn to_member(
        &self,
        ticket: &Ticket,
        member: &Member,
        to: &Email,
        event: &Event,
        news: &'static str,
    ) -> Written {
        let lang = self.lang_of(member);
        let view = DeskMail {
            portal: self.portal(&lang),
            code: ticket.code.to_string(),
            news,
            desk: self.desk_name_in(ticket, &lang),
            state: ticket.state.as_str().to_owned(),
            due: ticket.due_at().map(|due| self.moment(ticket, &lang, due)),
            assignee: ticket.handler.clone().unwrap_or_default(),
            ticket_url: self.url(&format!("/desk/t/{}", ticket.code)),
        };
        let who = &self.keys.pseudonym(to.as_str())[..8];
        self.letter(&format!("{}-{}-{news}-{who}", ticket.code, event.seq), to, &lang, &view)
    }

    /// Brings somebody their one-time code.
    pub fn sign_in(&self, door: Door, id: &str, code: &str, to: &Email, lang: &Lang, minutes: u32) -> Written {
        let view = SignInMail {
            portal: self.portal(lang),
            code: code.to_owned(),
            open_url: self.url(&format!("{}/open?id={id}&code={code}&lang={lang}", door.path())),
            minutes,
        };
        self.letter(&format!("sign-in-{id}"), to, lang, &view)
    }

    /// Brings whoever is sending a request the code that shows that the address is theirs.
    pub fn proof(&self, id: &str, code: &str, to: &Email, lang: &Lang, minutes: u32) -> Written {
        let view = ProofMail { portal: self.portal(lang), code: code.to_owned(), minutes };
        self.letter(&format!("proof-{id}"), to, lang, &view)
    }

    /// The language a member reads.
    pub fn lang_of(&self, member: &Member) -> Lang {
        member.lang.clone().unwrap_or_else(|| self.bundle.catalog.default_lang().clone())
    }

    fn letter<V: MailView>(&self, id: &str, to: &Email, lang: &Lang, view: &V) -> Written {
        let mail = self.bundle.theme.mail(lang, view)?;
        let from =
            Sender { name: self.portal(lang), email: self.bundle.catalog.portal.sender().ok_or(CannotWrite::Sender)? };
        Ok(Letter {
            id: id.to_owned(),
            from,
            to: to.clone(),
            lang: lang.clone(),
            subject: mail.subject,
            body: mail.body,
        })
    }

    fn owner_url(&self, ticket: &Ticket) -> String {
        let key = self.keys.link(LinkFrom::Mail, ticket.code, ticket.link_rotation);
        self.url(&format!("/t/{}/open?key={key}&lang={}", ticket.code, ticket.lang))
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.bundle.catalog.portal.base_url)
    }

    pub(crate) fn portal(&self, lang: &Lang) -> String {
        self.bundle.catalog.text(&self.bundle.catalog.portal.title, lang).to_owned()
    }

    fn desk_name(&self, ticket: &Ticket) -> String {
        self.desk_name_in(ticket, &ticket.lang)
    }

    fn desk_name_in(&self, ticket: &Ticket, lang: &Lang) -> String {
        self.name_of(&ticket.desk, lang)
    }

    fn name_of(&self, desk: &DeskId, lang: &Lang) -> String {
        let desk = self.bundle.catalog.desks.get(desk);
        desk.map(|desk| self.bundle.catalog.text(&desk.name, lang).to_owned()).unwrap_or_default()
    }

    fn moment(&self, ticket: &Ticket, lang: &Lang, at: Timestamp) -> Moment {
        Moment::new(at, &self.bundle.catalog.zone_of(&ticket.desk), lang, self.now)
    }

    fn links(&self, articles: &[ArticleId], lang: &Lang) -> Vec<MailLink> {
        let link = |id: &ArticleId| {
            let article = self.bundle.catalog.article(id, lang)?;
            Some(MailLink { title: article.title.clone(), url: self.url(&article.url) })
        };
        articles.iter().filter_map(link).collect()
    }
}

/// What an event has to tell its requester, beside that it happened.
#[derive(Default)]
struct Told<'a> {
    text: Option<&'a str>,
    articles: &'a [ArticleId],
    promise: Option<Timestamp>,
    until: Option<Timestamp>,
    reopen_until: Option<Timestamp>,
    why: Option<String>,
}

impl<'a> Told<'a> {
    fn of(event: &'a Event, ticket: &Ticket) -> Self {
        let text = match &event.personal {
            Some(Personal::Message { text, .. }) => Some(text.as_str()),
            _ => None,
        };
        let due = |clock: &Option<Clock>| clock.as_ref().map(|clock| clock.due_at);
        match &event.kind {
            EventKind::Rejected { patience } | EventKind::Asked { patience, .. } => {
                Self { text, until: patience.ends_at, ..Self::default() }
            }
            EventKind::Reminded => Self { until: ticket.patience.ends_at, ..Self::default() },
            // What one desk writes to the other is theirs.
            EventKind::Accepted { clock } | EventKind::Referred { clock, .. } => {
                Self { promise: due(clock), ..Self::default() }
            }
            EventKind::Answered { articles, .. } => Self { text, articles, ..Self::default() },
            EventKind::Reopened { clock, .. } => Self { text, promise: due(clock), ..Self::default() },
            EventKind::Closed { outcome, reopen_until, .. } => {
                Self { why: Some(why(*outcome, &event.by)), reopen_until: *reopen_until, ..Self::default() }
            }
            _ => Self::default(),
        }
    }
}

/// How a ticket ended, and by whom where that differs.
fn why(outcome: Outcome, by: &Actor) -> String {
    match (outcome, by) {
        (Outcome::Solved, Actor::Requester) => "solved-requester".to_owned(),
        (Outcome::Solved, Actor::Staff { .. }) => "solved-staff".to_owned(),
        (Outcome::Solved, Actor::Clock) => "solved-clock".to_owned(),
        (other, _) => other.as_str().to_owned(),
    }
}
