//! Reads `flows/catalogue.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::words::{FixedWords, Words};
use super::{
    Catalogue, Choice, ChoiceSource, ChoiceTable, Field, FieldKind, Material, RelationshipPairs,
    Sensitivity, Supplier, by_code,
};
use crate::lang::Text;
use crate::release::Reading;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCatalogue {
    words: FixedWords,
    field: Vec<RawField>,
    material: Vec<RawMaterial>,
    relationship_pairs: RelationshipPairs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    id: Spanned<String>,
    kind: Spanned<String>,
    label: Text,
    hint: Option<Text>,
    example: Option<Text>,
    missing: Option<Text>,
    stand_in: Option<Text>,
    locked_reason: Option<Text>,
    options: Option<Vec<RawOption>>,
    table: Option<Spanned<String>>,
    list: Option<Spanned<String>>,
    agreement: Option<String>,
    default: Option<String>,
    sensitivity: Spanned<String>,
    suppliers: Vec<Spanned<String>>,
    #[serde(default)]
    carried: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOption {
    value: String,
    label: Text,
    note: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMaterial {
    id: Spanned<String>,
    label: Text,
    hint: Option<Text>,
    missing: Option<Text>,
    #[serde(default)]
    carried: bool,
}

const KINDS: [(&str, FieldKind); 9] = [
    ("name", FieldKind::Name),
    ("id_number", FieldKind::IdNumber),
    ("mobile", FieldKind::Mobile),
    ("address", FieldKind::Address),
    ("date", FieldKind::Date),
    ("date_or_long_term", FieldKind::DateOrLongTerm),
    ("yes_no", FieldKind::YesNo),
    ("consent", FieldKind::Consent),
    ("choice", FieldKind::Choice),
];

const TABLES: [(&str, ChoiceTable); 9] = [
    ("sex", ChoiceTable::Sex),
    ("ethnic_groups", ChoiceTable::EthnicGroups),
    ("districts", ChoiceTable::Districts),
    ("nationalities", ChoiceTable::Nationalities),
    ("occupations", ChoiceTable::Occupations),
    ("banks", ChoiceTable::Banks),
    ("child_id_types", ChoiceTable::ChildIdTypes),
    ("agent_id_types", ChoiceTable::AgentIdTypes),
    ("collection_methods", ChoiceTable::CollectionMethods),
];

const SENSITIVITIES: [(&str, Sensitivity); 3] = [
    ("plain", Sensitivity::Plain),
    ("personal", Sensitivity::Personal),
    ("sensitive", Sensitivity::Sensitive),
];

const SUPPLIERS: [(&str, Supplier); 5] = [
    ("agent", Supplier::Agent),
    ("login", Supplier::Login),
    ("registry", Supplier::Registry),
    ("recognition", Supplier::Recognition),
    ("derived", Supplier::Derived),
];

impl Catalogue {
    /// Reads the file; `None` when nothing in it is usable. Faults are reported to `reading`.
    pub(crate) fn load(reading: &mut Reading<'_>) -> Option<Self> {
        let raw: RawCatalogue = reading.toml()?;
        for (name, word) in raw.words.all() {
            reading.check_text(0, name, word);
            let known: &[&str] = if name == "date" {
                &["year", "month", "day", "iso"]
            } else {
                &[]
            };
            reading.check_placeholders(0, name, word, known);
        }
        for text in raw
            .relationship_pairs
            .values()
            .flat_map(|by_sex| by_sex.values())
        {
            reading.check_text(0, "relationship_pairs", text);
        }
        let mut seen = BTreeSet::new();
        let fields = raw
            .field
            .into_iter()
            .filter_map(|field| field.checked(reading, &mut seen))
            .collect();
        let materials = raw
            .material
            .into_iter()
            .filter_map(|material| material.checked(reading, &mut seen))
            .collect();
        let words = Words {
            fixed: raw.words,
            relationship_pairs: raw.relationship_pairs,
        };
        Some(Self {
            fields,
            materials,
            words,
        })
    }
}

impl RawField {
    fn checked(self, reading: &mut Reading<'_>, seen: &mut BTreeSet<String>) -> Option<Field> {
        let at = self.id.span().start;
        let id = self.id.get_ref();
        let texts = [
            &self.hint,
            &self.example,
            &self.missing,
            &self.stand_in,
            &self.locked_reason,
        ];
        let option_texts = self
            .options
            .iter()
            .flatten()
            .flat_map(|option| [Some(&option.label), option.note.as_ref()]);
        for text in texts
            .into_iter()
            .map(Option::as_ref)
            .chain([Some(&self.label)])
            .chain(option_texts)
            .flatten()
        {
            reading.check_text(at, id, text);
            reading.check_placeholders(at, id, text, &[]);
        }
        if !seen.insert(id.clone()) {
            reading.fault(
                at,
                format!("`{id}` stands twice in the catalogue"),
                "keep one of the two",
            );
            return None;
        }
        let kind = named(reading, &self.kind, &KINDS, "kind");
        let choices = self.choices(reading, at, kind);
        let sensitivity = named(reading, &self.sensitivity, &SENSITIVITIES, "sensitivity");
        let suppliers = self
            .suppliers
            .iter()
            .filter_map(|supplier| named(reading, supplier, &SUPPLIERS, "supplier"))
            .collect();
        if self.carried && kind == Some(FieldKind::Consent) {
            let cure = "take `carried` away: each application is agreed to by itself";
            reading.fault(
                at,
                format!("the consent `{id}` cannot be carried over"),
                cure,
            );
        }
        if (kind == Some(FieldKind::Consent)) != self.agreement.is_some() {
            let cure = "a consent names its text as `agreement`, no other kind does";
            reading.fault(
                at,
                format!("`{id}` and its `agreement` do not fit together"),
                cure,
            );
        }
        Some(Field {
            kind: kind?,
            choices,
            sensitivity: sensitivity?,
            suppliers,
            id: self.id.into_inner(),
            label: self.label,
            hint: self.hint,
            example: self.example,
            missing: self.missing,
            stand_in: self.stand_in,
            locked_reason: self.locked_reason,
            agreement: self.agreement,
            default: self.default,
            carried: self.carried,
        })
    }

    fn choices(
        &self,
        reading: &mut Reading<'_>,
        at: usize,
        kind: Option<FieldKind>,
    ) -> Option<ChoiceSource> {
        let given = [
            self.options.is_some(),
            self.table.is_some(),
            self.list.is_some(),
        ];
        let wanted = usize::from(kind? == FieldKind::Choice);
        if given.iter().filter(|given| **given).count() != wanted {
            let what = format!(
                "`{}` does not say once where its choices come from",
                self.id.get_ref()
            );
            reading.fault(
                at,
                what,
                "a choice has one of `options`, `table`, `list`; other kinds have none",
            );
            return None;
        }
        if let Some(options) = &self.options {
            let choice = |option: &RawOption| Choice {
                value: option.value.clone(),
                label: option.label.clone(),
                note: option.note.clone(),
                group: None,
            };
            return Some(ChoiceSource::Own(options.iter().map(choice).collect()));
        }
        if let Some(table) = &self.table {
            return named(reading, table, &TABLES, "table").map(ChoiceSource::Table);
        }
        let lists = [
            ("relationship", 0),
            ("householder_relation", 1),
            ("branch", 2),
        ];
        named(reading, self.list.as_ref()?, &lists, "list").map(|list| match list {
            0 => ChoiceSource::Relationship,
            1 => ChoiceSource::HouseholderRelation,
            _ => ChoiceSource::Branch,
        })
    }
}

impl RawMaterial {
    fn checked(self, reading: &mut Reading<'_>, seen: &mut BTreeSet<String>) -> Option<Material> {
        let at = self.id.span().start;
        let id = self.id.into_inner();
        for text in [Some(&self.label), self.hint.as_ref(), self.missing.as_ref()]
            .into_iter()
            .flatten()
        {
            reading.check_text(at, &id, text);
            reading.check_placeholders(at, &id, text, &[]);
        }
        if !seen.insert(id.clone()) {
            reading.fault(
                at,
                format!("`{id}` stands twice in the catalogue"),
                "keep one of the two",
            );
            return None;
        }
        Some(Material {
            id,
            label: self.label,
            hint: self.hint,
            missing: self.missing,
            carried: self.carried,
        })
    }
}

fn named<T: Copy>(
    reading: &mut Reading<'_>,
    name: &Spanned<String>,
    all: &[(&'static str, T)],
    what: &str,
) -> Option<T> {
    let found = by_code(all, name.get_ref());
    if found.is_none() {
        let known: Vec<_> = all.iter().map(|(known, _)| *known).collect();
        reading.fault(
            name.span().start,
            format!("no {what} is called `{}`", name.get_ref()),
            format!("use one of: {}", known.join(", ")),
        );
    }
    found
}
