//! Sending a ticket.

use std::net::IpAddr;

use domain::catalog::{Catalog, Role, VerifyContact};
use domain::code::TicketCode;
use domain::contact::Email;
use domain::ids::{DeskId, RequestTypeId};
use domain::lang::Lang;
use domain::ticket::{Actor, Channel, Command, FieldProblem, FormValues, ReadForm, Refusal, decide_all, validate};

use super::{NotKept, keep};
use crate::desk::Desk;
use crate::keys::{digest, random};
use crate::limits::{self, Limited};
use crate::store::{Created, StoreError, SubmissionId, Submitted};

/// A form as it was sent.
#[derive(Debug, Clone)]
pub struct Sent<'a> {
    /// Which sending this is.
    pub id: SubmissionId,
    /// What is asked for.
    pub request_type: RequestTypeId,
    /// The language the form was in.
    pub lang: Lang,
    /// Everything that was typed.
    pub values: &'a FormValues,
    /// Who sends it.
    pub by: SentBy,
}

/// Who sends a form.
#[derive(Debug, Clone)]
pub enum SentBy {
    /// Whoever asks.
    Requester {
        /// Where it came from.
        client: IpAddr,
        /// Whether they have just shown that the address is theirs.
        proved: bool,
    },
    /// A member of the type's desk, for somebody who called or came.
    Member {
        /// Their name.
        name: String,
        /// What they are at the desk.
        role: Role,
        /// How it came in.
        channel: Channel,
    },
}

/// Why no ticket was made.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// There is no such request type.
    #[error("there is no such request type")]
    RequestType,
    /// Some fields have to be mended.
    #[error("some fields have to be mended")]
    Fields(Vec<FieldProblem>),
    /// A request of this type is taken only once its sender has shown that the address is theirs.
    #[error("the address has to be proved first")]
    Unproved(Email),
    /// Something else was sent under this id: the review page has to be shown again.
    #[error("something else was sent under this id")]
    Differs,
    /// Too many for now.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// A file that was uploaded cannot be had.
    #[error(transparent)]
    NotKept(#[from] NotKept),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The operating system has no randomness to give.
    #[error("no random numbers")]
    Random(#[from] random::Failure),
}

/// Makes a ticket of a form; or finds the one that the same sending made before.
///
/// Limits are for the public, and so is the proof of an address: whoever works at the desk has spoken with the requester.
pub async fn submit(desk: &Desk, catalog: &Catalog, sent: &Sent<'_>) -> Result<TicketCode, SubmitError> {
    let (definition, _, _) = catalog.request_type(&sent.request_type).ok_or(SubmitError::RequestType)?;
    let ReadForm { priority, audience, came_from, mut submission, files, deadline, flags, .. } =
        validate(definition, catalog, &sent.lang, sent.values, desk.now()).map_err(SubmitError::Fields)?;
    let (actor, channel, is_proved) = match &sent.by {
        SentBy::Requester { client, proved } => {
            if desk.store().submission(&sent.id).await?.is_none() {
                if definition.verify_contact == VerifyContact::BeforeSubmit && !proved {
                    return Err(SubmitError::Unproved(submission.email));
                }
                within_limits(desk, catalog, *client, &submission.email, &definition.desk).await?;
            }
            (Actor::Requester, Channel::Web, *proved)
        }
        SentBy::Member { name, role, channel } => {
            submission.taken_by = Some(name.clone());
            (Actor::Staff { desk: definition.desk.clone(), role: *role }, *channel, false)
        }
    };
    // An article that is not published is forgotten: the link they came by may be old.
    let came_from = came_from.filter(|read| catalog.articles.iter().any(|article| article.id == read.article));
    let contact = Some(desk.keys().contact(&submission.email));
    let command = Command::Submit {
        request_type: sent.request_type.clone(),
        channel,
        lang: sent.lang.clone(),
        priority,
        audience,
        came_from,
        deadline,
        flags,
        submission: Box::new(submission),
    };
    let attach = (!files.is_empty()).then_some(Command::Attach { files });
    let prove = is_proved.then_some(Command::ProveContact);
    let commands: Vec<Command> = [command].into_iter().chain(prove).chain(attach).collect();
    let now = desk.now();
    let decided = |code| {
        decide_all(code, None, &commands, &actor, catalog, now).map_err(|refusal| match refusal {
            Refusal::RequestType => SubmitError::RequestType,
            other => SubmitError::Store(StoreError::failed(other)),
        })
    };
    let body = digest(&body(sent.values));
    loop {
        let code = random::ticket_code()?;
        let (mut head, events) = decided(code)?;
        head.contact.clone_from(&contact);
        keep(desk, &commands).await?;
        let submitted = Submitted { id: &sent.id, body: &body, head: &head, events: &events };
        match desk.store().create(&submitted).await {
            Ok(Created::Now) => {
                desk.appended().notify_one();
                return Ok(code);
            }
            Ok(Created::Before(code)) => return Ok(code),
            Ok(Created::Differs) => return Err(SubmitError::Differs),
            // 2⁵⁵ codes: drawing a used one twice running does not happen to anyone.
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Every field with its name and its length, so that no two forms read the same.
fn body(values: &FormValues) -> Vec<u8> {
    values.typed.iter().flat_map(|(name, value)| format!("{name}={}:{value};", value.len()).into_bytes()).collect()
}

async fn within_limits(
    desk: &Desk,
    catalog: &Catalog,
    client: IpAddr,
    email: &Email,
    to: &DeskId,
) -> Result<(), SubmitError> {
    let limits = catalog.portal.limits;
    limits::hour(desk, "tickets-client", &limits::network(client), limits.tickets_per_client).await?;
    limits::hour(desk, "tickets-contact", &email.bucket(), limits.tickets_per_contact).await?;
    limits::hour(desk, "tickets-desk", to.as_str(), limits.tickets_per_desk).await?;
    Ok(())
}
