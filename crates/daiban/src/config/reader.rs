//! Reads settings key by key and collects every fault, so that an operator fixes a file in one go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::secrets::{self, SecretSource};

/// What is wrong with one setting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {cure}")]
pub struct ConfigProblem {
    /// The key, `section.name`, or the file.
    pub key: String,
    /// What is wrong and what to write instead. Never holds the value: it may be a secret.
    pub cure: String,
}

impl ConfigProblem {
    pub(crate) fn new(key: &str, cure: impl Into<String>) -> ConfigProblem {
        ConfigProblem {
            key: key.to_owned(),
            cure: cure.into(),
        }
    }
}

/// Hands out settings by key, from the environment first, then the file, then the default.
pub(super) struct Reader {
    file: toml::Table,
    environment: toml::Table,
    known: BTreeSet<&'static str>,
    secrets: BTreeMap<&'static str, SecretSource>,
    problems: Vec<ConfigProblem>,
}

const PREFIX: &str = "DAIBAN__";

impl Reader {
    pub(super) fn new(
        text: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Reader {
        let mut problems = Vec::new();
        let file = text.parse::<toml::Table>().unwrap_or_else(|error| {
            let at = error
                .span()
                .map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            problems.push(ConfigProblem::new(
                &format!("line {at}"),
                format!("is not TOML: {}", error.message()),
            ));
            toml::Table::new()
        });
        let mut overrides = toml::Table::new();
        for (name, value) in environment {
            let Some(key) = name.strip_prefix(PREFIX) else {
                continue;
            };
            overrides.insert(
                key.to_lowercase().replace("__", "."),
                toml::Value::String(value),
            );
        }
        Reader {
            file,
            environment: overrides,
            known: BTreeSet::new(),
            secrets: BTreeMap::new(),
            problems,
        }
    }

    /// Records a fault.
    pub(super) fn fault(&mut self, key: &str, cure: &str) {
        self.problems.push(ConfigProblem::new(key, cure));
    }

    /// Whether a fault of this key is recorded already.
    pub(super) fn is_wrong(&self, key: &str) -> bool {
        self.problems.iter().any(|problem| problem.key == key)
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str, default: &str) -> String {
        match self.value(key) {
            None => default.to_owned(),
            Some(toml::Value::String(text)) => text,
            Some(_) => {
                self.fault(key, "write a text in quotation marks");
                default.to_owned()
            }
        }
    }

    /// A secret; empty if not set. `file_key`: the setting that names its file.
    pub(super) fn secret(&mut self, key: &'static str, file_key: &'static str) -> String {
        let (given, path) = (self.text(key, ""), self.text(file_key, ""));
        let (secret, source) = match (given.is_empty(), path.is_empty()) {
            (true, true) => return given,
            (false, true) if self.environment.contains_key(key) => {
                (given, SecretSource::Environment)
            }
            (false, true) => (given, SecretSource::Settings),
            (false, false) => {
                self.fault(
                    file_key,
                    &format!("{key} is set as well: keep one of the two"),
                );
                return given;
            }
            (true, false) => match secrets::read(Path::new(&path)) {
                Ok(secret) => (secret, SecretSource::File(path.into())),
                Err(cure) => {
                    self.fault(file_key, &cure);
                    return given;
                }
            },
        };
        self.secrets.insert(key, source);
        secret
    }

    /// Where each secret that is set came from.
    pub(super) fn secrets(&self) -> BTreeMap<&'static str, SecretSource> {
        self.secrets.clone()
    }

