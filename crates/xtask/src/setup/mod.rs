//! What the tasks need from the machine, and how it gets there.

mod debian;
mod llvm;
mod node;
mod postgres;
mod python;

pub(crate) use debian::{Need, ensure};
pub(crate) use llvm::llvm_program;
pub(crate) use node::node_packages;
pub(crate) use postgres::Postgres;
pub(crate) use python::schemathesis;
