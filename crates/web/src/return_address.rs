//! Where a person is sent back to.

use std::fmt::Write;

/// A path, escaped as a value of a query.
pub fn escape(path: &str) -> String {
    path.bytes()
        .fold(String::with_capacity(path.len()), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
                out.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
            out
        })
}

/// `path` if it is one of ours to return to, and does not lead to another site.
pub fn safe_return(path: &str) -> Option<&str> {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (path.starts_with('/') && !path.starts_with("//") && plain).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_stay_on_this_site() {
        assert_eq!(safe_return("/applications/1"), Some("/applications/1"));
        for evil in [
            "",
            "//evil",
            "https://evil",
            "/\\evil",
            "/a\r\nb",
            "javascript:1",
        ] {
            assert_eq!(safe_return(evil), None, "{evil}");
        }
        assert_eq!(escape("/a b?c"), "/a%20b%3Fc");
    }
}
