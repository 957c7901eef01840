//! A loaded release and its parts.

use super::declaration::Declared;
use crate::catalogue::{Agreement, Catalogue, Field, Material, ProblemTexts};
use crate::channel::Channel;
use crate::code::CodeTables;
use crate::digest::Digest;
use crate::flow::Flow;
use crate::lang::Text;

/// A loaded and checked release.
#[derive(Debug, Clone)]
pub struct Release {
    pub(super) number: String,
    pub(super) content_hash: Digest,
    pub(super) codes: CodeTables,
    pub(super) catalogue: Catalogue,
    pub(super) problem_texts: ProblemTexts,
    pub(super) agreements: Vec<Agreement>,
    pub(super) flows: Vec<Flow>,
    pub(super) declared: Vec<Declared>,
}

impl Release {
    /// Number of the release.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// SM3 over the names and texts of all files: reveals different content under the same number.
    pub fn content_hash(&self) -> Digest {
        self.content_hash
    }

    /// The flow of a channel, if the release has one.
    pub fn flow(&self, channel: Channel) -> Option<&Flow> {
        self.flows.iter().find(|flow| flow.channel() == channel)
    }

    /// Every flow, in the order of `release.toml`.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// The code tables.
    pub fn codes(&self) -> &CodeTables {
        &self.codes
    }

    /// Fields, materials and words.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// A field of the catalogue.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.catalogue.field(id)
    }

    /// A material of the catalogue.
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.catalogue.material(id)
    }

    /// A text to agree to.
    pub fn agreement(&self, id: &str) -> Option<&Agreement> {
        self.agreements.iter().find(|agreement| agreement.id == id)
    }

    /// Why the law changed a field or material in the release `since`; `None` where this release declares no such change.
    pub fn reason(&self, id: &str, since: &str) -> Option<&Text> {
        let declared = self
            .declared
            .iter()
            .find(|declared| declared.since == since && declared.ids.iter().any(|own| own == id));
        declared.and_then(|declared| declared.reason.as_ref())
    }

    pub(crate) fn problem_texts(&self) -> &ProblemTexts {
        &self.problem_texts
    }
}
