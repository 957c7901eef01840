//! What the tasks need from the machine, and how it gets there.

mod debian;
mod node;
mod postgres;

pub(crate) use debian::{Need, ensure};
pub(crate) use node::node_packages;
pub(crate) use postgres::Postgres;
