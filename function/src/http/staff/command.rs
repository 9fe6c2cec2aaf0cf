//! Reading what a member's form asks for.

use domain::catalog::{Catalog, Member as Listed, Priority, Role};
use domain::code::TicketCode;
use domain::ids::{ArticleId, DeskId, FieldId, RequestTypeId};
use domain::ticket::{Action, Command, FormValues, read_text};
use themes::view::form::FieldError;

use super::super::forms::text_error;
use super::session::Member;

/// What a form asks for; or what is wrong with one of its fields. The signature goes under what the requester is
/// answered or asked.
pub(super) fn command(
    action: Action,
    member: &Member,
    values: &FormValues,
    catalog: &Catalog,
    at: &DeskId,
    signature: &str,
) -> Result<Command, FieldError> {
    let member = member.name.clone();
    let text = || read_text(values.get("text")).map_err(text_error);
    let signed = || match text()? {
        text if signature.is_empty() => Ok(text),
        text => read_text(&format!("{text}\n\n{signature}")).map_err(text_error),
    };
    let word = || if values.get("text").trim().is_empty() { Ok(String::new()) } else { text() };
    Ok(match action {
        Action::Accept => Command::Accept { member },
        Action::Answer => {
            let cited = ArticleId::parse(values.get("article")).ok();
            let articles = cited.filter(|id| catalog.articles.iter().any(|article| article.id == *id));
            Command::Answer { member, text: signed()?, articles: articles.into_iter().collect() }
        }
        Action::Reject => Command::Reject { member, reason: text()? },
        Action::Refer => {
            let to = named_desk(values).filter(|to| catalog.desks.contains_key(to)).ok_or_else(no_such_desk)?;
            let role = optional(values, "role", |role| NAMED_ROLES.into_iter().find(|named| named.as_str() == role))?;
            Command::Refer { member, to, role, text: word()? }
        }
        Action::HandUp => {
            let to = named_desk(values).filter(|to| tiers(catalog, at).any(|tier| tier == to));
            Command::HandUp { member, to: to.ok_or_else(no_such_desk)?, text: word()? }
        }
        Action::Classify => Command::Classify {
            member,
            priority: optional(values, "priority", Priority::parse)?,
            audience: optional(values, "audience", |id| FieldId::parse(id).ok())?,
            nature: optional(values, "nature", |id| FieldId::parse(id).ok())?,
        },
        Action::Reclassify => {
            let chosen = RequestTypeId::parse(values.get("request_type")).ok();
            let chosen = chosen.filter(|id| catalog.request_types.get(id).is_some_and(|listed| listed.desk == *at));
            let request_type = chosen.ok_or_else(|| FieldError::new("request_type", "problem-not-offered"))?;
            // The requester's priority stays where the other type offers it.
            Command::Reclassify { member, request_type, priority: None }
        }
        Action::Note => Command::Note { member, text: text()? },
        Action::Assign if values.get("to") == NOBODY => Command::Assign { to: String::new() },
        Action::Assign => {
            let chosen = workers(catalog, at).find(|worker| worker.email == values.get("to"));
            let chosen = chosen.ok_or_else(|| FieldError::new("to", "problem-not-offered"))?;
            Command::Assign { to: chosen.name.clone() }
        }
        Action::Ask => Command::Ask { member, text: signed()? },
        Action::Resume => Command::Resume { member },
        Action::Register => Command::Register { member, number: values.get("number").to_owned() },
        Action::Merge => {
            let into = TicketCode::parse(values.get("code")).map_err(|_| no_such_ticket())?;
            Command::Merge { member, into }
        }
        Action::Erase => Command::Erase,
        Action::SignOff => Command::SignOff { member },
        Action::Reopen => Command::Reopen { member: Some(member), text: text()? },
        // The desk's only other deed.
        _ => Command::Close { member },
    })
}

/// Roles that a ticket can be referred to by name. Experts are meant when nobody is named; directors only read.
pub(super) const NAMED_ROLES: [Role; 2] = [Role::Lead, Role::Admin];

/// In place of a member's address: a ticket is nobody's again.
pub(super) const NOBODY: &str = "nobody";

/// No such ticket, or one at a desk that the member does not belong to: both read alike.
pub(super) fn no_such_ticket() -> FieldError {
    FieldError::new("code", "problem-no-such-ticket")
}

fn no_such_desk() -> FieldError {
    FieldError::new("to", "refusal-no-such-desk")
}

fn named_desk(values: &FormValues) -> Option<DeskId> {
    DeskId::parse(values.get("to")).ok()
}

fn optional<T>(
    values: &FormValues,
    field: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, FieldError> {
    match values.get(field) {
        "" => Ok(None),
        typed => parse(typed).map(Some).ok_or_else(|| FieldError::new(field, "problem-not-offered")),
    }
}

/// The desks that a desk's escalation ladder names: its next tiers.
pub(super) fn tiers<'c>(catalog: &'c Catalog, desk: &DeskId) -> impl Iterator<Item = &'c DeskId> + use<'c> {
    let desk = desk.clone();
    let rungs = catalog.desks.get(&desk).into_iter().flat_map(|listed| &listed.escalation);
    rungs.filter_map(|rung| rung.desk.as_ref()).filter(move |tier| **tier != desk)
}

/// Whoever works at a desk. Directors only read.
pub(super) fn workers<'c>(catalog: &'c Catalog, desk: &DeskId) -> impl Iterator<Item = &'c Listed> + use<'c> {
    let members = catalog.desks.get(desk).into_iter().flat_map(|desk| &desk.members);
    members.filter(|member| member.role != Role::Director)
}
