//! What the forms on a ticket's page offer to choose from.

use domain::catalog::{Catalog, Choice, Reply, RequestType, Role};
use domain::ids::FieldId;
use domain::lang::Lang;
use domain::ticket::{FormValues, Ticket};
use themes::view::desk::{ArticleChoice, CannedReply, Offers};
use themes::view::inputs::InputOption;

use super::super::pages::desk_name;
use super::command::{NAMED_ROLES, tiers, workers};
use crate::bundle::Bundle;

/// Desks, members, and the request type's choices. What was typed is chosen, else what the ticket has.
pub(super) fn offers(catalog: &Catalog, ticket: &Ticket, lang: &Lang, typed: Option<&FormValues>) -> Offers {
    let definition = catalog.request_types.get(&ticket.request_type);
    let chosen = |field: &str, own: &str| typed.map_or(own, |typed| typed.get(field)).to_owned();
    let to = chosen("to", "");
    let option = |value: &str, label: String, chosen: &str| InputOption {
        value: value.to_owned(),
        label,
        label_key: String::new(),
        selected: value == chosen,
    };
    let own = |id: &Option<FieldId>| id.as_ref().map(FieldId::to_string).unwrap_or_default();
    let choices = |field: &str, own: &str, of: fn(&RequestType) -> &Vec<Choice>| {
        let chosen = chosen(field, own);
        let choices = definition.map(of).into_iter().flatten();
        let one =
            |choice: &Choice| option(choice.value.as_str(), catalog.text(&choice.label, lang).to_owned(), &chosen);
        choices.map(one).collect()
    };
    let priority = chosen("priority", ticket.priority.map_or("", |priority| priority.as_str()));
    let priorities = definition.into_iter().flat_map(|definition| &definition.priorities).map(|offered| InputOption {
        label_key: format!("priority-{}", offered.as_str()),
        ..option(offered.as_str(), String::new(), &priority)
    });
    // Its own desk as well: for a role there.
    let (its_own, others): (Vec<_>, Vec<_>) = catalog.desks.keys().partition(|id| **id == ticket.desk);
    let desks = others.into_iter().chain(its_own);
    let role = chosen("role", "");
    let roles = NAMED_ROLES
        .map(Role::as_str)
        .map(|name| InputOption { label_key: format!("refer-role-{name}"), ..option(name, String::new(), &role) });
    let mut up: Vec<_> = tiers(catalog, &ticket.desk).collect();
    up.dedup();
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
        members: workers(catalog, &ticket.desk).map(|member| option(&member.email, member.name.clone(), &to)).collect(),
        priorities: priorities.collect(),
        audiences: choices("audience", &own(&ticket.audience), |definition| &definition.audience),
        natures: choices("nature", &own(&ticket.nature), |definition| &definition.natures),
    }
}

/// Canned replies of the ticket's desk, in the requester's language.
pub(super) fn replies(bundle: &Bundle, ticket: &Ticket) -> Vec<CannedReply> {
    let fits =
        |reply: &&Reply| reply.lang == ticket.lang && reply.desk.as_ref().is_none_or(|desk| *desk == ticket.desk);
    let replies = bundle.catalog.replies.iter().filter(|(_, reply)| fits(reply));
    replies
        .map(|(id, reply)| CannedReply { id: id.to_string(), title: reply.title.clone(), body: reply.body.clone() })
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
