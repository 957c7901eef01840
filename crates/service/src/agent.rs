//! The logged-in agent, as every use case takes them.

use std::net::IpAddr;

use domain::id::{CitizenId, Mobile, PersonalName};
use jiff::Timestamp;
use uuid::Uuid;

/// The logged-in agent, authenticated by the log-in.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Their account.
    pub account: Uuid,
    /// Their name.
    pub name: PersonalName,
    /// Their citizen ID number.
    pub id_number: CitizenId,
    /// Their mobile, if the log-in verified one.
    pub mobile: Option<Mobile>,
    /// The address that the request comes from, for the limits per address; `None` when the service itself acts.
    pub from: Option<IpAddr>,
    /// When wrong passwords closed the log-in by password, until the agent has read the alert.
    pub password_closed_at: Option<Timestamp>,
}
