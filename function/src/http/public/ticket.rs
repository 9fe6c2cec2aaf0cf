//! A ticket's page: public with the code alone, whole with the owner's cookie; and the receipt.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::Role;
use domain::code::TicketCode;
use domain::contact::{Email, Phone};
use domain::lang::Lang;
use domain::ticket::{Action, Actor, Event, FormValues, Refusal, State as TicketState, Ticket, permits};
use jiff::Timestamp;
use serde::Deserialize;
use themes::view::file::FileInput;
use themes::view::form::FieldError;
use themes::view::shell::Page;
use themes::view::sign_in::Proof;
use themes::view::ticket::{OwnerActions, OwnerView, ReceiptView, SmsView, StageRating, StatusView};

use super::super::cookies;
use super::super::failure::Failure;
use super::super::files;
use super::super::forms::FILES;
use super::super::pages::{Told, outcome, page, ratings, shell_at, submission};
use super::super::reader::{ClientAddress, Reader};
use super::act::DEEDS;
use super::lookup::{Found, find, unknown};
use crate::desk::Desk;
use crate::keys::LinkFrom;

#[derive(Deserialize)]
pub(in crate::http) struct Notice {
    done: Option<String>,
    open: Option<String>,
}

/// `GET /t/{code}`.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Path(typed): Path<String>,
    Query(notice): Query<Notice>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let ticket = match find(&desk, client, &typed).await? {
        Found::Ticket(ticket) => ticket,
        Found::NoCode | Found::Unknown => return unknown(&desk, &reader.lang(&desk.bundle().catalog), &typed),
    };
    // One address a ticket: the owner's cookie is bound to it.
    if typed != ticket.code.to_string() {
        return Ok(Redirect::to(&format!("/t/{}", ticket.code)).into_response());
    }
    if owner_cookie(&desk, &headers, &ticket).is_none() {
        return status(&desk, &reader, &ticket);
    }
    let done = notice.done.filter(|done| {
        ["resubmitted", "attached", "sms-on"].contains(&done.as_str()) || DEEDS.iter().any(|deed| deed.done == done)
    });
    // What another page leads to is open.
    let tried = notice.open.filter(|part| part == "sms").map_or("", |_| "sms");
    OwnerPage { notice: done, tried, ..OwnerPage::default() }
        .render(&desk, &reader, &headers, &ticket, StatusCode::OK)
        .await
}

/// The owner's cookie of this ticket, when the request carries it.
pub(in crate::http) fn owner_cookie<'a>(desk: &Desk, headers: &'a HeaderMap, ticket: &Ticket) -> Option<&'a str> {
    let cookie = cookies::owner_of(headers)?;
    desk.keys().is_owner(cookie, ticket.code, ticket.link_rotation).then_some(cookie)
}

fn status(desk: &Desk, reader: &Reader, ticket: &Ticket) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang_or(&bundle.catalog, &ticket.lang);
    let told = Told { catalog: &bundle.catalog, lang: &lang, now: desk.now(), ticket };
    let view = StatusView {
        shell: shell_at(&bundle, &lang, &format!("/t/{}", ticket.code)),
        page: Page::named("status", "status-title").noindex(),
        code: ticket.code.to_string(),
        state: ticket.state.as_str().to_owned(),
        stands: told.stands(),
        outcome: outcome(ticket),
        desk: told.desk_name(),
        role: told.role().map(Role::as_str).map(str::to_owned),
        promise: told.promise(),
        overdue: ticket.is_overdue(told.now),
        counted: told.counted(),
        timeline: told.timeline(),
    };
    page(&bundle.theme, StatusCode::OK, &lang, &view)
}

/// The owner's view, after whatever has just happened.
#[derive(Default)]
pub(in crate::http) struct OwnerPage {
    /// What has just been done.
    pub(in crate::http) notice: Option<String>,
    /// The key of the sentence that says why nothing was done.
    pub(in crate::http) refused: Option<String>,
    /// What was tried, as its address calls it.
    pub(in crate::http) tried: &'static str,
    /// What was typed with it, and which files go along.
    pub(in crate::http) typed: FormValues,
    /// What is wrong with what was typed.
    pub(in crate::http) error: Option<FieldError>,
    /// The code that was texted to a number.
    pub(in crate::http) proof: Option<Proof>,
}

