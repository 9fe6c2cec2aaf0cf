//! The request form, built by one function wherever it is shown.

use std::collections::BTreeMap;

use domain::catalog::Catalog;
use domain::ids::{ArticleId, RequestTypeId};
use domain::lang::Lang;
use domain::reading::{Revision, StepNumber, ticked};
use serde::Serialize;

use super::inputs::{Input, inputs};
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
    /// `type`, `form`, `lang`; `article`, `revision`, `step`, `ticked`: what was read before asking.
    pub hidden: Vec<Hidden>,
    /// Errors in the order of the fields, those of no field last.
    pub errors: Vec<FormError>,
    /// The article that tells the way of such a request.
    pub procedure: Option<Crumb>,
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
        let errors = told_at(&mut inputs, errors);
        let hidden = hidden(id, lang, form_hash, values);
        let procedure = request_type.procedure.as_ref().and_then(|id| catalog.article(id, lang));
        let procedure = procedure.map(|article| Crumb { title: article.title.clone(), url: article.url.clone() });
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
            procedure,
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
        ("ticked", ticked(values.get("ticked")).is_ok()),
    ];
    hidden.extend(kept.map(|(name, fits)| Hidden {
        name: name.to_owned(),
        value: if fits { values.get(name).to_owned() } else { String::new() },
    }));
    hidden
}

/// Tells each field what is wrong with it, and all of it in the order of the fields.
pub(in crate::view) fn told_at(inputs: &mut [Input], errors: &[FieldError]) -> Vec<FormError> {
    let errors: Vec<_> = errors.iter().map(|error| named(error, inputs)).collect();
    for input in &mut *inputs {
        input.error = errors.iter().find(|error| error.field == input.name).cloned();
        if let Some(files) = &mut input.files {
            let own = errors.iter().filter(|error| error.field == input.name);
            files.more_errors = own.skip(1).cloned().collect();
        }
        for cell in input.rows.iter_mut().flatten() {
            cell.error = errors.iter().find(|error| error.field == cell.name).cloned();
        }
    }
    in_field_order(&errors, inputs)
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

templates! { View:
    FormView => "form/form.html",
}
