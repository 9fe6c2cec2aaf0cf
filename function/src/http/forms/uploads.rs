//! Files of a posted form: what is taken of those that come with it, and what it carries of earlier ones.

mod direct;

use std::net::IpAddr;

use axum::response::{IntoResponse, Response};
use domain::file::{Kind, LARGEST, MOST_AT_ONCE, NotTaken, clean};
use domain::ids::FileId;
use domain::ticket::{FileRef, FormValues, Upload, carried_as};
use themes::view::form::FieldError;

use super::super::failure::Failure;
use super::Posted;
use crate::desk::Desk;
use crate::files::{FilesError, NotCarried, UPLOADS_WAIT, carried, token};
use crate::keys::random;
use crate::limits::{Limited, hour, network};

/// Takes files in while a form is read.
pub(super) struct Uploads<'a> {
    desk: &'a Desk,
    client: IpAddr,
    taken: Vec<(String, Upload)>,
    refused: Vec<FieldError>,
    too_large: bool,
}

impl<'a> Uploads<'a> {
    pub(super) fn of(desk: &'a Desk, client: IpAddr) -> Self {
        Self { desk, client, taken: Vec::new(), refused: Vec::new(), too_large: false }
    }

    /// Keeps a file of a field, if it may be taken; `None` is one that was too large to be read.
    pub(super) async fn take(&mut self, field: &str, name: &str, file: Option<Vec<u8>>) -> Result<(), Response> {
        let name = clean(name);
        let refused = match file {
            None => {
                self.too_large = true;
                Some(too_large(field, &name))
            }
            Some(_) if self.taken.len() >= usize::from(MOST_AT_ONCE) => Some(too_many(field)),
            Some(file) => match Kind::of(&name, &file) {
                Err(why) => Some(not_taken(field, why, &name)),
                Ok(_) => self.keep(field, name, file).await.map_err(IntoResponse::into_response)?,
            },
        };
        self.refused.extend(refused);
        Ok(())
    }

    async fn keep(&mut self, field: &str, name: String, file: Vec<u8>) -> Result<Option<FieldError>, Failure> {
        if let Some(refused) = self.over_the_limit("files-client", field, &name).await? {
            return Ok(Some(refused));
        }
        let id = new_id()?;
        let bytes = file.len() as u64;
        if let Err(error) = self.desk.files().upload(&id, file, self.desk.now()).await {
            return Ok(Some(not_kept(field, error, &name)));
        }
        self.taken.push((field.to_owned(), Upload { file: FileRef { id, bytes }, name }));
        Ok(None)
    }

    /// Counts one more file of this client; refuses it when there were too many in this hour.
    async fn over_the_limit(&self, what: &str, field: &str, name: &str) -> Result<Option<FieldError>, Failure> {
        let most = self.desk.bundle().catalog.portal.limits.files_per_client;
        match hour(self.desk, what, &network(self.client), most).await {
            Ok(()) => Ok(None),
            Err(Limited::TooMany { .. }) => Ok(Some(wrong(field, "problem-file-limit", name))),
            Err(limited) => Err(limited.into()),
        }
    }

    /// Tells the form what it carries: what it did before, checked, and then what came with it.
    pub(super) fn put_into(self, posted: &mut Posted) {
        let (keys, now) = (self.desk.keys(), self.desk.now());
        let (too_large, mut refused) = (self.too_large, self.refused);
        let mut ended = Vec::new();
        for (place, value) in &posted.values.typed {
            if !is_numbered(place) {
                continue;
            }
            match carried(keys, value, now) {
                Ok(upload) => {
                    posted.values.files.insert(place.clone(), upload);
                }
                Err(NotCarried::Ended(upload)) => ended.push((place.clone(), upload)),
                // A box or a cell; where it should be a file, whoever reads the form says that it was altered.
                Err(NotCarried::Altered) => {}
            }
        }
        for (place, upload) in ended {
            refused.push(gone(&place, &upload));
            posted.values.typed.remove(&place);
        }
        let ends_at = now.saturating_add(UPLOADS_WAIT).unwrap_or(now);
        for (field, upload) in self.taken {
            match free_place(&posted.values, &field) {
                Some(place) => {
                    posted.values.typed.insert(place.clone(), token(keys, &upload, ends_at));
                    posted.values.files.insert(place, upload);
                }
                None => refused.push(too_many(&field)),
            }
        }
        (posted.refused, posted.too_large) = (refused, too_large);
    }
}

/// Whether a field may carry a file: it ends in a number.
fn is_numbered(place: &str) -> bool {
    place.rsplit_once('.').is_some_and(|(_, number)| number.parse::<u16>().is_ok())
}

fn free_place(values: &FormValues, field: &str) -> Option<String> {
    let mut places = (1..=MOST_AT_ONCE).map(|number| carried_as(field, number));
    places.find(|place| !values.typed.contains_key(place))
}

fn new_id() -> Result<FileId, Failure> {
    Ok(FileId::parse(&random::id()?).expect("hexadecimal digits make an id"))
}

fn too_large(field: &str, name: &str) -> FieldError {
    wrong(field, "problem-file-too-large", name).with("max", (LARGEST / 1024 / 1024).to_string())
}

fn not_taken(field: &str, why: NotTaken, name: &str) -> FieldError {
    let key = match why {
        NotTaken::Empty => "problem-file-empty",
        NotTaken::Ending => "problem-file-ending",
        NotTaken::Content => "problem-file-content",
        NotTaken::Pixels => "problem-file-pixels",
    };
    wrong(field, key, name)
}

fn not_kept(field: &str, error: FilesError, name: &str) -> FieldError {
    match error {
        FilesError::NotHere => wrong(field, "problem-file-not-here", name),
        FilesError::Failed(source) => {
            tracing::error!(error = %format_args!("{source:#}"), "a file cannot be kept");
            wrong(field, "problem-file-not-kept", name)
        }
    }
}

fn wrong(field: &str, key: &str, name: &str) -> FieldError {
    FieldError::new(field, key).with("name", name)
}

fn too_many(field: &str) -> FieldError {
    FieldError::new(field, "problem-files-too-many").with("max", MOST_AT_ONCE.to_string())
}

/// A file that waited too long in its place.
pub(super) fn gone(place: &str, upload: &Upload) -> FieldError {
    wrong(place.rsplit_once('.').map_or(place, |(field, _)| field), "problem-file-gone", &upload.name)
}
