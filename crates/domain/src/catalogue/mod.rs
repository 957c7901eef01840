//! The catalogue: every field and material once, with its wording, for all channels.
//!
//! It is stored in `flows/catalogue.toml`; the flows place its entries. The sentences for what can be wrong with an answer
//! (`flows/problems.toml`) and the texts to agree to (`flows/texts/`) are read here as well.

mod agreement;
mod choice;
mod field;
mod load;
mod problem;
mod wording;
mod words;

pub use agreement::Agreement;
pub use choice::Choice;
pub use field::{ChoiceSource, ChoiceTable, Field, FieldKind, Material, Sensitivity, Supplier};
pub use problem::{ProblemCode, ProblemTexts};
pub(crate) use wording::{fill, placeholders};
pub(crate) use words::{RelationshipPairs, Words};

/// Every field and material, in the order of the file.
#[derive(Debug, Clone)]
pub struct Catalogue {
    fields: Vec<Field>,
    materials: Vec<Material>,
    words: Words,
}

impl Catalogue {
    /// Every field.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Every material.
    pub fn materials(&self) -> &[Material] {
        &self.materials
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The material with this id.
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.iter().find(|material| material.id == id)
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }
}

/// The value for a name in the catalogue file.
fn by_code<T: Copy>(all: &[(&'static str, T)], code: &str) -> Option<T> {
    all.iter()
        .find(|(known, _)| *known == code)
        .map(|(_, value)| *value)
}
