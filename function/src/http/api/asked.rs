//! A new ticket as a program sends it, and as the form that a person would have sent.

use std::collections::BTreeMap;

use domain::catalog::{Field, FieldKind, RequestType};
use domain::ticket::{FormValues, table_rows};
use serde::Deserialize;
use themes::view::form::FieldError;
use utoipa::openapi::schema::{AnyOfBuilder, ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A request for a desk.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "request_type": "it-incident",
    "title": "The projector in room C1 shows no picture",
    "description": "The cable was changed. It still says: no signal.",
    "name": "Bích Ngọc",
    "email": "ngoc@example.org",
    "audience": "lecturer",
    "priority": "high",
    "answers": { "device": "classroom", "location": "C1" }
}))]
#[serde(deny_unknown_fields)]
pub(super) struct NewTicket {
    /// The id of a request type.
    #[serde(default)]
    #[schema(required, example = "it-incident")]
    pub(super) request_type: String,
    /// The `form` of the request type when it was read. With it, a form that has changed since is told; without it,
    /// answers are read by the questions of today.
    pub(super) form: Option<String>,
    /// The language to answer in; the one of `Accept-Language` when absent.
    pub(super) lang: Option<String>,
    /// What it is about, in one sentence of at most 120 characters.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 120)]
    pub(super) title: String,
    /// What happened: at most 16 KB of text.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 16384)]
    pub(super) description: String,
    /// The requester's name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 200)]
    pub(super) name: String,
    /// Where answers go. The first mail to it carries the code and a private link, and none of the words above.
    #[serde(default)]
    #[schema(required, format = "email")]
    pub(super) email: String,
    /// Where the desk may call.
    pub(super) phone: Option<String>,
    /// One of the request type's `audience`, where it has one.
    pub(super) audience: Option<String>,
    /// One of the request type's `priorities`, where it has some.
    pub(super) priority: Option<String>,
    /// Answers to the request type's own `fields`, by their ids.
    #[serde(default)]
    pub(super) answers: BTreeMap<String, Answer>,
    /// The article that was read before asking.
    pub(super) article: Option<String>,
    /// That article's revision.
    pub(super) revision: Option<String>,
    /// The step of it that did not work.
    pub(super) step: Option<String>,
}

/// An answer: of most kinds a text; a number, also as a text; of `many` the chosen values; of `consent` true or false;
/// of `table` its rows, each with its columns by id. Files cannot be sent here.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Answer {
    Consent(bool),
    Line(Line),
    Chosen(Vec<String>),
    Rows(Vec<BTreeMap<String, Line>>),
}

/// A text, or a number in its place.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Text(String),
    Number(serde_json::Number),
}

impl Line {
    fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl PartialSchema for Answer {
    // By hand: an empty list is of both kinds of lists, so that the derived `oneOf` would refuse it.
    fn schema() -> RefOr<Schema> {
        let object = |kind| ObjectBuilder::new().schema_type(kind);
        let line = || SchemaType::from_iter([Type::String, Type::Number]);
        let row = object(Type::Object.into()).additional_properties(Some(object(line())));
        AnyOfBuilder::new()
            .description(Some(
                "Of most kinds a text; a number, also as a text; of `many` the chosen values; of `consent` true or \
                 false; of `table` its rows, each with its columns by id. Files cannot be sent here.",
            ))
            .item(object(SchemaType::from_iter([Type::String, Type::Number, Type::Boolean])))
            .item(ArrayBuilder::new().items(object(Type::String.into())))
            .item(ArrayBuilder::new().items(row))
            .into()
    }
}

impl ToSchema for Answer {}

impl NewTicket {
    /// What a person would have typed into the form, and what does not fit into it.
    pub(super) fn typed(&self, definition: &RequestType) -> (FormValues, Vec<FieldError>) {
        let mut form = Form::default();
        let own = [
            ("type", Some(&self.request_type)),
            ("form", self.form.as_ref()),
            ("title", Some(&self.title)),
            ("description", Some(&self.description)),
            ("name", Some(&self.name)),
            ("email", Some(&self.email)),
            ("phone", self.phone.as_ref()),
            ("audience", self.audience.as_ref()),
            ("priority", self.priority.as_ref()),
            ("article", self.article.as_ref()),
            ("revision", self.revision.as_ref()),
            ("step", self.step.as_ref()),
        ];
        for (name, value) in own {
            form.put(name.to_owned(), value.cloned().unwrap_or_default());
        }
        for (id, answer) in &self.answers {
            match definition.fields.iter().find(|field| field.id.as_str() == id) {
                Some(field) => form.answer(field, answer),
                None => form.unknown(format!("answers.{id}")),
            }
        }
        (form.values, form.errors)
    }
}

#[derive(Default)]
struct Form {
    values: FormValues,
    errors: Vec<FieldError>,
}

impl Form {
    fn put(&mut self, name: String, value: String) {
        if !value.is_empty() {
            self.values.typed.insert(name, value);
        }
    }

