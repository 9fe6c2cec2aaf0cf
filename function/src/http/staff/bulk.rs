//! Several tickets of a queue at once: each is acted on on its own, and what could not be done is told beside what was.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalog::{Catalog, Role};
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::ticket::{Action, Actor, Command, FormValues, Ticket, permits};
use themes::view::bulk::{BulkDone, BulkOffers, BulkRefused, BulkView};
use themes::view::form::FieldError;
use themes::view::inputs::InputOption;
use themes::view::shell::Page;

use super::super::failure::Failure;
use super::super::forms::Posted;
use super::super::pages::{desk_name, page};
use super::command::{command, workers};
use super::queue::queue_path;
use super::session::Member;
use super::undo;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::store::StoreError;
use crate::tickets::{ActError, Acting, act};

/// More are not acted on at once: somebody has looked at each.
const MOST: usize = 50;
/// A ticked ticket's field is this and its code; its value is the version that was looked at.
const TICKED: &str = "t.";
/// Who a ticket goes back to when its assignment is taken back: this and its code.
const BEFORE: &str = "was.";

/// What can be done to several, as the field `do` names it.
fn named(name: &str) -> Option<Action> {
    Some(match name {
        "assign" => Action::Assign,
        "refer" => Action::Refer,
        "close" => Action::Close,
        // What takes closing back.
        "reopen" => Action::Reopen,
        _ => return None,
    })
}

/// A ticket that was ticked, and the version it was at then.
type Ticked = (TicketCode, u32);

/// `POST /desk/q/{desk}/bulk`. Sent twice it is done once, and tells the same.
pub(in crate::http) async fn do_them(
    State(desk): State<Desk>,
    member: Member,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let id = DeskId::parse(&id).map_err(|_| Failure::NotFound)?;
    let role = member.role_at(&id).ok_or(Failure::NotFound)?;
    member.check(&desk, &posted.values)?;
    let is_of_a_ticket = |name: &&String| name.starts_with(TICKED) || name.starts_with(BEFORE);
    let of_tickets: Vec<&str> = posted.values.typed.keys().filter(is_of_a_ticket).map(String::as_str).collect();
    posted.has_only(&[&["csrf", "do", "member", "desk"], of_tickets.as_slice()].concat())?;
    let action = named(posted.values.get("do")).ok_or(Failure::BadRequest)?;
    let ticked = ticked(&posted.values)?;
    let bundle = desk.bundle();
    let mut view = BulkView {
        shell: member.shell(&desk, &bundle, &id),
        page: Page::named("bulk", "bulk-title").noindex(),
        desk: desk_name(&bundle.catalog, &id, &member.lang),
        queue_url: queue_path(&id),
        action: format!("/desk/q/{id}/bulk"),
        what: posted.values.get("do").to_owned(),
        problem: problem(action, &posted.values, ticked.len()),
        done: Vec::new(),
        refused: Vec::new(),
        undo: None,
    };
    let actor = Actor::Staff { desk: id.clone(), role };
    let doing = Doing { desk: &desk, bundle: &bundle, member: &member, values: &posted.values, action, at: &id, actor };
    if view.problem.is_none() {
        for one in &ticked {
            doing.carry_out(*one, &mut view).await?;
        }
    }
    view.undo = match action {
        Action::Assign => Some("assign"),
        Action::Close => Some("reopen"),
        _ => None,
    };
    view.undo = view.undo.filter(|_| view.done.iter().any(|done| done.back));
    let status = match (view.problem, view.done.is_empty()) {
        (Some(_), _) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::CONFLICT,
        (None, false) => StatusCode::OK,
    };
    page(&bundle.theme, status, &member.lang, &view)
}

/// The key of the sentence that says why nothing can be done at all.
fn problem(action: Action, values: &FormValues, ticked: usize) -> Option<&'static str> {
    let back = || values.typed.keys().any(|name| name.starts_with(BEFORE));
    match action {
        _ if ticked == 0 => Some("bulk-none"),
        _ if ticked > MOST => Some("bulk-too-many"),
        Action::Assign if values.get("member").is_empty() && !back() => Some("bulk-nobody"),
        Action::Refer if values.get("desk").is_empty() => Some("bulk-nowhere"),
        _ => None,
    }
}

/// The tickets that were ticked, by their codes.
fn ticked(values: &FormValues) -> Result<Vec<Ticked>, Failure> {
    let named = values.typed.iter().filter_map(|(name, value)| Some((name.strip_prefix(TICKED)?, value)));
    let one = |(code, version): (&str, &String)| {
        let code = TicketCode::parse(code).map_err(|_| Failure::BadRequest)?;
        Ok((code, version.parse().map_err(|_| Failure::BadRequest)?))
    };
    named.map(one).collect()
}

