//! What changes for a draft when another release follows its own: every difference, classified.
//!
//! A draft moves from release to release in the order in which they were published, so that each release's own declarations
//! take effect. What a release declares wins over what is computed here.

use std::collections::{BTreeMap, BTreeSet};

use super::Release;
use super::change_class::ChangeClass;
use crate::catalogue::{Field, FieldKind};
use crate::channel::Channel;
use crate::flow::{ItemKind, accepted_choices};
use crate::lang::Text;

/// One field or material that differs in the next release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Id of the field or material.
    pub id: String,
    /// What it requires of a draft.
    pub class: ChangeClass,
    /// Why, in words for people; only with [`ChangeClass::ForcedByLaw`].
    pub reason: Option<Text>,
    /// Number of the release that introduced it; together with the id it names a declared reason ([`Release::reason`]).
    pub since: String,
    touched: Touched,
}

/// Which answers a change affects.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Touched {
    Every,
    /// Only these values: for any other option the question is the same as before.
    Values(BTreeSet<String>),
}

impl Change {
    /// Whether the change affects an answer with this value.
    pub fn touches(&self, value: &str) -> bool {
        match &self.touched {
            Touched::Every => true,
            Touched::Values(values) => values.contains(value),
        }
    }
}

/// The change that decides about one answer: the strongest that affects it, and of equal ones the latest.
pub(super) fn strongest<'a>(changes: &'a [Change], id: &str, value: &str) -> Option<&'a Change> {
    changes
        .iter()
        .filter(|change| change.id == id && change.touches(value))
        .max_by_key(|change| change.class)
}

/// Every difference between two consecutive releases, for a draft of this channel.
pub fn changes(old: &Release, new: &Release, channel: Channel) -> Vec<Change> {
    let mut found = declared(Some(old), new);
    let computed = fields(old, new, channel).chain(materials(old, new, channel));
    let told: BTreeSet<String> = found.iter().map(|change| change.id.clone()).collect();
    found.extend(computed.filter(|change| !told.contains(&change.id)));
    found
}

/// The changes for a draft whose own release can no longer be read, because another program version wrote its files.
///
/// Typed answers are names or numbers under every release, and are checked again. Choices and consents meant what the
/// question said, which cannot be looked up any more, so all of them are asked again.
pub fn changes_from_unknown(new: &Release) -> Vec<Change> {
    let mut found = declared(None, new);
    let chosen = |field: &&Field| match field.kind {
        FieldKind::YesNo | FieldKind::Consent | FieldKind::Choice => true,
        FieldKind::Name
        | FieldKind::IdNumber
        | FieldKind::Mobile
        | FieldKind::Address
        | FieldKind::Date
        | FieldKind::DateOrLongTerm => false,
    };
    let fields = new.catalogue().fields().iter().filter(chosen);
    found.extend(fields.map(|field| change(new, &field.id, ChangeClass::AskAgain, Touched::Every)));
    found
}

fn change(new: &Release, id: &str, class: ChangeClass, touched: Touched) -> Change {
    Change {
        id: id.to_owned(),
        class,
        reason: None,
        since: new.number().to_owned(),
        touched,
    }
}

/// What the new release declares and the old one did not.
fn declared<'a>(old: Option<&'a Release>, new: &'a Release) -> Vec<Change> {
    let is_old = |id: &String, since: &str| {
        let known = old.into_iter().flat_map(|old| &old.declared);
        known
            .into_iter()
            .any(|known| known.since == since && known.ids.contains(id))
    };
    let mut found = Vec::new();
    for declared in &new.declared {
        let fresh = declared
            .ids
            .iter()
            .filter(|id| !is_old(id, &declared.since));
        found.extend(fresh.map(|id| Change {
            id: id.clone(),
            class: declared.class,
            reason: declared.reason.clone(),
            since: declared.since.clone(),
            touched: Touched::Every,
        }));
    }
    found
}

fn fields<'a>(
    old: &'a Release,
    new: &'a Release,
    channel: Channel,
) -> impl Iterator<Item = Change> + 'a {
    old.catalogue().fields().iter().filter_map(move |before| {
        let Some(after) = new.field(&before.id) else {
            // The question is gone, and so is its answer.
            return Some(change(
                new,
                &before.id,
                ChangeClass::Harmless,
                Touched::Every,
            ));
        };
        if before.kind != after.kind
            || is_another_list(before, after)
            || agreed_text(old, before) != agreed_text(new, after)
        {
            return Some(change(
                new,
                &before.id,
                ChangeClass::AskAgain,
                Touched::Every,
            ));
        }
        let values = values_changed((old, before), (new, after), channel);
        if !values.is_empty() {
            let touched = Touched::Values(values);
            return Some(change(new, &before.id, ChangeClass::AskAgain, touched));
        }
        let same = before == after && is_placed_alike(old, new, channel, &before.id);
        (!same).then(|| change(new, &before.id, ChangeClass::Harmless, Touched::Every))
    })
}

fn materials<'a>(
    old: &'a Release,
    new: &'a Release,
    channel: Channel,
) -> impl Iterator<Item = Change> + 'a {
    old.catalogue()
        .materials()
        .iter()
        .filter_map(move |before| {
            let same = new.material(&before.id) == Some(before)
                && is_placed_alike(old, new, channel, &before.id);
            (!same).then(|| change(new, &before.id, ChangeClass::Harmless, Touched::Every))
        })
}

/// Whether the choices come from another list, in which the same code may mean something else.
fn is_another_list(before: &Field, after: &Field) -> bool {
    use crate::catalogue::ChoiceSource::Own;
    match (&before.choices, &after.choices) {
        (Some(Own(_)), Some(Own(_))) => false,
        (before, after) => before != after,
    }
}

/// The exact text agreed to: version and wording, by their hash.
fn agreed_text(release: &Release, field: &Field) -> Option<crate::digest::Digest> {
    let agreement = release.agreement(field.agreement.as_deref()?)?;
    Some(agreement.hash())
}

/// Values that can no longer be chosen, or that read differently in Chinese, the binding language.
fn values_changed(
    (old, before): (&Release, &Field),
    (new, after): (&Release, &Field),
    channel: Channel,
) -> BTreeSet<String> {
    if before.kind != FieldKind::Choice {
        return BTreeSet::new();
    }
    let now = labels(new, after, channel);
    let reads_otherwise =
        |value: &str, was: &Text| now.get(value).map(|now| &now.zh) != Some(&was.zh);
    labels(old, before, channel)
        .into_iter()
        .filter(|(value, was)| reads_otherwise(value, was))
        .map(|(value, _)| value)
        .collect()
}

/// The label of each value in this channel.
fn labels(release: &Release, field: &Field, channel: Channel) -> BTreeMap<String, Text> {
    let choices = accepted_choices(release, field).unwrap_or_default();
    let mut labels: BTreeMap<String, Text> = choices
        .into_iter()
        .map(|choice| (choice.value, choice.label))
        .collect();
    let places = release
        .flow(channel)
        .into_iter()
        .flat_map(|flow| flow.places(&field.id));
    for item in places {
        if let ItemKind::Field(placement) = &item.kind {
            for (value, label) in &placement.option_labels {
                labels.insert(value.clone(), label.clone());
            }
        }
    }
    labels
}

fn is_placed_alike(old: &Release, new: &Release, channel: Channel, id: &str) -> bool {
    let places = |release: &Release| -> Vec<_> {
        let flow = release.flow(channel).into_iter();
        flow.flat_map(|flow| flow.places(id)).cloned().collect()
    };
    places(old) == places(new)
}

#[cfg(test)]
mod tests;
