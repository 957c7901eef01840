//! How somebody comes in, and goes.

pub mod log_in;
pub(super) mod log_in_limits;
mod log_in_problem;
pub mod log_out;
pub mod picture_code;
