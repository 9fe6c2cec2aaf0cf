//! The fields of a form as they are shown: those every form has, and a request type's own.

use std::collections::BTreeMap;

use domain::catalog::{Catalog, Choice, Counted, Field, FieldKind, LeadTime, RequestType, ShownIf};
use domain::ids::FieldId;
use domain::lang::Lang;
use domain::ticket::FormValues;
use serde::Serialize;

use super::file::FileInput;
use super::form::FieldError;

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
    /// What the hint of that key mentions.
    pub hint_args: BTreeMap<&'static str, String>,
    /// How many days ahead the day must be; `None` where any will do.
    pub lead: Option<Lead>,
    /// On which answer to another question it hangs.
    pub asked_if: Option<AskedIf>,
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

/// How many days ahead a day must be.
#[derive(Debug, Clone, Serialize)]
pub struct Lead {
    /// At least so many.
    pub days: u16,
    /// Which days count.
    pub counted: Counted,
    /// The time zone of the desk that counts them, `Asia/Ho_Chi_Minh`; the reader may have another day.
    pub zone: String,
}

/// What somebody has to have answered to be asked a question.
#[derive(Debug, Clone, Serialize)]
pub struct AskedIf {
    /// The name under which the other question is posted.
    pub name: String,
    /// Its answers that lead to this one, as posted, with blanks between.
    pub values: String,
    /// The same as people read them.
    pub labels: Vec<String>,
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

impl InputOption {
    /// One with words of the organisation's own.
    pub fn labelled(value: &str, label: impl Into<String>) -> Self {
        Self { value: value.to_owned(), label: label.into(), label_key: String::new(), selected: false }
    }

    /// One whose words are in the string files.
    pub fn keyed(value: &str, label_key: impl Into<String>) -> Self {
        Self { value: value.to_owned(), label: String::new(), label_key: label_key.into(), selected: false }
    }

