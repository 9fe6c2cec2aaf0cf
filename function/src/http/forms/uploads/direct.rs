//! A file that a browser sends past the desk: announced before, looked at afterwards, and from then on an upload like others.

use std::net::IpAddr;

use axum::response::Response;
use domain::file::{Kind, LARGEST, NotTaken, clean};
use domain::ticket::{FieldProblem, FileRef, Problem, Upload};
use themes::view::form::FieldError;

use super::super::super::failure::Failure;
use super::super::{FILES, Posted};
use super::{Uploads, new_id, not_kept, not_taken, too_large};
use crate::desk::Desk;
use crate::files::{Direct, Post, awaited};

impl Posted {
    /// The form for a file of the posted `name` and `size`, and what is awaited then. `None`: such a file is refused, as it
    /// would be when it came.
    pub(in crate::http) async fn announced(
        &mut self,
        desk: &Desk,
        client: IpAddr,
        direct: &dyn Direct,
    ) -> Result<Option<(Post, Upload)>, Failure> {
        let name = clean(self.values.get("name"));
        let not_a_number = FieldProblem { field: "size".to_owned(), problem: Problem::NotANumber };
        let bytes: u64 = self.values.get("size").parse().map_err(|_| Failure::Field((&not_a_number).into()))?;
        self.too_large = bytes > LARGEST as u64;
        let refused = if self.too_large {
            Some(too_large(FILES, &name))
        } else if bytes == 0 {
            Some(not_taken(FILES, NotTaken::Empty, &name))
        } else if Kind::called(&name).is_none() {
            Some(not_taken(FILES, NotTaken::Ending, &name))
        } else {
            // A count of its own: among the files it is counted once it has come.
            Uploads::of(desk, client).over_the_limit("files-announced-client", FILES, &name).await?
        };
        if let Some(refused) = refused {
            self.refused.push(refused);
            return Ok(None);
        }
        let id = new_id()?;
        match direct.post(&id, bytes, desk.now()).await {
            Ok(post) => Ok(Some((post, Upload { file: FileRef { id, bytes }, name }))),
            Err(error) => {
                self.refused.push(not_kept(FILES, error, &name));
                Ok(None)
            }
        }
    }

    /// Takes the file that the posted `pending` stands for, as if it had come with this form. What is kept is what was looked
    /// at, under an id for which nobody has a form.
    pub(in crate::http) async fn collected(&mut self, desk: &Desk, client: IpAddr) -> Result<(), Response> {
        let mut uploads = Uploads::of(desk, client);
        let awaited = awaited(desk.keys(), self.values.get("pending"), desk.now());
        match (desk.files().direct(), awaited) {
            (Some(direct), Some(Upload { file, name })) => match direct.take(&file).await {
                Ok(Some(bytes)) => uploads.take(FILES, &name, Some(bytes)).await?,
                Ok(None) => uploads.refused.push(not_arrived()),
                Err(error) => uploads.refused.push(not_kept(FILES, error, &name)),
            },
            _ => uploads.refused.push(not_arrived()),
        }
        uploads.put_into(self);
        Ok(())
    }
}

/// The same, whatever the reason: what stood for it tells nobody anything.
fn not_arrived() -> FieldError {
    FieldError::new(FILES, "problem-file-not-arrived")
}
