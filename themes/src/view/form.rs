//! The request form, built by one function wherever it is shown.

use std::collections::BTreeMap;

use domain::catalog::{Catalog, Choice, Field, FieldKind, RequestType};
use domain::ids::{ArticleId, RequestTypeId};
use domain::lang::Lang;
use domain::reading::{Revision, StepNumber};
use serde::Serialize;

use super::file::FileInput;
use super::shell::{Crumb, LanguageTarget, Page, Shell};
use super::templates;
use crate::dates::Moment;

pub use domain::ticket::FormValues;
use domain::ticket::{FieldProblem, Problem};

/// What is wrong with a field, told in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name as posted: `email`, `f.room`.
    pub field: String,
    /// The key of the sentence in `strings/*.ftl`: `problem-not-an-email`, `problem-too-long`, ….
    pub key: String,
    /// What the sentence mentions.
    pub args: BTreeMap<String, String>,
}

impl FieldError {
    /// A sentence that mentions nothing.
    pub fn new(field: impl Into<String>, key: impl Into<String>) -> Self {
        Self { field: field.into(), key: key.into(), args: BTreeMap::new() }
    }

    /// The same, with something to mention.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.args.insert(name.into(), value.into());
        self
    }
}

impl From<&FieldProblem> for FieldError {
    fn from(found: &FieldProblem) -> Self {
        let error = Self::new(&found.field, format!("problem-{}", found.problem.key())).with("field", &found.field);
        match &found.problem {
            Problem::TooLong(most) => error.with("max", most.to_string()),
            Problem::TooLarge(most) | Problem::TooMany(most) => error.with("max", most),
            Problem::TooSmall(least) | Problem::TooShort(least) | Problem::TooFew(least) => error.with("min", least),
            Problem::TooNear(first) => error.with("date", first.to_string()),
            Problem::Pattern(words) if words.is_empty() => Self { key: "problem-pattern-plain".to_owned(), ..error },
            Problem::Pattern(words) => error.with("words", words),
            _ => error,
        }
    }
}

/// A field of the form as it is shown.
///
/// It has no greatest length: a browser would cut pasted text without a word. The server says what is too long.
#[derive(Debug, Clone, Serialize)]
pub struct Input {
    /// The HTML id.
    pub id: String,
    /// The name posted.
    pub name: String,
    /// `text`, `email`, `tel`, `url`, `number`, `long_text`, `choice` (radio buttons), `select`, `many` (boxes),
    /// `consent` (one box), `date`, `datetime-local`, `table` or `file`.
    pub kind: &'static str,
    /// The question; empty when [`Input::label_key`] names it.
    pub label: String,
    /// The key of the question for fields every form has; may be empty.
    pub label_key: String,
    /// The hint; empty when [`Input::hint_key`] names it or there is none.
    pub hint: String,
    /// The key of the hint; may be empty.
    pub hint_key: String,
    /// Whether an answer is needed.
    pub required: bool,
    /// What was typed.
    pub value: String,
    /// The answers to choose from. Of `many`, each is posted under a name of its own, `f.systems.mail`.
    pub options: Vec<InputOption>,
    /// The cells of a table, row by row.
    pub rows: Vec<Vec<Self>>,
    /// Of kind `file`: where files are chosen, and those that go along.
    pub files: Option<FileInput>,
    /// What is wrong.
    pub error: Option<FieldError>,
    /// The token for the browser's memory (`name`, `email`, `tel`); may be empty.
    pub autocomplete: &'static str,
}

