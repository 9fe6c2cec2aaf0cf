//! The Lambda function: one binary, in the role that its handler names.

use anyhow::Context;
use function::aws::{Role, gateway, log, start, stream};
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
            let follow = async |event: LambdaEvent<stream::Batch>| {
                Ok::<_, lambda_runtime::Error>(stream::follow(started.desk().await, event.payload).await)
            };
            lambda_runtime::run(service_fn(follow)).await
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
