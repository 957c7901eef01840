//! Sessions, and what is proved in them.

pub(crate) mod begin;
pub(crate) mod end;
pub(crate) mod face;
pub(crate) mod phone;
pub(crate) mod renew;
mod shape;
pub(crate) mod sms;

pub(crate) use shape::SessionState;
