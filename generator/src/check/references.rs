//! Names of desks, calendars and request types that refer to nothing.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Said, quoted, suggest};
use crate::say;
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
            let (problem, help) = (
                say!("no-such-calendar", name = calendar.as_str()),
                say!("no-such-calendar-help", name = calendar.as_str()),
            );
            found.push(missing(desk, calendar.as_str(), problem, help, names));
        }
        for member in &desk.value.members {
            if domain::contact::Email::parse(&member.email).is_err() {
                let problem = Diagnostic::error(Code::PortalSetting, say!("not-an-email", email = &member.email));
                let problem = problem.at(&desk.file, desk.span_of(&member.email));
                found.push(problem.help(say!("not-an-email-help")));
            }
        }
        for rung in &desk.value.escalation {
            if desk.value.with_role(rung.to).next().is_none() {
                let role = rung.to.as_str();
                let message = say!("nobody-to-tell", role = role);
                let problem = Diagnostic::error(Code::UnknownReference, message).at(&desk.file, desk.span_of(role));
                found.push(problem.help(say!("nobody-to-tell-help", role = role)));
            }
        }
    }
    for calendar in config.calendars.values() {
        if calendar.value.hours.is_never_open() {
            let problem = Diagnostic::error(Code::PortalSetting, say!("never-open"));
            found.push(problem.at(&calendar.file, 0..0).help(say!("never-open-help")));
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
            let message = say!("not-a-language", lang = reply.value.lang.as_str());
            let at = reply.span_of(reply.value.lang.as_str());
            let tags = quoted(languages.iter().map(domain::lang::Lang::as_str));
            let problem = Diagnostic::error(Code::UnknownReference, message).at(&reply.file, at);
            found.push(problem.help(say!("not-a-language-help", languages = tags)));
        }
    }
    found.extend(procedures_of_requests(source));
    if source.manner == Manner::Strict {
        found.extend(requests_of_articles(source));
    }
    found
}

fn desk_of<T>(source: &Source, from: &Located<T>, desk: &str) -> Option<Diagnostic> {
    let mut names = source.config.desks.keys().map(domain::ids::DeskId::as_str);
    let known = names.clone();
    let (problem, help) = (say!("no-such-desk", name = desk), say!("no-such-desk-help", name = desk));
    (!names.any(|name| name == desk)).then(|| missing(from, desk, problem, help, known))
}

fn missing<'a, T>(
    from: &Located<T>,
    name: &str,
    message: Said,
    help: Said,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let problem = Diagnostic::error(Code::UnknownReference, message).at(&from.file, from.span_of(name));
    let near = suggest::nearest(name, known);
    problem.help(help).did_you_mean(near)
}

fn procedures_of_requests(source: &Source) -> impl Iterator<Item = Diagnostic> {
    let ids: BTreeSet<&str> =
        source.articles.iter().filter_map(|article| Some(article.front.id.as_ref()?.as_str())).collect();
    source.config.request_types.values().filter_map(move |request| {
        let id = request.value.procedure.as_ref()?.as_str();
        let known = ids.iter().copied();
        let (problem, help) = (say!("no-such-procedure", id = id), say!("no-such-procedure-help", id = id));
        (!ids.contains(id)).then(|| missing(request, id, problem, help, known))
    })
}

fn requests_of_articles(source: &Source) -> impl Iterator<Item = Diagnostic> {
    let types = &source.config.request_types;
    source.articles.iter().filter_map(move |article| {
        let request = article.front.request.as_ref().filter(|request| !types.contains_key(*request))?;
        let near = suggest::nearest(request.as_str(), types.keys().map(domain::ids::RequestTypeId::as_str));
        let problem = Diagnostic::error(Code::UnknownReference, say!("no-such-request", name = request.as_str()))
            .at(&article.file, article.front.span("request"));
        Some(problem.help(say!("no-such-request-help", name = request.as_str())).did_you_mean(near))
    })
}