    /// Texts, as a list or separated by commas.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<String> {
        let value = self.value(key);
        let parts: Option<Vec<String>> = match &value {
            None => Some(Vec::new()),
            Some(toml::Value::String(text)) => Some(text.split(',').map(str::to_owned).collect()),
            Some(toml::Value::Array(list)) => list
                .iter()
                .map(|part| part.as_str().map(str::to_owned))
                .collect(),
            Some(_) => None,
        };
        let Some(parts) = parts else {
            self.fault(key, "write texts in a list, or one text with commas");
            return Vec::new();
        };
        let trimmed = parts.iter().map(|part| part.trim().to_owned());
        trimmed.filter(|part| !part.is_empty()).collect()
    }

    /// A folder, which must exist; `None` if not set.
    pub(super) fn folder(&mut self, key: &'static str) -> Option<PathBuf> {
        let folder = PathBuf::from(Some(self.text(key, "")).filter(|text| !text.is_empty())?);
        if !folder.is_dir() {
            self.fault(key, "there is no such folder");
        }
        Some(folder)
    }

    /// A value given as text; `what` says what is expected.
    pub(super) fn parsed<T: FromStr>(&mut self, key: &'static str, default: &str, what: &str) -> T {
        let text = self.text(key, default);
        if let Ok(value) = text.parse() {
            return value;
        }
        self.fault(key, &format!("write {what}"));
        default.parse().ok().expect("a default is valid")
    }

    /// A value given as text; `None` if not set.
    pub(super) fn optional<T: FromStr>(&mut self, key: &'static str, what: &str) -> Option<T> {
        let text = match self.value(key)? {
            toml::Value::String(text) => text,
            toml::Value::Datetime(date) => date.to_string(),
            _ => String::from("?"),
        };
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            self.fault(key, &format!("write {what}"));
        }
        value
    }

    /// One of several named choices; the first is the default.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> T {
        let text = self.text(key, choices[0].0);
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text) {
            return *value;
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        self.fault(key, &format!("write one of: {}", names.join(", ")));
        choices[0].1
    }

    /// A whole number; `check` may refuse it with a cure.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        default: u32,
        check: fn(u32) -> Option<&'static str>,
    ) -> u32 {
        let number = match self.value(key) {
            None => return default,
            Some(toml::Value::Integer(number)) => u32::try_from(number).ok(),
            Some(toml::Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        match number {
            None => self.fault(key, "write a whole number from 0 to 4294967295"),
            Some(number) => match check(number) {
                Some(cure) => self.fault(key, cure),
                None => return number,
            },
        }
        default
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        match self.value(key) {
            None => default,
            Some(toml::Value::Boolean(flag)) => flag,
            Some(toml::Value::String(text)) if text == "true" || text == "false" => text == "true",
            Some(_) => {
                self.fault(key, "write true or false");
                default
            }
        }
    }

    /// Every fault, including keys that nothing reads.
    pub(super) fn finish(mut self) -> Result<(), Vec<ConfigProblem>> {
        let mut unknown = Vec::new();
        self.add_unknown("", &self.file, &mut unknown);
        unknown.extend(
            self.environment
                .keys()
                .filter(|key| !self.known.contains(key.as_str()))
                .cloned(),
        );
        for key in unknown {
            let near = self
                .known
                .iter()
                .find(|known| known.rsplit('.').next() == key.rsplit('.').next());
            let hint = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            self.fault(&key, &format!("there is no such setting{hint}"));
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.problems)
        }
    }

    /// The keys of a section, and of those within it, that nothing reads.
    fn add_unknown(&self, section: &str, table: &toml::Table, unknown: &mut Vec<String>) {
        for (name, value) in table {
            let key = format!("{section}{name}");
            let within = format!("{key}.");
            match value {
                toml::Value::Table(inner) if !inner.is_empty() => {
                    self.add_unknown(&within, inner, unknown);
                }
                toml::Value::Table(_) if self.known.iter().any(|key| key.starts_with(&within)) => {}
                _ if section.is_empty() || !self.known.contains(key.as_str()) => unknown.push(key),
                _ => {}
            }
        }
    }

    fn value(&mut self, key: &'static str) -> Option<toml::Value> {
        self.known.insert(key);
        if let Some(value) = self.environment.get(key) {
            return Some(value.clone());
        }
        let (sections, name) = key.rsplit_once('.')?;
        let mut table = &self.file;
        for section in sections.split('.') {
            table = table.get(section)?.as_table()?;
        }
        table.get(name).cloned()
    }

    #[cfg(test)]
    pub(super) fn known(&self) -> impl Iterator<Item = &'static str> {
        self.known.iter().copied()
    }
}

/// Refuses zero.
pub(super) fn at_least_one(number: u32) -> Option<&'static str> {
    (number == 0).then_some("write a whole number of 1 or more")
}
