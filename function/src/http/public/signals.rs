//! What readers tell without writing: whether an article helped, what a search did not find, which article spared a
//! request. Counted; nothing here sets a cookie or keeps a text.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalog::ArticleRef;
use domain::ids::{ArticleId, RequestTypeId};
use domain::lang::Lang;
use domain::reading::Revision;
use domain::signal::{Phrase, Signal};
use domain::ticket::{FieldProblem, FormValues, Problem};
use themes::view::form::FieldError;
use themes::view::shell::Page;
use themes::view::ticket::{Cited, ThanksView};

use super::super::failure::Failure;
use super::super::forms::Posted;
use super::super::pages::{page, shell};
use super::super::reader::{ClientAddress, Reader, spoken};
use super::ask;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::signals::count;

/// `POST /signals/helpful`: counts a yes or a no. A no with a text leads to the request form, with the text in it.
pub(in crate::http) async fn helpful(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Failure> {
    posted.has_only(&["article", "revision", "lang", "answer", "text"])?;
    let bundle = desk.bundle();
    let values = &posted.values;
    let lang = language(&bundle, &reader, values);
    let article = article(&bundle, values, &lang)?;
    let revision = read_revision(values)?;
    let helped = match values.get("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(wrong("answer", Problem::NotOffered)),
    };
    let text = values.get("text");
    if !helped && !text.trim().is_empty() {
        let request_type = request_type(&bundle, article).ok_or(Failure::NotFound)?;
        return ask::form_about(&bundle, request_type, &lang, article, revision.as_ref(), text, desk.now());
    }
    // A revision that is not published would be a counter of its own for whoever makes one up.
    let published = |revision: &Revision| {
        let mut articles = bundle.catalog.articles.iter();
        articles.any(|known| known.id == article.id && known.revision == revision.as_str())
    };
    let revision = revision.filter(published);
    let signal = Signal::Helpful { article: article.id.clone(), lang: lang.clone(), revision, helped };
    count(&desk, client, &signal).await?;
    if is_script(&headers) {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        thanks(&bundle, &lang, article, helped)
    }
}

/// `POST /signals/miss`: counts a search that found nothing.
pub(in crate::http) async fn miss(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    posted: Posted,
) -> Result<StatusCode, Failure> {
    posted.has_only(&["lang", "query"])?;
    let phrase = Phrase::scrub(posted.values.get("query")).ok_or_else(|| wrong("query", Problem::Altered))?;
    let lang = language(&desk.bundle(), &reader, &posted.values);
    count(&desk, client, &Signal::Miss { lang, phrase }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /signals/opened`: counts a result of a search that was opened.
pub(in crate::http) async fn opened(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    posted: Posted,
) -> Result<StatusCode, Failure> {
    posted.has_only(&["article", "lang"])?;
    let bundle = desk.bundle();
    let lang = language(&bundle, &reader, &posted.values);
    let article = article(&bundle, &posted.values, &lang)?.id.clone();
    count(&desk, client, &Signal::Opened { article, lang }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /signals/deflect`: counts an article that was opened from a form instead of sending it.
pub(in crate::http) async fn deflect(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    posted: Posted,
) -> Result<StatusCode, Failure> {
    posted.has_only(&["article", "type", "lang"])?;
    let bundle = desk.bundle();
    let lang = language(&bundle, &reader, &posted.values);
    let article = article(&bundle, &posted.values, &lang)?.id.clone();
    let request_type = RequestTypeId::parse(posted.values.get("type")).map_err(|_| Failure::NotFound)?;
    bundle.catalog.request_type(&request_type).ok_or(Failure::NotFound)?;
    count(&desk, client, &Signal::Deflect { article, request_type }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn language(bundle: &Bundle, reader: &Reader, values: &FormValues) -> Lang {
    spoken(&bundle.catalog, values.get("lang")).unwrap_or_else(|| reader.lang(&bundle.catalog))
}

fn article<'a>(bundle: &'a Bundle, values: &FormValues, lang: &Lang) -> Result<&'a ArticleRef, Failure> {
    let id = ArticleId::parse(values.get("article")).map_err(|_| Failure::NotFound)?;
    bundle.catalog.article(&id, lang).ok_or(Failure::NotFound)
}

fn read_revision(values: &FormValues) -> Result<Option<Revision>, Failure> {
    match values.get("revision") {
        "" => Ok(None),
        text => Revision::parse(text).map(Some).map_err(|_| wrong("revision", Problem::Altered)),
    }
}

fn wrong(field: &str, problem: Problem) -> Failure {
    Failure::Field(FieldError::from(&FieldProblem { field: field.to_owned(), problem }))
}

/// The form behind an article: its own, else the first of the catalogue.
fn request_type(bundle: &Bundle, article: &ArticleRef) -> Option<RequestTypeId> {
    let types = &bundle.catalog.request_types;
    let own = article.request.as_ref().filter(|id| types.contains_key(*id));
    let first = || types.iter().min_by_key(|(id, request_type)| (request_type.weight, *id)).map(|(id, _)| id);
    own.or_else(first).cloned()
}

/// Whether a script asks, which stays on its page and needs none.
fn is_script(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text("sec-fetch-mode") == "cors" || text(header::ACCEPT.as_str()).starts_with("application/json")
}

/// The way back is the catalogue's, whatever the request says of where it came from.
fn thanks(bundle: &Bundle, lang: &Lang, article: &ArticleRef, helped: bool) -> Result<Response, Failure> {
    let view = ThanksView {
        shell: shell(bundle, lang),
        page: Page::named("thanks", "thanks-title").noindex(),
        article: Cited { title: article.title.clone(), url: article.url.clone() },
        ask_url: request_type(bundle, article).filter(|_| !helped).map(|id| {
            let revision =
                if article.revision.is_empty() { String::new() } else { format!("&rev={}", article.revision) };
            format!("/{lang}/ask/{id}/?article={}{revision}", article.id)
        }),
    };
    page(&bundle.theme, StatusCode::OK, lang, &view)
}
