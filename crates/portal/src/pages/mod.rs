//! The typed contexts of the portal's templates: plain values, no rules.
//!
//! One file per page. Each has a `sample()`, from which the tests render it in every language. A handler fills a page's context
//! from what a use case returned; nothing here reads a database, a clock or a request.

pub mod account;
pub mod agreement;
pub mod application;
pub mod applications;
pub mod capture;
pub mod card_drawing;
pub mod checklist;
pub mod choice;
pub mod codes;
pub mod crop;
pub mod field;
pub mod glossary;
pub mod help;
pub mod home;
pub mod layout;
pub mod login;
pub mod notice;
pub mod number;
pub mod phone;
pub mod privacy;
pub mod prove_phone;
pub mod qr_login;
pub mod question;
pub mod real_name;
pub mod receipt;
pub mod recover;
pub mod refusal;
pub mod register;
pub mod relationship;
pub mod returned;
pub mod review;
pub mod samples;
pub mod sentence;
pub mod service;
pub mod slot;
pub mod stale;
pub mod step;
