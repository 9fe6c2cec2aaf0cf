//! Sending a ticket.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalog::RequestType;
use domain::contact::Email;
use domain::ids::RequestTypeId;
use domain::lang::Lang;
use domain::ticket::{FieldProblem, FormValues, validate};
use jiff::Timestamp;
use serde::Serialize;
use themes::view::form::{FieldError, FormView};
use utoipa::ToSchema;

use super::super::failure::Failure;
use super::super::reader::{ClientAddress, Reader, spoken};
use super::asked::{NewTicket, place};
use super::body;
use super::key::{self, IdempotencyKey};
use super::mine;
use super::problem::{Sending, Unanswered};
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::limits::Limited;
use crate::store::SubmissionId;
use crate::tickets::{ActError, Sent, SentBy, SubmitError, submit};

/// A ticket that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Receipt {
    /// The code: for whoever should see how far it is, and nothing else.
    #[schema(example = "7K3Q-9M2X-W4HT")]
    code: String,
    /// Where people see how far it is.
    #[schema(format = "uri")]
    status_url: String,
    /// For `Authorization: Bearer`: shows all of this ticket and acts on it. Keep it as you keep a password.
    owner_token: String,
}

/// Send a ticket
///
/// The same body with the same key makes one ticket, however often it comes, and gives the same answer: 201 the first
/// time, 200 from then on. Another body with that key is refused with 422. The limits of the portal's forms hold.
///
/// A request type whose `verify_contact` is `before_submit` wants the session's token of the same address.
#[utoipa::path(
    post,
    path = "/api/v1/tickets",
    operation_id = "sendTicket",
    tag = "tickets",
    params(IdempotencyKey, ("lang" = Option<String>, Query, description = "The language of sentences in the answer.")),
    request_body = NewTicket,
    responses(
        (status = 201, description = "Sent.", body = Receipt, headers(("Location" = String, description = "The ticket, for programs."))),
        (status = 200, description = "Sent before.", body = Receipt),
        Sending,
    ),
    security((), ("session" = []))
)]
pub(super) async fn create(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    headers: HeaderMap,
    key: IdempotencyKey,
    body::Sent(asked): body::Sent<NewTicket>,
) -> Result<Response, Unanswered> {
    let bundle = desk.bundle();
    let catalog = &bundle.catalog;
    let wrong = |field: &str, key: &str| Unanswered::fields(vec![FieldError::new(field, key)]);
    let request_type = RequestTypeId::parse(&asked.request_type).ok();
    let definition = request_type.as_ref().and_then(|id| catalog.request_types.get(id));
    let Some((request_type, definition)) = request_type.as_ref().zip(definition) else {
        return Err(wrong("request_type", "api-problem-request-type"));
    };
    let own = asked.lang.as_ref().map(|tag| spoken(catalog, tag).ok_or_else(|| wrong("lang", "problem-not-offered")));
    let lang = own.transpose()?.unwrap_or_else(|| reader.lang(catalog));
    let (mut values, unfit) = asked.typed(definition);
    values.typed.insert("lang".to_owned(), lang.to_string());
    let form = Form { bundle: &bundle, id: request_type, definition, lang: &lang, words: &reader.lang(catalog) };
    let errors = form.errors(&values, unfit, desk.now());
    if !errors.is_empty() {
        return Err(Unanswered::fields(errors));
    }
    let session = mine::signed_in(&desk, &headers).await?;
    let proved = session.is_some() && session == Email::parse(values.get("email")).ok();
    // A review page's id is drawn by the server: no client's key can be one.
    let id = SubmissionId(format!("api-{}", desk.keys().pseudonym(&key.0)));
    let before = desk.store().submission(&id).await?.is_some();
    let by = SentBy::Requester { client, proved };
    let sent = Sent { id, request_type: request_type.clone(), lang: lang.clone(), values: &values, by };
    let code = match submit(&desk, catalog, &sent).await {
        Ok(code) => code,
        Err(SubmitError::Fields(problems)) => return Err(Unanswered::fields(form.named(&values, &told(&problems)))),
        Err(SubmitError::Unproved(_)) => {
            let url = format!("{}/{lang}/ask/{request_type}/", catalog.portal.base_url);
            let first = FieldError::new("email", "api-problem-verify-contact").with("url", url);
            return Err(Unanswered::at(StatusCode::FORBIDDEN, first));
        }
        Err(SubmitError::Differs) => return Err(key::used()),
        Err(SubmitError::RequestType) => return Err(wrong("request_type", "api-problem-request-type")),
        Err(SubmitError::Limited(limited @ Limited::TooMany { .. })) => return Err(limited.into()),
        Err(SubmitError::Limited(Limited::Store(error)) | SubmitError::Store(error)) => return Err(error.into()),
        Err(SubmitError::NotKept(error)) => return Err(Failure::from(ActError::NotKept(error)).into()),
        Err(SubmitError::Random(error)) => return Err(Failure::from(error).into()),
    };
    let receipt = Receipt {
        code: code.to_string(),
        status_url: format!("{}/t/{code}", catalog.portal.base_url),
        // The token of the beginning: once it was replaced, sending the same again does not give the new one away.
        owner_token: desk.keys().owner_token(code, 0),
    };
    let status = if before { StatusCode::OK } else { StatusCode::CREATED };
    let mut response = (status, Json(receipt)).into_response();
    if let Ok(address) = HeaderValue::from_str(&format!("/api/v1/tickets/{code}")) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

fn told(problems: &[FieldProblem]) -> Vec<FieldError> {
    problems.iter().map(FieldError::from).collect()
}

/// The form that a person would have filled in.
struct Form<'a> {
    bundle: &'a Bundle,
    id: &'a RequestTypeId,
    definition: &'a RequestType,
    /// The language of the ticket.
    lang: &'a Lang,
    /// The language of what is told.
    words: &'a Lang,
}

impl Form<'_> {
    /// Everything that is wrong: a changed form first, then what does not fit into the form, then the rest in its order.
    fn errors(&self, values: &FormValues, unfit: Vec<FieldError>, now: Timestamp) -> Vec<FieldError> {
        let sent = values.get("form");
        let changed = !sent.is_empty() && sent != self.definition.form_hash();
        let changed = changed.then(|| FieldError::new("form", "api-problem-form-changed"));
        let checked = validate(self.definition, &self.bundle.catalog, self.lang, values, now).err();
        let rest = self.named(values, &told(&checked.unwrap_or_default()));
        // What did not fit is not in the form, and would be told as missing too.
        let rest = rest.into_iter().filter(|error| unfit.iter().all(|known| !known.field.starts_with(&error.field)));
        let rest: Vec<_> = rest.collect();
        changed.into_iter().chain(unfit).chain(rest).collect()
    }

    /// The same as the form's page tells it, at its place in the body.
    fn named(&self, values: &FormValues, errors: &[FieldError]) -> Vec<FieldError> {
        let (catalog, hash) = (&self.bundle.catalog, self.definition.form_hash());
        let view = FormView::new(catalog, self.id, self.words, hash, values, errors);
        let entries = view.into_iter().flat_map(|view| view.errors);
        entries.map(|entry| FieldError { field: place(&entry.error.field), ..entry.error }).collect()
    }
}
