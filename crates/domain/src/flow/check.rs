//! The rules that every flow must meet before it is used.

mod conditions;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::completions::{ever_required, possible_values};
use super::model::{Flow, Item, ItemKind, Page, Placement, Step, StepKind};
use super::positions::Positions;
use crate::flow::accept;
use crate::lang::Text;
use crate::release::{Reading, Release};

/// Reports everything wrong with a flow whose parts could all be parsed.
pub(crate) fn check(
    release: &Release,
    flow: &Flow,
    positions: &Positions,
    reading: &mut Reading<'_>,
) {
    let mut check = Check {
        release,
        flow,
        positions,
        reading,
        order: order(flow),
    };
    check.steps();
    check.rows();
}

struct Check<'a, 'r, 'f> {
    release: &'a Release,
    flow: &'a Flow,
    positions: &'a Positions,
    reading: &'r mut Reading<'f>,
    /// Position of each field and material among all items, at its first answerable place.
    order: BTreeMap<&'a str, usize>,
}

fn order(flow: &Flow) -> BTreeMap<&str, usize> {
    let items = flow
        .steps
        .iter()
        .flat_map(|step| &step.pages)
        .flat_map(|page| &page.items);
    let mut order = BTreeMap::new();
    for (place, item) in items.enumerate() {
        order.entry(item.id.as_str()).or_insert(place);
    }
    order
}

impl<'a> Check<'a, '_, '_> {
    fn steps(&mut self) {
        let mut ids = BTreeSet::new();
        let mut asked = BTreeSet::new();
        let mut place = 0;
        for (s, step) in self.flow.steps.iter().enumerate() {
            let at = self.positions.steps[s];
            if !ids.insert(step.id.as_str()) {
                self.reading.fault(
                    at,
                    format!("the step `{}` stands twice", step.id),
                    "give each step its own id",
                );
            }
            self.texts(
                at,
                &step.id,
                [Some(&step.title), step.short.as_ref(), Some(&step.button)],
            );
            self.condition(&step.when, place);
            self.reachable(at, "step", &step.id, &[&step.when]);
            if step.pages.is_empty() != (step.kind == StepKind::Review) {
                let cure = "a review has no pages, every other step has one at least";
                self.reading.fault(
                    at,
                    format!("the pages of the step `{}` do not fit its kind", step.id),
                    cure,
                );
            }
            let mut pages = BTreeSet::new();
            for (p, page) in step.pages.iter().enumerate() {
                let at = self.positions.pages[s][p];
                if !pages.insert(page.id.as_str()) {
                    let what = format!("the page `{}` stands twice in `{}`", page.id, step.id);
                    self.reading
                        .fault(at, what, "give each page of a step its own id");
                }
                self.texts(at, &page.id, [page.title.as_ref(), page.lead.as_ref()]);
                self.condition(&page.when, place);
                if page.items.is_empty() {
                    self.reading.fault(
                        at,
                        format!("the page `{}` holds nothing", page.id),
                        "place a field or material",
                    );
                }
                for (i, item) in page.items.iter().enumerate() {
                    self.item(
                        self.positions.items[s][p][i],
                        (step, page, item),
                        place,
                        &mut asked,
                    );
                    place += 1;
                }
            }
        }
        let reviews = self
            .flow
            .steps
            .iter()
            .filter(|step| step.kind == StepKind::Review)
            .count();
        if reviews != 1 {
            let cure = "give one step `kind = \"review\"`, before the promise";
            self.reading.fault(
                0,
                format!("the flow has {reviews} steps to check the answers"),
                cure,
            );
        }
    }

