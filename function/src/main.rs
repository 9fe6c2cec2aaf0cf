//! The Lambda function: one binary, in the role that its handler names.

use anyhow::Context;
use function::aws::{Handed, Role, follow, gateway, log, start};
use function::config::Settings;
use function::sweep;
use lambda_runtime::{LambdaEvent, service_fn};
use serde::de::IgnoredAny;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    log::start();
    let role = Role::from_env()?;
    let settings = Settings::from_env()?;
    let started = start(role, &settings).await.context("the desk cannot start")?;
    match role {
        Role::Http => lambda_http::run(gateway::router(started, settings.origin_secrets)).await,
        Role::Effects => {
            let carry_out = async |event: LambdaEvent<Handed>| {
                let desk = started.desk().await;
                Ok::<_, lambda_runtime::Error>(follow(desk, event.payload).await?)
            };
            lambda_runtime::run(service_fn(carry_out)).await
        }
        Role::Sweep => {
            // The schedule's event says nothing that the clock does not.
            let sweep = async |_: LambdaEvent<IgnoredAny>| {
                let desk = started.desk().await;
                let swept = sweep::run(desk, desk.now()).await?;
                tracing::info!(acted = swept.acted, "swept");
                Ok::<_, lambda_runtime::Error>(())
            };
            lambda_runtime::run(service_fn(sweep)).await
        }
    }
    .map_err(anyhow::Error::from_boxed)
}
