//! The agent who is logged in, as every use case takes them.

use std::net::IpAddr;

use domain::id::{CitizenId, Mobile, PersonalName};
use jiff::Timestamp;
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
    /// When wrong passwords closed the log-in by password, as long as the agent has not read so.
    pub password_closed_at: Option<Timestamp>,
}
