//! Reading a JSON body, and naming what is wrong with it.

use std::fmt;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use themes::view::form::FieldError;

use super::problem::Unanswered;

/// The body, read whole: every name once, none unknown.
pub(super) struct Sent<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Unanswered;

    async fn from_request(request: Request, state: &S) -> Result<Self, Unanswered> {
        if !is_json(request.headers()) {
            return Err(Unanswered::new(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|refused| Unanswered::new(refused.into_response().status()))?;
        read(&bytes).map(Self)
    }
}

/// Browsers send this type to another site only after asking, and nobody here says yes.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unanswered> {
    let mut twice = Vec::new();
    let mut reading = serde_json::Deserializer::from_slice(bytes);
    Names { path: String::new(), twice: &mut twice }.deserialize(&mut reading).and_then(|()| reading.end()).map_err(
        |error| {
            let problem = FieldError::new("", "api-problem-syntax")
                .with("line", error.line().to_string())
                .with("column", error.column().to_string())
                .with("detail", without_place(&error));
            Unanswered::at(StatusCode::BAD_REQUEST, problem)
        },
    )?;
    if !twice.is_empty() {
        let problem = |field: String| FieldError::new(&field, "api-problem-twice").with("field", field);
        return Err(Unanswered::fields(twice.into_iter().map(problem).collect()));
    }
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes)).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { String::new() } else { path };
        let problem = FieldError::new(field, "api-problem-shape").with("detail", without_place(error.inner()));
        Unanswered::fields(vec![problem])
    })
}

/// What the parser says, without the line and column at its end.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(what, _)| what.to_owned())
}

/// Goes through a document and notes where an object has a name twice: readers differ in which they take.
struct Names<'a> {
    path: String,
    twice: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = std::collections::BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            let path = if self.path.is_empty() { name.clone() } else { format!("{}.{name}", self.path) };
            if !names.insert(name) {
                self.twice.push(path.clone());
            }
            map.next_value_seed(Names { path, twice: &mut *self.twice })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for place in 0.. {
            let path = format!("{}[{place}]", self.path);
            if list.next_element_seed(Names { path, twice: &mut *self.twice })?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