/// An answer to choose.
#[derive(Debug, Clone, Serialize)]
pub struct InputOption {
    /// What is posted.
    pub value: String,
    /// What people read; empty when [`InputOption::label_key`] names it.
    pub label: String,
    /// The key of the label; may be empty.
    pub label_key: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// A value posted without being shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// The name posted.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A request form: static, or again with its errors.
#[derive(Debug, Clone, Serialize)]
pub struct FormView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; its title is the request type's label.
    pub page: Page,
    /// The id of the request type.
    pub request_type: String,
    /// When to choose it; may be empty.
    pub summary: String,
    /// The name of the desk that answers.
    pub desk: String,
    /// The fields in order.
    pub inputs: Vec<Input>,
    /// Whether files can be chosen: the form is then posted in parts.
    pub uploads: bool,
    /// `type`, `form`, `lang`; `article`, `revision`, `step`: what was read before asking.
    pub hidden: Vec<Hidden>,
    /// Errors in the order of the fields, those of no field last.
    pub errors: Vec<FormError>,
    /// The ticket whose form it is, when a rejected one is completed and sent again.
    pub again: Option<Again>,
}

/// What the form of a rejected ticket says and carries beside its fields.
#[derive(Debug, Clone, Serialize)]
pub struct Again {
    /// The code, which stays.
    pub code: String,
    /// Why it was sent back, one string a paragraph.
    pub reason: Vec<String>,
    /// Where answers go, which stays as well.
    pub email: String,
    /// Until when it can be sent.
    pub until: Option<Moment>,
    /// The token of the owner's session, in the field `csrf`.
    pub csrf: String,
    /// The ticket's version, in the field `version`.
    pub version: u32,
    /// The key of the sentence that says why nothing was sent.
    pub refused: Option<String>,
}

/// An entry of the error summary.
#[derive(Debug, Clone, Serialize)]
pub struct FormError {
    /// The HTML id of the field it is about; empty when it is about the whole form.
    pub target: String,
    /// What is wrong.
    pub error: FieldError,
}

/// More answers than these are a list to open rather than buttons to scroll past.
const MOST_RADIOS: usize = 8;

impl FormView {
    /// The form of a request type. `None` when the catalog has no such type.
    ///
    /// `form_hash` is [`RequestType`]'s definition hash; it comes back with the answers and tells a changed form.
    pub fn new(
        catalog: &Catalog,
        id: &RequestTypeId,
        lang: &Lang,
        form_hash: String,
        values: &FormValues,
        errors: &[FieldError],
    ) -> Option<Self> {
        let (request_type, desk, _) = catalog.request_type(id)?;
        let label = catalog.text(&request_type.label, lang).to_owned();
        let shell = Shell::new(catalog, lang)
            .linking(|code| LanguageTarget { url: format!("/{code}/ask/{id}/"), fallback: false });
        let mut page = Page::titled("form", label);
        catalog.text(&request_type.summary, lang).clone_into(&mut page.description);
        page.breadcrumbs = vec![Crumb { title: String::new(), url: shell.ask_url.clone() }];
        let mut inputs = inputs(catalog, request_type, lang, values);
        let errors: Vec<_> = errors.iter().map(|error| named(error, &inputs)).collect();
        for input in &mut inputs {
            input.error = errors.iter().find(|error| error.field == input.name).cloned();
            if let Some(files) = &mut input.files {
                let own = errors.iter().filter(|error| error.field == input.name);
                files.more_errors = own.skip(1).cloned().collect();
            }
            for cell in input.rows.iter_mut().flatten() {
                cell.error = errors.iter().find(|error| error.field == cell.name).cloned();
            }
        }
        let hidden = hidden(id, lang, form_hash, values);
        let errors = in_field_order(&errors, &inputs);
        Some(Self {
            summary: page.description.clone(),
            shell,
            page,
            request_type: id.to_string(),
            desk: catalog.text(&desk.name, lang).to_owned(),
            uploads: inputs.iter().any(|input| input.files.is_some()),
            inputs,
            hidden,
            errors,
            again: None,
        })
    }

    /// The same form for a ticket that was sent before. Where answers go is not asked again.
    #[must_use]
    pub fn again(mut self, again: Again, title: String) -> Self {
        let url = format!("/t/{}", again.code);
        let path = format!("{url}/resubmit");
        self.shell = self.shell.linking(|code| LanguageTarget { url: format!("{path}?lang={code}"), fallback: false });
        self.page = Page::named("form", "again-title").noindex();
        self.page.breadcrumbs = vec![Crumb { title, url }];
        self.inputs.retain(|input| input.name != "email");
        self.again = Some(again);
        self
    }
}

