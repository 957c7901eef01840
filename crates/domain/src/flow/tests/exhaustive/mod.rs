//! Every kind of family in every channel, against an oracle that knows nothing of `flows/*.toml`.
//!
//! The oracle is separate code that reads only `codes/required_materials.csv`. The tables cross everything that papers depend
//! on, everything that ages decide, and the main values of both; a random sample crosses everything.

mod oracle;

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// One combination: the answers, and what the service knows besides. `None` is not answered.
#[derive(Debug, Clone, Copy)]
struct Case {
    channel: Channel,
    id_type: Option<&'static str>,
    /// What the agent is to the householder (GB/T 4761).
    relation: Option<&'static str>,
    /// The plain yes or no to "are you the householder".
    bare: Option<&'static str>,
    same_booklet: Option<&'static str>,
    photo: Option<&'static str>,
    birth: Date,
    age_rule: AgeRule,
    state: RelationshipState,
    confirmed: Option<&'static str>,
    /// What the agent is to the child (GB/T 4761).
    relationship: Option<&'static str>,
    certificate: Option<&'static str>,
    mobile_proved: bool,
}

const THREE: Date = date(2023, 3, 1);

impl Case {
    /// A mother whose relationship was found and confirmed; nothing about the papers is answered yet.
    fn of(channel: Channel) -> Self {
        Self {
            channel,
            id_type: Some("resident_id_card"),
            relation: None,
            bare: None,
            same_booklet: None,
            photo: None,
            birth: THREE,
            age_rule: AgeRule::DayAfterBirthday,
            state: RelationshipState::Hit,
            confirmed: Some("yes"),
            relationship: Some("52"),
            certificate: None,
            mobile_proved: true,
        }
    }

    /// The draft: everything that the combination does not cover is answered, and every picture is present.
    fn answers(&self) -> Answers {
        let child = number(self.birth, 2);
        let years = if oracle::full_years(self.birth, AgeRule::OnBirthday) < 16 {
            "2031-11-22"
        } else {
            "2036-11-22"
        };
        let mut answers = with(&[
            ("child.id_number", &child),
            ("child.occupation", "90"),
            ("child.id_type", ""),
            ("relationship", ""),
            ("relationship_confirmed", ""),
        ]);
        if self.id_type == Some("resident_id_card") {
            answers.set("child.id_valid_from", "2026-11-22");
            answers.set("child.id_valid_until", years);
        }
        for (id, value) in [
            ("child.id_type", self.id_type),
            ("agent.householder_relation", self.relation),
            ("agent.is_householder", self.bare),
            ("same_booklet", self.same_booklet),
            ("photo_choice", self.photo),
            ("relationship_confirmed", self.confirmed),
            ("relationship", self.relationship),
            ("birth_certificate_choice", self.certificate),
        ] {
            if let Some(value) = value {
                answers.set(id, value);
            }
        }
        answers
    }

    fn facts(&self) -> Facts {
        Facts {
            relationship_state: self.state,
            mobile_proved: self.mobile_proved,
            age_rule: self.age_rule,
        }
    }

    /// Compares the plan with the oracle: materials, the flags of the fields that depend on the combination, every problem.
    fn check(&self) {
        let plan = plan(
            repository(),
            self.channel,
            &self.answers(),
            TODAY,
            &self.facts(),
        )
        .unwrap();
        let materials: BTreeSet<_> = plan.materials.iter().cloned().collect();
        assert_eq!(materials, oracle::materials(self), "materials of {self:?}");
        assert_eq!(materials.len(), plan.materials.len(), "each once: {self:?}");
        for id in oracle::FIELDS {
            let answerable = plan
                .steps
                .iter()
                .flat_map(crate::flow::PlannedStep::fields)
                .find(|field| field.id == id);
            let flags = answerable.map(|field| flags(Some(field)));
            assert_eq!(flags, oracle::flags(self, id), "{id} of {self:?}");
        }
        let told: BTreeSet<_> = told(&plan).into_iter().collect();
        assert_eq!(told, oracle::problems(self), "problems of {self:?}");
    }
}

const ID_TYPES: [Option<&str>; 3] = [Some("resident_id_card"), Some("household_booklet"), None];
/// Householder, wife, daughter, mother, another relative, unrelated; the plain answer; both, agreeing or not; neither.
const HOUSEHOLDERS: [(Option<&str>, Option<&str>); 12] = [
    (Some("02"), None),
    (Some("12"), None),
    (Some("30"), None),
    (Some("52"), None),
    (Some("97"), None),
    (Some("99"), None),
    (None, Some("yes")),
    (None, Some("no")),
    (Some("02"), Some("yes")),
    (Some("02"), Some("no")),
    (Some("30"), Some("yes")),
    (None, None),
];
const YES_NO: [Option<&str>; 3] = [Some("yes"), Some("no"), None];
const CONFIRMED: [Option<&str>; 3] = [Some("yes"), Some("disputed"), None];
/// Mother, grandmother.
const RELATIONSHIPS: [Option<&str>; 3] = [Some("52"), Some("62"), None];
const CERTIFICATES: [Option<&str>; 3] = [Some("have"), Some("other_proof"), None];
const PHOTOS: [Option<&str>; 3] = [Some("own"), Some("default_picture"), None];

/// The day before a birthday, the birthday, and the day after, at every limit, relative to [`TODAY`].
fn births() -> Vec<Date> {
    let mut births = vec![THREE, date(2026, 11, 21)];
    for year in [2019, 2012, 2010, 2008] {
        births.extend([23, 22, 21].map(|day| date(year, 11, day)));
    }
    births
}

