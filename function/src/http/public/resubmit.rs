//! Completing a rejected ticket and sending it again under the same code.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::{FieldKind, RequestType};
use domain::code::TicketCode;
use domain::lang::Lang;
use domain::ticket::{
    Action, Actor, Command, Event, EventKind, FieldProblem, FormValues, Personal, Problem, ReadForm, Ticket, Upload,
    carried_as, permits, sent_again, validate,
};
use jiff::Timestamp;
use themes::view::form::{Again, FieldError, FormView};

use super::super::failure::Failure;
use super::super::files::of_event;
use super::super::forms::Posted;
use super::super::pages::{Told, page, paragraphs, submission};
use super::super::reader::Reader;
use super::owner::owned;
use super::ticket::{OwnerPage, owner_cookie};
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::files::{UPLOADS_WAIT, token};
use crate::tickets::{Acting, act};

/// `GET /t/{code}/resubmit`: the form as it was sent.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let code = TicketCode::parse(&code).map_err(|_| Failure::NotFound)?;
    let ticket = desk.store().head(code).await?.ok_or(Failure::NotFound)?;
    let cookie = owner_cookie(&desk, &headers, &ticket);
    if cookie.is_none() || permits(&ticket, Action::Resubmit, &Actor::Requester, desk.now()).is_err() {
        return Ok(Redirect::to(&format!("/t/{code}")).into_response());
    }
    let bundle = desk.bundle();
    let Some(definition) = bundle.catalog.request_types.get(&ticket.request_type) else {
        let refused = Some("refusal-request-type".to_owned());
        let page = OwnerPage { refused, ..OwnerPage::default() };
        return page.render(&desk, &reader, &headers, &ticket, StatusCode::CONFLICT).await;
    };
    let events = desk.store().events(code, 1).await?;
    let mut values = submission(&events).map(|sent| sent_again(definition, &ticket, sent)).unwrap_or_default();
    carry_files(&desk, definition, &events, &mut values);
    let lang = reader.lang_or(&bundle.catalog, &ticket.lang);
    Form { desk: &desk, bundle: &bundle, definition, headers: &headers, lang, ticket: &ticket, values: &values }
        .render(StatusCode::OK, &[], None)
        .await
}

/// `POST /t/{code}/resubmit`.
pub(in crate::http) async fn send(
    State(desk): State<Desk>,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
    mut posted: Posted,
) -> Result<Response, Failure> {
    let ticket = owned(&desk, &code, &headers, &posted).await?;
    let bundle = desk.bundle();
    let definition = bundle.catalog.request_types.get(&ticket.request_type).ok_or(Failure::NotFound)?;
    let email = ticket.summary.as_ref().map(|summary| summary.email.to_string()).ok_or(Failure::NotFound)?;
    let seen = posted.values.get("version").parse().ok();
    for own in ["csrf", "version"] {
        posted.values.typed.remove(own);
    }
    // Where answers go is no field of this form.
    if posted.values.typed.insert("email".to_owned(), email).is_some() {
        posted.problems.push(FieldProblem { field: "email".to_owned(), problem: Problem::Unknown });
    }
    let lang = super::super::reader::spoken(&bundle.catalog, posted.values.get("lang"))
        .unwrap_or_else(|| reader.lang_or(&bundle.catalog, &ticket.lang));
    let form = |ticket| Form {
        desk: &desk,
        bundle: &bundle,
        definition,
        headers: &headers,
        lang: lang.clone(),
        ticket,
        values: &posted.values,
    };
    let read = match form(&ticket).read(&posted) {
        Ok(read) => read,
        Err(errors) => return form(&ticket).render(posted.status(), &errors, None).await,
    };
    let ReadForm { priority, audience, submission, mut files, deadline, flags, .. } = read;
    let resubmit = Command::Resubmit { priority, audience, deadline, flags, submission: Box::new(submission) };
    // What came with it the first time is the ticket's already.
    let events = desk.store().events(ticket.code, 1).await?;
    files.retain(|upload| !events.iter().flat_map(of_event).any(|own| own.file.id == upload.file.id));
    let attach = (!files.is_empty()).then_some(Command::Attach { files });
    let commands = [resubmit].into_iter().chain(attach).collect();
    let acting = Acting { code: ticket.code, actor: Actor::Requester, commands, seen };
    match act(&desk, &bundle.catalog, &acting).await {
        Ok(_) => Ok(Redirect::to(&format!("/t/{}?done=resubmitted", ticket.code)).into_response()),
        Err(error) => {
            let refused = Some(error.key().ok_or(error).map_err(|error| Failure::from(error).keeping(&posted.values))?);
            let ticket = desk.store().head(ticket.code).await?.ok_or(Failure::NotFound)?;
            form(&ticket).render(StatusCode::CONFLICT, &[], refused).await
        }
    }
}

