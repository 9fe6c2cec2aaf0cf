//! Following what `deskmark build` publishes, so that nobody restarts anything.

use std::path::Path;
use std::time::Duration;

use function::Desk;
use function::bundle::{Bundle, published};

/// How soon another edition is noticed. Looking is reading one short file.
const LOOKS_EVERY: Duration = Duration::from_secs(1);

/// Gives the desk every edition after `known` that is published in `folder`, until it is dropped. One that cannot be read
/// (a copy still under way) leaves the former in its place.
pub async fn follow(desk: Desk, folder: &Path, mut known: String) {
    let mut refused = None;
    let mut look = tokio::time::interval(LOOKS_EVERY);
    loop {
        look.tick().await;
        let Ok(name) = published(folder) else { continue };
        if name == known {
            continue;
        }
        let of = folder.to_owned();
        match tokio::task::spawn_blocking(move || Bundle::load(&of)).await {
            Ok(Ok(bundle)) => {
                desk.publish(bundle);
                tracing::info!(edition = name, "published");
                known = name;
            }
            Ok(Err(error)) => {
                if refused.as_ref() != Some(&name) {
                    tracing::warn!(edition = name, error = %format_args!("{error:#}"), "not published yet");
                    refused = Some(name);
                }
            }
            Err(error) => tracing::error!(%error, "reading an edition failed"),
        }
    }
}
