//! The numbers that an operator sets and use cases go by.

use std::net::IpAddr;

use domain::id::AgeRule;

/// Plain numbers. What they mean stands in `daiban.example.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// When a year of age is completed.
    pub age: AgeRule,
    /// Minutes without a request after which a log-in ends.
    pub idle_minutes: u32,
    /// Hours after which it ends in any case.
    pub absolute_hours: u32,
    /// Largest picture taken, in megabytes of 1,048,576 bytes.
    pub picture_megabytes: u32,
    /// Largest picture taken, in millions of pixels.
    pub picture_megapixels: u32,
    /// How many different children one account may ask the register about in a day.
    pub lookups_per_day: u32,
    /// Drafts that one account may begin in a day.
    pub drafts_per_day: u32,
    /// Pictures that one account may send in a day, in megabytes of 1,048,576 bytes.
    pub picture_megabytes_per_day: u32,
    /// How many times what an account may do in a day all accounts from one address may do.
    pub times_per_address: u32,
    /// How many times what an account may do in a day the whole site may do.
    pub times_per_site: u32,
    /// Log-ins for one account from one address, or from a browser that it knows, in a quarter of an hour before waiting.
    pub login_tries_per_account: u32,
    /// Log-ins from one address in a quarter of an hour before it must wait.
    pub login_tries_per_address: u32,
    /// Open drafts one account may have.
    pub open_drafts: u32,
    /// By how much limits per address and for the site, and drafts and pictures per account, are higher for who asks from this
    /// machine: 1 but where tests do from one address what many families do from theirs.
    pub loosened_here: u32,
}

impl Settings {
    /// By how much limits are higher for who asks from `address`.
    pub fn loosened(&self, address: Option<IpAddr>) -> u32 {
        if address.is_some_and(|from| from.is_loopback()) {
            self.loosened_here
        } else {
            1
        }
    }
}
