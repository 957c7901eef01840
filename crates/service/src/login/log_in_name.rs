//! The names by which people log in, as they type them.

use domain::characters::plain;
use domain::id::{CitizenId, Mobile};

/// Longer inputs are wrong unread: argon2 and the fingerprint read every byte. The longest password has 128 characters of four
/// bytes.
pub(super) const LONGEST: usize = 512;

/// A name as it is looked up and counted: a mobile as its digits, however it is typed. An ID number is as it is without the dashes
/// that people put between its groups; letter case is normalised when fingerprints are made.
pub(super) fn login_name(typed: &str) -> String {
    if let Ok(mobile) = Mobile::parse(typed) {
        return mobile.as_str().to_owned();
    }
    // Whether its check character is right says nothing about an account, so it costs nobody anything to look.
    CitizenId::from_stored(typed).map_or_else(|_| plain(typed), |number| number.as_str().to_owned())
}
