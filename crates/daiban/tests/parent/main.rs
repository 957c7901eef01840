//! The middle ring of tests: what a parent can do, on a real SQLite file and with the sandbox's registry over loopback.

#![expect(
    clippy::unwrap_used,
    reason = "a service that does not start fails its test"
)]

mod accounts;
mod altered;
mod bounds;
mod browser;
mod capture_ends;
mod capturing;
mod card_photo;
mod changing;
mod channels;
mod correcting;
mod counted;
mod coverage;
mod duplicates;
mod families;
mod findings;
mod flows;
mod house;
mod jobs;
mod judging;
mod lanes;
mod led_on;
mod listed;
mod lock_out;
mod pictures;
mod pressing;
mod register;
mod releases;
mod returned_pages;
mod returning;
mod saving;
mod second_child;
mod step_view;
mod submitting;
mod unproved;
mod walking;
mod withdrawn;
