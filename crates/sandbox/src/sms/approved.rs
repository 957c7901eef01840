//! The templates that the platforms have approved for the service, under the names that the service gives them.

use super::account::{Kind, Template};

/// A text that the service had approved. A platform approves none with a name, an ID number or an address in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What the service calls it.
    pub name: String,
    /// Its language: `zh-CN`, `en`.
    pub language: String,
    /// What it is for.
    pub kind: Kind,
    /// The text, with `${name}` where a variable stands.
    pub text: String,
}

/// The approved templates; the platform calls each of them `prefix` and a number.
pub fn approved(prefix: &str, wordings: &[Wording]) -> Vec<Template> {
    let numbered = wordings.iter().zip(1_000_001..);
    numbered
        .map(|(wording, number)| Template {
            id: format!("{prefix}{number}"),
            name: wording.name.clone(),
            language: wording.language.clone(),
            kind: wording.kind,
            text: wording.text.clone(),
        })
        .collect()
}
