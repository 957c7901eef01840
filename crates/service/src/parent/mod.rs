//! What a parent can do.

pub mod add_material;
mod asking;
pub mod begin_draft;
pub mod capture;
pub mod card_photo;
mod case_file;
pub mod case_view;
pub mod continue_in;
pub mod crop_photo;
mod earlier;
mod eligibility;
pub mod end_other_sessions;
mod entering;
mod for_staff;
pub mod list_mine;
pub mod log_in;
pub(super) mod log_in_limits;
pub mod log_out;
pub mod move_draft;
pub mod offer_capture;
pub mod offer_children;
pub mod picture_code;
pub mod plan_papers;
pub mod read_alert;
pub(super) mod register;
mod relationship;
pub mod remove_material;
pub mod save_step;
pub mod show_account;
pub mod show_case;
pub mod show_material;
pub mod submit;
pub mod take_back;
pub mod watch_materials;
pub mod withdraw;

pub(super) use case_file::{CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP};
