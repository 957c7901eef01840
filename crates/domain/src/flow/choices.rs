//! The choices of a field, given the other answers.
//!
//! *Offered* is what a page lists: short, filtered by the agent's sex, the most common first. *Accepted* is wider: every
//! value that can be true, since the registry or another channel may supply one that no page offers.

use crate::answer::Answers;
use crate::catalogue::{ChoiceSource, ChoiceTable, Field, FieldKind};
use crate::code::{AsAgent, CodeTables, Coded, EthnicGroup, Relation, SuitsMinor, Table};
use crate::flow::{Choice, Values};
use crate::id::Sex;
use crate::release::Release;

/// The choices that pages offer for a field, the most common first; empty for typed kinds, and for branches while neither a
/// bank nor a district is chosen.
pub fn choices(release: &Release, field: &str, answers: &Answers) -> Vec<Choice> {
    release.field(field).map_or_else(Vec::new, |field| {
        offered(release, field, &Values::of_stored(release, answers))
    })
}

/// The choices that pages offer for a field.
pub(crate) fn offered(release: &Release, field: &Field, values: &Values) -> Vec<Choice> {
    let codes = release.codes();
    let sex = values.get("agent.sex").and_then(Sex::from_code);
    match (field.kind, &field.choices) {
        (FieldKind::YesNo, _) => {
            let words = &release.catalogue().words().fixed;
            vec![
                Choice::new("yes", words.yes.clone()),
                Choice::new("no", words.no.clone()),
            ]
        }
        (_, None) => Vec::new(),
        (_, Some(ChoiceSource::Own(own))) => own.clone(),
        (_, Some(ChoiceSource::Table(table))) => table_choices(codes, *table),
        (_, Some(ChoiceSource::Relationship)) => relationships(release, sex),
        (_, Some(ChoiceSource::HouseholderRelation)) => householder_relations(codes, sex),
        (_, Some(ChoiceSource::Branch)) => branches(release, values),
    }
}

/// The choice for a stored value, offered or not; `None` when the field does not accept the value.
pub(crate) fn accepted(release: &Release, field: &Field, value: &str) -> Option<Choice> {
    let codes = release.codes();
    let relation = |fits: fn(&Relation) -> bool| {
        codes
            .relations
            .get(value)
            .filter(|row| fits(row))
            .map(|row| Choice::new(value, row.label.clone()))
    };
    match (field.kind, &field.choices) {
        (FieldKind::YesNo, _) => {
            let words = &release.catalogue().words().fixed;
            match value {
                "yes" => Some(Choice::new(value, words.yes.clone())),
                "no" => Some(Choice::new(value, words.no.clone())),
                _ => None,
            }
        }
        (_, None) => None,
        (_, Some(ChoiceSource::Own(own))) => {
            own.iter().find(|choice| choice.value == value).cloned()
        }
        (_, Some(ChoiceSource::Table(table))) => table_choices(codes, *table)
            .into_iter()
            .find(|choice| choice.value == value),
        (_, Some(ChoiceSource::Relationship)) => relation(can_apply),
        (_, Some(ChoiceSource::HouseholderRelation)) => relation(|row| row.to_householder),
        (_, Some(ChoiceSource::Branch)) => codes
            .branches
            .get(value)
            .map(|branch| Choice::new(value, branch.label.clone())),
    }
}

/// Every value a field accepts, if it has a list: the universe of conditions.
pub(crate) fn accepted_values(release: &Release, field: &Field) -> Option<Vec<String>> {
    let choices = accepted_choices(release, field)?;
    Some(choices.into_iter().map(|choice| choice.value).collect())
}

/// Every choice a field accepts, if it has a list.
pub(crate) fn accepted_choices(release: &Release, field: &Field) -> Option<Vec<Choice>> {
    let codes = release.codes();
    let relations = |fits: fn(&Relation) -> bool| {
        let rows = codes.relations.iter().filter(|row| fits(row));
        rows.map(|row| Choice::new(&row.code, row.label.clone()))
            .collect()
    };
    Some(match (field.kind, &field.choices) {
        (FieldKind::YesNo | FieldKind::Consent, _) => {
            let words = &release.catalogue().words().fixed;
            vec![
                Choice::new("yes", words.yes.clone()),
                Choice::new("no", words.no.clone()),
            ]
        }
        (_, None) => return None,
        (_, Some(ChoiceSource::Own(own))) => own.clone(),
        (_, Some(ChoiceSource::Table(table))) => table_choices(codes, *table),
        (_, Some(ChoiceSource::Relationship)) => relations(can_apply),
        (_, Some(ChoiceSource::HouseholderRelation)) => relations(|row| row.to_householder),
        (_, Some(ChoiceSource::Branch)) => codes
            .branches
            .iter()
            .map(|branch| Choice::new(&branch.code, branch.label.clone()))
            .collect(),
    })
}

