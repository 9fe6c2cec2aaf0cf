//! From the form to a ticket: review, edit, send.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::{ArticleRef, RequestType};
use domain::contact::Email;
use domain::ids::RequestTypeId;
use domain::lang::Lang;
use domain::reading::Revision;
use domain::ticket::{FieldProblem, FormValues, read_text, validate};
use jiff::Timestamp;
use themes::view::form::{FieldError, FormView};
use themes::view::review::ReviewView;
use themes::view::shell::Page;
use themes::view::sign_in::Proof;

use super::super::cookies;
use super::super::failure::{BUSY_FOR, Failure};
use super::super::forms::{Posted, submission_id};
use super::super::pages::page;
use super::super::reader::{ClientAddress, Reader, spoken};
use super::proof::{self, Attempt, Typed};
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::keys::random;
use crate::limits::Limited;
use crate::store::StoreError;
use crate::tickets::{NotKept, Sent, SentBy, SubmitError, submit};

/// A form for a request type that exists.
pub(super) struct Asked<'a> {
    bundle: &'a Bundle,
    id: RequestTypeId,
    pub(super) definition: &'a RequestType,
    pub(super) lang: Lang,
    posted: Posted,
    now: Timestamp,
}

impl<'a> Asked<'a> {
    fn of(bundle: &'a Bundle, reader: &Reader, posted: Posted, now: Timestamp) -> Result<Self, Failure> {
        let catalog = &bundle.catalog;
        let id = RequestTypeId::parse(posted.values.get("type")).map_err(|_| Failure::NotFound)?;
        let (definition, _, _) = catalog.request_type(&id).ok_or(Failure::NotFound)?;
        let lang = spoken(catalog, posted.values.get("lang")).unwrap_or_else(|| reader.lang(catalog));
        Ok(Self { bundle, id, definition, lang, posted, now })
    }

    fn values(&self) -> &FormValues {
        &self.posted.values
    }

    /// Everything that is wrong, in the order of the form; a changed form first, since its answers may not fit.
    fn errors(&self) -> Vec<FieldError> {
        let changed = self.values().get("form") != self.definition.form_hash();
        let checked = validate(self.definition, &self.bundle.catalog, &self.lang, self.values(), self.now).err();
        let problems = self.posted.problems.iter().chain(checked.iter().flatten());
        let changed = changed.then(|| FieldError::new("", "problem-form-changed"));
        changed.into_iter().chain(self.posted.with_refused(problems)).collect()
    }

    /// The form again, with everything that was typed.
    fn form(&self, status: StatusCode, errors: &[FieldError]) -> Result<Response, Failure> {
        let catalog = &self.bundle.catalog;
        let hash = self.definition.form_hash();
        let mut view =
            FormView::new(catalog, &self.id, &self.lang, hash, self.values(), errors).ok_or(Failure::NotFound)?;
        view.shell.live = self.bundle.live;
        page(&self.bundle.theme, status, &self.lang, &view)
    }

    /// The review page, with a submission id of its own.
    pub(super) fn review(&self, status: StatusCode, problem: Option<FieldError>) -> Result<Response, Failure> {
        self.render_review(status, random::id()?, |view| view.problem = problem)
    }

    /// The same review page once more, to be sent again: if the ticket was made and only the answer got lost, its id
    /// leads to it.
    fn busy(&self, source: &anyhow::Error) -> Result<Response, Failure> {
        tracing::warn!(error = %format_args!("{source:#}"), "the store is busy");
        let submission = self.values().get("submission").to_owned();
        let problem = Some(FieldError::new("", "problem-busy"));
        let mut page =
            self.render_review(StatusCode::SERVICE_UNAVAILABLE, submission, |view| view.problem = problem)?;
        page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(BUSY_FOR));
        Ok(page)
    }

    /// The same review page once more, with a field for a code.
    pub(super) fn review_with(&self, status: StatusCode, proof: Proof) -> Result<Response, Failure> {
        let submission = self.values().get("submission").to_owned();
        self.render_review(status, submission, |view| {
            view.page = Page::named("review", "code-title").noindex();
            view.proof = Some(proof);
        })
    }

    fn render_review(
        &self,
        status: StatusCode,
        submission: String,
        change: impl FnOnce(&mut ReviewView),
    ) -> Result<Response, Failure> {
        let catalog = &self.bundle.catalog;
        let hash = self.definition.form_hash();
        let read =
            validate(self.definition, catalog, &self.lang, self.values(), self.now).map_err(|_| Failure::BadRequest)?;
        let view = ReviewView::new(catalog, &self.id, &self.lang, hash, self.values(), &read, submission);
        let mut view = view.ok_or(Failure::NotFound)?;
        view.shell.live = self.bundle.live;
        change(&mut view);
        page(&self.bundle.theme, status, &self.lang, &view)
    }
}

