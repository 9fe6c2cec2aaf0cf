//! Who is told by mail of what happens to a ticket: the `[notify]` table of `portal.toml` and of a desk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Catalog, Role};
use crate::ids::DeskId;

/// Something that people around a ticket may be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// It was sent.
    Received,
    /// The desk took it on.
    Accepted,
    /// The desk sent it back.
    Rejected,
    /// It was passed on to another desk, or to a role there.
    Referred,
    /// The desk asked something.
    Asked,
    /// The question has not been replied to for a while.
    Reminded,
    /// The desk answered.
    Answered,
    /// It is open again.
    Reopened,
    /// It is over.
    Closed,
    /// The requester took it back.
    Withdrawn,
    /// Files came with it.
    Attached,
    /// The requester wrote something.
    Replied,
    /// The requester completed it and sent it again.
    Resubmitted,
    /// The requester asked where the answer is.
    Chased,
    /// The promise falls due soon.
    Warned,
    /// The promise was not kept.
    Overdue,
}

impl News {
    /// Everything there is to tell.
    pub const ALL: [Self; 16] = [
        Self::Received,
        Self::Accepted,
        Self::Rejected,
        Self::Referred,
        Self::Asked,
        Self::Reminded,
        Self::Answered,
        Self::Reopened,
        Self::Closed,
        Self::Withdrawn,
        Self::Attached,
        Self::Replied,
        Self::Resubmitted,
        Self::Chased,
        Self::Warned,
        Self::Overdue,
    ];

    /// Its name in files and translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Referred => "referred",
            Self::Asked => "asked",
            Self::Reminded => "reminded",
            Self::Answered => "answered",
            Self::Reopened => "reopened",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Attached => "attached",
            Self::Replied => "replied",
            Self::Resubmitted => "resubmitted",
            Self::Chased => "chased",
            Self::Warned => "warned",
            Self::Overdue => "overdue",
        }
    }

    /// Whether it can be told to the requester: the rest is what they have just done, or the desk's own affair.
    pub fn is_for_requester(self) -> bool {
        !matches!(self, Self::Replied | Self::Resubmitted | Self::Chased | Self::Warned | Self::Overdue)
    }

    /// Whether it can be told to people who follow the ticket: what its status page shows, too.
    pub fn is_for_followers(self) -> bool {
        matches!(
            self,
            Self::Accepted
                | Self::Rejected
                | Self::Referred
                | Self::Answered
                | Self::Reopened
                | Self::Closed
                | Self::Withdrawn
        )
    }

    /// Who is told where neither the desk nor the portal says: the requester of every stage, and whoever works on it
    /// of what is theirs to do now. Rungs of the escalation ladder are told beside this.
    fn told_by_default(self) -> &'static [Recipient] {
        use Recipient::{Followers, Handler, Requester};
        match self {
            Self::Received | Self::Asked | Self::Reminded => &[Requester],
            Self::Accepted | Self::Rejected | Self::Referred | Self::Answered | Self::Closed => &[Requester, Followers],
            Self::Reopened | Self::Withdrawn => &[Requester, Handler, Followers],
            Self::Attached => &[Requester, Handler],
            Self::Replied | Self::Resubmitted | Self::Chased | Self::Warned | Self::Overdue => &[Handler],
        }
    }
}

/// Whom news are told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Whoever sent the ticket.
    Requester,
    /// Whoever the requester lets follow it.
    Followers,
    /// Whoever works on it; the desk's experts while nobody does.
    Handler,
    /// The desk's experts.
    Expert,
    /// The desk's leads.
    Lead,
    /// The desk's admins.
    Admin,
    /// The desk's directors.
    Director,
}

impl Recipient {
    /// The role at the ticket's desk, where it is one.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Requester | Self::Followers | Self::Handler => None,
            Self::Expert => Some(Role::Expert),
            Self::Lead => Some(Role::Lead),
            Self::Admin => Some(Role::Admin),
            Self::Director => Some(Role::Director),
        }
    }
}

/// Who is told of what, where it is not as usual: `answered = ["requester", "lead"]`. An empty list tells nobody.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<News, Vec<Recipient>>", into = "BTreeMap<News, Vec<Recipient>>")]
pub struct Notify(BTreeMap<News, Vec<Recipient>>);

/// News that no requester, or no follower, is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not told to requesters or followers: name the desk's people, such as \"handler\" or \"lead\"", .0.as_str())]
pub struct NotForRequesters(News);

impl TryFrom<BTreeMap<News, Vec<Recipient>>> for Notify {
    type Error = NotForRequesters;

    fn try_from(told: BTreeMap<News, Vec<Recipient>>) -> Result<Self, NotForRequesters> {
        let is_wrong = |(news, to): &(&News, &Vec<Recipient>)| {
            !news.is_for_requester() && to.contains(&Recipient::Requester)
                || !news.is_for_followers() && to.contains(&Recipient::Followers)
        };
        let wrong = told.iter().find(is_wrong);
        match wrong {
            Some((news, _)) => Err(NotForRequesters(*news)),
            None => Ok(Self(told)),
        }
    }
}

impl From<Notify> for BTreeMap<News, Vec<Recipient>> {
    fn from(notify: Notify) -> Self {
        notify.0
    }
}

impl Catalog {
    /// Who is told of something that happened to a ticket at a desk: as the desk says, else the portal, else as usual.
    pub fn told(&self, desk: &DeskId, news: News) -> &[Recipient] {
        let own = self.desks.get(desk).and_then(|desk| desk.notify.0.get(&news));
        own.or_else(|| self.portal.notify.0.get(&news)).map_or_else(|| news.told_by_default(), Vec::as_slice)
    }
}
