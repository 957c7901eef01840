//! The words of the pages: `locales/zh-CN.toml` and `locales/en.toml`.
//!
//! Tables nest and their names join to keys: `[step] save_later = "…"` is `step.save_later`. A text may hold
//! placeholders such as `{name}`. Both files hold the same keys with the same placeholders; the loader names every
//! difference at once, with the file and the key.
//!
//! Under `[simple]` a text may be said again in simpler words, by its own key: `[simple.step] save_later = "…"`. 关怀版 shows that one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::lang::Lang;

/// The words in every language.
#[derive(Clone, Debug)]
pub struct Locales {
    zh: Texts,
    en: Texts,
}

/// The words in one language. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Texts {
    lang: Lang,
    words: Arc<BTreeMap<String, String>>,
    simple: Arc<BTreeMap<String, String>>,
    is_simple: bool,
}

/// A fault in the files of words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct LocaleProblem {
    /// The file, as the operator knows it.
    pub file: String,
    /// The fault, naming the key.
    pub what: String,
}

impl Locales {
    /// Reads both files.
    ///
    /// # Errors
    /// Every fault of both files: not TOML, a value that is not a string, a key or placeholder that only one language has, simpler
    /// words for nothing.
    pub fn load(zh: &str, en: &str) -> Result<Locales, Vec<LocaleProblem>> {
        let mut problems = Vec::new();
        let zh = read(ZH_FILE, zh, &mut problems);
        let en = read(EN_FILE, en, &mut problems);
        if problems.is_empty() {
            compare(EN_FILE, &zh, &en, &mut problems);
            compare(ZH_FILE, &en, &zh, &mut problems);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let (zh, en) = (Texts::of(Lang::Zh, zh), Texts::of(Lang::En, en));
        for (file, texts) in [(ZH_FILE, &zh), (EN_FILE, &en)] {
            texts.simpler_than_something(file, &mut problems);
        }
        if problems.is_empty() {
            Ok(Locales { zh, en })
        } else {
            Err(problems)
        }
    }

    /// The words in `lang`.
    pub fn texts(&self, lang: Lang) -> Texts {
        match lang {
            Lang::Zh => self.zh.clone(),
            Lang::En => self.en.clone(),
        }
    }

    /// Every key, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.zh.words.keys().map(String::as_str)
    }
}

impl Texts {
    fn of(lang: Lang, words: BTreeMap<String, String>) -> Texts {
        let (mut usual, mut simple) = (BTreeMap::new(), BTreeMap::new());
        for (key, text) in words {
            match key.strip_prefix(SIMPLE) {
                Some(key) => simple.insert(key.to_owned(), text),
                None => usual.insert(key, text),
            };
        }
        Texts {
            lang,
            words: Arc::new(usual),
            simple: Arc::new(simple),
            is_simple: false,
        }
    }

    /// Finds simpler words for a text that is not there, or that fill in what it does not know.
    fn simpler_than_something(&self, file: &str, problems: &mut Vec<LocaleProblem>) {
        for (key, text) in self.simple.iter() {
            let usual = self.words.get(key);
            let known = usual.map(|usual| placeholders(usual)).unwrap_or_default();
            let what = if usual.is_none() {
                format!("{SIMPLE}{key}: there is no {key}")
            } else if let Some(name) = placeholders(text).difference(&known).next() {
                format!("{SIMPLE}{key}: {key} has no placeholder {{{name}}}")
            } else {
                continue;
            };
            problems.push(LocaleProblem {
                file: file.to_owned(),
                what,
            });
        }
    }

    /// The same, in simpler words where there are any.
    #[must_use]
    pub fn in_simple_words(self, is_simple: bool) -> Texts {
        Texts { is_simple, ..self }
    }

    /// The text under `key`. An unknown key is shown as it is, so that a page never breaks over a word; a test scans code and
    /// templates and proves that none is used.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        let simple = self.simple.get(key).filter(|_| self.is_simple);
        simple
            .or_else(|| self.words.get(key))
            .map_or(key, String::as_str)
    }

    /// The text under `key` with its placeholders filled: `with("receipt.valid_until", &[("date", "2026-11-22")])`.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The language of these words.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The language for the `lang` attribute of a page: `zh-CN` or `en`.
    pub fn html_lang(&self) -> &'static str {
        html_lang(self.lang)
    }
}

/// The language tag of pages and of the `lang` cookie: `zh-CN` or `en`.
pub fn html_lang(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

/// Fills `{name}` placeholders. One without a value stays as it is; a filled-in value is not searched for placeholders.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let filled = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, tail))
        });
        if let Some((value, tail)) = filled {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

fn read(file: &str, text: &str, problems: &mut Vec<LocaleProblem>) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    match text.parse::<toml::Table>() {
        Ok(table) => flatten(file, "", &table, &mut words, problems),
        Err(error) => problems.push(LocaleProblem {
            file: file.to_owned(),
            what: error.to_string().trim_end().to_owned(),
        }),
    }
    words
}

