//! Names of desks, calendars and request types that refer to nothing.

use crate::diagnostics::{Code, Diagnostic, suggest};
use crate::source::Source;
use crate::source::config::Located;
use crate::source::front_matter::Manner;

pub fn check(source: &Source) -> Vec<Diagnostic> {
    let config = &source.config;
    let mut found = Vec::new();
    for desk in config.desks.values() {
        let calendar = &desk.value.calendar;
        if !config.calendars.contains_key(calendar) {
            let names = config.calendars.keys().map(domain::ids::CalendarId::as_str);
            found.push(missing(desk, "calendar", "calendars", calendar.as_str(), names));
        }
        for member in &desk.value.members {
            if let Err(error) = domain::contact::Email::parse(&member.email) {
                let problem = Diagnostic::error(Code::PortalSetting, error.to_string());
                found.push(problem.at(&desk.file, desk.span_of(&member.email)));
            }
        }
        for rung in &desk.value.escalation {
            if desk.value.with_role(rung.to).next().is_none() {
                let role = rung.to.as_str();
                let message = format!("the escalation goes to a {role}, and the desk has none");
                let problem = Diagnostic::error(Code::UnknownReference, message).at(&desk.file, desk.span_of(role));
                found.push(problem.help(format!("add a member with `role = \"{role}\"`")));
            }
        }
    }
    for calendar in config.calendars.values() {
        if calendar.value.hours.is_never_open() {
            let problem =
                Diagnostic::error(Code::PortalSetting, "the calendar is never open, so nothing would ever fall due");
            found.push(problem.at(&calendar.file, 0..0).help("give at least one day its hours"));
        }
    }
    for request in config.request_types.values() {
        found.extend(desk_of(source, request, request.value.desk.as_str()));
    }
    for reply in config.replies.values() {
        if let Some(desk) = &reply.value.desk {
            found.extend(desk_of(source, reply, desk.as_str()));
        }
        let languages = &config.portal.value.languages;
        if !languages.contains(&reply.value.lang) {
            let message = format!("`{}` is not a language of the portal", reply.value.lang);
            let at = reply.span_of(reply.value.lang.as_str());
            found.push(Diagnostic::error(Code::UnknownReference, message).at(&reply.file, at));
        }
    }
    if source.manner == Manner::Strict {
        found.extend(requests_of_articles(source));
    }
    found
}

fn desk_of<T>(source: &Source, from: &Located<T>, desk: &str) -> Option<Diagnostic> {
    let mut names = source.config.desks.keys().map(domain::ids::DeskId::as_str);
    let known = names.clone();
    (!names.any(|name| name == desk)).then(|| missing(from, "desk", "desks", desk, known))
}

fn missing<'a, T>(
    from: &Located<T>,
    what: &str,
    folder: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("there is no {what} `{name}`");
    let problem = Diagnostic::error(Code::UnknownReference, message).at(&from.file, from.span_of(name));
    let near = suggest::nearest(name, known);
    let problem = problem.help(format!("a {what} is a file `{folder}/{name}.toml`"));
    problem.did_you_mean(near)
}

fn requests_of_articles(source: &Source) -> impl Iterator<Item = Diagnostic> {
    let types = &source.config.request_types;
    source.articles.iter().filter_map(move |article| {
        let request = article.front.request.as_ref().filter(|request| !types.contains_key(*request))?;
        let near = suggest::nearest(request.as_str(), types.keys().map(domain::ids::RequestTypeId::as_str));
        let message = format!("there is no request type `{request}`");
        let problem =
            Diagnostic::error(Code::UnknownReference, message).at(&article.file, article.front.span("request"));
        Some(problem.did_you_mean(near))
    })
}
