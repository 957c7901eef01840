//! Parses a channel's file into a [`Flow`], then checks it.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::check;
use super::condition::{Condition, parse};
use super::model::{
    Flow, Item, ItemKind, Note, Page, Placement, Replacement, Row, Step, StepKind, Usual,
};
use super::positions::Positions;
use super::universe::Universe;
use crate::channel::Channel;
use crate::lang::Text;
use crate::release::{Reading, Release};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFlow {
    channel: Spanned<String>,
    step: Vec<RawStep>,
    row: Vec<RawRow>,
    #[serde(default)]
    replace: Vec<RawReplacement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: Spanned<String>,
    kind: Option<Spanned<String>>,
    title: Text,
    short: Option<Text>,
    button: Text,
    when: Option<Spanned<String>>,
    #[serde(default)]
    page: Vec<RawPage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPage {
    id: Spanned<String>,
    title: Option<Text>,
    lead: Option<Text>,
    when: Option<Spanned<String>>,
    #[serde(default)]
    item: Vec<RawItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    field: Option<Spanned<String>>,
    material: Option<Spanned<String>>,
    required: Option<bool>,
    shown: Option<bool>,
    locked: Option<Spanned<String>>,
    locked_reason: Option<Text>,
    label: Option<Text>,
    hint: Option<Text>,
    when: Option<Spanned<String>>,
    beside: Option<Spanned<String>>,
    suggest: Option<Spanned<String>>,
    #[serde(default)]
    usual: Vec<RawUsual>,
    fixed: Option<String>,
    #[serde(default)]
    option_labels: BTreeMap<Spanned<String>, Text>,
    #[serde(default)]
    notes: Vec<RawNote>,
}

impl RawItem {
    fn says_what_only_fields_have(&self) -> bool {
        self.required.is_some()
            || self.shown.is_some()
            || self.locked.is_some()
            || self.locked_reason.is_some()
            || self.beside.is_some()
            || self.suggest.is_some()
            || !self.usual.is_empty()
            || self.fixed.is_some()
            || !self.option_labels.is_empty()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUsual {
    when: Spanned<String>,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNote {
    when: Spanned<String>,
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    when: Option<Spanned<String>>,
    materials: Vec<Spanned<String>>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReplacement {
    material: Spanned<String>,
    by: Spanned<String>,
    when: Spanned<String>,
    source: String,
}

impl Flow {
    /// Reads and checks one channel's file against the rest of the release.
    pub(crate) fn load(release: &Release, reading: &mut Reading<'_>) -> Option<Self> {
        let raw: RawFlow = reading.toml()?;
        let mut loader = Loader {
            reading,
            positions: Positions::default(),
            sound: true,
        };
        let flow = loader.flow(release, raw)?;
        let Loader {
            positions, sound, ..
        } = loader;
        // With unparsable conditions, the check would report faults that do not exist.
        if sound {
            check::check(release, &flow, &positions, reading);
        }
        Some(flow)
    }
}

struct Loader<'r, 'f> {
    reading: &'r mut Reading<'f>,
    positions: Positions,
    sound: bool,
}

impl Loader<'_, '_> {
    fn flow(&mut self, release: &Release, raw: RawFlow) -> Option<Flow> {
        let Some(channel) = Channel::from_code(raw.channel.get_ref()) else {
            let known = Channel::ALL.map(Channel::code).join(", ");
            let what = format!("no channel is called `{}`", raw.channel.get_ref());
            self.reading.fault(
                raw.channel.span().start,
                what,
                format!("use one of: {known}"),
            );
            return None;
        };
        let steps = raw.step.into_iter().map(|step| self.step(step)).collect();
        let rows: Vec<Row> = raw.row.into_iter().map(|row| self.row(row)).collect();
        let replacements: Vec<Replacement> = raw
            .replace
            .into_iter()
            .map(|raw| self.replacement(raw))
            .collect();
        let conditions = rows
            .iter()
            .map(|row| &row.when)
            .chain(replacements.iter().map(|replacement| &replacement.when));
        let universe = Universe::of(release, conditions);
        Some(Flow {
            channel,
            steps,
            rows,
            replacements,
            universe,
        })
    }

    fn step(&mut self, raw: RawStep) -> Step {
        self.positions.steps.push(raw.id.span().start);
        self.positions.pages.push(Vec::new());
        self.positions.items.push(Vec::new());
        let kind = match raw
            .kind
            .as_ref()
            .map_or("questions", |kind| kind.get_ref().as_str())
        {
            "questions" => StepKind::Questions,
            "agreement" => StepKind::Agreement,
            "relationship" => StepKind::Relationship,
            "review" => StepKind::Review,
            other => {
                let at = raw.kind.as_ref().map_or(0, |kind| kind.span().start);
                let what = format!("no kind of step is called `{other}`");
                self.reading.fault(
                    at,
                    what,
                    "use one of: questions, agreement, relationship, review",
                );
                StepKind::Questions
            }
        };
        Step {
            kind,
            when: self.condition(raw.when.as_ref()),
            pages: raw.page.into_iter().map(|page| self.page(page)).collect(),
            id: raw.id.into_inner(),
            title: raw.title,
            short: raw.short,
            button: raw.button,
        }
    }

    fn page(&mut self, raw: RawPage) -> Page {
        let step = self.positions.steps.len() - 1;
        self.positions.pages[step].push(raw.id.span().start);
        self.positions.items[step].push(Vec::new());
        Page {
            when: self.condition(raw.when.as_ref()),
            items: raw
                .item
                .into_iter()
                .filter_map(|item| self.item(item))
                .collect(),
            id: raw.id.into_inner(),
            title: raw.title,
            lead: raw.lead,
        }
    }

    fn item(&mut self, raw: RawItem) -> Option<Item> {
        let (id, is_field) = match (&raw.field, &raw.material) {
            (Some(field), None) => (field, true),
            (None, Some(material)) => (material, false),
            (None, None) => {
                let step = self.positions.steps.len() - 1;
                let at = self.positions.pages[step]
                    .last()
                    .copied()
                    .unwrap_or_default();
                self.reading.fault(
                    at,
                    "an item of this page names nothing",
                    "give it a `field` or a `material`",
                );
                return None;
            }
            (Some(field), Some(_)) => {
                let cure = "make two items of it";
                self.reading.fault(
                    field.span().start,
                    "an item names both a field and a material",
                    cure,
                );
                return None;
            }
        };
        let at = id.span().start;
        let step = self.positions.steps.len() - 1;
        self.positions.items[step].last_mut()?.push(at);
        let shown = raw.shown == Some(true);
        if shown && (raw.locked.is_some() || raw.required == Some(true)) {
            let what = format!(
                "`{}` is shown only, and yet required or locked",
                id.get_ref()
            );
            self.reading.fault(at, what, "keep `shown` alone");
        }
        if !is_field && raw.says_what_only_fields_have() {
            let what = format!(
                "the material `{}` has settings that only a field has",
                id.get_ref()
            );
            self.reading.fault(
                at,
                what,
                "keep `label`, `hint`, `when` and `notes`; rows say when it is required",
            );
        }
        let locked = match &raw.locked {
            Some(text) => Some(self.condition(Some(text))),
            None => shown.then_some(Condition::ALWAYS),
        };
        let kind = if is_field {
            ItemKind::Field(Box::new(Placement {
                required: raw.required == Some(true),
                locked,
                locked_reason: raw.locked_reason,
                beside: raw.beside.map(Spanned::into_inner),
                suggest: raw.suggest.map(Spanned::into_inner),
                usual: raw
                    .usual
                    .into_iter()
                    .map(|usual| Usual {
                        when: self.condition(Some(&usual.when)),
                        value: usual.value,
                    })
                    .collect(),
                fixed: raw.fixed,
                option_labels: raw
                    .option_labels
                    .into_iter()
                    .map(|(value, label)| (value.into_inner(), label))
                    .collect(),
            }))
        } else {
            ItemKind::Slot
        };
        let notes = raw.notes.into_iter();
        let notes = notes
            .map(|note| Note {
                when: self.condition(Some(&note.when)),
                text: Text::new(note.zh, note.en),
            })
            .collect();
        let id = id.get_ref().clone();
        Some(Item {
            id,
            kind,
            when: self.condition(raw.when.as_ref()),
            label: raw.label,
            hint: raw.hint,
            notes,
        })
    }

    fn row(&mut self, raw: RawRow) -> Row {
        self.positions.rows.push(
            raw.materials
                .iter()
                .map(|material| material.span().start)
                .collect(),
        );
        let at = raw
            .materials
            .first()
            .map_or(0, |material| material.span().start);
        self.demand_source(at, &raw.source);
        Row {
            when: self.condition(raw.when.as_ref()),
            materials: raw.materials.into_iter().map(Spanned::into_inner).collect(),
        }
    }

    fn replacement(&mut self, raw: RawReplacement) -> Replacement {
        self.positions.replacements.push(raw.material.span().start);
        self.demand_source(raw.material.span().start, &raw.source);
        Replacement {
            when: self.condition(Some(&raw.when)),
            material: raw.material.into_inner(),
            by: raw.by.into_inner(),
        }
    }

    fn demand_source(&mut self, at: usize, source: &str) {
        if source.trim().is_empty() {
            self.reading.fault(
                at,
                "this row names no source",
                "say which rule asks for these materials",
            );
        }
    }

    fn condition(&mut self, text: Option<&Spanned<String>>) -> Condition {
        let Some(text) = text else {
            return Condition::ALWAYS;
        };
        // The text begins after the quotation mark.
        let start = text.span().start + 1;
        match parse(text.get_ref()) {
            Ok(condition) => condition.moved_by(start),
            Err(error) => {
                let cure = "write comparisons such as `child_age < 7 and photo_choice = own`";
                self.reading.fault(start + error.at, error.what, cure);
                self.sound = false;
                Condition::ALWAYS
            }
        }
    }
}
