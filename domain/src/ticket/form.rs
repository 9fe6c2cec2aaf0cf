//! Reading a sent form against the request type that it was made from.

mod again;
mod kinds;
mod problem;
mod reader;
mod text;

use jiff::Timestamp;

use self::reader::Reader;
use super::event::{Flag, Upload};
use super::personal::Submission;
use crate::catalog::{Catalog, Priority, RequestType};
use crate::ids::FieldId;
use crate::lang::Lang;
use crate::reading::CameFrom;
use crate::secrets;

pub use again::sent_again;
pub use kinds::{carried_as, table_rows};
pub use problem::{FieldProblem, FormValues, Problem};
pub use text::{LONGEST_LINE, LONGEST_TEXT, LONGEST_TITLE, is_vague, read_text};

/// A form that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadForm {
    /// As chosen.
    pub priority: Option<Priority>,
    /// As chosen.
    pub audience: Option<FieldId>,
    /// The article they came from. Whether it is published is for the caller to look up.
    pub came_from: Option<CameFrom>,
    /// Everything they wrote.
    pub submission: Submission,
    /// Answers to questions that are not asked, given what else was answered. They are not in the submission; the
    /// review page lists them.
    pub dropped: Vec<FieldId>,
    /// Files that answer questions, in the order of the form.
    pub files: Vec<Upload>,
    /// By when they need the answer: of a day, its end.
    pub deadline: Option<Timestamp>,
    /// What the desk should look at, and the requester be warned of.
    pub flags: Vec<Flag>,
    /// Fields of the form in which there seems to be a password or a key.
    pub secrets: Vec<String>,
}

/// Reads a form sent at `now`. All problems are told at once, in the order of the form.
pub fn validate(
    request_type: &RequestType,
    catalog: &Catalog,
    lang: &Lang,
    values: &FormValues,
    now: Timestamp,
) -> Result<ReadForm, Vec<FieldProblem>> {
    let calendar = catalog.desks.get(&request_type.desk).and_then(|desk| catalog.calendars.get(&desk.calendar));
    let mut reader = Reader::new(values, catalog, lang, calendar, now);
    if !values.get("website").is_empty() {
        reader.tell("website", Problem::Honeypot);
    }
    let title = reader.line("title", true, LONGEST_TITLE);
    let description = reader.text("description", true);
    let answers = reader.answers(&request_type.fields);
    let audience = reader.choice("audience", !request_type.audience.is_empty(), &request_type.audience);
    let priority = reader.priority(&request_type.priorities);
    let deadline = reader.deadline(request_type, &answers);
    let name = reader.line("name", true, LONGEST_LINE);
    let email = reader.email("email", true);
    if email.as_ref().is_some_and(|email| catalog.portal.is_own(email)) {
        reader.tell("email", Problem::OwnAddress);
    }
    let phone = reader.phone("phone", false);
    let came_from = reader.came_from();
    reader.undeclared();
    let Reader { problems, dropped, files, too_near, .. } = reader;
    let Some(email) = email.filter(|_| problems.is_empty()) else { return Err(problems) };
    let shown = |field: &FieldId| form_name(field);
    let texts = [("title".to_owned(), &title), ("description".to_owned(), &description)].into_iter();
    let texts = texts.chain(answers.iter().map(|answer| (shown(&answer.field), &answer.value)));
    let secrets: Vec<_> = texts.filter(|(_, text)| secrets::is_in(text)).map(|(field, _)| field).collect();
    let flags = [(Flag::Secret, !secrets.is_empty()), (Flag::TooNear, too_near)];
    let flags = flags.into_iter().filter_map(|(flag, is_up)| is_up.then_some(flag)).collect();
    let audience = audience.map(|choice| choice.value.clone());
    let submission = Submission { title, description, name, email, phone, answers, taken_by: None };
    Ok(ReadForm { priority, audience, came_from, submission, dropped, files, deadline, flags, secrets })
}

/// A configured field's name in the form.
fn form_name(field: &FieldId) -> String {
    format!("f.{field}")
}
