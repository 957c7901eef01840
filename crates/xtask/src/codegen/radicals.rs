//! Which ideograph a radical stands for, out of Unicode's own list.

use std::fs;

use anyhow::{Context, Result};

/// The file that `domain` reads.
pub(super) const FILE: &str = "crates/domain/src/characters/radicals.txt";
/// Unicode's list, from Debian's package `unicode-data`.
const LIST: &str = "/usr/share/unicode/EquivalentUnifiedIdeograph.txt";

/// The file as it would be written now.
///
/// # Errors
/// If Unicode's list cannot be read.
pub(super) fn fresh() -> Result<String> {
    let list = fs::read_to_string(LIST).with_context(|| format!("cannot read {LIST}"))?;
    Ok(written(&list))
}

/// Whether the committed file is another one than Unicode's list makes. Without the list nobody can tell; a later one than that of
/// the committed file, on a newer Debian, may add pairs but changes none.
#[cfg(test)]
pub(super) fn is_stale() -> bool {
    let Ok(fresh) = fresh() else {
        return false;
    };
    let found = fs::read_to_string(crate::workspace::root().join(FILE)).unwrap_or_default();
    let is_same_version = found.lines().next() == fresh.lines().next();
    if is_same_version {
        return found != fresh;
    }
    let pairs = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(str::to_owned).collect()
    };
    let fresh = pairs(&fresh);
    pairs(&found).iter().any(|pair| !fresh.contains(pair))
}

/// One pair a line, `radical ideograph`, in hexadecimal; the list writes neighbours as a range.
fn written(list: &str) -> String {
    let version = list.lines().next().unwrap_or_default();
    let mut lines = vec![
        version.to_owned(),
        "# © Unicode, Inc., https://www.unicode.org/license.txt".to_owned(),
        "# Written by `cargo xtask codegen`: a radical or stroke, and the ideograph it stands for. Do not edit.".to_owned(),
    ];
    for line in list.lines() {
        let data = line.split('#').next().unwrap_or_default();
        let Some((radicals, ideograph)) = data.split_once(';') else {
            continue;
        };
        let (radicals, ideograph) = (radicals.trim(), ideograph.trim());
        let (from, to) = radicals.split_once("..").unwrap_or((radicals, radicals));
        let code = |hex: &str| u32::from_str_radix(hex, 16).expect("the list holds code points");
        lines.extend((code(from)..=code(to)).map(|radical| format!("{radical:04X} {ideograph}")));
    }
    lines.join("\n") + "\n"
}

#[test]
fn ranges_become_one_line_for_each_radical() {
    let list = "# EquivalentUnifiedIdeograph-15.0.0.txt\n# more\n\n2E81       ; 5382  #     CJK RADICAL CLIFF\n\
                31D2..31D3 ; 4E3F  # [2] CJK STROKE P..CJK STROKE SP\n";
    let lines: Vec<_> = written(list).lines().skip(3).map(str::to_owned).collect();
    assert_eq!(lines, ["2E81 5382", "31D2 4E3F", "31D3 4E3F"]);
}
