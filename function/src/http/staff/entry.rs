//! A call or a visit: a member writes the request down in the requester's name.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::{Catalog, RequestType, Role};
use domain::ids::RequestTypeId;
use domain::lang::Lang;
use domain::ticket::{Channel, FormValues, validate};
use jiff::Timestamp;
use serde::Deserialize;
use themes::view::desk::{EntryTypesView, EntryView};
use themes::view::form::FieldError;
use themes::view::shell::{LanguageTarget, Page};
use themes::view::site::RequestLink;

use super::super::failure::Failure;
use super::super::forms::{Posted, submission_id};
use super::super::pages::{desk_name, page};
use super::super::reader::spoken;
use super::session::Member;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::keys::random;
use crate::tickets::{NotKept, Sent, SentBy, SubmitError, submit};

#[derive(Deserialize)]
pub(in crate::http) struct Asked {
    r#type: Option<String>,
}

/// `GET /desk/new`: the types of the member's desks, or the form of one of them.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    if let Some(id) = asked.r#type {
        let entry = Entry::of(&desk, &bundle, &member, &id)?;
        return entry.form(StatusCode::OK, &FormValues::default(), &[], random::id()?);
    }
    let (catalog, lang) = (&bundle.catalog, &member.lang);
    let mut types: Vec<_> = catalog.request_types.iter().filter(|(_, listed)| works_at(&member, listed)).collect();
    let (_, first) = types.first().ok_or(Failure::NotFound)?;
    let shell = member
        .shell(&desk, &bundle, &first.desk)
        .linking(|code| LanguageTarget { url: format!("/desk/new?lang={code}"), fallback: false });
    types.sort_by_key(|(_, listed)| (&listed.desk, listed.weight));
    let link = |(id, listed): (&RequestTypeId, &RequestType)| RequestLink {
        label: catalog.text(&listed.label, lang).to_owned(),
        summary: catalog.text(&listed.summary, lang).to_owned(),
        url: format!("/desk/new?type={id}"),
        desk: desk_name(catalog, &listed.desk, lang),
    };
    let requests = types.into_iter().map(link).collect();
    let view = EntryTypesView { shell, page: Page::named("entry", "entry-title").noindex(), requests };
    page(&bundle.theme, StatusCode::OK, lang, &view)
}

/// `POST /desk/new`: makes the ticket and leads to it. The same form sent twice leads to the same ticket.
pub(in crate::http) async fn send(
    State(desk): State<Desk>,
    member: Member,
    mut posted: Posted,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let entry = Entry::of(&desk, &bundle, &member, posted.values.get("type"))?;
    member.check(&desk, &posted.values)?;
    let id = submission_id(&posted.values).ok_or(Failure::BadRequest)?;
    // No fields of the request type's form: what is left is.
    let own = ["csrf", "channel", "lang"].map(|name| (name, posted.values.typed.remove(name).unwrap_or_default()));
    let [_, (_, channel), (_, lang)] = &own;
    let again = |posted: &Posted, errors: &[FieldError], submission: String| {
        let mut values = posted.values.clone();
        values.typed.extend(own.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        entry.form(posted.status(), &values, errors, submission)
    };
    let (lang, channel) = match entry.read(&posted, lang, channel, desk.now()) {
        Ok(read) => read,
        Err(errors) => return again(&posted, &errors, id.0),
    };
    let by = SentBy::Member { name: member.name.clone(), role: entry.role, channel };
    let sent = Sent { id: id.clone(), request_type: entry.id.clone(), lang, values: &posted.values, by };
    match submit(&desk, &bundle.catalog, &sent).await {
        Ok(code) => Ok(Redirect::to(&format!("/desk/t/{code}?done=entered")).into_response()),
        Err(SubmitError::Fields(problems)) => {
            let errors: Vec<_> = problems.iter().map(FieldError::from).collect();
            again(&posted, &errors, id.0)
        }
        Err(SubmitError::NotKept(NotKept::Gone(upload))) => {
            posted.drop_gone(&upload);
            let errors: Vec<_> = posted.with_refused(std::iter::empty()).collect();
            again(&posted, &errors, id.0)
        }
        // They went back and changed it after it was sent: sent once more, it is another ticket.
        Err(SubmitError::Differs) => again(&posted, &[FieldError::new("", "problem-already-sent")], random::id()?),
        Err(SubmitError::NotKept(NotKept::Files(error))) => Err(error.into()),
        Err(SubmitError::Limited(limited)) => Err(limited.into()),
        Err(SubmitError::Store(error)) => Err(Failure::from(error).keeping(&posted.values)),
        Err(SubmitError::Random(error)) => Err(error.into()),
        Err(SubmitError::Unproved(_) | SubmitError::RequestType) => Err(Failure::NotFound),
    }
}

/// Whether a member takes requests of a type down. Directors only read.
fn works_at(member: &Member, listed: &RequestType) -> bool {
    member.role_at(&listed.desk).is_some_and(|role| role != Role::Director)
}

/// The form of a type of the member's own desks.
struct Entry<'a> {
    desk: &'a Desk,
    bundle: &'a Bundle,
    member: &'a Member,
    id: RequestTypeId,
    definition: &'a RequestType,
    role: Role,
}