    /// The same, chosen where it is the one that was.
    #[must_use]
    pub fn chosen_if(self, chosen: &str) -> Self {
        Self { selected: self.value == chosen, ..self }
    }
}

/// More answers than these are a list to open rather than buttons to scroll past.
const MOST_RADIOS: usize = 8;

/// The fields of a form in order, with what was typed into them.
pub(in crate::view) fn inputs(
    catalog: &Catalog,
    request_type: &RequestType,
    lang: &Lang,
    values: &FormValues,
) -> Vec<Input> {
    let asked = |name: &str, kind, required| Input {
        label_key: format!("field-{name}"),
        ..blank(name, kind, required, values)
    };
    let hinted = |mut input: Input| {
        input.hint_key = format!("hint-{}", input.name);
        input
    };
    let mut title = hinted(asked("title", "text", true));
    let example = catalog.text(&request_type.title_example, lang);
    if !example.is_empty() {
        "hint-title-example".clone_into(&mut title.hint_key);
        title.hint_args.insert("example", example.to_owned());
    }
    let mut inputs = vec![title, hinted(asked("description", "long_text", true))];
    inputs.extend(request_type.fields.iter().map(|field| Input {
        asked_if: field.shown_if.as_ref().and_then(|shown_if| asked_if(catalog, request_type, shown_if, lang)),
        ..own(catalog, request_type, field, &field_name(&field.id), lang, values)
    }));
    if !request_type.audience.is_empty() {
        let mut input = asked("audience", "choice", true);
        input.options = options(catalog, &request_type.audience, lang, &input.value);
        inputs.push(input);
    }
    if !request_type.priorities.is_empty() {
        let mut input = hinted(asked("priority", "choice", true));
        let option = |priority: &domain::catalog::Priority| {
            let name = priority.as_str();
            InputOption::keyed(name, format!("priority-{name}")).chosen_if(&input.value)
        };
        input.options = request_type.priorities.iter().map(option).collect();
        inputs.push(input);
    }
    inputs.push(Input { autocomplete: "name", ..asked("name", "text", true) });
    inputs.push(Input { autocomplete: "email", ..hinted(asked("email", "email", true)) });
    inputs.push(Input { autocomplete: "tel", ..hinted(asked("phone", "tel", false)) });
    inputs
}

/// An empty field, with what was typed into it.
pub(in crate::view) fn blank(name: &str, kind: &'static str, required: bool, values: &FormValues) -> Input {
    Input {
        id: name.replace('.', "-"),
        name: name.to_owned(),
        kind,
        label: String::new(),
        label_key: String::new(),
        hint: String::new(),
        hint_key: String::new(),
        hint_args: BTreeMap::new(),
        lead: None,
        asked_if: None,
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
fn own(
    catalog: &Catalog,
    request_type: &RequestType,
    field: &Field,
    name: &str,
    lang: &Lang,
    values: &FormValues,
) -> Input {
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
    input.lead = field.lead.map(|LeadTime { days, counted, .. }| {
        let zone = catalog.zone_of(&request_type.desk).iana_name().unwrap_or("UTC").to_owned();
        Lead { days, counted, zone }
    });
    input.options = options(catalog, &field.choices, lang, &input.value);
    if field.kind == FieldKind::Many {
        for option in &mut input.options {
            option.selected = values.get(&format!("{name}.{}", option.value)) == TICKED;
        }
    }
    if field.kind == FieldKind::Table {
        input.rows = table(catalog, request_type, field, name, lang, values);
    }
    if field.kind == FieldKind::File {
        input.files = Some(FileInput::new(name, values, lang).at_most(field.max));
    }
    input
}

/// What a ticked box posts.
pub(super) const TICKED: &str = "yes";
/// Empty rows offered after the filled ones of a table.
const SPARE_ROWS: u16 = 2;

/// The rows of a table: those that are filled, and some to fill.
fn table(
    catalog: &Catalog,
    request_type: &RequestType,
    field: &Field,
    name: &str,
    lang: &Lang,
    values: &FormValues,
) -> Vec<Vec<Input>> {
    let most = domain::ticket::table_rows(field);
    let cells = |row: u16| {
        let cell = |column: &Field| {
            let cell = own(catalog, request_type, column, &format!("{name}.{row}.{}", column.id), lang, values);
            if cell.kind == "choice" { Input { kind: "select", ..cell } } else { cell }
        };
        field.columns.iter().map(cell).collect::<Vec<_>>()
    };
    let is_filled = |row: &u16| cells(*row).iter().any(|cell| !cell.value.is_empty());
    let filled = (1..=most).rev().find(is_filled).unwrap_or(0);
    (1..=most.min(filled + SPARE_ROWS)).map(cells).collect()
}

/// The name an extra field is posted under.
fn field_name(field: &FieldId) -> String {
    format!("f.{field}")
}

/// `None` when the question it hangs on is gone.
fn asked_if(catalog: &Catalog, request_type: &RequestType, shown_if: &ShownIf, lang: &Lang) -> Option<AskedIf> {
    let other = request_type.fields.iter().find(|field| field.id == shown_if.field)?;
    let labels = if other.kind == FieldKind::Consent {
        vec![catalog.text(&other.label, lang).to_owned()]
    } else {
        let chosen = other.choices.iter().filter(|choice| shown_if.is.contains(&choice.value));
        chosen.map(|choice| catalog.text(&choice.label, lang).to_owned()).collect()
    };
    let values: Vec<_> = shown_if.is.iter().map(FieldId::as_str).collect();
    Some(AskedIf { name: field_name(&other.id), values: values.join(" "), labels })
}

fn options(catalog: &Catalog, choices: &[Choice], lang: &Lang, value: &str) -> Vec<InputOption> {
    let option = |choice: &Choice| {
        InputOption::labelled(choice.value.as_str(), catalog.text(&choice.label, lang)).chosen_if(value)
    };
    choices.iter().map(option).collect()
}
