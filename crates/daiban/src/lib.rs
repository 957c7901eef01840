//! The program: what an operator sets, how everything is put together, which routes there are, and the commands.
//!
//! It deliberately holds no rule and no page: it reads settings and files, builds what `service` and the faces need, and hands it
//! to them.

pub mod cli;
pub mod config;
pub mod content;
pub mod data;
mod logins;
mod no_sms;
mod outside;
pub mod routes;
#[cfg_attr(not(feature = "demo"), path = "no_stand_in.rs")]
mod stand_in;
pub mod wiring;
