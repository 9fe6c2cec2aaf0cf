//! What DynamoDB's errors mean to a caller of the store.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::error::TransactionCanceledException;

use super::items::NotAnItem;
use crate::store::StoreError;

impl From<NotAnItem> for StoreError {
    fn from(error: NotAnItem) -> Self {
        Self::failed(error)
    }
}

/// Errors that say "not now": the same call may succeed later. (The SDK has retried them already.)
const BUSY: [&str; 8] = [
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
    "ServiceUnavailable",
];

/// Tells a store that cannot be reached or is out of breath from one that is used wrongly.
pub fn failure<E>(error: SdkError<E>) -> StoreError
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let busy = match &error {
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => true,
        SdkError::ServiceError(failed) => {
            failed.err().code().is_some_and(|code| BUSY.contains(&code)) || failed.raw().status().is_server_error()
        }
        _ => false,
    };
    if busy { StoreError::Busy(error.into()) } else { StoreError::Failed(error.into()) }
}

/// Why a transaction was cancelled.
#[derive(Debug, PartialEq, Eq)]
pub enum Cancelled {
    /// The conditions of the items at these places did not hold.
    Refused(Vec<usize>),
    /// Another transaction had hold of an item, or the table is out of breath: nothing is known about the conditions.
    Busy,
    /// The transaction itself is at fault.
    Wrong,
}

/// Reads the reasons, which stand in the order of the transaction's items.
pub fn cancelled(error: &TransactionCanceledException) -> Cancelled {
    let codes = || error.cancellation_reasons().iter().map(|reason| reason.code().unwrap_or("None"));
    let refused: Vec<_> =
        codes().enumerate().filter(|(_, code)| *code == "ConditionalCheckFailed").map(|(place, _)| place).collect();
    if !refused.is_empty() {
        return Cancelled::Refused(refused);
    }
    let busy =
        codes().any(|code| matches!(code, "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"));
    if busy { Cancelled::Busy } else { Cancelled::Wrong }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::CancellationReason;

    use super::*;

    #[test]
    fn a_cancelled_transaction_tells_why() {
        for (codes, expected) in [
            (vec!["None", "ConditionalCheckFailed", "None"], Cancelled::Refused(vec![1])),
            (vec!["ConditionalCheckFailed", "TransactionConflict"], Cancelled::Refused(vec![0])),
            (vec!["None", "TransactionConflict"], Cancelled::Busy),
            (vec!["ThrottlingError", "None"], Cancelled::Busy),
            (vec!["ValidationError"], Cancelled::Wrong),
            (vec![], Cancelled::Wrong),
        ] {
            let reasons = codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect();
            let error = TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons)).build();
            assert_eq!(cancelled(&error), expected, "{codes:?}");
        }
    }
}