fn hidden(id: &RequestTypeId, lang: &Lang, form_hash: String, values: &FormValues) -> Vec<Hidden> {
    let mut hidden = vec![
        Hidden { name: "type".to_owned(), value: id.to_string() },
        Hidden { name: "form".to_owned(), value: form_hash },
        Hidden { name: "lang".to_owned(), value: lang.to_string() },
    ];
    // Static pages have them empty; the script fills them from the address. What no page put there is not kept.
    let kept = [
        ("article", ArticleId::parse(values.get("article")).is_ok()),
        ("revision", Revision::parse(values.get("revision")).is_ok()),
        ("step", StepNumber::parse(values.get("step")).is_ok()),
    ];
    hidden.extend(kept.map(|(name, fits)| Hidden {
        name: name.to_owned(),
        value: if fits { values.get(name).to_owned() } else { String::new() },
    }));
    hidden
}

/// "Fill this in" names the field, since the summary on top stands far from it.
fn named(error: &FieldError, inputs: &[Input]) -> FieldError {
    let mut error = error.clone();
    if error.key == "problem-missing"
        && let Some(input) = inputs.iter().find(|input| input.name == error.field)
    {
        if input.label.is_empty() {
            error.key = format!("problem-missing-{}", input.name);
        } else {
            if input.kind == "file" {
                "problem-missing-file".clone_into(&mut error.key);
            }
            error.args.insert("label".to_owned(), input.label.clone());
        }
    }
    error
}

fn in_field_order(errors: &[FieldError], inputs: &[Input]) -> Vec<FormError> {
    let place = |error: &FieldError| inputs.iter().position(|input| is_about(error, input));
    let mut entries: Vec<_> = errors.iter().collect();
    entries.sort_by_key(|error| place(error).unwrap_or(usize::MAX));
    entries
        .into_iter()
        .map(|error| FormError {
            target: place(error).map_or_else(String::new, |at| target(&inputs[at], error)),
            error: error.clone(),
        })
        .collect()
}

/// Whether an error is about a field, or a box or a cell of it.
fn is_about(error: &FieldError, input: &Input) -> bool {
    let part = error.field.strip_prefix(&input.name);
    part.is_some_and(|part| {
        part.is_empty() || (part.starts_with('.') && ["many", "table", "file"].contains(&input.kind))
    })
}

/// What an error links to: the field, the first of its buttons or boxes, or the cell.
fn target(input: &Input, error: &FieldError) -> String {
    let cell = input.rows.iter().flatten().find(|cell| cell.name == error.field || error.field == input.name);
    match input.kind {
        "choice" | "many" => format!("{}-1", input.id),
        _ => cell.map_or_else(|| input.id.clone(), |cell| cell.id.clone()),
    }
}

fn inputs(catalog: &Catalog, request_type: &RequestType, lang: &Lang, values: &FormValues) -> Vec<Input> {
    let asked = |name: &str, kind, required| Input {
        label_key: format!("field-{name}"),
        ..blank(name, kind, required, values)
    };
    let hinted = |mut input: Input| {
        input.hint_key = format!("hint-{}", input.name);
        input
    };
    let mut inputs = vec![hinted(asked("title", "text", true)), hinted(asked("description", "long_text", true))];
    inputs.extend(request_type.fields.iter().map(|field| own(catalog, field, &field_name(field), lang, values)));
    if !request_type.audience.is_empty() {
        let mut input = asked("audience", "choice", true);
        input.options = options(catalog, &request_type.audience, lang, &input.value);
        inputs.push(input);
    }
    if !request_type.priorities.is_empty() {
        let mut input = hinted(asked("priority", "choice", true));
        let option = |priority: &domain::catalog::Priority| InputOption {
            value: priority.as_str().to_owned(),
            label: String::new(),
            label_key: format!("priority-{}", priority.as_str()),
            selected: input.value == priority.as_str(),
        };
        input.options = request_type.priorities.iter().map(option).collect();
        inputs.push(input);
    }
    inputs.push(Input { autocomplete: "name", ..asked("name", "text", true) });
    inputs.push(Input { autocomplete: "email", ..hinted(asked("email", "email", true)) });
    inputs.push(Input { autocomplete: "tel", ..hinted(asked("phone", "tel", false)) });
    inputs
}

