//! How the failure of a short message is kept.

use gateways::sms::SmsError;

/// The stable code of a failure: the platform's, or ours.
pub(crate) fn failure(error: &SmsError) -> String {
    match error {
        SmsError::Refused { code, .. } => code.clone(),
        SmsError::Unanswered(_) if error.may_have_left() => "may_have_left".to_owned(),
        SmsError::Unanswered(_) => "unanswered".to_owned(),
    }
}
