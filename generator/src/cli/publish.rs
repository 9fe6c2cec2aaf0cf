//! `deskmark publish`.

use std::path::PathBuf;

use clap::Args;

use super::Exit;

const ENVIRONMENT: &str = "Environment:
  AWS_REGION, and credentials as the AWS command line has them

infra/README.md says how to set AWS up, and infra/ci/ has workflows that publish on every push.";

#[derive(Debug, Args)]
#[command(after_help = ENVIRONMENT)]
pub struct Publish {
    /// What `deskmark build` wrote
    #[arg(long, value_name = "DIR", default_value = "dist")]
    site: PathBuf,
    /// The bucket: `SiteBucket` of the stack
    #[arg(long, value_name = "NAME")]
    bucket: String,
    /// The CloudFront distribution that is told what has changed: `Distribution` of the stack
    #[arg(long, value_name = "ID", required_unless_present = "rollback")]
    distribution: Option<String>,
    /// Tell what would be done; write nothing
    #[arg(long, conflicts_with = "rollback")]
    dry_run: bool,
    /// Have the desk use an earlier bundle again: this one, or the last before the present one. Pages stay as they are
    #[arg(long, value_name = "BUNDLE", num_args = 0..=1, default_missing_value = "")]
    rollback: Option<String>,
}

#[cfg(not(feature = "aws"))]
impl Publish {
    pub fn run(&self) -> Exit {
        super::folder::fail(&Without { bucket: self.bucket.clone() });
        Exit::Usage
    }
}

/// This program cannot do it.
#[cfg(not(feature = "aws"))]
#[derive(Debug, thiserror::Error)]
#[error(
    "this `deskmark` was built without what speaks to AWS, so nothing is sent to `{bucket}`; build it with: \
     cargo install --path generator --features aws"
)]
struct Without {
    bucket: String,
}

#[cfg(feature = "aws")]
mod with_aws {
    use std::time::Instant;

    use jiff::Timestamp;

    use super::{Exit, Publish};
    use crate::cli::folder::{done, fail, line};
    use crate::cli::waiting;
    use crate::publish::{Plan, Publication, PublishError, refresh, roll_back};
    use crate::say;

    impl Publish {
        pub fn run(&self) -> Exit {
            let done = match &self.rollback {
                Some(bundle) => waiting::run(self.roll_back(Some(bundle.as_str()).filter(|name| !name.is_empty()))),
                None => waiting::run(self.publish(Timestamp::now())),
            };
            match done {
                Ok(Ok(())) => Exit::Fine,
                Ok(Err(error)) => {
                    fail(&error);
                    exit(&error)
                }
                Err(exit) => exit,
            }
        }

        async fn publish(&self, now: Timestamp) -> Result<(), PublishError> {
            let start = Instant::now();
            let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
            let publication = Publication::new(&self.site, &self.bucket, today).await?;
            let plan = &publication.plan;
            if self.dry_run {
                tell(plan);
                return Ok(());
            }
            if plan.is_empty() {
                done(&say!("publish-same"));
                return Ok(());
            }
            let (uploads, removals, pointer) = (plan.uploads(), plan.removals.len(), plan.pointer.clone());
            let addresses = publication.send().await?;
            let refreshed = addresses.len();
            if let (Some(distribution), true) = (&self.distribution, refreshed > 0) {
                refresh(distribution, addresses, now).await?;
            }
            publication.finish().await?;
            done(&say!(
                "publish-done",
                uploads = uploads,
                removals = removals,
                refreshed = refreshed,
                seconds = format!("{:.1}", start.elapsed().as_secs_f64()),
            ));
            if let Some(bundle) = pointer {
                done(&say!("publish-pointed", bundle = bundle));
            }
            Ok(())
        }

        async fn roll_back(&self, to: Option<&str>) -> Result<(), PublishError> {
            let (bundle, sent) = roll_back(&self.bucket, to).await?;
            done(&say!("publish-rolled-back", bundle = bundle, sent = format!("{sent:.0}")));
            Ok(())
        }
    }

    /// The plan, a line a deed, in the order they would be done in.
    fn tell(plan: &Plan) {
        for key in plan.stages.iter().flatten() {
            line(&format!("send     {key}"));
        }
        if let Some(bundle) = &plan.pointer {
            line(&format!("point    desk/current → {bundle}"));
        }
        for key in &plan.removals {
            line(&format!("remove   {key}"));
        }
        let refreshed = plan.refreshed();
        for address in &refreshed {
            line(&format!("refresh  {address}"));
        }
        let (uploads, removals) = (plan.uploads(), plan.removals.len());
        done(&say!("publish-planned", uploads = uploads, removals = removals, refreshed = refreshed.len()));
    }

    fn exit(error: &PublishError) -> Exit {
        match error {
            PublishError::NotBuilt(_)
            | PublishError::NoRegion
            | PublishError::NoBucket(_)
            | PublishError::NoDistribution(_)
            | PublishError::NoBundle { .. }
            | PublishError::NothingBefore => Exit::Usage,
            _ => Exit::Environment,
        }
    }
}