/// Everything that papers and the relationship depend on.
fn papers(channel: Channel) -> Vec<Case> {
    let mut cases = Vec::new();
    for id_type in ID_TYPES {
        // With a card the householder is not asked for: one value of each kind is enough to show that.
        let householders = if id_type == Some("household_booklet") {
            &HOUSEHOLDERS[..]
        } else {
            &HOUSEHOLDERS[8..]
        };
        for (relation, bare) in householders.iter().copied() {
            for same_booklet in YES_NO {
                for (state, confirmed, relationship) in relationships() {
                    // The certificate choice matters only where a certificate is asked for, and no answer counts as having
                    // it: the sample crosses that with the rest.
                    for certificate in [None, Some("other_proof")] {
                        cases.push(Case {
                            id_type,
                            relation,
                            bare,
                            same_booklet,
                            state,
                            confirmed,
                            relationship,
                            certificate,
                            ..Case::of(channel)
                        });
                    }
                }
            }
        }
    }
    cases
}

/// What the registry and the agent say about the relationship: one value of each kind that the rules distinguish.
fn relationships() -> Vec<(
    RelationshipState,
    Option<&'static str>,
    Option<&'static str>,
)> {
    use RelationshipState::{Down, Hit, Mismatch, Miss, Unasked};
    let mut found = Vec::new();
    for confirmed in CONFIRMED {
        for relationship in RELATIONSHIPS {
            found.push((Hit, confirmed, relationship));
        }
    }
    found.extend([
        (Miss, None, Some("52")),
        (Miss, None, Some("62")),
        (Mismatch, None, Some("62")),
        (Down, None, None),
        (Unasked, None, None),
    ]);
    found
}

/// Everything that ages, the photo and the registry's answer decide.
fn ages(channel: Channel) -> Vec<Case> {
    let mut cases = Vec::new();
    for birth in births() {
        for age_rule in AgeRule::ALL {
            for photo in PHOTOS {
                for state in [RelationshipState::Hit, RelationshipState::Miss] {
                    for mobile_proved in [true, false] {
                        cases.push(Case {
                            photo,
                            birth,
                            age_rule,
                            state,
                            mobile_proved,
                            ..Case::of(channel)
                        });
                    }
                }
            }
        }
    }
    cases
}

/// Document, householder, booklet, photo and age at every limit, fully crossed: shows that what one of them decides does not
/// depend on another.
fn crossed(channel: Channel) -> Vec<Case> {
    let mut cases = Vec::new();
    for id_type in &ID_TYPES[..2] {
        for relation in [Some("02"), Some("30")] {
            for same_booklet in &YES_NO[..2] {
                for photo in PHOTOS {
                    for birth in births() {
                        for age_rule in AgeRule::ALL {
                            cases.push(Case {
                                id_type: *id_type,
                                relation,
                                same_booklet: *same_booklet,
                                photo,
                                birth,
                                age_rule,
                                ..Case::of(channel)
                            });
                        }
                    }
                }
            }
        }
    }
    cases
}

#[test]
fn papers_in_the_portal() {
    papers(Channel::Portal).iter().for_each(Case::check);
}

#[test]
fn papers_in_jingtong() {
    papers(Channel::Jingtong).iter().for_each(Case::check);
}

#[test]
fn papers_in_yikatong() {
    papers(Channel::Yikatong).iter().for_each(Case::check);
}

#[test]
fn ages_around_every_limit() {
    for channel in Channel::ALL {
        ages(channel).iter().for_each(Case::check);
    }
}

#[test]
fn papers_crossed_with_ages() {
    for channel in Channel::ALL {
        crossed(channel).iter().for_each(Case::check);
    }
}

/// The summary of `cargo xtask test` shows this line (`.config/nextest.toml`).
#[test]
fn the_combinations_are_counted() {
    for channel in Channel::ALL {
        let (papers, ages, crossed) = (
            papers(channel).len(),
            ages(channel).len(),
            crossed(channel).len(),
        );
        println!(
            "count: {} kinds of families in {}: {papers} by papers, {ages} by ages, {crossed} crossed",
            papers + ages + crossed,
            channel.code()
        );
        assert!(papers > 1500 && ages > 300 && crossed > 600);
    }
}

fn any_case() -> impl Strategy<Value = Case> {
    let one = |values: &'static [Option<&'static str>]| prop::sample::select(values);
    let family = (
        one(&ID_TYPES),
        prop::sample::select(HOUSEHOLDERS.to_vec()),
        one(&YES_NO),
        one(&CERTIFICATES),
    );
    let child = (
        prop::sample::select(births()),
        prop::sample::select(AgeRule::ALL.to_vec()),
        one(&PHOTOS),
    );
    let register = (
        prop::sample::select(RelationshipState::ALL.to_vec()),
        one(&CONFIRMED),
        one(&RELATIONSHIPS),
        any::<bool>(),
    );
    let channel = prop::sample::select(Channel::ALL.to_vec());
    (channel, family, child, register).prop_map(
        |(
            channel,
            (id_type, (relation, bare), same_booklet, certificate),
            (birth, age_rule, photo),
            register,
        )| {
            let (state, confirmed, relationship, mobile_proved) = register;
            Case {
                channel,
                id_type,
                relation,
                bare,
                same_booklet,
                photo,
                birth,
                age_rule,
                state,
                confirmed,
                relationship,
                certificate,
                mobile_proved,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn everything_crossed_with_everything(case in any_case()) {
        case.check();
    }
}
