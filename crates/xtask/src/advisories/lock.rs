//! `Cargo.lock`: what is built in, and what brings it in.

use std::collections::{BTreeSet, VecDeque};

use anyhow::{Context, Result};
use semver::Version;

#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: Version,
    /// Whether it comes from a registry and not from this repository.
    pub(super) is_foreign: bool,
    /// As the lock file names them: by name, and by version if there are several.
    needs: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Lock {
    pub(super) packages: Vec<Package>,
}

impl Lock {
    pub(super) fn parse(text: &str) -> Result<Self> {
        let lock: toml::Table = text.parse().context("Cargo.lock is no TOML")?;
        let packages = lock.get("package").and_then(toml::Value::as_array);
        let packages = packages.context("Cargo.lock lists no packages")?.iter();
        let read = |package: &toml::Value| {
            let field = |name| package.get(name).and_then(toml::Value::as_str);
            let needs = package.get("dependencies").and_then(toml::Value::as_array);
            Ok(Package {
                name: field("name").context("a package has no name")?.to_owned(),
                version: Version::parse(field("version").context("a package has no version")?)?,
                is_foreign: field("source").is_some(),
                needs: needs
                    .into_iter()
                    .flatten()
                    .filter_map(|need| need.as_str().map(str::to_owned))
                    .collect(),
            })
        };
        Ok(Self {
            packages: packages.map(read).collect::<Result<_>>()?,
        })
    }

    /// What brings in a package, nearest first, up to one of ours: the shortest chain.
    pub(super) fn chain<'a>(&'a self, package: &'a Package) -> Vec<&'a str> {
        let mut waiting = VecDeque::from([vec![package]]);
        let mut seen = BTreeSet::new();
        while let Some(way) = waiting.pop_front() {
            let last = way[way.len() - 1];
            if !last.is_foreign {
                return way[1..].iter().map(|step| step.name.as_str()).collect();
            }
            for user in self.packages.iter().filter(|user| user.needs(last)) {
                if seen.insert((&user.name, &user.version)) {
                    waiting.push_back([way.as_slice(), &[user]].concat());
                }
            }
        }
        vec!["nobody"]
    }
}

impl Package {
    fn needs(&self, other: &Package) -> bool {
        self.needs.iter().any(|need| {
            let mut words = need.split(' ');
            let same_name = words.next() == Some(&other.name);
            same_name
                && words
                    .next()
                    .is_none_or(|version| version == other.version.to_string())
        })
    }
}
