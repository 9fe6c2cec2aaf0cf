//! What a form carries in an upload's place until it is sent: the id, the size and the name, signed, for a day.

use domain::ids::FileId;
use domain::ticket::{FileRef, Upload};
use jiff::Timestamp;

use crate::keys::Keys;

const PURPOSE: &str = "upload";

/// What a form carries for an upload, until `ends_at`.
pub fn token(keys: &Keys, upload: &Upload, ends_at: Timestamp) -> String {
    let FileRef { id, bytes } = &upload.file;
    keys.seal(PURPOSE, &format!("{} {id} {bytes} {}", ends_at.as_second(), upload.name))
}

/// Why a form carries no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCarried {
    /// It was not made here.
    Altered,
    /// It was, and waited for longer than a day.
    Ended(Upload),
}

/// The upload that a form carries.
pub fn carried(keys: &Keys, token: &str, now: Timestamp) -> Result<Upload, NotCarried> {
    let (ends_at, upload) = keys.unseal(PURPOSE, token).and_then(read).ok_or(NotCarried::Altered)?;
    if now.as_second() < ends_at { Ok(upload) } else { Err(NotCarried::Ended(upload)) }
}

fn read(value: &str) -> Option<(i64, Upload)> {
    let mut parts = value.splitn(4, ' ');
    let (ends_at, id) = (parts.next()?.parse().ok()?, FileId::parse(parts.next()?).ok()?);
    let (bytes, name) = (parts.next()?.parse().ok()?, parts.next()?.to_owned());
    Some((ends_at, Upload { file: FileRef { id, bytes }, name }))
}
