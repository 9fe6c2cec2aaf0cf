//! Running until the work is done, or until somebody asks to stop.

use super::Exit;
use super::folder::fail;

/// Carries work out that waits for the network; tells why where the machine has no threads for it.
pub fn run<T>(work: impl Future<Output = T>) -> Result<T, Exit> {
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => Ok(runtime.block_on(work)),
        Err(error) => {
            fail(&error);
            Err(Exit::Environment)
        }
    }
}

/// Done when the program is asked to stop: Ctrl-C, or the service manager's SIGTERM. It listens from the call on, so that
/// whoever asks as soon as the program has greeted is heard.
#[cfg(unix)]
pub fn asked_to_stop() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};

    let (interrupted, terminated) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async move {
        let (Ok(mut interrupted), Ok(mut terminated)) = (interrupted, terminated) else {
            // Nobody can be heard: the machine ends it.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    }
}

/// Done when the program is asked to stop by Ctrl-C.
#[cfg(not(unix))]
pub async fn asked_to_stop() {
    let _ = tokio::signal::ctrl_c().await;
}
