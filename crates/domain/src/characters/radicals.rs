//! Radicals and strokes of dictionaries, which look like the ideographs they are part of.
//!
//! PDF files store ⾼ (U+2FBC, a radical) where 高 is meant, and it looks the same. Unicode says which ideograph each stands for:
//! `EquivalentUnifiedIdeograph.txt`, kept beside this file by `cargo xtask codegen`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static PAIRS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let lines = include_str!("radicals.txt").lines();
    let pair = |line: &str| {
        let mut characters = line
            .split(' ')
            .map(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        Some((characters.next()??, characters.next()??))
    };
    lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| pair(line).expect("each line has two code points"))
        .collect()
});

/// The ideograph that a radical or stroke looks like and stands for.
pub(crate) fn ideograph(radical: char) -> Option<char> {
    PAIRS.get(&radical).copied()
}
