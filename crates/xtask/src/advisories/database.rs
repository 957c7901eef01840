//! The advisories: Markdown files, each with a TOML head.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use semver::{Version, VersionReq};

/// What an advisory says about a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Vulnerable,
    /// Sound code can be made to misbehave by its caller.
    Unsound,
    Unmaintained,
    /// Anything else worth knowing.
    Notice,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Vulnerable => "vulnerable",
            Self::Unsound => "unsound",
            Self::Unmaintained => "unmaintained",
            Self::Notice => "the subject of a notice",
        }
    }
}

#[derive(Debug)]
pub(super) struct Advisory {
    pub(super) id: String,
    pub(super) kind: Kind,
    package: String,
    /// Versions that it does not concern: patched, or never affected.
    clear: Vec<VersionReq>,
}

impl Advisory {
    /// Whether it concerns this version. A pre-release (`1.0.0-rc.1`) matches hardly any requirement: a false alarm is the better
    /// error.
    pub(super) fn is_about(&self, package: &str, version: &Version) -> bool {
        self.package == package && !self.clear.iter().any(|clear| clear.matches(version))
    }

    /// Reads one file; `None` if the advisory was withdrawn.
    pub(super) fn parse(text: &str) -> Result<Option<Self>> {
        let head = text
            .split_once("```toml")
            .and_then(|(_, rest)| rest.split_once("```"))
            .context("it has no head of TOML")?;
        let head: toml::Table = head.0.parse()?;
        let about = head.get("advisory").context("it has no [advisory]")?;
        let field = |name| about.get(name).and_then(toml::Value::as_str);
        if about.get("withdrawn").is_some() {
            return Ok(None);
        }
        let kind = match field("informational") {
            None => Kind::Vulnerable,
            Some("unsound") => Kind::Unsound,
            Some("unmaintained") => Kind::Unmaintained,
            Some(_) => Kind::Notice,
        };
        let versions = head.get("versions");
        let lists = ["patched", "unaffected"]
            .into_iter()
            .filter_map(|list| versions?.get(list)?.as_array())
            .flatten();
        let clear = lists
            .map(|wanted| {
                let wanted = wanted.as_str().context("a version is no text")?;
                VersionReq::parse(wanted).with_context(|| format!("`{wanted}` names no versions"))
            })
            .collect::<Result<_>>()?;
        Ok(Some(Self {
            id: field("id").context("it has no id")?.to_owned(),
            kind,
            package: field("package").context("it names no package")?.to_owned(),
            clear,
        }))
    }
}

/// All advisories about packages, sorted by id.
pub(super) fn read(folder: &Path) -> Result<Vec<Advisory>> {
    let mut advisories = Vec::new();
    for package in entries(&folder.join("crates"))? {
        for file in entries(&package)? {
            let read = fs::read_to_string(&file)?;
            let read = Advisory::parse(&read);
            advisories.extend(read.with_context(|| format!("cannot read {}", file.display()))?);
        }
    }
    advisories.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(advisories)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}
