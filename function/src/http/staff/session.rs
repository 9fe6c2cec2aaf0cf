//! Who is signed in, and what they may do. Both are looked up afresh for every request.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::catalog::{Catalog, Role};
use domain::ids::DeskId;
use domain::lang::Lang;
use domain::ticket::{Actor, FormValues, Ticket};
use themes::view::shell::{DeskTab, Shell, Staff};

use super::super::cookies;
use super::super::failure::Failure;
use super::super::pages::{desk_name, shell};
use super::super::reader::Reader;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::keys::session_id;
use crate::sign_in::Door;

/// A signed-in member of at least one desk.
#[derive(Debug, Clone)]
pub(in crate::http) struct Member {
    /// As colleagues and requesters see it.
    pub(in crate::http) name: String,
    /// Their normalised address.
    pub(in crate::http) email: String,
    /// The language of their pages.
    pub(in crate::http) lang: Lang,
    /// Their desks, and what they are there.
    pub(in crate::http) desks: Vec<(DeskId, Role)>,
    /// The secret of their session, as their cookie has it.
    secret: String,
}

impl FromRequestParts<Desk> for Member {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Failure> {
        let bundle = desk.bundle();
        let catalog = &bundle.catalog;
        let secret = cookies::staff_of(&parts.headers, &catalog.portal).ok_or(Failure::SignIn)?;
        let session =
            desk.store().session(&session_id(Door::Desk, secret), desk.now()).await?.ok_or(Failure::SignIn)?;
        let mut member = find(catalog, &session.email).ok_or(Failure::SignIn)?;
        secret.clone_into(&mut member.secret);
        member.lang = Reader::of(&parts.uri, &parts.headers).lang_or(catalog, &member.lang);
        Ok(member)
    }
}

/// The member with this normalised address, at whichever desks list it.
pub(in crate::http) fn find(catalog: &Catalog, email: &str) -> Option<Member> {
    let listed: Vec<_> = catalog.desks.iter().filter_map(|(id, desk)| Some((id, desk.member(email)?))).collect();
    let (_, first) = listed.first()?;
    Some(Member {
        name: first.name.clone(),
        email: email.to_owned(),
        lang: first.lang.clone().unwrap_or_else(|| catalog.default_lang().clone()),
        desks: listed.iter().map(|(id, member)| ((*id).clone(), member.role)).collect(),
        secret: String::new(),
    })
}

impl Member {
    /// What they are at a desk; `None` when it is not theirs.
    pub(in crate::http) fn role_at(&self, desk: &DeskId) -> Option<Role> {
        self.desks.iter().find(|(id, _)| id == desk).map(|(_, role)| *role)
    }

    /// In which role they act on a ticket. A ticket of a foreign desk is not there for them.
    pub(in crate::http) fn acting_on(&self, ticket: &Ticket) -> Result<Actor, Failure> {
        let role = self.role_at(&ticket.desk).ok_or(Failure::NotFound)?;
        Ok(Actor::Staff { desk: ticket.desk.clone(), role })
    }

    /// Refuses a form that another session, or another site, made.
    pub(in crate::http) fn check(&self, desk: &Desk, values: &FormValues) -> Result<(), Failure> {
        let own = desk.keys().is_csrf(values.get("csrf"), &self.secret);
        if own { Ok(()) } else { Err(Failure::Forbidden) }
    }

    /// The frame of their pages, with the desk that is shown marked.
    pub(in crate::http) fn shell(&self, desk: &Desk, bundle: &Bundle, shown: &DeskId) -> Shell {
        let tab = |(id, _): &(DeskId, Role)| DeskTab {
            name: desk_name(&bundle.catalog, id, &self.lang),
            url: format!("/desk/q/{id}"),
            open: None,
            current: id == shown,
        };
        let mut shell = shell(bundle, &self.lang);
        shell.staff = Some(Staff {
            name: self.name.clone(),
            role: self.role_at(shown).unwrap_or(Role::Expert).as_str(),
            desks: self.desks.iter().map(tab).collect(),
            enters: self.desks.iter().any(|(_, role)| *role != Role::Director),
            csrf: desk.keys().csrf(&self.secret),
        });
        shell
    }

    /// The id their session is kept under.
    pub(in crate::http) fn session(&self) -> crate::store::SessionId {
        session_id(Door::Desk, &self.secret)
    }
}
