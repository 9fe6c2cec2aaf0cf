//! Writing down what somebody says on the telephone or at the counter: the form in their name.

use domain::catalog::{Catalog, RequestType};
use domain::ids::RequestTypeId;
use domain::lang::Lang;
use domain::ticket::{Channel, FormValues};
use serde::Serialize;

use crate::view::form::{FieldError, FormError, told_at};
use crate::view::inputs::{Input, InputOption, blank, inputs};
use crate::view::shell::{Page, Shell, native_name};
use crate::view::site::RequestLink;
use crate::view::templates;

/// What a call or a visit can be about: the types of request of the member's own desks.
#[derive(Debug, Clone, Serialize)]
pub struct EntryTypesView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; named `entry-title`.
    pub page: Page,
    /// The types, each leading to its form.
    pub requests: Vec<RequestLink>,
}

/// A request type's form, filled in by a member for somebody who called or came.
#[derive(Debug, Clone, Serialize)]
pub struct EntryView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; named `entry-title`.
    pub page: Page,
    /// The id of the request type.
    pub request_type: String,
    /// Its label.
    pub kind: String,
    /// The hash of the form's definition.
    pub form: String,
    /// Which sending this is: sent twice, it is one ticket.
    pub submission: String,
    /// The fields in order.
    pub inputs: Vec<Input>,
    /// Whether files can be chosen: the form is then posted in parts.
    pub uploads: bool,
    /// Errors in the order of the fields, those of no field last.
    pub errors: Vec<FormError>,
}

impl EntryView {
    /// The form of a request type, with what was typed and what is wrong with it. `None` when the catalog has no such type.
    ///
    /// `submission` is made by the server; sending the form twice is then one ticket.
    pub fn new(
        catalog: &Catalog,
        id: &RequestTypeId,
        shell: Shell,
        values: &FormValues,
        errors: &[FieldError],
        submission: String,
    ) -> Option<Self> {
        let (request_type, _, _) = catalog.request_type(id)?;
        let mut inputs = asked(catalog, request_type, &shell.lang, values);
        let errors: Vec<_> = errors.iter().map(of_others).collect();
        let errors = told_at(&mut inputs, &errors);
        Some(Self {
            page: Page::named("entry", "entry-title").noindex(),
            request_type: id.to_string(),
            kind: catalog.text(&request_type.label, &shell.lang).to_owned(),
            form: request_type.form_hash(),
            submission,
            uploads: inputs.iter().any(|input| input.files.is_some()),
            inputs,
            errors,
            shell,
        })
    }
}

/// How it came in, what everybody is asked, and the requester's language.
///
/// The description is what was said and agreed: one text, which the requester reads. Nothing is filled in from the
/// browser's memory, which would be the member's own name and address.
fn asked(catalog: &Catalog, request_type: &RequestType, lang: &Lang, values: &FormValues) -> Vec<Input> {
    let mut inputs = inputs(catalog, request_type, lang, values);
    for input in &mut inputs {
        input.autocomplete = "off";
        let (label, hint) = match input.name.as_str() {
            "description" => ("entry-description", "entry-hint-description"),
            "audience" => ("classify-audience", ""),
            "priority" => ("field-priority", ""),
            "email" => ("field-email", "entry-hint-email"),
            "phone" => ("field-phone", ""),
            _ => continue,
        };
        label.clone_into(&mut input.label_key);
        hint.clone_into(&mut input.hint_key);
    }
    let channels = Channel::BY_MEMBERS.map(|channel| {
        let name = channel.as_str();
        InputOption::keyed(name, format!("channel-{name}")).chosen_if(values.get("channel"))
    });
    inputs.insert(0, choice("channel", "entry-channel", channels.into()));
    let languages = &catalog.portal.languages;
    if languages.len() > 1 {
        let chosen = match values.get("lang") {
            "" => catalog.default_lang().as_str(),
            chosen => chosen,
        };
        let named = |lang: &Lang| InputOption::labelled(lang.as_str(), native_name(lang)).chosen_if(chosen);
        inputs.push(choice("lang", "entry-lang", languages.iter().map(named).collect()));
    }
    inputs
}

/// What is missing, in words for whoever writes it down for somebody else.
fn of_others(error: &FieldError) -> FieldError {
    let is_of_them = ["description", "audience", "email"].contains(&error.field.as_str());
    if error.key == "problem-missing" && is_of_them {
        FieldError { key: format!("problem-missing-entry-{}", error.field), ..error.clone() }
    } else {
        error.clone()
    }
}

fn choice(name: &str, label: &str, options: Vec<InputOption>) -> Input {
    Input { label_key: label.to_owned(), options, ..blank(name, "choice", true, &FormValues::default()) }
}

templates! { View:
    EntryTypesView => "desk/entry_types.html",
    EntryView => "desk/entry.html",
}