impl<'a> Entry<'a> {
    /// A foreign desk's type is not there.
    fn of(desk: &'a Desk, bundle: &'a Bundle, member: &'a Member, id: &str) -> Result<Self, Failure> {
        let id = RequestTypeId::parse(id).map_err(|_| Failure::NotFound)?;
        let (definition, _, _) = bundle.catalog.request_type(&id).ok_or(Failure::NotFound)?;
        let role = member.role_at(&definition.desk).filter(|_| works_at(member, definition));
        Ok(Self { desk, bundle, member, id, definition, role: role.ok_or(Failure::NotFound)? })
    }

    /// The requester's language and how they came; or everything that is wrong with the form.
    fn read(
        &self,
        posted: &Posted,
        lang: &str,
        channel: &str,
        now: Timestamp,
    ) -> Result<(Lang, Channel), Vec<FieldError>> {
        let catalog = &self.bundle.catalog;
        let channel = Channel::by_members(channel).ok_or_else(|| FieldError::new("channel", "problem-missing-channel"));
        let lang = language(catalog, lang).ok_or_else(|| FieldError::new("lang", "problem-not-offered"));
        let changed = posted.values.get("form") != self.definition.form_hash();
        let changed = changed.then(|| FieldError::new("", "problem-form-changed"));
        // Told in the member's language; kept in the requester's.
        let checked = validate(self.definition, catalog, &self.member.lang, &posted.values, now).err();
        let problems = posted.problems.iter().chain(checked.iter().flatten());
        let told = posted.with_refused(problems);
        let own = [channel.as_ref().err(), lang.as_ref().err()].into_iter().flatten().cloned();
        let errors: Vec<_> = changed.into_iter().chain(own).chain(told).collect();
        match (lang, channel) {
            (Ok(lang), Ok(channel)) if errors.is_empty() => Ok((lang, channel)),
            _ => Err(errors),
        }
    }

    fn form(
        &self,
        status: StatusCode,
        values: &FormValues,
        errors: &[FieldError],
        submission: String,
    ) -> Result<Response, Failure> {
        let shell = self.member.shell(self.desk, self.bundle, &self.definition.desk);
        let url = format!("/desk/new?type={}", self.id);
        let shell = shell.linking(|code| LanguageTarget { url: format!("{url}&lang={code}"), fallback: false });
        let view = EntryView::new(&self.bundle.catalog, &self.id, shell, values, errors, submission);
        page(&self.bundle.theme, status, &self.member.lang, &view.ok_or(Failure::NotFound)?)
    }
}

/// The portal's language of that tag. A portal with one does not ask.
fn language(catalog: &Catalog, tag: &str) -> Option<Lang> {
    match tag {
        "" if catalog.portal.languages.len() == 1 => Some(catalog.default_lang().clone()),
        tag => spoken(catalog, tag),
    }
}
