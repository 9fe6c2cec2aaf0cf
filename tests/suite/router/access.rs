//! Who may do what: every endpoint the router has × everybody who may come, as the table in `access.txt` says.
//!
//! The endpoints are the router's own list, so that a new one without a row fails. Each cell is a request with everything
//! that a right one has. What a ticket says is on no page for anybody but its owner and the members of its desk, and for
//! members of another desk every answer is the same whether there is such a ticket or not.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use domain::catalog::{Catalog, Member, Role, SignOff};
use domain::code::TicketCode;
use function::http::Endpoint;
use jiff::SignedDuration;
use serde_json::json;

use super::office::Office;
use super::people::{DEEDS, EXPERT, does, filled, mailed_link, owner_by_mail, posting, request, sent_form, signed_in};
use super::program;
use crate::harness::http::{Browser, Response};
use crate::harness::page::Page;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

const TABLE: &str = include_str!("access.txt");

/// Who comes, in the order of the table's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Knows no code.
    Nobody,
    /// Knows the code.
    Code,
    /// Sent the ticket.
    Owner,
    /// Is on the list of the ticket's desk.
    Own(Role),
    /// Is on the list of another desk.
    Foreign(Role),
}

const ROLES: [Role; 4] = [Role::Expert, Role::Lead, Role::Admin, Role::Director];

fn everybody() -> impl Iterator<Item = Who> {
    let members = [Who::Own as fn(Role) -> Who, Who::Foreign];
    [Who::Nobody, Who::Code, Who::Owner].into_iter().chain(members.into_iter().flat_map(|who| ROLES.map(who)))
}

/// A member of one desk alone.
fn address(desk: &str, role: Role) -> String {
    format!("{}.{desk}@ban.example", role.as_str())
}

fn everyone_is_listed(catalog: &mut Catalog) {
    catalog.portal.limits.codes_per_client = 1_000;
    for (id, desk) in &mut catalog.desks {
        let member = |role: Role| Member {
            email: address(id.as_str(), role),
            name: format!("{} {id}", role.as_str()),
            role,
            lang: None,
        };
        desk.members.extend(ROLES.map(member));
    }
}

/// What has happened to the ticket before, so that the request has something to do.
fn before(endpoint: &Endpoint) -> &'static [&'static str] {
    match endpoint.path.rsplit_once('/').map_or("", |(_, name)| name) {
        "answer" | "ask" | "hand-up" | "rate" | "writing" => &["accept"],
        "resume" => &["accept", "ask"],
        "confirm" | "close" | "sign-off" | "reopen" | "draft.md" => &["accept", "answer"],
        "resubmit" => &["reject"],
        _ => &[],
    }
}

/// The fields of a right request that do not depend on who sends it.
fn fields(endpoint: &Endpoint) -> Vec<(&'static str, &'static str)> {
    let name = endpoint.path.rsplit_once('/').map_or("", |(_, name)| name);
    if endpoint.path.starts_with("/desk/t/") {
        let deed = DEEDS.iter().find(|(deed, _)| *deed == name);
        return deed.map_or_else(Vec::new, |(_, fields)| fields.to_vec());
    }
    match endpoint.path.as_str() {
        "/t/{code}/reply" | "/t/{code}/reopen" => vec![("text", ANSWER)],
        "/t/{code}/rate" => vec![("stage", "receive"), ("score", "5"), ("text", "")],
        "/t/{code}/follow" | "/t/{code}/unfollow" => vec![("email", "ban-cung-lop@khach.example")],
        "/t/{code}/sms" => vec![("phone", "0901 234 567")],
        "/my" | "/desk/sign-in" => vec![("email", EMAIL)],
        "/desk/q/{desk}/bulk" => vec![("do", "refer"), ("desk", "training")],
        "/t/review" | "/t/edit" => vec![("type", "incident"), ("lang", "vi")],
        "/desk/new" => vec![("type", "incident"), ("submission", "0123456789abcdef0123456789abcdef")],
        "/signals/helpful" => vec![("article", "wifi"), ("lang", "vi"), ("revision", "0a1b2c3d"), ("answer", "yes")],
        _ => Vec::new(),
    }
}

/// An office with a ticket, and somebody who comes.
struct Scene {
    office: Office,
    code: String,
    /// Another ticket of the same desk.
    twin: String,
    /// The owner's token for programs.
    token: String,
    /// What the path calls `{id}`: a file of the ticket, a request type.
    id: String,
}

