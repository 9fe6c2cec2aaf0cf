//! What can be asked for.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::catalog::{self, Catalog, FieldKind, LeadTime, Priority, ShownIf, VerifyContact};
use domain::ids::RequestTypeId;
use domain::lang::Lang;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};

use super::super::reader::Reader;
use super::document::one_of;
use super::problem::{Looking, Unanswered};
use crate::desk::Desk;

/// Everything that can be asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RequestTypes {
    /// In the order of the catalogue.
    request_types: Vec<RequestType>,
}

/// Something that can be asked for, and the questions it comes with beside title, description, name, e-mail address
/// and telephone number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RequestType {
    #[schema(example = "it-incident")]
    id: String,
    /// Names this version of the questions. Send it with the answers.
    form: String,
    /// What the requester wants, in their words.
    label: String,
    /// When to choose it.
    summary: String,
    /// The desk that decides.
    desk: String,
    #[schema(schema_with = verifications)]
    verify_contact: VerifyContact,
    /// A title that says enough.
    title_example: String,
    /// Who asks. Where there is one, `audience` has to be answered.
    audience: Vec<Choice>,
    #[schema(schema_with = priorities)]
    priorities: Vec<Priority>,
    /// Its own questions, in order.
    fields: Vec<Field>,
}

/// A question. Of a text, `min` and `max` count characters; of a number they are its bounds; of many, a table or files
/// they count what is chosen, filled in or sent.
#[derive(Debug, Serialize, ToSchema)]
struct Field {
    /// Its name in `answers`.
    id: String,
    #[schema(schema_with = kinds)]
    kind: FieldKind,
    /// The question; of a consent, the statement agreed to.
    label: String,
    /// A hint; may be empty.
    help: String,
    /// Whether an answer is needed, when it is asked.
    required: bool,
    /// The answers to choose from.
    choices: Vec<Choice>,
    /// It is asked only when an earlier question was answered so.
    #[schema(inline)]
    shown_if: Option<Shown>,
    /// A regular expression that the whole answer must match.
    pattern: Option<String>,
    /// That in words; may be empty.
    pattern_help: String,
    min: Option<f64>,
    max: Option<f64>,
    /// How far ahead a day must be.
    #[schema(inline)]
    lead: Option<Lead>,
    /// The columns of a table.
    #[schema(no_recursion)]
    columns: Vec<Field>,
}

/// An answer to choose.
#[derive(Debug, Serialize, ToSchema)]
struct Choice {
    /// What is sent.
    value: String,
    /// What people read.
    label: String,
}

/// When a question is asked.
#[derive(Debug, Serialize, ToSchema)]
struct Shown {
    /// The earlier question.
    field: String,
    /// Its answers; `yes` for a consent.
    is: Vec<String>,
}

/// How far ahead a day must be.
#[derive(Debug, Serialize, ToSchema)]
struct Lead {
    /// How many days at least.
    days: u16,
    /// Whether only the desk's working days count.
    working_days: bool,
    /// Whether a nearer day is refused; else the desk is told.
    refused: bool,
}

fn verifications() -> ObjectBuilder {
    one_of(
        ["after_submit", "before_submit"],
        "`before_submit`: the address has to be proved first, by signing in with it.",
    )
}

fn priorities() -> ArrayBuilder {
    let names = [Priority::Low, Priority::Medium, Priority::High, Priority::Urgent].map(Priority::as_str);
    let what = "How urgent it can be, lowest first. Where there is one, `priority` has to be answered.";
    ArrayBuilder::new().items(one_of(names, "How urgent it is.")).description(Some(what))
}

fn kinds() -> ObjectBuilder {
    let kinds = [
        "text",
        "long_text",
        "choice",
        "many",
        "number",
        "date",
        "date_time",
        "email",
        "phone",
        "person",
        "device",
        "url",
        "consent",
        "table",
        "file",
    ];
    one_of(kinds, "What kind of answer it takes.")
}

/// See what can be asked for
#[utoipa::path(
    get,
    path = "/api/v1/request-types",
    operation_id = "requestTypes",
    tag = "request types",
    params(("lang" = Option<String>, Query, description = "The language of the questions.")),
    responses((status = 200, description = "All of them.", body = RequestTypes))
)]
pub(super) async fn list(State(desk): State<Desk>, reader: Reader) -> Json<RequestTypes> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let mut known: Vec<_> = bundle.catalog.request_types.iter().collect();
    known.sort_by_key(|(id, request_type)| (request_type.weight, *id));
    let request_types = known.into_iter().map(|(id, known)| told(&bundle.catalog, &lang, id, known)).collect();
    Json(RequestTypes { request_types })
}

/// See one of them
#[utoipa::path(
    get,
    path = "/api/v1/request-types/{id}",
    operation_id = "requestType",
    tag = "request types",
    params(
        ("id" = String, Path, description = "The id of a request type.", example = "it-incident"),
        ("lang" = Option<String>, Query, description = "The language of the questions.")
    ),
    responses((status = 200, description = "The request type.", body = RequestType), Looking)
)]
pub(super) async fn show(
    State(desk): State<Desk>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Json<RequestType>, Unanswered> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let id = RequestTypeId::parse(&id).ok();
    let known = id.as_ref().and_then(|id| bundle.catalog.request_types.get_key_value(id));
    let (id, known) = known.ok_or_else(|| Unanswered::new(StatusCode::NOT_FOUND))?;
    Ok(Json(told(&bundle.catalog, &lang, id, known)))
}

fn told(catalog: &Catalog, lang: &Lang, id: &RequestTypeId, known: &catalog::RequestType) -> RequestType {
    let words = Words { catalog, lang };
    RequestType {
        id: id.to_string(),
        form: known.form_hash(),
        label: words.of(&known.label),
        summary: words.of(&known.summary),
        desk: super::super::pages::desk_name(catalog, &known.desk, lang),
        verify_contact: known.verify_contact,
        title_example: words.of(&known.title_example),
        audience: words.choices(&known.audience),
        priorities: known.priorities.clone(),
        fields: words.fields(&known.fields),
    }
}

struct Words<'a> {
    catalog: &'a Catalog,
    lang: &'a Lang,
}

impl Words<'_> {
    fn of(&self, text: &domain::lang::Text) -> String {
        self.catalog.text(text, self.lang).to_owned()
    }

    fn choices(&self, choices: &[catalog::Choice]) -> Vec<Choice> {
        choices.iter().map(|choice| Choice { value: choice.value.to_string(), label: self.of(&choice.label) }).collect()
    }

    fn fields(&self, fields: &[catalog::Field]) -> Vec<Field> {
        let shown = |shown: &ShownIf| Shown {
            field: shown.field.to_string(),
            is: shown.is.iter().map(ToString::to_string).collect(),
        };
        let lead = |lead: LeadTime| Lead {
            days: lead.days,
            working_days: lead.counted == catalog::Counted::Working,
            refused: lead.too_near == catalog::TooNear::Refuse,
        };
        let field = |field: &catalog::Field| Field {
            id: field.id.to_string(),
            kind: field.kind,
            label: self.of(&field.label),
            help: self.of(&field.help),
            required: field.required,
            choices: self.choices(&field.choices),
            shown_if: field.shown_if.as_ref().map(shown),
            pattern: field.pattern.as_ref().map(|pattern| pattern.as_str().to_owned()),
            pattern_help: self.of(&field.pattern_help),
            min: field.min,
            max: field.max,
            lead: field.lead.map(lead),
            columns: self.fields(&field.columns),
        };
        fields.iter().map(field).collect()
    }
}
