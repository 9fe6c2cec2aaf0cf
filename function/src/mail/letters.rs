//! The letters Deskmark writes. A letter tells what the requester wrote only to an address they have shown to be theirs.

use domain::catalog::Member;
use domain::contact::Email;
use domain::ids::{ArticleId, DeskId};
use domain::lang::Lang;
use domain::ticket::{Actor, Event, EventKind, Personal, Summary, Ticket};
use jiff::Timestamp;
use themes::dates::Moment;
use themes::view::MailView;
use themes::view::mail::{AnswerMail, EscalationMail, MailLink, NewsMail, ReceiptMail, SignInMail};

use super::{Letter, Sender};
use crate::bundle::Bundle;
use crate::keys::{Keys, LinkFrom};

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
    pub fn receipt(&self, ticket: &Ticket, to: &Summary, event: &Event) -> Written {
        let view = ReceiptMail {
            portal: self.portal(&ticket.lang),
            code: ticket.code.to_string(),
            title: ticket.contact_proved.then(|| to.title.clone()),
            desk: self.desk_name(ticket),
            promise: ticket.due_at().map(|due| self.moment(ticket, &ticket.lang, due)),
            owner_url: self.owner_url(ticket),
            status_url: self.url(&format!("/t/{}", ticket.code)),
        };
        self.letter(&format!("{}-{}-receipt", ticket.code, event.seq), &to.email, &ticket.lang, &view)
    }

    /// Tells the requester that the desk has answered.
    pub fn answer(&self, ticket: &Ticket, to: &Summary, event: &Event, text: &str, articles: &[ArticleId]) -> Written {
        let proved = ticket.contact_proved;
        let view = AnswerMail {
            portal: self.portal(&ticket.lang),
            code: ticket.code.to_string(),
            title: proved.then(|| to.title.clone()),
            desk: self.desk_name(ticket),
            text: proved.then(|| text.to_owned()),
            articles: if proved { self.links(articles, &ticket.lang) } else { Vec::new() },
            owner_url: self.owner_url(ticket),
        };
        self.letter(&format!("{}-{}-answer", ticket.code, event.seq), &to.email, &ticket.lang, &view)
    }

    /// Tells the requester that the ticket was sent back, asked about, or passed on; or reminds them. `None` for events
    /// that are no news.
    pub fn news(&self, ticket: &Ticket, to: &Summary, event: &Event) -> Result<Option<Letter>, CannotWrite> {
        let (news, text, promise, until) = match (&event.kind, &event.personal) {
            (EventKind::Rejected { patience }, Some(Personal::Message { text, .. })) => {
                ("rejected", Some(text), None, patience.ends_at)
            }
            (EventKind::Asked { patience, .. }, Some(Personal::Message { text, .. })) => {
                ("asked", Some(text), None, patience.ends_at)
            }
            (EventKind::Reminded, _) => ("reminded", None, None, ticket.patience.ends_at),
            // What one desk writes to the other is theirs.
            (EventKind::Referred { clock, .. }, _) => {
                ("referred", None, clock.as_ref().map(|clock| clock.due_at), None)
            }
            _ => return Ok(None),
        };
        let desk = match (&event.kind, &event.by) {
            (EventKind::Referred { to, .. }, _) => to,
            (_, Actor::Staff { desk, .. }) => desk,
            _ => &ticket.desk,
        };
        let lang = &ticket.lang;
        let proved = ticket.contact_proved;
        let view = NewsMail {
            portal: self.portal(lang),
            code: ticket.code.to_string(),
            news,
            title: proved.then(|| to.title.clone()),
            desk: self.name_of(desk, lang),
            text: text.filter(|_| proved).cloned(),
            promise: promise.map(|at| self.moment(ticket, lang, at)),
            until: until.map(|at| self.moment(ticket, lang, at)),
            owner_url: self.owner_url(ticket),
        };
        self.letter(&format!("{}-{}-{news}", ticket.code, event.seq), &to.email, lang, &view).map(Some)
    }

    /// Tells a member of the desk that a promise was not kept.
    pub fn escalation(&self, ticket: &Ticket, member: &Member, to: &Email, event: &Event) -> Written {
        let lang = self.lang_of(member);
        let due = ticket.due_at().unwrap_or(event.at);
        let view = EscalationMail {
            portal: self.portal(&lang),
            code: ticket.code.to_string(),
            desk: self.desk_name_in(ticket, &lang),
            state: ticket.state.as_str().to_owned(),
            due: self.moment(ticket, &lang, due),
            assignee: ticket.handler.clone().unwrap_or_default(),
            ticket_url: self.url(&format!("/desk/t/{}", ticket.code)),
        };
        let who = &self.keys.pseudonym(to.as_str())[..8];
        self.letter(&format!("{}-{}-escalation-{who}", ticket.code, event.seq), to, &lang, &view)
    }

    /// Brings a member their one-time code.
    pub fn sign_in(&self, id: &str, code: &str, to: &Email, lang: &Lang, minutes: u32) -> Written {
        let view = SignInMail {
            portal: self.portal(lang),
            code: code.to_owned(),
            open_url: self.url(&format!("/desk/sign-in/open?id={id}&code={code}")),
            minutes,
        };
        self.letter(&format!("sign-in-{id}"), to, lang, &view)
    }

    /// The language a member reads.
    pub fn lang_of(&self, member: &Member) -> Lang {
        member.lang.clone().unwrap_or_else(|| self.bundle.catalog.default_lang().clone())
    }

    fn letter<V: MailView>(&self, id: &str, to: &Email, lang: &Lang, view: &V) -> Written {
        let mail = self.bundle.theme.mail(lang, view)?;
        let from = Sender { name: self.portal(lang), email: self.sender().ok_or(CannotWrite::Sender)? };
        Ok(Letter {
            id: id.to_owned(),
            from,
            to: to.clone(),
            lang: lang.clone(),
            subject: mail.subject,
            body: mail.body,
        })
    }

    fn sender(&self) -> Option<Email> {
        let portal = &self.bundle.catalog.portal;
        if let Some(from) = &portal.mail.from {
            return Email::parse(from).ok();
        }
        let host = portal.base_url.split_once("://")?.1.split([':', '/']).next()?;
        Email::parse(&format!("no-reply@{host}")).or_else(|_| Email::parse("no-reply@localhost.localdomain")).ok()
    }

    fn owner_url(&self, ticket: &Ticket) -> String {
        let key = self.keys.link(LinkFrom::Mail, ticket.code, ticket.link_rotation);
        self.url(&format!("/t/{}/open?key={key}&lang={}", ticket.code, ticket.lang))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.bundle.catalog.portal.base_url)
    }

    fn portal(&self, lang: &Lang) -> String {
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
