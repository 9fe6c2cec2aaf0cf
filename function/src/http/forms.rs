//! Reading posted forms, and telling what is wrong with them.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, Request};
use domain::catalog::RequestType;
use domain::lang::Lang;
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

/// What is wrong with a field, for the reader.
pub(super) fn field_error(problem: &FieldProblem, request_type: &RequestType, lang: &Lang) -> FieldError {
    const OWN_WORDS: [&str; 6] = ["title", "description", "name", "email", "audience", "priority"];
    let field = problem.field.as_str();
    let label = request_type
        .fields
        .iter()
        .find(|configured| field.strip_prefix("f.") == Some(configured.id.as_str()))
        .map(|configured| configured.label.get(lang, &[]).to_owned());
    let key = match problem.problem {
        Problem::Missing if OWN_WORDS.contains(&field) => format!("error-required-{field}"),
        Problem::Missing if label.is_none() => "error-required".to_owned(),
        Problem::Missing => "error-required-field".to_owned(),
        Problem::TooLong(_) if is_long_text(field, request_type) => "error-text-too-long".to_owned(),
        other => format!("error-{}", other.key()),
    };
    let mut error = FieldError::new(field, key).with("field", label.unwrap_or_else(|| field.to_owned()));
    if let Problem::TooLong(longest) = problem.problem {
        error = error.with("max", longest.to_string());
    }
    error
}

fn is_long_text(field: &str, request_type: &RequestType) -> bool {
    use domain::catalog::FieldKind;
    field == "description"
        || request_type.fields.iter().any(|configured| {
            configured.kind == FieldKind::LongText && field.strip_prefix("f.") == Some(configured.id.as_str())
        })
}

/// What is wrong with a message written into a conversation.
pub(super) fn text_error(problem: Problem) -> FieldError {
    let key = match problem {
        Problem::Missing => "error-required-text".to_owned(),
        Problem::TooLong(_) => "error-text-too-long".to_owned(),
        other => format!("error-{}", other.key()),
    };
    FieldError::new("text", key)
}
