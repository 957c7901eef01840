//! `cargo xtask codegen`: files that are generated from others, and never edited by hand.
//!
//! A tidy test fails when one is stale.

mod radicals;
mod words;

use std::fs;

use anyhow::{Context, Result};

use crate::setup::{Need, ensure};
use crate::workspace;

const STYLES: &str = "crates/portal/assets/style";
/// The tokens for mini-programs.
const TOKENS: &str = "apps/miniprogram/src/tokens.wxss";
/// A mini-program counts the width of the screen as 750 rpx, a phone as 375 px.
const RPX_PER_PX: f64 = 2.0;
const PX_PER_REM: f64 = 16.0;

/// Rewrites every generated file.
///
/// # Errors
/// If a file cannot be written, or one that others are made from is missing and cannot be installed.
pub(crate) fn codegen() -> Result<()> {
    ensure(&[Need::UnicodeData])?;
    for (name, content) in [
        (TOKENS, tokens()?),
        (radicals::FILE, radicals::fresh()?),
        (words::FILE, words::fresh()?),
    ] {
        let path = workspace::root().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder"))?;
        fs::write(&path, content).with_context(|| format!("cannot write {name}"))?;
        println!("{name}");
    }
    Ok(())
}

/// Files that differ from what `codegen` would write now.
#[cfg(test)]
pub(crate) fn stale() -> Vec<String> {
    let differs = |name: &str, fresh: Result<String>| {
        let found = fs::read_to_string(workspace::root().join(name)).unwrap_or_default();
        found != fresh.expect("what it is made from is right")
    };
    let files = [
        (TOKENS, differs(TOKENS, tokens())),
        (radicals::FILE, radicals::is_stale()),
        (words::FILE, differs(words::FILE, words::fresh())),
    ];
    let stale = files.into_iter().filter(|(_, is_stale)| *is_stale);
    stale
        .map(|(name, _)| format!("{name}: run cargo xtask codegen"))
        .collect()
}

/// The tokens of the light theme, of large type, and of the dark theme.
fn tokens() -> Result<String> {
    let read = |name: &str| {
        let path = workspace::root().join(STYLES).join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let (day, night) = (read("tokens.css")?, read("dark.css")?);
    let body = |selector| block(&day, selector).context("tokens.css lost a block");
    Ok(format!(
        "/* Written by `cargo xtask codegen` from {STYLES}: do not edit. */\n\
         page {{\n{}}}\n\n.care {{\n{}}}\n\n@media (prefers-color-scheme: dark) {{\n  page {{\n{}  }}\n}}\n",
        declarations(body(":root")?, "  "),
        declarations(body(".care")?, "  "),
        declarations(&night, "    "),
    ))
}

/// The content of the braces of the rule that begins with a selector.
fn block<'a>(sheet: &'a str, selector: &str) -> Option<&'a str> {
    let rule = sheet.split_once(&format!("\n{selector}"))?.1;
    rule.split_once('{')?
        .1
        .split_once('}')
        .map(|(body, _)| body)
}

/// The tokens among the lines of a block, with lengths in rpx.
fn declarations(body: &str, indent: &str) -> String {
    let lines = body
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "));
    let tokens = lines.filter(|(name, _)| name.starts_with("--"));
    let written = tokens.map(|(name, value)| format!("{indent}{name}: {};\n", in_rpx(value)));
    written.collect::<Vec<_>>().concat()
}

/// A length in the units of a mini-program; any other value unchanged.
fn in_rpx(value: &str) -> String {
    let number = |unit| value.strip_suffix(unit)?.parse::<f64>().ok();
    match (number("rem"), number("px")) {
        (Some(rem), _) => format!("{}rpx", rem * PX_PER_REM * RPX_PER_PX),
        (_, Some(px)) => format!("{}rpx", px * RPX_PER_PX),
        _ => value.to_owned(),
    }
}

#[test]
fn lengths_become_those_of_mini_programs() {
    for (css, wxss) in [
        ("1.125rem", "36rpx"),
        ("44px", "88rpx"),
        ("1.65", "1.65"),
        ("#1458b8", "#1458b8"),
        ("0 2px 12px rgb(0 0 0 / 0.5)", "0 2px 12px rgb(0 0 0 / 0.5)"),
    ] {
        assert_eq!(in_rpx(css), wxss);
    }
}
