//! How somebody comes in, goes, and proves who they are.

pub mod by_platform;
pub mod code_answer;
mod code_ask;
mod code_counts;
mod code_sending;
pub mod face;
pub mod host_codes;
pub mod log_in;
pub(super) mod log_in_limits;
mod log_in_name;
mod log_in_problem;
pub mod log_out;
pub mod mini_program;
pub mod picture_code;
pub mod platform_visit;
pub mod portal_login;
pub mod prove_phone;
pub mod recover;
pub mod register;
pub mod sms_code;
pub mod ways;
