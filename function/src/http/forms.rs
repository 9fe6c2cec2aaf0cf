//! Reading posted forms, and telling what is wrong with them.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, Request};
use domain::ticket::{FieldProblem, FormValues, Problem};
use themes::view::form::FieldError;

use super::failure::Failure;

/// A posted form: every field once.
pub(super) struct Posted {
    /// What was typed.
    pub(super) values: FormValues,
    /// Fields that were sent twice.
    pub(super) problems: Vec<FieldProblem>,
}

impl Posted {
    /// Refuses what the form does not have, and what came twice, by name.
    pub(super) fn has_only(&self, fields: &[&str]) -> Result<(), Failure> {
        let undeclared = self.values.0.keys().find(|name| !fields.contains(&name.as_str()));
        let undeclared = undeclared.map(|name| FieldProblem { field: name.clone(), problem: Problem::Unknown });
        match self.problems.first().or(undeclared.as_ref()) {
            Some(problem) => Err(Failure::Field(problem.into())),
            None => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        use axum::response::IntoResponse;

        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, state).await.map_err(|rejection| {
            match rejection {
                // Too large: the status says so.
                FormRejection::BytesRejection(rejection) => rejection.into_response(),
                _ => Failure::BadRequest.into_response(),
            }
        })?;
        let (values, problems) = FormValues::read(pairs);
        Ok(Self { values, problems })
    }
}

/// What is wrong with a message written into a conversation.
pub(super) fn text_error(problem: Problem) -> FieldError {
    let is_missing = problem == Problem::Missing;
    let error = FieldError::from(&FieldProblem { field: "text".to_owned(), problem });
    if is_missing { FieldError { key: "problem-missing-text".to_owned(), ..error } } else { error }
}
