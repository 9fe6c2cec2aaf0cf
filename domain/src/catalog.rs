//! What an organisation configures: the portal, its desks, request types, calendars and canned replies.
//!
//! The generator reads these from TOML files and writes them, checked, into the desk bundle's `catalog.json`;
//! the function reads that. An unknown key is an error in both directions.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::calendar::WorkCalendar;
use crate::contact::Email;
use crate::ids::{ArticleId, CalendarId, DeskId, ReplyId, RequestTypeId};
use crate::lang::{Lang, Text};
use crate::working_time::WorkingSpan;

mod field;
mod notify;
mod reply;
mod request;
mod sms;

pub use field::{Choice, Counted, Field, FieldKind, LeadTime, Pattern, ShownIf, TooNear};
pub use notify::{News, NotForRequesters, Notify, Recipient};
pub use reply::{Reply, Variable, places};
pub use request::{Priority, RequestType, SignOff, StageLimits, VerifyContact};
pub use sms::{CallingCode, NotACallingCode, Sms};

/// Everything the desk needs to know of a portal: one `catalog.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// The portal itself.
    pub portal: Portal,
    /// Desks by id.
    pub desks: BTreeMap<DeskId, Desk>,
    /// Request types by id.
    pub request_types: BTreeMap<RequestTypeId, RequestType>,
    /// Working calendars by id.
    pub calendars: BTreeMap<CalendarId, WorkCalendar>,
    /// Canned replies by id.
    pub replies: BTreeMap<ReplyId, Reply>,
    /// Published articles, one entry a language.
    pub articles: Vec<ArticleRef>,
    /// The sections shown in the navigation, by language.
    pub navigation: BTreeMap<Lang, Vec<NavItem>>,
}

impl Catalog {
    /// The request type, its desk and that desk's calendar. `None` when there is no such type.
    ///
    /// A checked catalog has the desk and the calendar of every request type.
    pub fn request_type(&self, id: &RequestTypeId) -> Option<(&RequestType, &Desk, &WorkCalendar)> {
        let request_type = self.request_types.get(id)?;
        let desk = self.desks.get(&request_type.desk)?;
        let calendar = self.calendars.get(&desk.calendar)?;
        Some((request_type, desk, calendar))
    }

    /// The time zone of a desk's calendar; UTC for a desk that is not in the catalog any more.
    pub fn zone_of(&self, desk: &DeskId) -> TimeZone {
        let calendar = self.desks.get(desk).and_then(|desk| self.calendars.get(&desk.calendar));
        calendar.map_or(TimeZone::UTC, |calendar| calendar.time_zone.clone())
    }

    /// An article in `lang`, else in another language.
    pub fn article(&self, id: &ArticleId, lang: &Lang) -> Option<&ArticleRef> {
        let mut translations = self.articles.iter().filter(|article| article.id == *id);
        let first = translations.next()?;
        Some(std::iter::once(first).chain(translations).find(|article| article.lang == *lang).unwrap_or(first))
    }

    /// The language to fall back on: the portal's first.
    pub fn default_lang(&self) -> &Lang {
        &self.portal.languages[0]
    }

    /// A configured text in `lang`, falling back in the order of the portal's languages.
    pub fn text<'a>(&'a self, text: &'a Text, lang: &Lang) -> &'a str {
        text.get(lang, &self.portal.languages)
    }
}

/// `portal.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// The organisation's help centre's name.
    pub title: Text,
    /// One sentence under the title on the home page.
    #[serde(default)]
    pub summary: Text,
    /// Where the portal is published, without a trailing slash: `https://help.example.org`.
    pub base_url: String,
    /// At least one; the first is the default.
    pub languages: Vec<Lang>,
    /// The organisation's colour, `#rrggbb`; light and dark variants are derived from it.
    #[serde(default)]
    pub accent: Option<String>,
    /// Whether code in articles is coloured; `false` leaves it plain, and builds faster where there is much of it.
    #[serde(default = "yes")]
    pub highlight: bool,
    /// Ids of the articles most people need, shown on the home page in this order.
    #[serde(default)]
    pub popular: Vec<ArticleId>,
    /// Ways to reach people, shown in the same place on every page (WCAG 3.2.6).
    #[serde(default)]
    pub contact: Vec<ContactLine>,
    /// Server-side limits.
    #[serde(default)]
    pub limits: Limits,
    /// Outgoing mail.
    #[serde(default)]
    pub mail: MailSettings,
    /// Who is told of what, at desks that do not say so themselves.
    #[serde(default)]
    pub notify: Notify,
    /// Text messages, where requesters may ask for them. Without it nobody is asked for a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<Sms>,
}

impl Portal {
    /// Where mail comes from: `mail.from`, else `no-reply@` the base URL's host. `None` where neither makes an address.
    pub fn sender(&self) -> Option<Email> {
        if let Some(from) = &self.mail.from {
            return Email::parse(from).ok();
        }
        let host = self.base_url.split_once("://")?.1.split([':', '/']).next()?;
        Email::parse(&format!("no-reply@{host}")).or_else(|_| Email::parse("no-reply@localhost.localdomain")).ok()
    }

