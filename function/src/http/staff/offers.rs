//! What the forms on a ticket's page offer to choose from.

use domain::catalog::{Choice, Member as Listed, Reply, RequestType, Role, Variable};
use domain::ids::FieldId;
use domain::lang::Lang;
use domain::ticket::{FormValues, Ticket};
use jiff::Timestamp;
use jiff::civil::Date;
use themes::dates;
use themes::view::desk::{ArticleChoice, CannedReply, Offers};
use themes::view::inputs::InputOption;

use super::super::pages::{Told, desk_name};
use super::command::{NAMED_ROLES, tiers, workers};
use crate::bundle::Bundle;

/// Desks, members, and the request type's choices. What was typed is chosen, else what the ticket has.
pub(super) fn offers(
    bundle: &Bundle,
    ticket: &Ticket,
    lang: &Lang,
    typed: Option<&FormValues>,
    away: &[(String, Date)],
) -> Offers {
    let catalog = &bundle.catalog;
    let definition = catalog.request_types.get(&ticket.request_type);
    let chosen = |field: &str, own: &str| typed.map_or(own, |typed| typed.get(field)).to_owned();
    let to = chosen("to", "");
    let option = |value: &str, label: String, chosen: &str| InputOption::labelled(value, label).chosen_if(chosen);
    let own = |id: &Option<FieldId>| id.as_ref().map(FieldId::to_string).unwrap_or_default();
    let choices = |field: &str, own: &str, of: fn(&RequestType) -> &Vec<Choice>| {
        let chosen = chosen(field, own);
        let choices = definition.map(of).into_iter().flatten();
        let one =
            |choice: &Choice| option(choice.value.as_str(), catalog.text(&choice.label, lang).to_owned(), &chosen);
        choices.map(one).collect()
    };
    let priority = chosen("priority", ticket.priority.map_or("", |priority| priority.as_str()));
    let priorities = definition.into_iter().flat_map(|definition| &definition.priorities).map(|offered| {
        InputOption::keyed(offered.as_str(), format!("priority-{}", offered.as_str())).chosen_if(&priority)
    });
    // Its own desk as well: for a role there.
    let (its_own, others): (Vec<_>, Vec<_>) = catalog.desks.keys().partition(|id| **id == ticket.desk);
    let desks = others.into_iter().chain(its_own);
    let role = chosen("role", "");
    let roles = NAMED_ROLES
        .map(Role::as_str)
        .map(|name| InputOption::keyed(name, format!("refer-role-{name}")).chosen_if(&role));
    let mut up: Vec<_> = tiers(catalog, &ticket.desk).collect();
    up.dedup();
    let called = |member: &Listed| match away_words(bundle, lang, away, &member.name) {
        Some(words) => format!("{} – {words}", member.name),
        None => member.name.clone(),
    };
    let request_type = chosen("request_type", "");
    let others = catalog.request_types.iter();
    let others = others.filter(|(id, listed)| listed.desk == ticket.desk && **id != ticket.request_type);
    let others =
        others.map(|(id, listed)| option(id.as_str(), catalog.text(&listed.label, lang).to_owned(), &request_type));
    Offers {
        desks: desks.map(|id| option(id.as_str(), desk_name(catalog, id, lang), &to)).collect(),
        roles: roles.to_vec(),
        tiers: up.into_iter().map(|id| option(id.as_str(), desk_name(catalog, id, lang), &to)).collect(),
        types: others.collect(),
        members: workers(catalog, &ticket.desk).map(|member| option(&member.email, called(member), &to)).collect(),
        priorities: priorities.collect(),
        audiences: choices("audience", &own(&ticket.audience), |definition| &definition.audience),
        natures: choices("nature", &own(&ticket.nature), |definition| &definition.natures),
    }
}

/// "away until 4 December", of a member who is.
pub(super) fn away_words(bundle: &Bundle, lang: &Lang, away: &[(String, Date)], member: &str) -> Option<String> {
    let (_, last) = away.iter().find(|(name, _)| name == member)?;
    Some(bundle.theme.text(lang, "away-until", &[("when", &dates::day(*last, lang))]))
}

/// Canned replies of the ticket's desk, in the requester's language, with what they leave open filled in.
pub(super) fn replies(bundle: &Bundle, ticket: &Ticket, member: &str, now: Timestamp) -> Vec<CannedReply> {
    let catalog = &bundle.catalog;
    let told = Told { catalog, lang: &ticket.lang, now, ticket };
    let value = |variable| match variable {
        Variable::Requester => ticket.summary.as_ref().map(|summary| summary.name.clone()).unwrap_or_default(),
        Variable::Code => ticket.code.to_string(),
        Variable::Member => member.to_owned(),
        Variable::Desk => told.desk_name(),
        Variable::StatusUrl => format!("{}/t/{}?lang={}", catalog.portal.base_url, ticket.code, ticket.lang),
        Variable::Due => match told.promise() {
            Some(due) => due.exact,
            None => bundle.theme.text(&ticket.lang, "due-none", &[]),
        },
    };
    let fits =
        |reply: &&Reply| reply.lang == ticket.lang && reply.desk.as_ref().is_none_or(|desk| *desk == ticket.desk);
    let replies = bundle.catalog.replies.iter().filter(|(_, reply)| fits(reply));
    replies
        .map(|(id, reply)| CannedReply { id: id.to_string(), title: reply.title.clone(), body: reply.filled(value) })
        .collect()
}

/// Articles in the requester's language, the chosen one marked.
pub(super) fn articles(bundle: &Bundle, ticket: &Ticket, chosen: &str) -> Vec<ArticleChoice> {
    let articles = bundle.catalog.articles.iter().filter(|article| article.lang == ticket.lang);
    articles
        .map(|article| ArticleChoice {
            id: article.id.to_string(),
            title: article.title.clone(),
            url: article.url.clone(),
            selected: article.id.as_str() == chosen,
        })
        .collect()
}
