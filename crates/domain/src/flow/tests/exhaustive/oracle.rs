//! The expected result of a combination, computed without the flows, from `codes/required_materials.csv`.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::*;

/// Fields that depend on the combination.
pub(super) const FIELDS: [&str; 10] = [
    "relationship_confirmed",
    "relationship",
    "agent.householder_relation",
    "agent.is_householder",
    "same_booklet",
    "birth_certificate_choice",
    "photo_choice",
    "child.card_mobile",
    "child.id_valid_from",
    "child.id_valid_until",
];

/// Completed years of age on [`TODAY`], from month and day (no birthday in these tables is a leap day).
pub(super) fn full_years(birth: Date, rule: AgeRule) -> i16 {
    let (today, birthday) = ((TODAY.month(), TODAY.day()), (birth.month(), birth.day()));
    let completed = match rule {
        AgeRule::OnBirthday => today >= birthday,
        AgeRule::DayAfterBirthday => today > birthday,
    };
    TODAY.year() - birth.year() - i16::from(!completed)
}

/// The answers that papers depend on, all of them given.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each one is a separate answer"
)]
struct Closed {
    id_type: &'static str,
    is_householder: bool,
    same_booklet: bool,
    needs_proof: bool,
    disputed: bool,
}

/// Whether the agent is the householder, if known: the relation wins over the plain answer.
fn is_householder(case: &Case) -> Option<bool> {
    case.relation
        .map(|relation| relation == "02")
        .or(case.bare.map(|bare| bare == "yes"))
}

/// Every way in which the open answers can turn out.
fn completions(case: &Case) -> Vec<Closed> {
    let both = |known: Option<bool>| known.map_or(vec![false, true], |known| vec![known]);
    let is_hit = case.state == RelationshipState::Hit;
    let id_types = match case.id_type {
        Some(id_type) => vec![id_type],
        None => vec!["resident_id_card", "household_booklet"],
    };
    let mut found = Vec::new();
    for id_type in id_types {
        for is_householder in both(is_householder(case)) {
            for same_booklet in both(case.same_booklet.map(|same| same == "yes")) {
                for needs_proof in both(case.relationship.map(|relation| relation == "62")) {
                    for disputed in both(case.confirmed.map(|confirmed| confirmed == "disputed")) {
                        found.push(Closed {
                            id_type,
                            is_householder,
                            same_booklet,
                            needs_proof,
                            // Only a relationship that was found can be disputed.
                            disputed: disputed && is_hit,
                        });
                    }
                }
            }
        }
    }
    found
}

/// A row of the table.
struct Row {
    channel: String,
    id_type: String,
    is_householder: String,
    same_booklet: String,
    materials: BTreeSet<String>,
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let table = include_str!("../../../../../../codes/required_materials.csv");
        let mut lines = csv::Reader::from_reader(table.as_bytes());
        let rows = lines.records().map(|line| {
            let line = line.unwrap();
            Row {
                channel: line[0].to_owned(),
                id_type: line[1].to_owned(),
                is_householder: line[2].to_owned(),
                same_booklet: line[3].to_owned(),
                materials: line[4].split(';').map(str::to_owned).collect(),
            }
        });
        rows.collect()
    })
}

/// What the rows require in a closed combination, before anything replaces the birth certificate.
fn asked(channel: Channel, closed: &Closed) -> BTreeSet<String> {
    let fits = |cell: &str, truth: bool| match cell {
        "any" => true,
        "any but no" => truth,
        word => word == if truth { "yes" } else { "no" },
    };
    let fitting: Vec<_> = rows()
        .iter()
        .filter(|row| row.channel == channel.code() && row.id_type == closed.id_type)
        .filter(|row| fits(&row.is_householder, closed.is_householder))
        .filter(|row| fits(&row.same_booklet, closed.same_booklet))
        .collect();
    assert_eq!(fitting.len(), 1, "the rows of the table exclude each other");
    fitting[0].materials.clone()
}

fn required(case: &Case, closed: &Closed) -> BTreeSet<String> {
    let mut materials = asked(case.channel, closed);
    if case.certificate == Some("other_proof") && materials.remove("birth_certificate") {
        materials.insert("guardianship_proof".to_owned());
    }
    if closed.needs_proof || closed.disputed {
        materials.insert("guardianship_proof".to_owned());
    }
    let is_under_seven = full_years(case.birth, case.age_rule) < 7;
    if !(case.photo == Some("default_picture") && is_under_seven) {
        materials.insert("card_photo".to_owned());
    }
    materials
}

