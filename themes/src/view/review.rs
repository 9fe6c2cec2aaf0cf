//! The page between a form and sending it.

use domain::catalog::Catalog;
use domain::ids::RequestTypeId;
use domain::lang::{Lang, Text};
use domain::ticket::{Flag, FormValues, ReadForm, is_vague};
use serde::Serialize;

use super::form::{FieldError, FormView, Hidden};
use super::inputs::{Input, InputOption, TICKED};
use super::shell::{Page, Shell};
use super::sign_in::Proof;
use super::templates;
use super::ticket::Answer;
use crate::dates;

/// The page between the form and sending.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `review-title`, or `code-title` where a code is asked for.
    pub page: Page,
    /// The id of the request type.
    pub request_type: String,
    /// The request type's label.
    pub kind: String,
    /// The name of the desk that answers.
    pub desk: String,
    /// Question and answer, in the order of the form; unanswered ones have an empty value.
    pub rows: Vec<Answer>,
    /// Everything posted again, and the submission id in `submission`.
    pub hidden: Vec<Hidden>,
    /// Why it is shown again.
    pub problem: Option<FieldError>,
    /// The code that has to be typed before it can be sent.
    pub proof: Option<Proof>,
    /// What to think over before sending.
    pub cautions: Vec<Caution>,
}

/// Something to think over before sending. Nothing is held up by it.
#[derive(Debug, Clone, Serialize)]
pub struct Caution {
    /// The key of the sentence, without `caution-`: `vague`, `secret`, `too-near`, `dropped`.
    pub key: &'static str,
    /// The fields it is about, as the form calls them.
    pub fields: Vec<FieldName>,
    /// A title that says more; may be empty.
    pub example: String,
}

/// What a field is called: in words of the request type, or by a key.
#[derive(Debug, Clone, Serialize)]
pub struct FieldName {
    /// The words; empty when [`FieldName::label_key`] names them.
    pub label: String,
    /// The key; may be empty.
    pub label_key: String,
}

impl ReviewView {
    /// The review of what was typed. `None` when the catalog has no such type.
    ///
    /// `read` is what was understood of it. `submission` is made by the server; sending the page twice is then one ticket.
    pub fn new(
        catalog: &Catalog,
        id: &RequestTypeId,
        lang: &Lang,
        form_hash: String,
        values: &FormValues,
        read: &ReadForm,
        submission: String,
    ) -> Option<Self> {
        let form = FormView::new(catalog, id, lang, form_hash, values, &[])?;
        let cautions = cautions(catalog, &catalog.request_type(id)?.0.title_example, lang, &form.inputs, read);
        let is_dropped = |input: &&Input| read.dropped.iter().any(|id| input.name == format!("f.{id}"));
        let asked: Vec<_> = form.inputs.iter().filter(|input| !is_dropped(input)).cloned().collect();
        let rows = rows(&asked, lang);
        let mut hidden = form.hidden;
        hidden.extend(form.inputs.iter().flat_map(posted));
        hidden.push(Hidden { name: "submission".to_owned(), value: submission });
        Some(Self {
            page: Page::named("review", "review-title").noindex(),
            shell: Shell::new(catalog, lang),
            request_type: form.request_type,
            kind: form.page.title,
            desk: form.desk,
            rows,
            hidden,
            problem: None,
            proof: None,
            cautions,
        })
    }
}

/// What to think over: a title that says little (X3), what looks like a password (X9), a day that is near, answers to
/// questions that are not asked after all.
fn cautions(catalog: &Catalog, example: &Text, lang: &Lang, inputs: &[Input], read: &ReadForm) -> Vec<Caution> {
    let called = |name: &str| {
        let input = inputs.iter().find(|input| input.name == name)?;
        Some(FieldName { label: input.label.clone(), label_key: input.label_key.clone() })
    };
    let caution = |key, fields: Vec<FieldName>| Caution { key, fields, example: String::new() };
    let secrets: Vec<_> = read.secrets.iter().filter_map(|name| called(name)).collect();
    let dropped: Vec<_> = read.dropped.iter().filter_map(|id| called(&format!("f.{id}"))).collect();
    let vague = is_vague(&read.submission.title)
        .then(|| Caution { example: catalog.text(example, lang).to_owned(), ..caution("vague", Vec::new()) });
    let secret = (!secrets.is_empty()).then(|| caution("secret", secrets));
    let too_near = read.flags.contains(&Flag::TooNear).then(|| caution("too-near", Vec::new()));
    let dropped = (!dropped.is_empty()).then(|| caution("dropped", dropped));
    [secret, too_near, vague, dropped].into_iter().flatten().collect()
}

/// What a field posts: one value, a value for each ticked box, or one for each cell.
fn posted(input: &Input) -> Vec<Hidden> {
    let hidden = |input: &Input| Hidden { name: input.name.clone(), value: input.value.clone() };
    match input.kind {
        "many" => {
            let ticked = input.options.iter().filter(|option| option.selected);
            let name = |option: &InputOption| format!("{}.{}", input.name, option.value);
            ticked.map(|option| Hidden { name: name(option), value: TICKED.to_owned() }).collect()
        }
        "file" => input.files.iter().flat_map(|files| &files.carried).map(|file| file.field.clone()).collect(),
        "table" => input.rows.iter().flatten().filter(|cell| !cell.value.is_empty()).map(hidden).collect(),
        _ => vec![hidden(input)],
    }
}

/// Question and answer of every field; what is not answered has an empty value.
pub fn rows(inputs: &[Input], lang: &Lang) -> Vec<Answer> {
    inputs.iter().map(|input| row(input, lang)).collect()
}

fn row(input: &Input, lang: &Lang) -> Answer {
    let plain = |value: String| Answer {
        label: input.label.clone(),
        label_key: input.label_key.clone(),
        value,
        value_key: String::new(),
    };
    match input.kind {
        "many" => {
            let ticked = input.options.iter().filter(|option| option.selected).map(|option| option.label.as_str());
            return plain(ticked.collect::<Vec<_>>().join("\n"));
        }
        "consent" if input.value == TICKED => return plain("✓".to_owned()),
        "file" => {
            let names = input.files.iter().flat_map(|files| &files.carried).map(|file| file.name.as_str());
            return plain(names.collect::<Vec<_>>().join("\n"));
        }
        "table" => {
            return plain(input.rows.iter().filter_map(|cells| line(cells, lang)).collect::<Vec<_>>().join("\n"));
        }
        "date" | "datetime-local" => return plain(dates::given(&input.value, lang)),
        _ => {}
    }
    let chosen = input.options.iter().find(|option| option.selected);
    let (value, value_key) = match chosen {
        Some(option) => (option.label.clone(), option.label_key.clone()),
        None => (input.value.clone(), String::new()),
    };
    Answer { label: input.label.clone(), label_key: input.label_key.clone(), value, value_key }
}

/// A row of a table as one line; `None` when nothing is in it.
fn line(cells: &[Input], lang: &Lang) -> Option<String> {
    let filled = cells.iter().filter(|cell| !cell.value.is_empty());
    let filled: Vec<_> = filled.map(|cell| format!("{}: {}", cell.label, row(cell, lang).value)).collect();
    (!filled.is_empty()).then(|| filled.join(" · "))
}

templates! { View:
    ReviewView => "form/review.html",
}