fn flatten(
    file: &str,
    prefix: &str,
    table: &toml::Table,
    words: &mut BTreeMap<String, String>,
    problems: &mut Vec<LocaleProblem>,
) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            toml::Value::Table(inner) => flatten(file, &key, inner, words, problems),
            toml::Value::String(text) => {
                words.insert(key, text.clone());
            }
            _ => problems.push(LocaleProblem {
                file: file.to_owned(),
                what: format!("{key}: write a text in quotation marks"),
            }),
        }
    }
}

/// Finds what `file`, holding `these`, lacks compared with `others`.
fn compare(
    file: &str,
    others: &BTreeMap<String, String>,
    these: &BTreeMap<String, String>,
    problems: &mut Vec<LocaleProblem>,
) {
    for (key, other) in others {
        let Some(text) = these.get(key) else {
            problems.push(LocaleProblem {
                file: file.to_owned(),
                what: format!("{key} is missing: the other language has it"),
            });
            continue;
        };
        for name in placeholders(other).difference(&placeholders(text)) {
            problems.push(LocaleProblem {
                file: file.to_owned(),
                what: format!("{key}: the placeholder {{{name}}} of the other language is missing"),
            });
        }
    }
}

/// What the keys of simpler words begin with.
const SIMPLE: &str = "simple.";

const ZH_FILE: &str = "locales/zh-CN.toml";
const EN_FILE: &str = "locales/en.toml";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_tables_become_dotted_keys() {
        let locales =
            Locales::load("[step]\nsave_later = '保存'", "[step]\nsave_later = 'Save'").unwrap();
        assert_eq!(locales.texts(Lang::Zh).get("step.save_later"), "保存");
        assert_eq!(locales.texts(Lang::En).get("step.save_later"), "Save");
        assert_eq!(locales.texts(Lang::En).get("unknown.key"), "unknown.key");
    }

    #[test]
    fn simple_words_stand_in_place_of_the_usual_ones_where_they_are_wanted() {
        let of = |usual: &str, simple: &str| {
            format!("[step]\nsaved = '{usual}'\nlist = 'L'\n[simple.step]\nsaved = '{simple}'")
        };
        let zh = of("已保存 {time}", "存好了");
        let locales = Locales::load(&zh, &of("Saved at {time}", "Saved")).unwrap();
        let texts = locales.texts(Lang::Zh);
        assert_eq!(texts.get("step.saved"), "已保存 {time}");
        let texts = texts.in_simple_words(true);
        assert_eq!(texts.get("step.saved"), "存好了");
        assert_eq!(texts.get("step.list"), "L");
        assert_eq!(
            texts.in_simple_words(false).get("step.saved"),
            "已保存 {time}"
        );
        assert!(locales.keys().all(|key| !key.starts_with("simple.")));
        let simple_of_nothing = "a = 'A'\n[simple]\nb = 'B'";
        let problems = Locales::load(simple_of_nothing, simple_of_nothing).unwrap_err();
        assert_eq!(
            problems[0].to_string(),
            "locales/zh-CN.toml: simple.b: there is no b"
        );
        let fills_more = "a = 'A'\n[simple]\na = '{n}'";
        let problems = Locales::load(fills_more, fills_more).unwrap_err();
        assert_eq!(
            problems[1].to_string(),
            "locales/en.toml: simple.a: a has no placeholder {n}"
        );
    }

    #[test]
    fn every_difference_between_the_languages_is_named() {
        let problems =
            Locales::load("a = '{n} 个'\nb = '乙'", "a = 'many'\nc = 'C'\nd = 4").unwrap_err();
        assert_eq!(
            problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["locales/en.toml: d: write a text in quotation marks"]
        );
        let problems = Locales::load("a = '{n} 个'\nb = '乙'", "a = 'many'\nc = 'C'").unwrap_err();
        let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "locales/en.toml: a: the placeholder {n} of the other language is missing",
                "locales/en.toml: b is missing: the other language has it",
                "locales/zh-CN.toml: c is missing: the other language has it",
            ]
        );
    }

    #[test]
    fn a_value_is_not_searched_for_placeholders() {
        assert_eq!(
            fill("{a} and {b}, {c}", &[("a", "{b}"), ("b", "2")]),
            "{b} and 2, {c}"
        );
        assert_eq!(fill("open { and {a", &[("a", "1")]), "open { and {a");
    }
}