    fn unknown(&mut self, field: String) {
        self.errors.push(FieldError::new(&field, "api-problem-unknown").with("field", field));
    }

    fn answer(&mut self, field: &Field, answer: &Answer) {
        let place = format!("answers.{}", field.id);
        let name = format!("f.{}", field.id);
        match (field.kind, answer) {
            // Files come by another way, which programs do not have.
            (FieldKind::File, _) => self.unknown(place),
            (FieldKind::Consent, Answer::Consent(agreed)) => {
                self.put(name, if *agreed { "yes".to_owned() } else { String::new() });
            }
            (FieldKind::Many, Answer::Chosen(values)) => {
                for (nth, value) in values.iter().enumerate() {
                    if field.choices.iter().any(|choice| choice.value.as_str() == value) {
                        self.put(format!("{name}.{value}"), "yes".to_owned());
                    } else {
                        self.errors.push(FieldError::new(format!("{place}[{nth}]"), "problem-not-offered"));
                    }
                }
            }
            (FieldKind::Table, Answer::Chosen(none)) if none.is_empty() => {}
            (FieldKind::Table, Answer::Rows(rows)) => self.rows(field, &place, &name, rows),
            (FieldKind::Consent, _) => self.another_type(place, "boolean"),
            (FieldKind::Many, _) => self.another_type(place, "list"),
            (FieldKind::Table, _) => self.another_type(place, "rows"),
            (_, Answer::Line(line)) => self.put(name, line.typed()),
            _ => self.another_type(place, "text"),
        }
    }

    fn rows(&mut self, field: &Field, place: &str, name: &str, rows: &[BTreeMap<String, Line>]) {
        let most = table_rows(field);
        if rows.len() > usize::from(most) {
            self.errors.push(FieldError::new(place, "problem-too-many-chosen").with("max", most.to_string()));
            return;
        }
        for (nth, row) in rows.iter().enumerate() {
            for (column, cell) in row {
                if field.columns.iter().any(|own| own.id.as_str() == column) {
                    self.put(format!("{name}.{}.{column}", nth + 1), cell.typed());
                } else {
                    self.unknown(format!("{place}[{nth}].{column}"));
                }
            }
        }
    }

    fn another_type(&mut self, field: String, kind: &str) {
        self.errors.push(FieldError::new(field, "api-problem-type").with("kind", kind));
    }
}

/// Where a field of the form is in the body: `f.units.1.name` is `answers.units[0].name`.
pub(super) fn place(field: &str) -> String {
    let mut parts = field.split('.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("type"), None, ..) => "request_type".to_owned(),
        (Some("f"), Some(id), Some(row), Some(column)) => {
            let row = row.parse::<usize>().unwrap_or(1).saturating_sub(1);
            format!("answers.{id}[{row}].{column}")
        }
        // A box, or the field itself.
        (Some("f"), Some(id), ..) => format!("answers.{id}"),
        _ => field.to_owned(),
    }
}
