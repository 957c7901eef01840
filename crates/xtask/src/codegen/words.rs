//! What the mini-programs say themselves, out of `locales/miniprogram`: their compiler reads no TOML.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::workspace;

/// The file that the mini-programs read.
pub(super) const FILE: &str = "apps/miniprogram/src/words/texts.ts";
const TEXTS: &str = "locales/miniprogram";

/// Texts by their keys.
type Texts = BTreeMap<String, String>;

/// The file as it would be written now.
///
/// # Errors
/// If the texts cannot be read, or one stands in one language alone or with other places than in the other.
pub(super) fn fresh() -> Result<String> {
    let read = |tag: &str| {
        let path = workspace::root()
            .join(TEXTS)
            .join(tag)
            .with_extension("toml");
        let file = fs::read_to_string(&path);
        let file = file.with_context(|| format!("cannot read {}", path.display()))?;
        texts(&file).with_context(|| format!("{}", path.display()))
    };
    written(&read("zh-CN")?, &read("en")?)
}

fn texts(file: &str) -> Result<Texts> {
    let sections: Table = file.parse()?;
    let mut texts = Texts::new();
    for (section, words) in sections {
        let Value::Table(words) = words else {
            bail!("{section} stands in no section")
        };
        for (word, text) in words {
            let Value::String(text) = text else {
                bail!("{section}.{word} is no text")
            };
            texts.insert(format!("{section}.{word}"), text);
        }
    }
    Ok(texts)
}

fn written(zh: &Texts, en: &Texts) -> Result<String> {
    for key in zh.keys().chain(en.keys()) {
        let (Some(one), Some(other)) = (zh.get(key), en.get(key)) else {
            bail!("{key} stands in one language alone")
        };
        if places(one) != places(other) {
            bail!("{key} has other places in the other language")
        }
    }
    let object = |texts: &Texts| {
        texts.iter().fold(String::new(), |mut lines, (key, text)| {
            let text = serde_json::Value::from(text.as_str());
            let _ = writeln!(lines, "  '{key}': {text},");
            lines
        })
    };
    Ok(format!(
        "// Written by `cargo xtask codegen` from {TEXTS}: do not edit.\n\n\
         /** In Chinese. */\nexport const zh = {{\n{}}};\n\n\
         /** The key of a text. */\nexport type Word = keyof typeof zh;\n\n\
         /** In English. */\nexport const en: Record<Word, string> = {{\n{}}};\n",
        object(zh),
        object(en),
    ))
}

/// What stands in braces, sorted: two languages may order it otherwise.
fn places(text: &str) -> Vec<&str> {
    let places = text.split('{').skip(1);
    let mut places: Vec<&str> = places.filter_map(|rest| rest.split('}').next()).collect();
    places.sort_unstable();
    places
}

#[test]
fn a_text_of_one_language_alone_or_with_other_places_is_refused() {
    let texts = |file| texts(file).expect("they are texts");
    let one = texts("[app]\nback = \"{a} of {b}\"");
    assert!(written(&one, &texts("[app]\nback = \"{b}, {a}\"")).is_ok());
    assert!(written(&one, &texts("[app]\nback = \"{a}\"")).is_err());
    assert!(written(&one, &texts("[app]\nnext = \"{a} of {b}\"")).is_err());
}
