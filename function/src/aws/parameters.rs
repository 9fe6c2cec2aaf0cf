//! Secrets out of the Systems Manager's Parameter Store. Read once, when the function starts, and kept while it lives.

use anyhow::Context;
use aws_config::SdkConfig;
use aws_sdk_ssm::Client;

use crate::config::Secret;

/// The values of secrets, in the order they are asked for: all parameters in one call, and none where none is named.
pub async fn read<const N: usize>(
    config: &SdkConfig,
    secrets: [Option<&Secret>; N],
) -> anyhow::Result<[Option<String>; N]> {
    let names: Vec<String> = secrets.iter().filter_map(|secret| parameter((*secret)?)).collect();
    let mut found = Vec::new();
    if !names.is_empty() {
        let listed = names.join(", ");
        let call = Client::new(config).get_parameters().set_names(Some(names)).with_decryption(true);
        let answer = call.send().await.with_context(|| format!("cannot read the parameters {listed}"))?;
        let missing = answer.invalid_parameters();
        anyhow::ensure!(
            missing.is_empty(),
            "there is no parameter {0}: `aws ssm put-parameter --type SecureString --name {1} --value …` makes one",
            missing.join(", "),
            missing.first().map_or("", String::as_str)
        );
        found = answer.parameters.unwrap_or_default();
    }
    Ok(secrets.map(|secret| match secret? {
        Secret::Given(value) => Some(value.clone()),
        Secret::Parameter(name) => {
            let parameter = found.iter().find(|parameter| parameter.name() == Some(name));
            parameter.and_then(|parameter| parameter.value.clone())
        }
    }))
}

fn parameter(secret: &Secret) -> Option<String> {
    match secret {
        Secret::Given(_) => None,
        Secret::Parameter(name) => Some(name.clone()),
    }
}