fn blank(name: &str, kind: &'static str, required: bool, values: &FormValues) -> Input {
    Input {
        id: name.replace('.', "-"),
        name: name.to_owned(),
        kind,
        label: String::new(),
        label_key: String::new(),
        hint: String::new(),
        hint_key: String::new(),
        required,
        value: values.get(name).to_owned(),
        options: Vec::new(),
        rows: Vec::new(),
        files: None,
        error: None,
        autocomplete: "",
    }
}

/// A question of the request type's own.
fn own(catalog: &Catalog, field: &Field, name: &str, lang: &Lang, values: &FormValues) -> Input {
    let kind = match field.kind {
        FieldKind::Text | FieldKind::Person | FieldKind::Device => "text",
        FieldKind::LongText => "long_text",
        FieldKind::Choice if field.choices.len() > MOST_RADIOS => "select",
        FieldKind::Choice => "choice",
        FieldKind::Many => "many",
        FieldKind::Number => "number",
        FieldKind::Date => "date",
        FieldKind::DateTime => "datetime-local",
        FieldKind::Email => "email",
        FieldKind::Phone => "tel",
        FieldKind::Url => "url",
        FieldKind::Consent => "consent",
        FieldKind::Table => "table",
        FieldKind::File => "file",
    };
    let mut input = blank(name, kind, field.required, values);
    catalog.text(&field.label, lang).clone_into(&mut input.label);
    catalog.text(&field.help, lang).clone_into(&mut input.hint);
    input.options = options(catalog, &field.choices, lang, &input.value);
    if field.kind == FieldKind::Many {
        for option in &mut input.options {
            option.selected = values.get(&format!("{name}.{}", option.value)) == TICKED;
        }
    }
    if field.kind == FieldKind::Table {
        input.rows = table(catalog, field, name, lang, values);
    }
    if field.kind == FieldKind::File {
        input.files = Some(FileInput::new(name, values, lang));
    }
    input
}

/// What a ticked box posts.
pub(super) const TICKED: &str = "yes";
/// Empty rows offered after the filled ones of a table.
const SPARE_ROWS: u16 = 2;

/// The rows of a table: those that are filled, and some to fill.
fn table(catalog: &Catalog, field: &Field, name: &str, lang: &Lang, values: &FormValues) -> Vec<Vec<Input>> {
    let most = domain::ticket::table_rows(field);
    let cells = |row: u16| {
        let cell = |column: &Field| {
            let cell = own(catalog, column, &format!("{name}.{row}.{}", column.id), lang, values);
            if cell.kind == "choice" { Input { kind: "select", ..cell } } else { cell }
        };
        field.columns.iter().map(cell).collect::<Vec<_>>()
    };
    let is_filled = |row: &u16| cells(*row).iter().any(|cell| !cell.value.is_empty());
    let filled = (1..=most).rev().find(is_filled).unwrap_or(0);
    (1..=most.min(filled + SPARE_ROWS)).map(cells).collect()
}

/// The name an extra field is posted under.
fn field_name(field: &Field) -> String {
    format!("f.{}", field.id)
}

fn options(catalog: &Catalog, choices: &[Choice], lang: &Lang, value: &str) -> Vec<InputOption> {
    let option = |choice: &Choice| InputOption {
        value: choice.value.to_string(),
        label: catalog.text(&choice.label, lang).to_owned(),
        label_key: String::new(),
        selected: choice.value.as_str() == value,
    };
    choices.iter().map(option).collect()
}

templates! { View:
    FormView => "form/form.html",
}
