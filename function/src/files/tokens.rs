//! What a form carries in an upload's place until it is sent, for a day; and what a script shows once it has sent one past the
//! desk: the id, the size and the name, signed.

use domain::ids::FileId;
use domain::ticket::{FileRef, Upload};
use jiff::Timestamp;

use crate::keys::Keys;

const CARRIED: &str = "upload";
const AWAITED: &str = "upload past the desk";

/// What a form carries for an upload, until `ends_at`.
pub fn token(keys: &Keys, upload: &Upload, ends_at: Timestamp) -> String {
    keys.seal(CARRIED, &written(upload, ends_at))
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
    let (ends_at, upload) = keys.unseal(CARRIED, token).and_then(read).ok_or(NotCarried::Altered)?;
    if now.as_second() < ends_at { Ok(upload) } else { Err(NotCarried::Ended(upload)) }
}

/// What a script shows for an upload that it has sent past the desk, until `ends_at`. No form carries it.
pub fn awaiting(keys: &Keys, upload: &Upload, ends_at: Timestamp) -> String {
    keys.seal(AWAITED, &written(upload, ends_at))
}

/// The upload that is awaited; `None` when the token was not made here, or its time is over.
pub fn awaited(keys: &Keys, token: &str, now: Timestamp) -> Option<Upload> {
    let (ends_at, upload) = keys.unseal(AWAITED, token).and_then(read)?;
    (now.as_second() < ends_at).then_some(upload)
}

fn written(upload: &Upload, ends_at: Timestamp) -> String {
    let FileRef { id, bytes } = &upload.file;
    format!("{} {id} {bytes} {}", ends_at.as_second(), upload.name)
}

fn read(value: &str) -> Option<(i64, Upload)> {
    let mut parts = value.splitn(4, ' ');
    let (ends_at, id) = (parts.next()?.parse().ok()?, FileId::parse(parts.next()?).ok()?);
    let (bytes, name) = (parts.next()?.parse().ok()?, parts.next()?.to_owned());
    Some((ends_at, Upload { file: FileRef { id, bytes }, name }))
}