/// What is done to each of them, by whom.
struct Doing<'a> {
    desk: &'a Desk,
    bundle: &'a Bundle,
    member: &'a Member,
    values: &'a FormValues,
    action: Action,
    at: &'a DeskId,
    actor: Actor,
}

impl Doing<'_> {
    async fn carry_out(&self, (code, version): Ticked, view: &mut BulkView) -> Result<(), Failure> {
        let before = self.desk.store().head(code).await?;
        let is_theirs = before.as_ref().is_some_and(|ticket| ticket.desk == *self.at);
        let title = before.as_ref().filter(|_| is_theirs).and_then(|ticket| ticket.summary.as_ref());
        let title = title.map(|summary| summary.title.clone()).unwrap_or_default();
        let outcome = match self.command(code, before.as_ref().filter(|_| is_theirs)) {
            Ok(command) => {
                let acting = Acting { code, actor: self.actor.clone(), commands: vec![command], seen: Some(version) };
                act(self.desk, &self.bundle.catalog, &acting).await.map_err(told)
            }
            Err(error) => Err(Ok(error.key)),
        };
        let code = code.to_string();
        let url = format!("/desk/t/{code}");
        match outcome {
            Ok(after) => {
                let here = after.desk == *self.at;
                let (back, was) = if here { self.undo(&after).await? } else { (false, String::new()) };
                view.done.push(BulkDone { code, title, url: here.then_some(url), version: after.version, back, was });
            }
            // One of another desk, or none: both read alike.
            Err(_) if !is_theirs => {
                view.refused.push(BulkRefused { code, title, url: None, reason: "bulk-not-here".to_owned() });
            }
            Err(reason) => view.refused.push(BulkRefused { code, title, url: Some(url), reason: reason? }),
        }
        Ok(())
    }

    /// What is to be done to a ticket; or what is wrong with what was chosen.
    fn command(&self, code: TicketCode, ticket: Option<&Ticket>) -> Result<Command, FieldError> {
        let to = match self.action {
            Action::Assign => match self.values.get(&format!("{BEFORE}{code}")) {
                "" => self.values.get("member"),
                before => before,
            },
            Action::Refer => self.values.get("desk"),
            _ => "",
        };
        let mut values = FormValues::from_iter([("to".to_owned(), to.to_owned())]);
        if let Some(ticket) = ticket.filter(|_| self.action == Action::Reopen) {
            values.typed.insert("text".to_owned(), undo::reopening(self.bundle, ticket));
        }
        // None of them is signed.
        command(self.action, self.member, &values, &self.bundle.catalog, self.at, "")
    }

    /// Whether it can be taken back, and who had it where it was assigned.
    async fn undo(&self, after: &Ticket) -> Result<(bool, String), Failure> {
        let now = self.desk.now();
        Ok(match self.action {
            Action::Close => (permits(after, Action::Reopen, &self.actor, now).is_ok(), String::new()),
            Action::Assign => {
                let events = self.desk.store().events(after.code, 1).await?;
                (true, undo::assigned_before(&self.bundle.catalog, after, &events))
            }
            _ => (false, String::new()),
        })
    }
}

/// The key of the sentence that tells why nothing was done to one of them; a store that is broken breaks the whole.
fn told(error: ActError) -> Result<String, Failure> {
    match error {
        ActError::Refused(refusal) => Ok(format!("refusal-{}", refusal.key())),
        ActError::Store(StoreError::Busy(source)) => {
            tracing::warn!(error = %format_args!("{source:#}"), "one of several was not acted on: the store is busy");
            Ok("bulk-busy".to_owned())
        }
        ActError::Store(error) => Err(error.into()),
        ActError::NotFound | ActError::Changed | ActError::NotKept(_) => Ok("bulk-changed".to_owned()),
    }
}

/// What a member may do to several tickets of a queue; `None` for whoever only reads.
pub(super) fn offers(catalog: &Catalog, member: &Member, at: &DeskId) -> Option<BulkOffers> {
    let role = member.role_at(at).filter(|role| *role != Role::Director)?;
    let assigns = [Role::Lead, Role::Admin].contains(&role);
    let others = catalog.desks.keys().filter(|id| *id != at);
    Some(BulkOffers {
        action: format!("/desk/q/{at}/bulk"),
        members: workers(catalog, at)
            .filter(|_| assigns)
            .map(|worker| InputOption::labelled(&worker.email, worker.name.as_str()))
            .collect(),
        desks: others.map(|id| InputOption::labelled(id.as_str(), desk_name(catalog, id, &member.lang))).collect(),
    })
}
