//! What text messages say: what a status page shows, and codes.

use domain::catalog::News;
use domain::contact::Phone;
use domain::lang::Lang;
use domain::ticket::{Event, Ticket};

use super::TextMessage;
use crate::mail::letters::Writer;

/// Two parts of a text that is not in the GSM alphabet, in UTF-16 units (3GPP TS 23.038: 67 each, once there are several).
const TWO_PARTS: usize = 134;

impl Writer<'_> {
    /// Tells the requester what has happened to the ticket. Whoever else reads it learns no more than by the ticket's code.
    pub fn text(&self, ticket: &Ticket, to: &Phone, event: &Event, news: News) -> TextMessage {
        let (lang, code) = (&ticket.lang, ticket.code.to_string());
        let what = match news {
            News::Received => "mail-receipt-subject".to_owned(),
            // Whoever takes a ticket back closes it.
            News::Withdrawn => "news-closed-subject".to_owned(),
            news => format!("news-{}-subject", news.as_str()),
        };
        let what = self.bundle.theme.text(lang, &what, &[("code", &code)]);
        let url = self.url(&format!("/t/{code}"));
        let portal = self.portal(lang);
        let whole = self.bundle.theme.text(lang, "sms-news", &[("portal", &portal), ("what", &what), ("url", &url)]);
        // Without the name, the address tells whose it is.
        let body = if whole.encode_utf16().count() <= TWO_PARTS { whole } else { format!("{what}. {url}") };
        let id = format!("{code}-{}-{}-sms", event.seq, news.as_str());
        TextMessage { id, to: to.clone(), lang: lang.clone(), body }
    }

    /// Brings somebody the code that shows that a number is theirs.
    pub fn text_proof(&self, id: &str, code: &str, to: &Phone, lang: &Lang) -> TextMessage {
        let portal = self.portal(lang);
        let words = self.bundle.theme.text(lang, "sms-code", &[("portal", &portal)]);
        // First, and in the digits that telephones recognise and offer to fill in.
        let body = format!("{code} – {words}");
        TextMessage { id: format!("proof-{id}"), to: to.clone(), lang: lang.clone(), body }
    }
}
