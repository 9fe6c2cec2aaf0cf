//! The data folder: who may read it, and how much room is left.

use std::path::Path;

#[cfg(unix)]
use function::local::SECRET;

use super::Finding;
use crate::say;

/// Below this, a morning's uploads may fill the disk.
#[cfg(unix)]
const LITTLE_ROOM: u64 = 2 * 1024;
/// Below this, the next tickets may not be taken.
#[cfg(unix)]
const NO_ROOM: u64 = 200;

/// Who may read the folder and the secret in it, and the room on its disk.
pub fn look(data: &Path) -> Vec<Finding> {
    if !data.is_dir() {
        let found = say!("doctor-folder-none", path = data.display().to_string());
        return vec![Finding::warning(say!("doctor-folder"), found, say!("doctor-folder-none-help"))];
    }
    looked_at(data)
}

#[cfg(unix)]
fn looked_at(data: &Path) -> Vec<Finding> {
    let mut findings = vec![readers(data, "700"), readers(&data.join(SECRET), "600")];
    findings.extend(room(data));
    findings
}

/// Other systems say neither by mode nor by blocks.
#[cfg(not(unix))]
fn looked_at(_data: &Path) -> Vec<Finding> {
    Vec::new()
}

#[cfg(unix)]
fn readers(path: &Path, should: &str) -> Finding {
    use std::os::unix::fs::PermissionsExt as _;

    let name = path.display().to_string();
    let mode = match path.metadata() {
        Ok(data) => data.permissions().mode(),
        Err(error) => {
            let found = say!("doctor-folder-unreadable", path = name, reason = error.to_string());
            return Finding::wrong(say!("doctor-folder"), found, say!("doctor-folder-unreadable-help"));
        }
    };
    let for_others = mode & 0o077;
    if for_others == 0 {
        return Finding::fine(say!("doctor-folder"), say!("doctor-folder-fine", path = name));
    }
    let advice = say!("doctor-folder-open-help", mode = should, path = &name);
    Finding::wrong(say!("doctor-folder"), say!("doctor-folder-open", path = name), advice)
}

#[cfg(unix)]
fn room(data: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(data).ok()?;
    let megabytes = disk.f_bavail.saturating_mul(disk.f_frsize) / (1024 * 1024);
    let found = say!("doctor-room", megabytes = megabytes);
    Some(match megabytes {
        ..NO_ROOM => Finding::wrong(say!("doctor-folder"), found, say!("doctor-room-help")),
        NO_ROOM..LITTLE_ROOM => Finding::warning(say!("doctor-folder"), found, say!("doctor-room-help")),
        LITTLE_ROOM.. => Finding::fine(say!("doctor-folder"), found),
    })
}
