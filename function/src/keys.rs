//! Everything that is made with the server's secret: links, cookies, tokens, and digests of personal data.

use domain::code::TicketCode;
use domain::contact::Email;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::sign_in::Door;
use crate::store::SessionId;

/// The server's secret. Whoever has it can open every ticket: it is never logged and never leaves the server.
#[derive(Clone)]
pub struct Keys {
    secret: Vec<u8>,
}

/// Shorter secrets can be guessed.
pub const SHORTEST_SECRET: usize = 32;

/// The secret is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server's secret has fewer than {SHORTEST_SECRET} bytes")]
pub struct SecretTooShort;

/// How somebody came by an owner's link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFrom {
    /// By mail: opening it proves that the address is theirs.
    Mail,
    /// From the receipt page of the browser that sent the ticket.
    Receipt,
}

impl LinkFrom {
    fn purpose(self) -> &'static str {
        match self {
            Self::Mail => "link from mail",
            Self::Receipt => "link from receipt",
        }
    }
}

impl Keys {
    /// Takes a secret of at least [`SHORTEST_SECRET`] bytes.
    pub fn new(secret: Vec<u8>) -> Result<Self, SecretTooShort> {
        if secret.len() < SHORTEST_SECRET { Err(SecretTooShort) } else { Ok(Self { secret }) }
    }

    /// A link's secret part.
    pub fn link(&self, from: LinkFrom, code: TicketCode, rotation: u32) -> String {
        self.sign(from.purpose(), &format!("{code}#{rotation}"))
    }

    /// Where a link with this secret part came from; `None` when it was not made here or has been rotated away.
    pub fn opens(&self, key: &str, code: TicketCode, rotation: u32) -> Option<LinkFrom> {
        [LinkFrom::Mail, LinkFrom::Receipt].into_iter().find(|from| same(&self.link(*from, code, rotation), key))
    }

    /// The value of the cookie that shows a ticket to its owner.
    pub fn owner_cookie(&self, code: TicketCode, rotation: u32) -> String {
        self.sign("owner cookie", &format!("{code}#{rotation}"))
    }

    /// Whether this is the owner's cookie.
    pub fn is_owner(&self, cookie: &str, code: TicketCode, rotation: u32) -> bool {
        same(&self.owner_cookie(code, rotation), cookie)
    }

    /// The token that shows a ticket to its owner's programs: `Authorization: Bearer`.
    pub fn owner_token(&self, code: TicketCode, rotation: u32) -> String {
        self.sign("owner token", &format!("{code}#{rotation}"))
    }

    /// Whether this is the owner's token.
    pub fn is_owner_token(&self, token: &str, code: TicketCode, rotation: u32) -> bool {
        same(&self.owner_token(code, rotation), token)
    }

    /// The token that the forms of a session carry, against requests from other sites.
    pub fn csrf(&self, session: &str) -> String {
        self.sign("csrf", session)
    }

    /// Whether a form carries its session's token.
    pub fn is_csrf(&self, token: &str, session: &str) -> bool {
        same(&self.csrf(session), token)
    }

    /// Signs a value that leaves the server and comes back: `value.signature`.
    pub fn seal(&self, purpose: &str, value: &str) -> String {
        format!("{value}.{}", self.sign(purpose, value))
    }

    /// The value that [`Keys::seal`] signed; `None` when it was changed on its way.
    pub fn unseal<'a>(&self, purpose: &str, sealed: &'a str) -> Option<&'a str> {
        let (value, signature) = sealed.rsplit_once('.')?;
        same(&self.sign(purpose, value), signature).then_some(value)
    }

    /// A name for personal data (an address in a limit's bucket) that does not tell it.
    pub fn pseudonym(&self, personal: &str) -> String {
        self.sign("pseudonym", personal)
    }

    /// The secret of the link by which somebody stops following a ticket. The address itself is not in it.
    pub fn stop(&self, code: TicketCode, follower: &Email) -> String {
        self.sign("stop following", &format!("{code}#{follower}"))
    }

    /// Whose link this is, of those who follow a ticket.
    pub fn stops<'e>(&self, key: &str, code: TicketCode, followers: &'e [Email]) -> Option<&'e Email> {
        followers.iter().find(|follower| same(&self.stop(code, follower), key))
    }

    /// The name under which the tickets of one address are found.
    pub fn contact(&self, email: &Email) -> String {
        self.sign("contact", email.as_str())
    }

    /// The digest under which a one-time code is kept: it is good for what it was made for, and for nothing else.
    pub fn one_time_code(&self, purpose: &str, id: &str, code: &str) -> [u8; 32] {
        self.mac("one-time code", &format!("{purpose}#{id}#{code}"))
    }

    fn sign(&self, purpose: &str, value: &str) -> String {
        hex(&self.mac(purpose, value)[..16])
    }

    fn mac(&self, purpose: &str, value: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

fn same(expected: &str, given: &str) -> bool {
    expected.as_bytes().ct_eq(given.as_bytes()).into()
}

/// The digest of everything that was sent with a form.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Tells one page from another: the half of its digest, in hexadecimal.
pub fn digest_text(bytes: &[u8]) -> String {
    hex(&digest(bytes)[..16])
}

/// The id under which a session with this secret is kept: it opens the door it was made for, and no other.
pub fn session_id(door: Door, secret: &str) -> SessionId {
    SessionId(digest(format!("{}#{secret}", door.as_str()).as_bytes()))
}

/// Bytes as they are written in names.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
        text
    })
}

/// Random numbers and names, from the operating system.
pub mod random {
    use domain::code::TicketCode;

    use super::hex;

    /// The operating system has no randomness to give.
    pub type Failure = getrandom::Error;

    /// A new ticket code.
    pub fn ticket_code() -> Result<TicketCode, Failure> {
        getrandom::u64().map(TicketCode::from_random)
    }

    /// 128 random bits as 32 hexadecimal digits: an id nobody guesses.
    pub fn id() -> Result<String, Failure> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(hex(&bytes))
    }

    /// 256 random bits as 64 hexadecimal digits.
    pub fn secret() -> Result<String, Failure> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(hex(&bytes))
    }

    /// Eight decimal digits.
    pub fn one_time_code() -> Result<String, Failure> {
        // The bias of the remainder is below 10⁻¹¹.
        getrandom::u64().map(|number| format!("{:08}", number % 100_000_000))
    }
}