impl OwnerPage {
    /// Keeps what was typed.
    pub(in crate::http) fn tried(deed: &'static str, typed: &FormValues) -> Self {
        Self { tried: deed, typed: typed.clone(), ..Self::default() }
    }

    pub(in crate::http) async fn render(
        self,
        desk: &Desk,
        reader: &Reader,
        headers: &HeaderMap,
        ticket: &Ticket,
        status: StatusCode,
    ) -> Result<Response, Failure> {
        let cookie = owner_cookie(desk, headers, ticket).ok_or(Failure::Forbidden)?;
        let events = desk.store().events(ticket.code, 1).await?;
        let bundle = desk.bundle();
        let lang = reader.lang_or(&bundle.catalog, &ticket.lang);
        let told = Told { catalog: &bundle.catalog, lang: &lang, now: desk.now(), ticket };
        let may = |action| permits(ticket, action, &Actor::Requester, told.now).is_ok();
        let ratings = self.ratings(ticket, &events);
        let sms = self.sms(desk, ticket, &events);
        let followers = ticket.summary.iter().flat_map(|summary| &summary.followers);
        let view = OwnerView {
            shell: shell_at(&bundle, &lang, &format!("/t/{}", ticket.code)),
            page: Page::titled("owner", told.title()).noindex(),
            code: ticket.code.to_string(),
            state: ticket.state.as_str().to_owned(),
            stands: told.stands(),
            outcome: outcome(ticket),
            desk: told.desk_name(),
            promise: told.promise(),
            overdue: ticket.is_overdue(told.now),
            counted: told.counted(),
            timeline: told.timeline(),
            messages: told.conversation(&events, true),
            answers: submission(&events).map(|sent| told.answers(sent)).unwrap_or_default(),
            actions: OwnerActions {
                reply: may(Action::Reply),
                confirm: may(Action::Confirm),
                resubmit: may(Action::Resubmit),
                reopen: ticket.state == TicketState::Closed && may(Action::Reopen),
                chase: may(Action::Chase),
                withdraw: may(Action::Withdraw),
                follow: may(Action::Follow),
            },
            chase_from: chase_from(ticket, told.now).map(|at| told.moment(at)),
            turn_ends: turn_ends(ticket).map(|at| told.moment(at)),
            csrf: desk.keys().csrf(cookie),
            version: ticket.version,
            notice: self.notice,
            refused: self.refused,
            tried: self.tried.to_owned(),
            files: FileInput::new(FILES, &self.typed, &lang),
            text: if self.tried == "rate" { String::new() } else { self.typed.get("text").to_owned() },
            ratings,
            followers: followers.map(Email::to_string).collect(),
            follow_error: self.error.clone().filter(|_| self.tried == "follow"),
            follow_typed: if self.tried == "follow" { self.typed.get("email").to_owned() } else { String::new() },
            sms,
            error: self.error.filter(|_| !matches!(self.tried, "rate" | "follow" | "unfollow" | "sms")),
        };
        page(&bundle.theme, status, &lang, &view)
    }

    /// Text messages, as far as they are turned on; where they can be.
    fn sms(&self, desk: &Desk, ticket: &Ticket, events: &[Event]) -> Option<SmsView> {
        let may = |action| permits(ticket, action, &Actor::Requester, desk.now()).is_ok();
        let bundle = desk.bundle();
        let (_, sms) = desk.texting(&bundle.catalog.portal).filter(|_| may(Action::SmsOn))?;
        let said = submission(events).and_then(|sent| sent.phone.as_ref()).filter(|phone| sms.reach(phone).is_some());
        let typed = self.typed.typed.get("phone").map(String::as_str).filter(|_| self.tried == "sms");
        Some(SmsView {
            number: ticket.texts_to().map(|number| number.as_str().to_owned()),
            typed: typed.unwrap_or_else(|| said.map_or("", Phone::as_str)).to_owned(),
            proof: self.proof.clone(),
            error: self.error.clone().filter(|_| self.tried == "sms"),
        })
    }

