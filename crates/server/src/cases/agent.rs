//! The agent who is logged in, as every use case takes them.

use std::net::IpAddr;

use domain::id::{CitizenId, Mobile, PersonalName};
use uuid::Uuid;

/// The agent who is logged in, proved by the log-in.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Their account.
    pub account: Uuid,
    /// Their name.
    pub name: PersonalName,
    /// Their citizen ID number.
    pub id_number: CitizenId,
    /// Their mobile, where the log-in proved one.
    pub mobile: Option<Mobile>,
    /// The address that they ask from, for the limits that are counted per address; none where the service itself acts.
    pub from: Option<IpAddr>,
}
