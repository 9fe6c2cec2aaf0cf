//! Being told of one's own ticket by text message: from when the code that was texted to a number has been typed.

use std::net::IpAddr;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::{CallingCode, Sms};
use domain::contact::Phone;
use domain::ticket::{Action, Actor, Command, Ticket, permits};
use themes::view::form::FieldError;
use themes::view::sign_in::Proof;

use super::super::failure::{BUSY_FOR, Failure};
use super::super::forms::Posted;
use super::super::reader::{ClientAddress, Reader};
use super::owner::owned;
use super::proof::{Attempt, Typed};
use super::ticket::OwnerPage;
use crate::desk::Desk;
use crate::limits::Limited;
use crate::sign_in::{SendError, text_proof};
use crate::sms::SmsError;
use crate::tickets::{Acting, act};

/// `POST /t/{code}/sms`: texts a code to the number; with the code, messages go there from now on.
pub(in crate::http) async fn turn_on(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Failure> {
    let ticket = owned(&desk, &code, &headers, &posted).await?;
    posted.has_only(&["csrf", "version", "phone", "proof", "proof-code", "proof-again"])?;
    let turning = Turning { desk: &desk, reader: &reader, headers: &headers, ticket: &ticket, posted: &posted };
    turning.on(client).await.map_err(|failure| failure.keeping(&posted.values))
}

/// Somebody turns messages about their ticket on.
struct Turning<'a> {
    desk: &'a Desk,
    reader: &'a Reader,
    headers: &'a HeaderMap,
    ticket: &'a Ticket,
    posted: &'a Posted,
}

impl Turning<'_> {
    async fn on(&self, client: IpAddr) -> Result<Response, Failure> {
        let bundle = self.desk.bundle();
        let (_, sms) = self.desk.texting(&bundle.catalog.portal).ok_or(Failure::NotFound)?;
        // Nothing is sent, and paid for, that would lead nowhere.
        if let Err(refusal) = permits(self.ticket, Action::SmsOn, &Actor::Requester, self.desk.now()) {
            let refused = Some(format!("refusal-{}", refusal.key()));
            return self.page(StatusCode::CONFLICT, OwnerPage { refused, ..self.again() }).await;
        }
        let typed = Phone::parse(self.posted.values.get("phone")).ok();
        let Some(number) = typed.and_then(|typed| sms.reach(&typed)) else {
            return self.wrong(StatusCode::UNPROCESSABLE_ENTITY, not_there(sms)).await;
        };
        // The button was pressed twice: its code is used up, and no other is needed.
        if self.ticket.texts_to() == Some(&number) {
            return Ok(self.told());
        }
        let mut values = self.posted.values.clone();
        let over = match Typed::of(&mut values).attempt(self.desk, number.as_str()).await? {
            Attempt::Proved => return self.done(number).await,
            Attempt::Wrong(proof) => return self.asking(StatusCode::UNPROCESSABLE_ENTITY, proof).await,
            Attempt::NoCode { error } => error,
        };
        match text_proof(self.desk, client, &number, self.ticket).await {
            Ok(Some(id)) => {
                let status = if over.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
                self.asking(status, Proof { to: number.as_str().to_owned(), id, error: over }).await
            }
            Ok(None) => Err(Failure::NotFound),
            Err(SendError::Limited(Limited::TooMany { retry_after })) => {
                let error = FieldError::new("phone", "problem-too-many-sms");
                let mut page = self.wrong(StatusCode::TOO_MANY_REQUESTS, error).await?;
                page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
                Ok(page)
            }
            // Whoever has the number wants none, or nobody has it; the operator sees which.
            Err(SendError::Sms(SmsError::Refused(source))) => {
                tracing::warn!(error = %format_args!("{source:#}"), "a code to be texted was refused");
                self.wrong(StatusCode::UNPROCESSABLE_ENTITY, FieldError::new("phone", "problem-sms-refused")).await
            }
            Err(error) => match Failure::from(error) {
                Failure::Busy(source, _) => {
                    tracing::warn!(error = %format_args!("{source:#}"), "a code could not be texted");
                    let error = FieldError::new("phone", "problem-code-not-sent");
                    let mut page = self.wrong(StatusCode::SERVICE_UNAVAILABLE, error).await?;
                    page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(BUSY_FOR));
                    Ok(page)
                }
                failure => Err(failure),
            },
        }
    }

    /// Does it, and leads back to the ticket.
    async fn done(&self, number: Phone) -> Result<Response, Failure> {
        let command = Command::SmsOn { number };
        let seen = self.posted.values.get("version").parse().ok();
        let acting = Acting { code: self.ticket.code, actor: Actor::Requester, commands: vec![command], seen };
        match act(self.desk, &self.desk.bundle().catalog, &acting).await {
            Ok(_) => Ok(self.told()),
            Err(error) => {
                let refused = Some(error.key().ok_or(error)?);
                self.page(StatusCode::CONFLICT, OwnerPage { refused, ..self.again() }).await
            }
        }
    }

    fn told(&self) -> Response {
        Redirect::to(&format!("/t/{}?done=sms-on", self.ticket.code)).into_response()
    }

    async fn asking(&self, status: StatusCode, proof: Proof) -> Result<Response, Failure> {
        self.page(status, OwnerPage { proof: Some(proof), ..self.again() }).await
    }

    async fn wrong(&self, status: StatusCode, error: FieldError) -> Result<Response, Failure> {
        self.page(status, OwnerPage { error: Some(error), ..self.again() }).await
    }

    fn again(&self) -> OwnerPage {
        OwnerPage::tried("sms", &self.posted.values)
    }

    async fn page(&self, status: StatusCode, page: OwnerPage) -> Result<Response, Failure> {
        page.render(self.desk, self.reader, self.headers, self.ticket, status).await
    }
}

/// The number is in no country that messages go to, or is no number.
fn not_there(sms: &Sms) -> FieldError {
    let countries: Vec<&str> = sms.countries.iter().map(CallingCode::as_str).collect();
    FieldError::new("phone", "problem-no-sms-there").with("countries", countries.join(", "))
}
