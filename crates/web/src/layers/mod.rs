//! The layers around the handlers.

pub(crate) mod bearer;
pub(crate) mod cross_site;
pub(crate) mod guard;
pub mod headers;
pub(crate) mod maintenance;
pub(crate) mod session;
pub(crate) mod shares;
pub(crate) mod shedding;
pub(crate) mod trace;