impl Scene {
    fn set(endpoint: &Endpoint) -> Self {
        let office = Office::with(|catalog| {
            everyone_is_listed(catalog);
            for definition in catalog.request_types.values_mut().filter(|_| endpoint.path.ends_with("/sign-off")) {
                definition.sign_off = SignOff::Required;
            }
        });
        let (code, token) = program::sent(&office);
        let mut other = Browser::new(&office);
        let twin = filled(&mut other).fill("email", "binh@khach.example");
        let twin = sent_form(&mut other, &twin);
        if ["/follow", "/unfollow"].iter().any(|end| endpoint.path.ends_with(end)) {
            owner_by_mail(&office, &code);
        }
        let mut expert = (!before(endpoint).is_empty()).then(|| signed_in(&office, EXPERT));
        for step in before(endpoint) {
            let text = ["ask", "answer", "reject"].contains(step).then_some(ANSWER);
            does(expert.as_mut().expect("signed in"), &code, &format!("/{step}"), text).leads_to();
        }
        if endpoint.path.ends_with("/sms-off") {
            super::sms::turn_on(&office, &code);
        }
        if endpoint.path.ends_with("/chase") {
            office.pass(SignedDuration::from_hours(3));
        }
        let of_file = endpoint.path.contains("/files/{id}");
        let id = if of_file { attached(&office, &code) } else { "incident".to_owned() };
        Self { office, code, twin, token, id }
    }

    fn browser<'a>(&self, office: &'a Office, endpoint: &Endpoint, who: Who) -> Browser<'a> {
        match who {
            Who::Nobody | Who::Code => Browser::new(office),
            Who::Owner if endpoint.path.starts_with("/my") => super::my::visiting(office, EMAIL),
            Who::Owner => owner_by_mail(office, &self.code),
            Who::Own(role) => signed_in(office, &address("it", role)),
            Who::Foreign(role) => signed_in(office, &address("training", role)),
        }
    }

    /// A browser, and the token of its forms.
    fn ready<'a>(&self, office: &'a Office, endpoint: &Endpoint, who: Who) -> (Browser<'a>, String) {
        let mut browser = self.browser(office, endpoint, who);
        let page = match who {
            Who::Nobody | Who::Code => return (browser, String::new()),
            Who::Owner if endpoint.path.starts_with("/my") => browser.get("/my"),
            Who::Owner => browser.get(&format!("/t/{}", self.code)),
            Who::Own(_) | Who::Foreign(_) => browser.open("/desk"),
        };
        let csrf = page.page(200).attribute("input[name=csrf]", "value").unwrap_or_default();
        (browser, csrf)
    }

    /// The request of an endpoint, made by somebody who has whatever may be had.
    fn request(&self, office: &Office, endpoint: &Endpoint, who: Who, code: &str) -> Response {
        let (mut browser, csrf) = self.ready(office, endpoint, who);
        let path = endpoint.path.replace("{code}", code).replace("{desk}", "it").replace("{id}", &self.id);
        let path = if endpoint.path == "/desk/search" { format!("{path}?q={code}") } else { path };
        if endpoint.path.starts_with("/api/") {
            return self.by_a_program(endpoint, who, &path);
        }
        if endpoint.path == "/t/{code}/open" && who == Who::Owner {
            let page = Browser::new(office).get(&mailed_link(office, EMAIL));
            return if endpoint.method == "GET" { page } else { browser.submit(&page.page(200).form("/open")) };
        }
        if endpoint.method == "GET" {
            return browser.get(&path);
        }
        if endpoint.path == "/t/{code}/resubmit" && who == Who::Owner {
            let form = browser.get(&path).page(200).form("/resubmit");
            return browser.submit(&form);
        }
        let version = office.version(code).to_string();
        let own = [("csrf", csrf.as_str()), ("version", version.as_str())];
        // What is no deed of one ticket depends on no version.
        let is_of_one = !["/writing", "/bulk"].iter().any(|end| endpoint.path.ends_with(end));
        let own = if is_of_one { &own } else { &own[..1] };
        let mut fields: Vec<(&str, &str)> = own.iter().copied().chain(fields(endpoint)).collect();
        let ticked = format!("t.{code}");
        if endpoint.path.ends_with("/bulk") {
            fields.push((&ticked, &version));
        }
        if endpoint.path.ends_with("/merge") {
            fields.push(("code", &self.twin));
        }
        let token = endpoint.path.ends_with("/attach").then(|| super::files::uploaded(&mut browser));
        fields.extend(token.as_deref().map(|token| ("files.1", token)));
        browser.submit(&posting(&path, &fields))
    }

    fn by_a_program(&self, endpoint: &Endpoint, who: Who, path: &str) -> Response {
        let path = path.replace("{action}", "withdraw");
        let headers = [("authorization", self.token.as_str())];
        let headers = if who == Who::Owner { &headers[..] } else { &[] };
        if endpoint.method == "GET" {
            return request(&self.office, "GET", &path, headers, b"");
        }
        let body = match endpoint.path.as_str() {
            "/api/v1/tickets" => program::incident(),
            "/api/v1/sign-in" => json!({ "email": EMAIL }),
            "/api/v1/tickets/{code}/replies" => json!({ "text": ANSWER }),
            _ => json!({}),
        };
        program::post(&self.office, &path, &program::key("one"), headers, body.to_string().as_bytes())
    }

    /// What somebody is answered, after a look for what is not for them; and a `+` if something has happened.
    fn cell(&self, endpoint: &Endpoint, who: Who) -> (Response, &'static str) {
        let nowhere = TicketCode::from_random(99).to_string();
        let code = if who == Who::Nobody { &nowhere } else { &self.code };
        let happened = || [&self.code, &self.twin].map(|code| self.office.history(code));
        let before = happened();
        let answer = self.request(&self.office, endpoint, who, code);
        let mut after = happened();
        // The owner of these tests comes by the mailed link, which proves the address.
        after[0].retain(|kind| kind != "contact_proved" || before[0].contains(kind));
        if !matches!(who, Who::Owner | Who::Own(_)) {
            for secret in [TITLE, DESCRIPTION, NAME, EMAIL, ANSWER] {
                let typed = fields(endpoint).iter().any(|(_, value)| *value == secret);
                let told = answer.body.contains(secret) || answer.body.contains(&secret.replace('&', "&amp;"));
                let place = format!("{} {} for {who:?}", endpoint.method, endpoint.path);
                assert!(typed || !told, "{place}: {secret:?} in\n{}", answer.body);
            }
        }
        (answer, if before == after { "" } else { "+" })
    }
}

