//! The whole router over real HTTP: who may call what, and what every answer carries.

mod bodies;
mod frame;
mod rights;
mod visitor;
