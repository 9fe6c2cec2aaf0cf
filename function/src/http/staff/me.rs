//! A member's own page: the signature under what they write to requesters, and when they are away.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::contact::ascii_digit;
use domain::ticket::{FieldProblem, FormValues, Problem, read_text};
use jiff::civil::Date;
use themes::view::desk::MeView;
use themes::view::form::FieldError;
use themes::view::shell::LanguageTarget;

use super::super::failure::Failure;
use super::super::forms::Posted;
use super::super::pages::page;
use super::session::Member;
use super::ticket::Notice;
use crate::desk::Desk;
use crate::members::{profile, today};
use crate::store::Profile;

/// The longest signature, in characters: a name, a role, a number, a place.
const LONGEST_SIGNATURE: usize = 500;

/// `GET /desk/me`.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Query(notice): Query<Notice>,
) -> Result<Response, Failure> {
    let Profile { signature, away_until, .. } = profile(&desk, &member.email).await?;
    let away_until = away_until.map(|day| day.to_string()).unwrap_or_default();
    let values = [("signature", signature), ("away_until", away_until)];
    let values = values.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
    render(&desk, &member, StatusCode::OK, &values, &[], notice.done.is_some_and(|done| done == "saved"))
}

/// `POST /desk/me`.
pub(in crate::http) async fn save(
    State(desk): State<Desk>,
    member: Member,
    posted: Posted,
) -> Result<Response, Failure> {
    member.check(&desk, &posted.values)?;
    posted.has_only(&["csrf", "signature", "away_until"])?;
    let (signature, away_until) = (signature(&posted.values), away_until(&desk, &member, &posted.values));
    let (Ok(signature), Ok(away_until)) = (&signature, &away_until) else {
        let errors: Vec<_> = [signature.err(), away_until.err()].into_iter().flatten().collect();
        return render(&desk, &member, StatusCode::UNPROCESSABLE_ENTITY, &posted.values, &errors, false);
    };
    let (signature, away_until) = (signature.clone(), *away_until);
    desk.store().put_profile(&Profile { email: member.email.clone(), signature, away_until }).await?;
    Ok(Redirect::to("/desk/me?done=saved").into_response())
}

fn signature(values: &FormValues) -> Result<String, FieldError> {
    let wrong = |problem| FieldError::from(&FieldProblem { field: "signature".to_owned(), problem });
    match read_text(values.get("signature")) {
        Ok(text) if text.chars().count() > LONGEST_SIGNATURE => Err(wrong(Problem::TooLong(LONGEST_SIGNATURE))),
        Ok(text) => Ok(text),
        Err(Problem::Missing) => Ok(String::new()),
        Err(problem) => Err(wrong(problem)),
    }
}

/// A day from today on, where their first desk is.
fn away_until(desk: &Desk, member: &Member, values: &FormValues) -> Result<Option<Date>, FieldError> {
    let typed: String = values.get("away_until").trim().chars().map(ascii_digit).collect();
    if typed.is_empty() {
        return Ok(None);
    }
    let day: Date = typed.parse().map_err(|_| FieldError::new("away_until", "problem-not-a-date"))?;
    let bundle = desk.bundle();
    let is_over = member.desks.first().is_some_and(|(at, _)| day < today(desk, &bundle.catalog, at));
    if is_over { Err(FieldError::new("away_until", "problem-away-over")) } else { Ok(Some(day)) }
}

fn render(
    desk: &Desk,
    member: &Member,
    status: StatusCode,
    values: &FormValues,
    errors: &[FieldError],
    saved: bool,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let (first, _) = member.desks.first().ok_or(Failure::NotFound)?;
    let shell = member
        .shell(desk, &bundle, first)
        .linking(|code| LanguageTarget { url: format!("/desk/me?lang={code}"), fallback: false });
    page(&bundle.theme, status, &member.lang, &MeView::new(shell, member.email.clone(), values, errors, saved))
}
