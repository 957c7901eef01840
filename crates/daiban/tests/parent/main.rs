//! The middle ring: what a parent can do, on a real SQLite file and with the sandbox's register over loopback.

#![expect(
    clippy::unwrap_used,
    reason = "a house that does not stand fails its test"
)]

mod accounts;
mod bounds;
mod capturing;
mod card_photo;
mod changing;
mod channels;
mod coverage;
mod duplicates;
mod families;
mod flows;
mod house;
mod jobs;
mod lock_out;
mod pictures;
mod pressing;
mod register;
mod releases;
mod saving;
mod second_child;
mod step_view;
mod submitting;