/// The form of a request type with a first description: what was missing in an article. Nothing is kept yet.
pub(super) fn form_about(
    bundle: &Bundle,
    id: RequestTypeId,
    lang: &Lang,
    article: &ArticleRef,
    revision: Option<&Revision>,
    description: &str,
    now: Timestamp,
) -> Result<Response, Failure> {
    let (definition, _, _) = bundle.catalog.request_type(&id).ok_or(Failure::NotFound)?;
    let problem = read_text(description).err();
    let problem = problem.map(|problem| FieldProblem { field: "description".to_owned(), problem });
    let errors: Vec<FieldError> = problem.iter().map(FieldError::from).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let values = [
        ("description", description),
        ("article", article.id.as_str()),
        ("revision", revision.map_or("", Revision::as_str)),
    ];
    let values = FormValues::from_iter(values.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let posted = Posted { values, ..Posted::default() };
    Asked { bundle, id, definition, lang: lang.clone(), posted, now }.form(status, &errors)
}

/// `POST /t/review`: the review page, or the form with its errors.
pub(in crate::http) async fn review(
    State(desk): State<Desk>,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let asked = Asked::of(&bundle, &reader, posted, desk.now())?;
    let errors = asked.errors();
    if errors.is_empty() { asked.review(StatusCode::OK, None) } else { asked.form(asked.posted.status(), &errors) }
}

/// `POST /t/edit`: back to the form, with everything kept.
pub(in crate::http) async fn edit(
    State(desk): State<Desk>,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    Asked::of(&bundle, &reader, posted, desk.now())?.form(StatusCode::OK, &[])
}

/// `POST /t`: makes the ticket and leads to its receipt. The same review page sent twice leads to the same receipt.
pub(in crate::http) async fn send(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let mut asked = Asked::of(&bundle, &reader, posted, desk.now())?;
    let mut values = std::mem::take(&mut asked.posted.values);
    let typed = Typed::take(&asked, &mut values);
    asked.posted.values = values;
    let errors = asked.errors();
    if !errors.is_empty() {
        return asked.form(asked.posted.status(), &errors);
    }
    let Some(id) = submission_id(asked.values()) else {
        return asked.review(StatusCode::UNPROCESSABLE_ENTITY, None);
    };
    let email = Email::parse(asked.values().get("email")).map_err(|_| Failure::BadRequest)?;
    let attempt = typed.attempt(&desk, email.as_str()).await.map_err(|failure| failure.keeping(asked.values()))?;
    let (proved, over) = match attempt {
        Attempt::Proved => (true, None),
        Attempt::NoCode { error } => (false, error),
        Attempt::Wrong(proof) => return asked.review_with(StatusCode::UNPROCESSABLE_ENTITY, proof),
    };
    let (request_type, lang) = (asked.id.clone(), asked.lang.clone());
    let by = SentBy::Requester { client, proved };
    let sent = Sent { id, request_type, lang, values: asked.values(), by };
    match submit(&desk, &bundle.catalog, &sent).await {
        Ok(code) => {
            let cookie = cookies::owner(&bundle.catalog.portal, code, &desk.keys().owner_cookie(code, 0));
            let receipt = format!("/t/{code}/receipt?lang={}", asked.lang);
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&receipt)).into_response())
        }
        Err(SubmitError::Fields(problems)) => {
            let errors: Vec<_> = problems.iter().map(FieldError::from).collect();
            asked.form(StatusCode::UNPROCESSABLE_ENTITY, &errors)
        }
        Err(SubmitError::NotKept(NotKept::Gone(upload))) => {
            asked.posted.drop_gone(&upload);
            asked.form(StatusCode::UNPROCESSABLE_ENTITY, &asked.errors())
        }
        Err(SubmitError::NotKept(NotKept::Files(error))) => Err(error.into()),
        Err(SubmitError::Differs) => {
            let problem = FieldError::new("", "problem-already-sent");
            asked.review(StatusCode::UNPROCESSABLE_ENTITY, Some(problem))
        }
        Err(SubmitError::Limited(Limited::TooMany { retry_after })) => {
            let mut form = asked.form(StatusCode::TOO_MANY_REQUESTS, &[FieldError::new("", "problem-too-many")])?;
            form.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            Ok(form)
        }
        Err(
            SubmitError::Store(StoreError::Busy(source))
            | SubmitError::Limited(Limited::Store(StoreError::Busy(source))),
        ) => asked.busy(&source),
        Err(SubmitError::Limited(limited)) => Err(limited.into()),
        Err(SubmitError::Unproved(email)) => proof::ask(&desk, &asked, client, &email, over).await,
        Err(SubmitError::RequestType) => Err(Failure::NotFound),
        Err(SubmitError::Store(error)) => Err(error.into()),
        Err(SubmitError::Random(error)) => Err(error.into()),
    }
}
