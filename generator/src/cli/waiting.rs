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

/// Done when the program is asked to stop: Ctrl-C, or the service manager's SIGTERM.
pub async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