    /// What they think of the stages; of the one that was judged just now, as it was typed.
    fn ratings(&self, ticket: &Ticket, events: &[Event]) -> Vec<StageRating> {
        let mut ratings = ratings(ticket, events);
        let tried = ratings.iter_mut().find(|rating| self.tried == "rate" && self.typed.get("stage") == rating.stage);
        if let Some(tried) = tried.filter(|rating| rating.open) {
            tried.score = self.typed.get("score").parse().ok();
            self.typed.get("text").clone_into(&mut tried.text);
            tried.error.clone_from(&self.error);
        }
        ratings
    }
}

/// The first promise that passes, while the desk has the ticket and none has passed: from then on it can be reminded.
fn chase_from(ticket: &Ticket, now: Timestamp) -> Option<Timestamp> {
    if permits(ticket, Action::Chase, &Actor::Requester, now) != Err(Refusal::TooEarly) {
        return None;
    }
    let promises = [ticket.due_at(), ticket.total.map(|total| total.due_at)];
    promises.into_iter().flatten().min().filter(|_| ticket.state != TicketState::Answered)
}

/// Until when the requester can complete the ticket, or reply, before it is closed without them.
fn turn_ends(ticket: &Ticket) -> Option<Timestamp> {
    let theirs = matches!(ticket.state, TicketState::Rejected | TicketState::Waiting);
    ticket.patience.ends_at.filter(|_| theirs)
}

/// `GET /t/{code}/files/{id}`: for the owner. To others, the file does not exist.
pub(in crate::http) async fn file(
    State(desk): State<Desk>,
    Path((code, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let code = TicketCode::parse(&code).map_err(|_| Failure::NotFound)?;
    let ticket = desk.store().head(code).await?.ok_or(Failure::NotFound)?;
    owner_cookie(&desk, &headers, &ticket).ok_or(Failure::NotFound)?;
    files::download(&desk, &ticket, &id).await
}

/// `GET /t/{code}/receipt`: what comes next, for the browser that has just sent the ticket.
pub(in crate::http) async fn receipt(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Path(typed): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Found::Ticket(ticket) = find(&desk, client, &typed).await? else {
        return unknown(&desk, &reader.lang(&desk.bundle().catalog), &typed);
    };
    if owner_cookie(&desk, &headers, &ticket).is_none() {
        return Ok(Redirect::to(&format!("/t/{}", ticket.code)).into_response());
    }
    let bundle = desk.bundle();
    let lang = reader.lang_or(&bundle.catalog, &ticket.lang);
    render_receipt(&desk, &lang, &ticket)
}

fn render_receipt(desk: &Desk, lang: &Lang, ticket: &Ticket) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let told = Told { catalog: &bundle.catalog, lang, now: desk.now(), ticket };
    let key = desk.keys().link(LinkFrom::Receipt, ticket.code, ticket.link_rotation);
    let view = ReceiptView {
        shell: shell_at(&bundle, lang, &format!("/t/{}/receipt", ticket.code)),
        page: Page::named("receipt", "receipt-title").noindex(),
        code: ticket.code.to_string(),
        request_type: ticket.request_type.to_string(),
        desk: told.desk_name(),
        promise: told.promise(),
        owner_url: Some(format!("{}/t/{}/open?key={key}&lang={lang}", bundle.catalog.portal.base_url, ticket.code)),
        status_url: format!("/t/{}", ticket.code),
        mailed_to: ticket.summary.as_ref().map(|summary| summary.email.to_string()),
        sms_url: desk.texting(&bundle.catalog.portal).map(|_| format!("/t/{}?open=sms#sms", ticket.code)),
    };
    page(&bundle.theme, StatusCode::OK, lang, &view)
}
