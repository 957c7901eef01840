//! The middle ring: what a parent can do, on a real SQLite file and with the sandbox's register over loopback.

mod accounts;
mod families;
mod house;
mod pictures;
mod register;
mod saving;
mod submitting;