/// Whether an agent of this sex can have this relation to a child and apply for the child; only then is the registry's answer
/// trusted.
///
/// `relation`: GB/T 4761 code for what the agent is to the child; a heading such as 50 (parents) is too imprecise.
pub fn is_possible_agent(release: &Release, relation: &str, sex: Sex) -> bool {
    let row = release.codes().relations.get(relation);
    row.is_some_and(|row| can_apply(row) && fits_sex(row, Some(sex)))
}

/// Whether a person with this relation can apply for the child at all.
fn can_apply(relation: &Relation) -> bool {
    matches!(
        relation.as_agent,
        AsAgent::Parent | AsAgent::GuardianWithProof
    )
}

fn table_choices(codes: &CodeTables, table: ChoiceTable) -> Vec<Choice> {
    fn rows<R: Coded>(table: &Table<R>, usable: impl Fn(&R) -> bool) -> Vec<Choice> {
        table
            .iter()
            .filter(|row| usable(row))
            .map(|row| Choice::new(row.code(), row.label().clone()))
            .collect()
    }
    match table {
        ChoiceTable::Sex => rows(&codes.sexes, |row| row.selectable),
        ChoiceTable::EthnicGroups => rows(&codes.ethnic_groups, EthnicGroup::is_of_the_standard),
        ChoiceTable::Districts => rows(&codes.districts, |_| true),
        ChoiceTable::Nationalities => rows(&codes.nationalities, |row| row.selectable),
        ChoiceTable::Occupations => {
            rows(&codes.occupations, |row| row.suits_minor != SuitsMinor::No)
        }
        ChoiceTable::Banks => rows(&codes.banks, |_| true),
        ChoiceTable::ChildIdTypes => rows(&codes.id_types, |row| row.allowed_for_child),
        ChoiceTable::AgentIdTypes => rows(&codes.id_types, |row| row.allowed_for_agent),
        ChoiceTable::CollectionMethods => {
            rows(&codes.collection_methods, |row| row.allowed_for_minor)
        }
    }
}

/// Parents first, then the other guardians, who need proof; filtered by the agent's sex if known.
fn relationships(release: &Release, sex: Option<Sex>) -> Vec<Choice> {
    let words = &release.catalogue().words().fixed;
    let of = |kind: AsAgent| {
        let fits = move |row: &&Relation| row.as_agent == kind && fits_sex(row, sex);
        release.codes().relations.iter().filter(fits)
    };
    let group = |label: &crate::lang::Text| {
        let label = label.clone();
        move |row: &Relation| Choice {
            group: Some(label.clone()),
            ..Choice::new(&row.code, row.label.clone())
        }
    };
    let parents = of(AsAgent::Parent).map(group(&words.parents));
    parents
        .chain(of(AsAgent::GuardianWithProof).map(group(&words.guardians)))
        .collect()
}

/// The usual relations of an agent to the householder, in the order in which pages offer them (GB/T 4761).
///
/// Of 其他 (80) and 其他亲属 (97), which nobody can tell apart, one is offered; the other is accepted where it was answered before.
const TO_HOUSEHOLDER: [&str; 17] = [
    "02", "11", "12", "20", "30", "28", "38", "51", "52", "53", "54", "55", "56", "60", "70", "97",
    "99",
];

fn householder_relations(codes: &CodeTables, sex: Option<Sex>) -> Vec<Choice> {
    TO_HOUSEHOLDER
        .iter()
        .filter_map(|code| codes.relations.get(code))
        .filter(|row| row.to_householder && fits_sex(row, sex))
        .map(|row| Choice::new(&row.code, row.label.clone()))
        .collect()
}

/// A relation without a sex fits everybody; while the sex is unknown, every relation fits.
pub(crate) fn fits_sex(relation: &Relation, sex: Option<Sex>) -> bool {
    match (relation.sex, sex) {
        (Some(needed), Some(sex)) => needed == sex,
        _ => true,
    }
}

/// The branches of the chosen bank, those of the chosen district first; while no bank is chosen, those of the district, whatever
/// their bank.
fn branches(release: &Release, values: &Values) -> Vec<Choice> {
    let words = &release.catalogue().words().fixed;
    let (bank, home) = (values.get("bank"), values.get("residence.district"));
    let (near, far): (Vec<_>, Vec<_>) = release
        .codes()
        .branches
        .iter()
        .filter(|branch| bank.is_none_or(|bank| branch.bank == bank))
        .partition(|branch| Some(branch.district.as_str()) == home);
    let far = if bank.is_some() { far } else { Vec::new() };
    let choice = |branch: &crate::code::Branch, group: Option<&crate::lang::Text>| Choice {
        note: Some(branch.address.clone()),
        group: group.cloned(),
        ..Choice::new(&branch.code, branch.label.clone())
    };
    let groups = home.map(|_| (&words.chosen_district, &words.other_districts));
    near.into_iter()
        .map(|branch| choice(branch, groups.map(|(near, _)| near)))
        .chain(
            far.into_iter()
                .map(|branch| choice(branch, groups.map(|(_, far)| far))),
        )
        .collect()
}
