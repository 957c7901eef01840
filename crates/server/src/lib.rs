//! The service: use cases, the faces that show them, background work, wiring and the command line.
//!
//! A request runs: route → guard → extractor (who, language, form) → a use case of [`cases`], which loads in one
//! transaction, has `domain` decide, and writes facts and journal in that same transaction → a page. Use cases know no
//! HTTP, pages know no SQL, and neither asks the machine for time or chance: both come from the [`app::App`].
//!
//! What it deliberately does not do: decide rules (they are in `domain`), write SQL (`store`), look at pixels (`vision`)
//! or speak to the outside world itself (`gateways`).

pub mod announced;
pub mod app;
pub mod cli;
pub mod config;
pub mod content;
pub mod data;
pub mod i18n;
pub mod outbox;
pub mod portal;
pub mod routes;
pub mod sandbox_pages;
pub mod web;
pub mod wiring;
