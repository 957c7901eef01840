//! The threads of a command.

use anyhow::Context;
use tokio::runtime::{Builder, Runtime};

use crate::config::LimitConfig;
use crate::wiring;

/// Threads that wait for files, and for the names of outside systems.
const BLOCKING_ON_FILES: usize = 16;

/// For a command that does one thing.
pub(super) fn runtime() -> anyhow::Result<Runtime> {
    threads(&mut Builder::new_multi_thread())
}

/// As many threads for what blocks as the pools have workers, and some for files and names: whatever the pools let through by
/// a fault, the machine is not filled with threads.
pub(super) fn serving(limits: &LimitConfig) -> anyhow::Result<Runtime> {
    let workers = limits.picture_workers + limits.password_workers;
    let blocking = workers as usize + wiring::CODE_WORKERS + BLOCKING_ON_FILES;
    threads(Builder::new_multi_thread().max_blocking_threads(blocking))
}

fn threads(builder: &mut Builder) -> anyhow::Result<Runtime> {
    let built = builder.enable_all().build();
    built.context("cannot start the threads")
}
