//! The sample portal as it is published, and what everybody in these stories does.

use std::sync::OnceLock;

use domain::catalog::Catalog;
use domain::ids::DeskId;
use function::bundle::Bundle;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::harness::http::{Browser, Response};
use crate::harness::page::{Form, Page};
use crate::harness::{deskmark, root};
use crate::journey::{self, EMAIL, NAME};
use crate::router::office::{BASE, Office};
use crate::router::people::{empty_form, mailed_link};

/// What `deskmark build` makes of `content/` for the desk, at the address where the office is.
pub fn published(catalog: &mut Catalog) {
    static BUILT: OnceLock<Catalog> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let out = TempDir::new().expect("there is room for a folder");
        deskmark::build(&root().join("content"), out.path());
        Bundle::load(&out.path().join("desk")).expect("what was built can be read").catalog
    });
    catalog.clone_from(built);
    BASE.clone_into(&mut catalog.portal.base_url);
}

/// The form of a request type with what every form asks for.
#[track_caller]
pub fn form(requester: &mut Browser<'_>, request_type: &str, lang: &str, title: &str, description: &str) -> Form {
    let form = empty_form(requester, request_type, lang);
    form.fill("title", title).fill("description", description).fill("name", NAME).fill("email", EMAIL)
}

/// Answers to a form's own questions.
pub trait Answers {
    /// Fills in each question of the type by its id.
    fn answer(self, answers: &[(&str, &str)]) -> Self;
}

impl Answers for Form {
    #[track_caller]
    fn answer(mut self, answers: &[(&str, &str)]) -> Self {
        for (question, answer) in answers {
            self = self.fill(&format!("f.{question}"), answer);
        }
        self
    }
}

/// A member does one thing to a ticket from its page, with these fields filled in.
#[track_caller]
pub fn does(staff: &mut Browser<'_>, code: &str, deed: &str, fields: &[(&str, &str)]) -> Response {
    let mut form = staff.get(&format!("/desk/t/{code}")).page(200).form(&format!("/desk/t/{code}/{deed}"));
    for (name, value) in fields {
        form = form.fill(name, value);
    }
    staff.submit(&form)
}

/// The requester's own page of a ticket, opened by the link in their last letter.
#[track_caller]
pub fn owner<'a>(office: &'a Office, code: &str) -> (Browser<'a>, Page) {
    let mut requester = Browser::new(office);
    let opened = journey::press(&mut requester, &mailed_link(office, EMAIL), &format!("/t/{code}/open"));
    let mine = requester.follow(opened).page(200);
    (requester, mine)
}

/// What the code alone shows.
#[track_caller]
pub fn status(office: &Office, code: &str) -> String {
    Browser::new(office).get(&format!("/t/{code}")).page(200).text()
}

/// When the running stage is due, on the clock of the desk that has the ticket.
#[track_caller]
pub fn due(office: &Office, code: &str) -> String {
    on_the_wall(office, code, office.head(code).due_at().expect("a promise is running"))
}

/// A moment on the clock of the desk that has a ticket.
pub fn on_the_wall(office: &Office, code: &str, at: Timestamp) -> String {
    let desk: DeskId = office.head(code).desk;
    let zone = office.desk.bundle().catalog.zone_of(&desk);
    at.to_zoned(zone).strftime("%a %H:%M").to_string()
}

/// Lets so many minutes go by; gives what the clock did to a ticket meanwhile.
pub fn passes(office: &Office, code: &str, minutes: i64) -> String {
    let before = office.history(code).len();
    office.pass(SignedDuration::from_mins(minutes));
    while office.sweep() > 0 {}
    office.history(code).split_off(before).join(" ")
}

/// Everybody who got a letter about something that happened to a ticket, in order.
pub fn told(office: &Office, code: &str, what: &str) -> Vec<String> {
    let letters = office.letters();
    let about = letters.iter().filter(|letter| letter.id.starts_with(code) && letter.id.contains(what));
    about.map(|letter| letter.to.to_string()).collect()
}

/// Subjects of the letters to the requester about a ticket, without its code.
pub fn told_requester(office: &Office, code: &str) -> Vec<String> {
    let letters = office.letters();
    let own = letters.iter().filter(|letter| letter.id.starts_with(code) && letter.to.as_str() == EMAIL);
    own.map(|letter| letter.subject.replace(code, "").split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Judges a stage from the owner's page.
#[track_caller]
pub fn rate(requester: &mut Browser<'_>, mine: &Page, stage: &str, score: &str) {
    requester.submit(&mine.form("/rate").fill("stage", stage).fill("score", score)).leads_to();
}
