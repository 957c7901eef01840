//! Limits that protect people and the machine.

use super::reader::{Reader, at_least_one};

/// Limits that protect people and the machine.
#[derive(Clone, Debug)]
pub struct LimitConfig {
    /// Largest picture taken, in megabytes of 1,048,576 bytes.
    pub picture_megabytes: u32,
    /// Largest picture taken, in millions of pixels.
    pub picture_megapixels: u32,
    /// How many different children one account may ask the registry about in a day.
    pub lookups_per_day: u32,
    /// Drafts that one account may begin in a day.
    pub drafts_per_day: u32,
    /// Pictures that one account may send in a day, in megabytes of 1,048,576 bytes.
    pub picture_megabytes_per_day: u32,
    /// How many times the daily budget of an account all accounts of one address have together.
    pub times_per_address: u32,
    /// How many times the daily budget of an account the whole site has.
    pub times_per_site: u32,
    /// Log-in tries for one account from one address, or from a browser known to it, in a quarter of an hour before waiting.
    pub login_tries_per_account: u32,
    /// Log-in tries from one address in a quarter of an hour before it must wait.
    pub login_tries_per_address: u32,
    /// Codes by short message to one mobile in an hour.
    pub sms_per_hour: u32,
    /// Codes by short message to one mobile in a day.
    pub sms_per_day: u32,
    /// Codes by short message for one address in an hour.
    pub sms_per_address: u32,
    /// Codes by short message of the whole site in a day.
    pub sms_per_site: u32,
    /// Minutes for which a code by short message is valid.
    pub sms_code_minutes: u32,
    /// Drafts that one account may have open.
    pub open_drafts: u32,
    /// Pictures processed at once.
    pub picture_workers: u32,
    /// Passwords checked at once.
    pub password_workers: u32,
}

impl LimitConfig {
    pub(super) fn read(r: &mut Reader) -> LimitConfig {
        LimitConfig {
            picture_megabytes: r.number("limits.picture_megabytes", 15, at_least_one),
            picture_megapixels: r.number("limits.picture_megapixels", 128, at_least_one),
            lookups_per_day: r.number("limits.lookups_per_day", 5, at_least_one),
            drafts_per_day: r.number("limits.drafts_per_day", 30, at_least_one),
            picture_megabytes_per_day: r.number(
                "limits.picture_megabytes_per_day",
                300,
                at_least_one,
            ),
            times_per_address: r.number("limits.times_per_address", 20, at_least_one),
            times_per_site: r.number("limits.times_per_site", 5_000, at_least_one),
            login_tries_per_account: r.number("limits.login_tries_per_account", 5, at_least_one),
            login_tries_per_address: r.number("limits.login_tries_per_address", 60, at_least_one),
            sms_per_hour: r.number("limits.sms_per_hour", 5, at_least_one),
            sms_per_day: r.number("limits.sms_per_day", 10, at_least_one),
            sms_per_address: r.number("limits.sms_per_address", 100, at_least_one),
            sms_per_site: r.number("limits.sms_per_site", 20_000, at_least_one),
            sms_code_minutes: r.number("limits.sms_code_minutes", 5, at_least_one),
            open_drafts: r.number("limits.open_drafts", 10, at_least_one),
            picture_workers: r.number("limits.picture_workers", 2, at_least_one),
            password_workers: r.number("limits.password_workers", 2, at_least_one),
        }
    }
}
