//! The numbers that an operator sets for the use cases.

use std::net::IpAddr;

use domain::id::AgeRule;

/// Plain numbers, explained in `daiban.example.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// When a year of age is completed.
    pub age: AgeRule,
    /// Days for which a real name is proved.
    pub real_name_days: u32,
    /// Minutes without a request after which a log-in ends.
    pub idle_minutes: u32,
    /// Hours after which it ends in any case.
    pub absolute_hours: u32,
    /// Largest picture taken, in megabytes of 1,048,576 bytes.
    pub picture_megabytes: u32,
    /// Largest picture taken, in millions of pixels.
    pub picture_megapixels: u32,
    /// How many different children one account may ask the registry about per day.
    pub lookups_per_day: u32,
    /// Drafts that one account may begin per day.
    pub drafts_per_day: u32,
    /// Pictures that one account may send per day, in megabytes of 1,048,576 bytes.
    pub picture_megabytes_per_day: u32,
    /// The daily budgets of all accounts from one address together, as a multiple of one account's.
    pub times_per_address: u32,
    /// The daily budgets of the whole site, as a multiple of one account's.
    pub times_per_site: u32,
    /// Log-in attempts per account from one address, or from a known browser, within a quarter of an hour before delays begin.
    pub login_tries_per_account: u32,
    /// Log-in attempts from one address within a quarter of an hour before delays begin.
    pub login_tries_per_address: u32,
    /// Codes by short message to one mobile per hour; one a minute in any case.
    pub sms_per_hour: u32,
    /// Codes by short message to one mobile per day.
    pub sms_per_day: u32,
    /// Codes by short message for one address per hour.
    pub sms_per_address: u32,
    /// Codes by short message of the whole site per day.
    pub sms_per_site: u32,
    /// Minutes for which such a code is valid.
    pub sms_code_minutes: u32,
    /// Open drafts one account may have.
    pub open_drafts: u32,
    /// Minutes between two checkpoints.
    pub checkpoint_minutes: u32,
    /// Factor by which limits per address and for the site, and drafts and pictures per account, are raised for requests from
    /// this machine: 1, except where tests act as many families from one address.
    pub loosened_here: u32,
}

impl Settings {
    /// Factor by which limits are raised for requests from `address`.
    pub fn loosened(&self, address: Option<IpAddr>) -> u32 {
        if address.is_some_and(|from| from.is_loopback()) {
            self.loosened_here
        } else {
            1
        }
    }
}
