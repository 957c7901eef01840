//! Texts that a parent agrees to: disclaimer, consents, promise.

use serde::Deserialize;

use crate::digest::Digest;
use crate::lang::Text;
use crate::release::Reading;

/// A text with its version, as agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Id: the file's name in `flows/texts/` without its extension.
    pub id: String,
    /// Version, part of what a submission freezes.
    pub version: String,
    /// Title.
    pub title: Text,
    /// Paragraphs, in order.
    pub paragraphs: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgreement {
    version: String,
    title: Text,
    paragraph: Vec<Text>,
}

impl Agreement {
    /// SM3 over id, version and both wordings: exactly what was agreed to.
    pub fn hash(&self) -> Digest {
        let texts = std::iter::once(&self.title)
            .chain(&self.paragraphs)
            .flat_map(|text| [&text.zh, &text.en]);
        Digest::of_parts([&self.id, &self.version].into_iter().chain(texts))
    }

    pub(crate) fn load(id: &str, reading: &mut Reading<'_>) -> Option<Self> {
        let raw: RawAgreement = reading.toml()?;
        for text in std::iter::once(&raw.title).chain(&raw.paragraph) {
            reading.check_text(0, id, text);
            reading.check_placeholders(0, id, text, &[]);
        }
        if raw.paragraph.is_empty() || raw.version.trim().is_empty() {
            reading.fault(
                0,
                "a text to agree to needs a version and a paragraph",
                "add what is missing",
            );
        }
        Some(Self {
            id: id.to_owned(),
            version: raw.version,
            title: raw.title,
            paragraphs: raw.paragraph,
        })
    }
}
