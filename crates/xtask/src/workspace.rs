//! Where things are: the repository, the build folder, the programs built there.

use std::path::{Path, PathBuf};

/// The root of the repository: where cargo runs us, which may differ from where we were built if two clones share a build folder.
pub(crate) fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
        .ancestors()
        .nth(2)
        .expect("this crate lies at crates/xtask")
        .to_path_buf()
}

/// The build folder: `target`, or what `CARGO_TARGET_DIR` or cargo's configuration names.
pub(crate) fn target() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|program| program.ancestors().nth(2).map(Path::to_path_buf))
        .unwrap_or_else(|| root().join("target"))
}

/// The service as an ordinary development build.
pub(crate) fn daiban() -> PathBuf {
    target().join("debug/daiban")
}

/// The service that acknowledges before it commits: the crash test must catch it.
pub(crate) fn control_daiban() -> PathBuf {
    target().join("control/daiban")
}

/// The folder of the mini-programs, a Node package.
pub(crate) fn miniprogram() -> PathBuf {
    root().join("apps/miniprogram")
}

/// The folder of the tests that run outside of cargo, a Node package.
pub(crate) fn outside_tests() -> PathBuf {
    root().join("tests")
}