/// A file of a ticket.
fn attached(office: &Office, code: &str) -> String {
    let mut owner = owner_by_mail(office, code);
    let token = super::files::uploaded(&mut owner);
    let mut form = owner.get(&format!("/t/{code}")).page(200).form("/reply");
    form.fields.push(("files.1".to_owned(), token));
    owner.submit(&form).leads_to();
    let page = owner.get(&format!("/t/{code}")).page(200);
    super::files::downloads(&page).remove(0).rsplit_once('/').expect("an address").1.to_owned()
}

/// What an answer says, without what is new in each.
fn said(answer: &Response) -> String {
    let id = answer.header("x-request-id").unwrap_or_default();
    let page = Page::parse(&answer.body);
    let tokens = page.attributes("input[name=csrf]", "value").into_iter().filter(|token| !token.is_empty());
    tokens.fold(answer.body.replace(id, ""), |body, token| body.replace(&token, ""))
}

/// A row: for each who may come the status, with a `+` when something has happened to the ticket.
fn row(endpoint: &Endpoint) -> Vec<String> {
    let shared = Scene::set(endpoint);
    // Where there is no ticket at all.
    let empty = Office::with(everyone_is_listed);
    let cell = |who| {
        let entitled = matches!(who, Who::Owner | Who::Own(_));
        let own = (entitled && endpoint.method == "POST").then(|| Scene::set(endpoint));
        let scene = own.as_ref().unwrap_or(&shared);
        let answer = scene.cell(endpoint, who);
        let on_the_desk = endpoint.path.starts_with("/desk") && !endpoint.path.starts_with("/desk/sign-in");
        // What the code alone shows, it shows to members of another desk, too: there they are nobody.
        if on_the_desk && matches!(who, Who::Foreign(_)) {
            let there_is_none = shared.request(&empty, endpoint, who, &shared.code);
            let place = format!("{} {} for {who:?}", endpoint.method, endpoint.path);
            assert_eq!(said(&answer.0), said(&there_is_none), "{place}: as if there were no ticket");
        }
        format!("{}{}", answer.0.status, answer.1)
    };
    everybody().map(cell).collect()
}

/// The rows of the table, by endpoint.
fn table() -> BTreeMap<(String, String), Vec<String>> {
    let lines = TABLE.lines().filter(|line| line.starts_with("GET") || line.starts_with("POST"));
    let row = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let endpoint = (words.next().expect("a method"), words.next().expect("a path"));
        (endpoint, words.filter(|word| word != "|").collect())
    };
    lines.map(row).collect()
}

/// A row as it is written in the table.
fn written(endpoint: &Endpoint, cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| format!("{cell:<4}")).collect();
    let (people, own, foreign) = (cells[..3].join(" "), cells[3..7].join(" "), cells[7..].join(" "));
    format!("{:<4} {:<40} {people} | {own} | {foreign}", endpoint.method, endpoint.path).trim_end().to_owned()
}

#[test]
fn every_endpoint_answers_everybody_as_the_table_says() {
    let endpoints = function::http::endpoints();
    let rows = table();
    let known: BTreeSet<_> = endpoints.iter().map(|one| (one.method.to_owned(), one.path.clone())).collect();
    let gone: Vec<_> = rows.keys().filter(|row| !known.contains(row)).collect();
    assert!(gone.is_empty(), "rows of no endpoint: {gone:?}");
    let wrong = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(endpoint) = endpoints.get(next.fetch_add(1, Ordering::Relaxed)) {
            let cells = row(endpoint);
            if rows.get(&(endpoint.method.to_owned(), endpoint.path.clone())) != Some(&cells) {
                wrong.lock().expect("nobody panics with it").push(written(endpoint, &cells));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(work);
        }
    });
    let wrong = wrong.into_inner().expect("nobody panics with it");
    assert!(
        wrong.is_empty(),
        "These answer otherwise than tests/suite/router/access.txt says. Where an answer is right, it is the row to write \
         there; a new endpoint may need fields in `fields`, or steps in `before`.\n{}",
        wrong.join("\n")
    );
}
