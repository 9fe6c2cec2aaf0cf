//! What SES tells of letters that came back, by SNS.
//! <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>

use domain::contact::Email;
use serde::Deserialize;

use crate::desk::Desk;
use crate::returned;
use crate::store::StoreError;

/// What SNS hands over in one go.
#[derive(Debug, Deserialize)]
pub struct Notices {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Record {
    #[serde(rename = "Sns")]
    sns: Notice,
}

#[derive(Debug, Deserialize)]
struct Notice {
    #[serde(rename = "Message")]
    message: String,
}

/// What happened to a letter. SES also tells of letters that arrived or were opened, if it is asked to; that is nobody's
/// concern.
#[derive(Deserialize)]
struct Told {
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    /// `Permanent`; `Transient` (a full mailbox, a server that is away); `Undetermined`.
    bounce_type: String,
    bounced_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complained_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
}

/// Remembers the addresses from which letters come back for good, and those whose owners call them spam. No ticket is
/// touched by it: whoever can forge a bounce moves nothing.
pub async fn heed(desk: &Desk, notices: Notices) -> Result<(), StoreError> {
    for Record { sns } in notices.records {
        let Ok(told) = serde_json::from_str::<Told>(&sns.message) else {
            tracing::error!("a notice of SES cannot be read");
            continue;
        };
        for (why, recipient) in recipients(told) {
            let Ok(email) = Email::parse(&recipient.email_address) else { continue };
            returned::remember(desk, &email).await?;
            tracing::warn!(why, "a letter came back: its recipient gets none for a week at least");
        }
    }
    Ok(())
}

fn recipients(told: Told) -> impl Iterator<Item = (&'static str, Recipient)> {
    let bounced = told.bounce.filter(|bounce| bounce.bounce_type == "Permanent");
    let bounced = bounced.into_iter().flat_map(|bounce| bounce.bounced_recipients).map(|who| ("bounce", who));
    let complained = told.complaint.into_iter().flat_map(|complaint| complaint.complained_recipients);
    bounced.chain(complained.map(|who| ("complaint", who)))
}