    fn item(
        &mut self,
        at: usize,
        (step, page, item): (&'a Step, &'a Page, &'a Item),
        place: usize,
        asked: &mut BTreeSet<&'a str>,
    ) {
        if !item.is_shown_only() && !asked.insert(item.id.as_str()) {
            let cure = "ask once; show it again with `shown = true`, and upload a material in one place alone";
            self.reading.fault(
                at,
                format!("`{}` is asked twice in this flow", item.id),
                cure,
            );
        }
        let notes = item.notes.iter().map(|note| Some(&note.text));
        let texts = [item.label.as_ref(), item.hint.as_ref()];
        let texts = texts.into_iter().chain(notes);
        match item.kind {
            ItemKind::Field(_) => self.texts(at, &item.id, texts),
            // Anyone with a phone's capture code can read them, so they name nobody.
            ItemKind::Slot => self.worded(&[], at, &item.id, texts),
        }
        // Like a row, a note at a material may ask for what is answered later, or was answered in another channel.
        let known = match item.kind {
            ItemKind::Field(_) => place,
            ItemKind::Slot => usize::MAX,
        };
        for note in &item.notes {
            self.condition(&note.when, known);
        }
        self.condition(&item.when, place + 1);
        self.reachable(
            at,
            "field or material",
            &item.id,
            &[&step.when, &page.when, &item.when],
        );
        match &item.kind {
            ItemKind::Field(placement) => self.placement(at, item, placement, place),
            ItemKind::Slot => self.slot(at, item),
        }
    }

    fn placement(&mut self, at: usize, item: &Item, placement: &Placement, place: usize) {
        let Some(field) = self.release.field(&item.id) else {
            let cure = format!(
                "define it in flows/catalogue.toml, or use one of its ids{}",
                self.near(&item.id)
            );
            self.reading.fault(
                at,
                format!("the catalogue has no field `{}`", item.id),
                cure,
            );
            return;
        };
        self.texts(at, &item.id, [placement.locked_reason.as_ref()]);
        if let Some(locked) = &placement.locked {
            self.condition(locked, place);
            if placement.locked_reason.is_none() && field.locked_reason.is_none() {
                let cure = "add `locked_reason` here or in the catalogue: a parent must learn why and what to do";
                self.reading.fault(
                    at,
                    format!("`{}` is locked without a reason", item.id),
                    cure,
                );
            }
        }
        if let Some(beside) = &placement.beside
            && !self
                .flow
                .rows
                .iter()
                .any(|row| row.materials.contains(beside))
        {
            let cure = "name a material of the rows at the end of the file";
            self.reading.fault(
                at,
                format!(
                    "`{}` stands beside `{beside}`, which no row asks for",
                    item.id
                ),
                cure,
            );
        }
        if let Some(suggest) = &placement.suggest
            && self
                .release
                .field(suggest)
                .is_none_or(|other| other.kind != field.kind)
        {
            let cure = "name a field of the same kind";
            self.reading.fault(
                at,
                format!("`{suggest}` cannot be suggested for `{}`", item.id),
                cure,
            );
        }
        for usual in &placement.usual {
            self.condition(&usual.when, place);
            if accept(self.release, &item.id, &usual.value, Date::MAX)
                .is_none_or(|accepted| accepted.fault.is_some())
            {
                let what = format!("`{}` is never `{}`", item.id, usual.value);
                self.reading
                    .fault(at, what, "suggest a value that the field accepts");
            }
        }
        if let Some(fixed) = &placement.fixed
            && (placement.locked.is_none()
                || accept(self.release, &item.id, fixed, Date::MAX)
                    .is_none_or(|fixed| fixed.fault.is_some()))
        {
            let cure = "give a locked field a value of its kind";
            self.reading.fault(
                at,
                format!("`{}` cannot be fixed to `{fixed}`", item.id),
                cure,
            );
        }
        for (value, label) in &placement.option_labels {
            self.texts(at, &item.id, [Some(label)]);
            if possible_values(self.release, &item.id).is_none_or(|values| !values.contains(value))
            {
                let what = format!(
                    "`{}` has no option `{value}` to be worded otherwise",
                    item.id
                );
                self.reading.fault(at, what, "use a value of the field");
            }
        }
    }

    fn slot(&mut self, at: usize, item: &Item) {
        if self.release.material(&item.id).is_none() {
            let cure = format!(
                "define it in flows/catalogue.toml, or use one of its ids{}",
                self.near(&item.id)
            );
            self.reading.fault(
                at,
                format!("the catalogue has no material `{}`", item.id),
                cure,
            );
        } else if !ever_required(
            &self.flow.universe,
            &self.flow.rows,
            &self.flow.replacements,
        )
        .contains(&item.id)
        {
            let cure = "add a [[row]] that asks for it, or take its place away";
            self.reading.fault(
                at,
                format!("no row can ever require the material `{}`", item.id),
                cure,
            );
        }
    }

    fn rows(&mut self) {
        for (r, row) in self.flow.rows.iter().enumerate() {
            self.condition(&row.when, usize::MAX);
            for (m, material) in row.materials.iter().enumerate() {
                self.has_slot(self.positions.rows[r][m], material);
            }
            let at = self.positions.rows[r].first().copied().unwrap_or_default();
            self.reachable(at, "row", &row.materials.join(", "), &[&row.when]);
        }
        for (r, replacement) in self.flow.replacements.iter().enumerate() {
            self.condition(&replacement.when, usize::MAX);
            self.has_slot(self.positions.replacements[r], &replacement.material);
            self.has_slot(self.positions.replacements[r], &replacement.by);
        }
    }

    fn has_slot(&mut self, at: usize, material: &str) {
        let slots = self
            .flow
            .steps
            .iter()
            .flat_map(|step| &step.pages)
            .flat_map(|page| &page.items);
        if !slots
            .filter(|item| matches!(item.kind, ItemKind::Slot))
            .any(|item| item.id == material)
        {
            let cure = format!("place an item with `material = \"{material}\"` in a step");
            self.reading.fault(
                at,
                format!("`{material}` is asked for and can be uploaded nowhere"),
                cure,
            );
        }
    }

    fn texts<'t>(
        &mut self,
        at: usize,
        owner: &str,
        texts: impl IntoIterator<Item = Option<&'t Text>>,
    ) {
        let fields = self
            .release
            .catalogue()
            .fields()
            .iter()
            .filter(|field| field.stand_in.is_some());
        let known: Vec<&str> = fields
            .map(|field| field.id.as_str())
            .chain([super::wording::PAIR])
            .collect();
        self.worded(&known, at, owner, texts);
    }

    /// Texts that may use these placeholders and no others.
    fn worded<'t>(
        &mut self,
        known: &[&str],
        at: usize,
        owner: &str,
        texts: impl IntoIterator<Item = Option<&'t Text>>,
    ) {
        for text in texts.into_iter().flatten() {
            self.reading.check_text(at, owner, text);
            self.reading.check_placeholders(at, owner, text, known);
        }
    }

    /// The closest id in the catalogue, in case of a typo.
    fn near(&self, id: &str) -> String {
        let catalogue = self.release.catalogue();
        let ids = catalogue
            .fields()
            .iter()
            .map(|field| &field.id)
            .chain(catalogue.materials().iter().map(|m| &m.id));
        let nearest = ids.map(|known| (distance(known, id), known)).min();
        nearest
            .filter(|(distance, _)| *distance <= 3)
            .map_or_else(String::new, |(_, known)| {
                format!(" (did you mean `{known}`?)")
            })
    }
}

/// Levenshtein distance, in bytes: ids are ASCII.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
