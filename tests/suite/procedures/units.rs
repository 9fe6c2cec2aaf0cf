//! Procedure D: units that reject, refer and accept; the requester keeps one code through it all.

use crate::router::office::Office;

/// D2, D3, D5.
pub(super) fn rejected_completed_referred_answered_and_rated(_office: &Office) {}