/// Lets the form carry the files that came with the request as it was last sent.
fn carry_files(desk: &Desk, definition: &RequestType, events: &[Event], values: &mut FormValues) {
    let Some(sent) = submission(events) else { return };
    let ends_at = desk.now().saturating_add(UPLOADS_WAIT).unwrap_or(Timestamp::MAX);
    let mut uploads: Vec<Upload> = events.iter().flat_map(of_event).collect();
    for field in definition.fields.iter().filter(|field| field.kind == FieldKind::File) {
        let answer = sent.answers.iter().find(|answer| answer.field == field.id);
        for (number, name) in (1..).zip(answer.iter().flat_map(|answer| answer.value.lines())) {
            // Two files of one name: each once.
            let Some(at) = uploads.iter().position(|upload| upload.name == name) else { continue };
            let place = carried_as(&format!("f.{}", field.id), number);
            values.typed.insert(place.clone(), token(desk.keys(), &uploads[at], ends_at));
            values.files.insert(place, uploads.remove(at));
        }
    }
}

/// The form of a rejected ticket, with what is typed into it.
struct Form<'a> {
    desk: &'a Desk,
    bundle: &'a Bundle,
    definition: &'a RequestType,
    headers: &'a HeaderMap,
    lang: Lang,
    ticket: &'a Ticket,
    values: &'a FormValues,
}

impl Form<'_> {
    /// What was typed; or everything that is wrong with it, a changed form first.
    fn read(&self, posted: &Posted) -> Result<ReadForm, Vec<FieldError>> {
        let changed = self.values.get("form") != self.definition.form_hash();
        let read = validate(self.definition, &self.bundle.catalog, &self.lang, self.values, self.desk.now());
        let changed = changed.then(|| FieldError::new("", "problem-form-changed"));
        let problems = posted.problems.iter().chain(read.as_ref().err().into_iter().flatten());
        let errors: Vec<_> = changed.into_iter().chain(posted.with_refused(problems)).collect();
        if errors.is_empty() { read.map_err(|_| errors) } else { Err(errors) }
    }

    async fn render(
        &self,
        status: StatusCode,
        errors: &[FieldError],
        refused: Option<String>,
    ) -> Result<Response, Failure> {
        let (desk, bundle, ticket) = (self.desk, self.bundle, self.ticket);
        let cookie = owner_cookie(desk, self.headers, ticket).ok_or(Failure::NotFound)?;
        let events = desk.store().events(ticket.code, 1).await?;
        let reason = events.iter().rev().find_map(|event| match (&event.kind, &event.personal) {
            (EventKind::Rejected { .. }, Some(Personal::Message { text, .. })) => Some(paragraphs(text)),
            _ => None,
        });
        let told = Told { catalog: &bundle.catalog, lang: &self.lang, now: desk.now(), ticket };
        let again = Again {
            code: ticket.code.to_string(),
            reason: reason.unwrap_or_default(),
            email: ticket.summary.as_ref().map(|summary| summary.email.to_string()).unwrap_or_default(),
            until: ticket.patience.ends_at.map(|at| told.moment(at)),
            csrf: desk.keys().csrf(cookie),
            version: ticket.version,
            refused,
        };
        let hash = self.definition.form_hash();
        let view = FormView::new(&bundle.catalog, &ticket.request_type, &self.lang, hash, self.values, errors);
        let title = told.title();
        let mut view = view.ok_or(Failure::NotFound)?.again(again, title);
        view.desk = told.desk_name();
        view.shell.live = bundle.live;
        page(&bundle.theme, status, &self.lang, &view)
    }
}
