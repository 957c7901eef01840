//! The threads of a command.

use anyhow::Context;
use tokio::runtime::{Builder, Runtime};

use crate::config::LimitConfig;
use crate::wiring;

/// Threads for files and for name resolution.
const BLOCKING_ON_FILES: usize = 16;

/// For a command that does one thing.
pub(super) fn runtime() -> anyhow::Result<Runtime> {
    threads(&mut Builder::new_multi_thread())
}

/// As many blocking threads as the pools have workers, and some for files and names: even if a pool lets too much through by a
/// fault, the machine does not fill up with threads.
pub(super) fn serving(limits: &LimitConfig) -> anyhow::Result<Runtime> {
    let workers = limits.picture_workers + limits.password_workers;
    let blocking = workers as usize + wiring::CODE_WORKERS + BLOCKING_ON_FILES;
    threads(Builder::new_multi_thread().max_blocking_threads(blocking))
}

fn threads(builder: &mut Builder) -> anyhow::Result<Runtime> {
    let built = builder.enable_all().build();
    built.context("cannot start the threads")
}