/// The intersection of the sets.
fn common(sets: impl Iterator<Item = BTreeSet<String>>) -> BTreeSet<String> {
    sets.reduce(|common, set| common.intersection(&set).cloned().collect())
        .unwrap()
}

/// A material is required once every completion requires it.
pub(super) fn materials(case: &Case) -> BTreeSet<String> {
    common(
        completions(case)
            .iter()
            .map(|closed| required(case, closed)),
    )
}

/// Whether a birth certificate is asked for, even if something replaces it.
fn certificate_is_asked(case: &Case) -> bool {
    completions(case)
        .iter()
        .all(|closed| asked(case.channel, closed).contains("birth_certificate"))
}

/// Visible, required, locked; `None` where the channel has no such field.
pub(super) fn flags(case: &Case, id: &str) -> Option<(bool, bool, bool)> {
    use Channel::{Jingtong, Portal, Yikatong};
    use RelationshipState::{Hit, Unasked};
    let asked = |visible: bool| Some((visible, visible, false));
    let offered = |visible: bool| Some((visible, false, false));
    let is_booklet = case.id_type == Some("household_booklet");
    match (id, case.channel) {
        // Confirmed wherever a found relationship is shown; otherwise it is chosen.
        ("relationship_confirmed", _) => asked(matches!(case.state, Hit | Unasked)),
        ("relationship", Yikatong) | ("child.card_mobile", Jingtong | Yikatong) => asked(true),
        ("relationship", Portal | Jingtong) => {
            let is_found = matches!(case.state, Hit | Unasked);
            let visible = !is_found || case.confirmed.is_some();
            let locked = case.state == Hit && case.confirmed == Some("yes");
            Some((visible, visible && !locked, locked))
        }
        ("agent.householder_relation", Portal | Yikatong) => {
            // Where only the yes or no was asked, that is the answer.
            let is_told = case.relation.is_none() && case.bare.is_some();
            Some((is_booklet, is_booklet && !is_told, false))
        }
        ("same_booklet", Portal | Yikatong) | ("agent.is_householder", Jingtong) => {
            asked(is_booklet)
        }
        ("birth_certificate_choice", _) => offered(certificate_is_asked(case)),
        ("photo_choice", _) => {
            let is_under_seven = full_years(case.birth, case.age_rule) < 7;
            offered(is_under_seven || case.photo == Some("default_picture"))
        }
        ("child.card_mobile", Portal) => asked(!case.mobile_proved),
        // A booklet starts on its registration date and ends 长期: filled in and locked.
        ("child.id_valid_from" | "child.id_valid_until", Jingtong) => {
            Some((true, !is_booklet, is_booklet))
        }
        _ => None,
    }
}

/// Every problem of the draft, as `field: code`.
pub(super) fn problems(case: &Case) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut tell = |wrong: bool, problem: &str| {
        if wrong {
            found.insert(problem.to_owned());
        }
    };
    for (id, is_answered) in [
        ("relationship_confirmed", case.confirmed.is_some()),
        ("relationship", case.relationship.is_some()),
        ("agent.householder_relation", case.relation.is_some()),
        ("agent.is_householder", is_householder(case).is_some()),
        ("same_booklet", case.same_booklet.is_some()),
        ("child.card_mobile", false),
        ("child.id_valid_from", case.id_type.is_some()),
        ("child.id_valid_until", case.id_type.is_some()),
    ] {
        let is_required = flags(case, id).is_some_and(|(_, required, _)| required);
        tell(is_required && !is_answered, &format!("{id}: missing"));
    }
    tell(case.id_type.is_none(), "child.id_type: missing");
    let is_contradiction = case
        .relation
        .zip(case.bare)
        .is_some_and(|(relation, bare)| (relation == "02") != (bare == "yes"));
    tell(
        // With an ID card the householder is not asked for.
        is_contradiction && case.id_type != Some("resident_id_card"),
        "agent.is_householder: householder_contradiction",
    );
    let age = full_years(case.birth, case.age_rule);
    tell(age >= 18, "child.id_number: child_age");
    tell(
        age >= 7 && case.photo == Some("default_picture"),
        "photo_choice: default_picture_age",
    );
    found
}
