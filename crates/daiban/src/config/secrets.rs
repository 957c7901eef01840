//! Where secrets come from: the settings, the environment, or a file of their own, named by the same key with `_file` behind it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

/// No key is longer; a longer file is another one by mistake.
const MOST_BYTES: u64 = 64 * 1024;

/// Where a secret came from. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// An environment variable.
    Environment,
    /// The settings themselves.
    Settings,
    /// A file of its own.
    File(PathBuf),
}

/// What stands in a file, without the line break behind it. The error says what to do, and nothing of what the file holds.
pub(super) fn read(path: &Path) -> Result<String, String> {
    let unreadable = |why: std::io::Error| {
        format!(
            "the file cannot be read ({why}): write the path of a file that the service's user may read"
        )
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err("write the path of a file".to_owned());
    }
    if is_open_to_others(&about) {
        return Err(
            "the file is open to other users: chmod 600 it, and consider the secret known"
                .to_owned(),
        );
    }
    let mut text = String::new();
    let length = file.take(MOST_BYTES + 1).read_to_string(&mut text);
    let length = length.map_err(|_| "the file holds no text: a secret is UTF-8")?;
    if length as u64 > MOST_BYTES {
        return Err(
            "the file is longer than any secret: write the path of the right one".to_owned(),
        );
    }
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err("the file is empty: write the secret into it".to_owned());
    }
    Ok(secret.to_owned())
}

#[cfg(unix)]
fn is_open_to_others(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::Metadata) -> bool {
    false
}