    /// Whether an address is the portal's own. Mail to it would come back to whoever reads the portal's mail, or to a
    /// machine that answers.
    pub fn is_own(&self, email: &Email) -> bool {
        let lines = self.contact.iter().filter(|line| line.kind == ContactLineKind::Email);
        let lines = lines.filter_map(|line| Email::parse(&line.value).ok());
        self.sender().into_iter().chain(lines).any(|own| own.bucket() == email.bucket())
    }
}

fn yes() -> bool {
    true
}

/// One way to reach the organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactLine {
    /// What it is.
    pub kind: ContactLineKind,
    /// The number, address or place, as shown.
    pub value: String,
    /// A note such as opening hours.
    #[serde(default)]
    pub note: Text,
}

/// The kind of a [`ContactLine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactLineKind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A place to walk in.
    Place,
}

/// How much one client, contact or desk may ask for in an hour, and all together on a day. Counted on the server, whatever cookies say.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Tickets one network address may send in an hour.
    pub tickets_per_client: u32,
    /// Tickets one e-mail address may send in an hour.
    pub tickets_per_contact: u32,
    /// Tickets one desk takes from the public in an hour.
    pub tickets_per_desk: u32,
    /// Look-ups of unknown or wrong codes one network address may make in an hour.
    pub failed_lookups_per_client: u32,
    /// One-time codes sent to one address in an hour.
    pub codes_per_contact: u32,
    /// One-time codes one network address may ask for in an hour.
    pub codes_per_client: u32,
    /// One-time codes sent to requesters on a day, to all of them together: what mail or messages may cost at most.
    pub codes_per_day: u32,
    /// Letters one address gets in an hour, whatever they are about. Those beyond are left out.
    pub letters_per_recipient: u32,
    /// Signals (an article helped, a search found nothing) counted from one network address in an hour.
    pub signals_per_client: u32,
    /// Of these, signals about one article.
    pub signals_per_article: u32,
    /// Files one network address may upload in an hour.
    pub files_per_client: u32,
}

impl Default for Limits {
    /// A class of forty behind one address can report the same broken room; a script cannot fill a queue.
    fn default() -> Self {
        Self {
            tickets_per_client: 60,
            tickets_per_contact: 10,
            tickets_per_desk: 500,
            failed_lookups_per_client: 60,
            codes_per_contact: 5,
            codes_per_client: 30,
            codes_per_day: 2_000,
            letters_per_recipient: 60,
            signals_per_client: 300,
            signals_per_article: 40,
            files_per_client: 120,
        }
    }
}

/// The `[mail]` table of `portal.toml`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// The sender's address. Without it, `no-reply@` the base URL's host.
    pub from: Option<String>,
}

/// `desks/<id>.toml`: a unit that takes requests.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// The unit's name.
    pub name: Text,
    /// What it does, in one sentence.
    #[serde(default)]
    pub summary: Text,
    /// The calendar its promises are counted in.
    pub calendar: CalendarId,
    /// People who work here.
    pub members: Vec<Member>,
    /// Who is told when a ticket is overdue, and how long after it became due.
    #[serde(default)]
    pub escalation: Vec<Rung>,
    /// Limits of stages that a request type says nothing about.
    #[serde(default)]
    pub stages: StageLimits,
    /// Who is told of what happens to its tickets, where it is not as at other desks.
    #[serde(default)]
    pub notify: Notify,
}

impl Desk {
    /// The member with this normalised e-mail address.
    pub fn member(&self, email: &str) -> Option<&Member> {
        self.members.iter().find(|member| Email::parse(&member.email).is_ok_and(|own| own.as_str() == email))
    }

    /// All members of a role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.role == role)
    }
}

/// A person who works a desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Where one-time codes and escalations go. Signing in is by this address.
    pub email: String,
    /// As colleagues and requesters see it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The language of the desk's pages and of mail to them; the portal's first when absent.
    #[serde(default)]
    pub lang: Option<Lang>,
}

/// What a member may do at their desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works tickets of the own desk.
    Expert,
    /// Also assigns, signs off and is told when a ticket is overdue.
    Lead,
    /// Also sees members, exports and erases.
    Admin,
    /// Reads reports of the desks that list them; works no tickets.
    Director,
}

impl Role {
    /// The role's name in files and translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expert => "expert",
            Self::Lead => "lead",
            Self::Admin => "admin",
            Self::Director => "director",
        }
    }
}

/// One rung of a desk's escalation ladder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Working time after the due moment: `"0m"` at once, `"4h"`, `"1d"`.
    pub after: WorkingSpan,
    /// Who is told.
    pub to: Role,
    /// At which desk; the ticket's own when absent. The next tier is told this way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
}

/// A published article, as the desk links to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleRef {
    /// The permanent id.
    pub id: ArticleId,
    /// The language of this entry.
    pub lang: Lang,
    /// The title.
    pub title: String,
    /// The path from the site's root, `/vi/mang/ket-noi-wifi/`.
    pub url: String,
    /// Its text, as [`Revision`](crate::reading::Revision) names it; empty in bundles that do not tell.
    #[serde(default)]
    pub revision: String,
    /// The request type behind "still stuck", when the article names one.
    #[serde(default)]
    pub request: Option<RequestTypeId>,
}

/// An entry of the site's navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NavItem {
    /// The section's title.
    pub title: String,
    /// The path from the site's root.
    pub url: String,
}
