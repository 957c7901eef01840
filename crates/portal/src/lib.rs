//! The portal: server-rendered pages for a parent, complete without script.
//!
//! Each handler reads its form, calls one use case and fills the context of one template ([`pages`]). The plan that the use case
//! returns says which question comes next, what is required and what is wrong; nothing here decides it.
//!
//! `layout` and `wording` fill what every page shows; `drawing` turns a plan into fields and slots; the other modules are one
//! page each, with `get` and `post`.

extern crate self as portal;

mod account;
mod account_rows;
pub mod addresses;
mod announced;
mod application;
mod applications;
mod articles;
pub mod assets;
mod branches;
pub mod capture;
mod card_photo;
mod change_password;
mod changes;
mod checklist;
mod code;
mod codes;
mod crop;
pub mod draw;
mod drawing;
pub mod errors;
mod filled_in;
mod given_back;
mod glossary;
mod help;
mod home;
mod hours;
mod judged;
mod kept;
pub mod layout;
mod log_in_form;
mod login;
mod maintenance;
mod material;
mod news;
pub mod pages;
mod phone;
mod platform_login;
mod preferences;
mod problems;
mod prove_phone;
mod qr_login;
mod question;
mod real_name;
mod receipt;
mod receipt_pdf;
mod recover;
mod refusal;
mod register;
mod returned;
mod review;
mod routes;
mod session;
mod shape;
mod spoken;
mod stale;
mod step;
mod step_kinds;
mod taking;
mod the_service;
pub mod tokens;
mod ways_to_log_in;
mod wish;
pub mod wording;

pub use filled_in::{FilledIn, FillsIn};
pub use routes::routes;
