//! The opened world of one data folder: the public view of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::case::{Account, Case, Family, to_json};
use super::keeping::{self, WorldError};
use super::kept::Kept;
use super::making;
use super::people::Person;
use crate::papers::{self, FOLDER, PaperError};
use crate::registry::Behaviours;

/// Every made-up family of one data folder, with its papers and registry entries.
#[derive(Debug)]
pub struct World {
    /// Where its drawn papers are.
    papers: PathBuf,
    kept: Kept,
    behaviours: Behaviours,
}

impl World {
    /// Opens the world of `folder`; if there is none yet, makes it there for `day`.
    ///
    /// An existing world keeps its families and the day it was made for; `day`, `seed` and `drawn`, how many random families it
    /// has beside those written by hand (at most [`DRAWN`](super::DRAWN)), count at the first start only. The same day and seed
    /// give the same families.
    pub fn open(folder: &Path, day: Date, seed: u64, drawn: u32) -> Result<Self, WorldError> {
        let kept = match keeping::read(folder)? {
            Some(kept) => kept,
            None => keeping::write(folder, making::make(day, seed, drawn))?,
        };
        Ok(Self {
            papers: folder.join(FOLDER),
            behaviours: Behaviours::of_families(kept.behaviours.clone()),
            kept,
        })
    }

    /// The same world with its drawn papers under `shared`, a folder of worlds that may be in use by several processes. Worlds of
    /// the same day and seed find each other's papers there: drawing one takes longer than most that is done with it.
    ///
    /// Nothing there is removed by [`World::discard`]. Papers that another version of this program drew are taken as they are.
    #[must_use]
    pub fn with_papers_in(mut self, shared: &Path) -> Self {
        self.papers = shared.join(keeping::name(&self.kept));
        self
    }

    /// Removes the world of `folder` with its papers, so that the next [`World::open`] makes a new one.
    pub fn discard(folder: &Path) -> Result<(), WorldError> {
        keeping::remove(folder)
    }

    /// The day the families were made for: on this day the newborn is new and the eighteen-year-old is eighteen.
    pub fn day(&self) -> Date {
        self.kept.day
    }

    /// Every case, in the order of the families.
    pub fn cases(&self) -> &[Case] {
        &self.kept.cases
    }

    /// The case of this name, such as `family-10a`.
    pub fn case(&self, case: &str) -> Option<&Case> {
        self.kept.case(case)
    }

    /// The cases by family, for a page that lists what can be tried.
    pub fn families(&self) -> Vec<Family<'_>> {
        self.kept
            .cases
            .chunk_by(|one, next| one.family == next.family)
            .map(|cases| Family {
                id: &cases[0].family,
                cases,
            })
            .collect()
    }

    /// The accounts to make in the service, one per agent.
    pub fn accounts(&self) -> Vec<Account> {
        let mut seen = BTreeSet::new();
        self.kept
            .cases
            .iter()
            .map(|case| &case.agent)
            .filter(|agent| seen.insert(agent.id_number.as_str()))
            .map(|agent| Account {
                username: agent.username.clone(),
                password: agent.password.clone(),
                name: agent.name.clone(),
                id_number: agent.id_number.clone(),
                mobile: Some(agent.mobile.clone()).filter(|mobile| !mobile.is_empty()),
            })
            .collect()
    }

    /// `/sandbox/cases.json`, in the contract's form.
    pub fn cases_json(&self) -> String {
        to_json(&self.kept.cases)
    }

    /// The drawn paper of a case as JPEG under 2 MB; `material` is the catalogue's id, without `.jpg`.
    ///
    /// The first call draws it (some hundred milliseconds: not on an async worker); later ones read it from the folder.
    pub fn paper(&self, case: &str, material: &str) -> Result<Vec<u8>, PaperError> {
        papers::paper(&self.kept, &self.papers, case, material)
    }

    /// The switch that makes the registry misbehave, for tests and for the sandbox page.
    pub fn behaviours(&self) -> &Behaviours {
        &self.behaviours
    }

    /// The person with this citizen ID number.
    pub fn person(&self, id_number: &str) -> Option<&Person> {
        self.kept.person(id_number)
    }

    /// Everything that was made: the source of papers and of the registry's answers.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }
}
