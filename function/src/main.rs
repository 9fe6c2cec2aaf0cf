//! The Lambda function: one binary, in the role that `DESKMARK_ROLE` names.

use anyhow::Context;
use function::aws::{Role, desk, gateway, stream};
use function::config::Settings;
use function::sweep;
use lambda_runtime::{LambdaEvent, service_fn};
use serde::de::IgnoredAny;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    lambda_runtime::tracing::init_default_subscriber();
    let role = Role::from_env()?;
    let desk = desk(role, Settings::from_env()?).await.context("the desk cannot start")?;
    match role {
        Role::Http => lambda_http::run(gateway::router(desk)).await,
        Role::Effects => {
            let follow = async |event: LambdaEvent<stream::Batch>| {
                Ok::<_, lambda_runtime::Error>(stream::follow(&desk, event.payload).await)
            };
            lambda_runtime::run(service_fn(follow)).await
        }
        Role::Sweep => {
            // The schedule's event says nothing that the clock does not.
            let sweep = async |_: LambdaEvent<IgnoredAny>| {
                let swept = sweep::run(&desk, desk.now()).await?;
                tracing::info!(acted = swept.acted, "swept");
                Ok::<_, lambda_runtime::Error>(())
            };
            lambda_runtime::run(service_fn(sweep)).await
        }
    }
    .map_err(anyhow::Error::from_boxed)
}
