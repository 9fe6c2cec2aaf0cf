//! Reading posted forms, and telling what is wrong with them.

mod parts;
mod uploads;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::file::MOST_AT_ONCE;
use domain::ticket::{FieldProblem, FormValues, Problem, Upload, carried_as};
use themes::view::form::FieldError;

use self::uploads::Uploads;
use super::deed::Deed;
use super::failure::Failure;
use super::reader::ClientAddress;
use crate::desk::Desk;
use crate::store::SubmissionId;

/// A posted form: every field once, and the files that came with it or were carried along.
#[derive(Default)]
pub(super) struct Posted {
    /// What was typed, and what was uploaded.
    pub(super) values: FormValues,
    /// Fields that were sent twice.
    pub(super) problems: Vec<FieldProblem>,
    /// Files that were not taken, or are not there any more.
    pub(super) refused: Vec<FieldError>,
    /// Whether one of them was too large.
    pub(super) too_large: bool,
}

impl Posted {
    /// Refuses what the form does not have, and what came twice, by name.
    pub(super) fn has_only(&self, fields: &[&str]) -> Result<(), Failure> {
        let undeclared = self.values.typed.keys().find(|name| !fields.contains(&name.as_str()));
        let undeclared = undeclared.map(|name| FieldProblem { field: name.clone(), problem: Problem::Unknown });
        match self.problems.first().or(undeclared.as_ref()) {
            Some(problem) => Err(Failure::Field(problem.into())),
            None => Ok(()),
        }
    }

    /// The same, for the form of a deed: beside its own fields it has the token, the version, and files where it takes them.
    pub(super) fn has_only_of(&self, deed: Deed, takes_files: bool) -> Result<(), Failure> {
        let places: Vec<String> = places().filter(|_| takes_files).collect();
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        self.has_only(&[&["csrf", "version"], deed.fields, &places].concat())
    }

    /// The status of a form that comes back.
    pub(super) fn status(&self) -> StatusCode {
        if self.too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// What is wrong with the form, with the files that were not taken: a field of such a file is not also missing one.
    pub(super) fn with_refused<'a>(
        &'a self,
        problems: impl Iterator<Item = &'a FieldProblem> + 'a,
    ) -> impl Iterator<Item = FieldError> + 'a {
        let is_refused = |field: &str| self.refused.iter().any(|error| error.field == field);
        let told = problems.filter(move |found| found.problem != Problem::Missing || !is_refused(&found.field));
        self.refused.iter().cloned().chain(told.map(FieldError::from))
    }

    /// The files of a message; or tells which of them is not there.
    pub(super) fn files(&self) -> Result<Vec<Upload>, FieldError> {
        if let Some(refused) = self.refused.first() {
            return Err(refused.clone());
        }
        let mut files = Vec::new();
        for place in places() {
            match self.values.files.get(&place) {
                Some(upload) => files.push(upload.clone()),
                None if self.values.get(&place).is_empty() => {}
                None => {
                    let altered = FieldError::from(&FieldProblem { field: place, problem: Problem::Altered });
                    return Err(FieldError { field: FILES.to_owned(), ..altered });
                }
            }
        }
        Ok(files)
    }

    /// Drops a file that is not there any more, and says so.
    pub(super) fn drop_gone(&mut self, gone: &Upload) {
        let place = self.values.files.iter().find(|(_, upload)| *upload == gone).map(|(place, _)| place.clone());
        if let Some(place) = place {
            self.values.files.remove(&place);
            self.values.typed.remove(&place);
            self.refused.push(uploads::gone(&place, gone));
        }
    }
}

/// The name of the field that files come in with a message.
pub(super) const FILES: &str = "files";

/// The names of the fields that carry files with a message.
pub(super) fn places() -> impl Iterator<Item = String> {
    (1..=MOST_AT_ONCE).map(|number| carried_as(FILES, number))
}

impl FromRequest<Desk> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let Ok(ClientAddress(client)) = ClientAddress::from_request_parts(&mut parts, desk).await;
        let mut uploads = Uploads::of(desk, client);
        let pairs = match parts::boundary(&parts.headers) {
            Some(boundary) => parts::read(body, boundary, &mut uploads).await?,
            None => typed(Request::from_parts(parts, body), desk).await?,
        };
        let (values, problems) = FormValues::read(pairs);
        let mut posted = Self { values, problems, ..Self::default() };
        uploads.put_into(&mut posted);
        Ok(posted)
    }
}

async fn typed(request: Request, desk: &Desk) -> Result<Vec<(String, String)>, Response> {
    let form = Form::<Vec<(String, String)>>::from_request(request, desk).await;
    form.map(|Form(pairs)| pairs).map_err(|rejection| match rejection {
        // Too large: the status says so.
        FormRejection::BytesRejection(rejection) => rejection.into_response(),
        _ => Failure::BadRequest.into_response(),
    })
}

/// What is wrong with a message written into a conversation.
pub(super) fn text_error(problem: Problem) -> FieldError {
    let is_missing = problem == Problem::Missing;
    let error = FieldError::from(&FieldProblem { field: "text".to_owned(), problem });
    if is_missing { FieldError { key: "problem-missing-text".to_owned(), ..error } } else { error }
}

/// The id of a sending that the server put into a form: 32 hexadecimal digits.
pub(super) fn submission_id(values: &FormValues) -> Option<SubmissionId> {
    let id = values.get("submission");
    let fits = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then(|| SubmissionId(id.to_owned()))
}
