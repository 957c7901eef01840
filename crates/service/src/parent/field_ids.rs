//! Catalogue ids that the use cases themselves read or write.

pub(super) const AGENT_NAME: &str = "agent.name";
pub(super) const AGENT_ID_TYPE: &str = "agent.id_type";
pub(super) const AGENT_ID_NUMBER: &str = "agent.id_number";
pub(super) const AGENT_SEX: &str = "agent.sex";
pub(super) const AGENT_MOBILE: &str = "agent.mobile";
pub(super) const DISTRICT: &str = "residence.district";
pub(super) const ADDRESS: &str = "residence.address";
pub(super) const BANK: &str = "bank";
pub(super) const BRANCH: &str = "branch";
pub(super) const CARD_MOBILE: &str = "child.card_mobile";
pub(crate) const CHILD_NAME: &str = "child.name";
pub(crate) const CHILD_ID_NUMBER: &str = "child.id_number";
pub(super) const RELATIONSHIP: &str = "relationship";
/// The agent's response to the relationship that a registry found.
pub const RELATIONSHIP_CONFIRMED: &str = "relationship_confirmed";
pub(crate) const CONSENT_LOOKUP: &str = "consent.lookup";
