//! Families walk through the steps as the service leads them: nobody gets stuck, and nobody is asked twice.

mod walker;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::flow::{PlannedStep, plan_json};
use walker::{Draft, End, Family};

/// A family with all its true answers.
fn any_family() -> impl Strategy<Value = Family> {
    let people = (
        select(vec![
            (2023, 3, 1),
            (2019, 11, 22),
            (2019, 11, 21),
            (2012, 6, 30),
            (2010, 5, 20),
            (2008, 11, 22),
            (2008, 11, 21),
        ]),
        select(vec!["52", "58", "62"]),
        select(RelationshipState::ALL[1..].to_vec()),
        any::<bool>(),
    );
    let papers = (
        select(vec!["resident_id_card", "household_booklet"]),
        select(vec!["02", "12", "30", "99"]),
        select(vec!["yes", "no"]),
        select(vec!["have", "other_proof"]),
    );
    let rest = (
        select(vec!["own", "default_picture"]),
        any::<bool>(),
        select(AgeRule::ALL.to_vec()),
        select(vec!["ICBC", "CCB"]),
    );
    (people, papers, rest).prop_map(|(people, papers, rest)| {
        let ((year, month, day), relationship, state, disputes) = people;
        let (photo, mobile_proved, age_rule, bank) = rest;
        let birth = date(year, month, day);
        Family::new(
            birth,
            age_rule,
            mobile_proved,
            state,
            &[
                ("relationship", relationship),
                (
                    "relationship_confirmed",
                    if disputes { "disputed" } else { "yes" },
                ),
                ("child.id_type", papers.0),
                ("agent.householder_relation", papers.1),
                (
                    "agent.is_householder",
                    if papers.1 == "02" { "yes" } else { "no" },
                ),
                ("same_booklet", papers.2),
                ("birth_certificate_choice", papers.3),
                ("photo_choice", photo),
                ("bank", bank),
                ("branch", &format!("{bank}-110108-01")),
            ],
        )
    })
}

/// A save of garbage: the channel, one of its steps, and the values typed into the fields of that step.
#[derive(Debug, Clone)]
struct Rubbish {
    channel: Channel,
    step: Index,
    values: Vec<Index>,
}

fn any_rubbish() -> impl Strategy<Value = Vec<Rubbish>> {
    let one = (
        select(Channel::ALL.to_vec()),
        any::<Index>(),
        prop::collection::vec(any::<Index>(), 12),
    );
    prop::collection::vec(
        one.prop_map(|(channel, step, values)| Rubbish {
            channel,
            step,
            values,
        }),
        0..10,
    )
}

/// Values that people type, choose or leave out, in any field.
const TYPED: [&str; 16] = [
    "",
    "yes",
    "no",
    "disputed",
    "nonsense",
    "𬱖",
    "陈二",
    "110101201803010017",
    "11010120110229001X",
    "2027-01-01",
    "2001-01-01",
    "long_term",
    "02",
    "30",
    "51",
    "default_picture",
];

impl Rubbish {
    fn save(&self, draft: &mut Draft, family: &Family) {
        let plan = draft.plan(self.channel, family);
        let reached: Vec<&PlannedStep> = plan.steps.iter().filter(|step| step.reached).collect();
        let step = reached[self.step.index(reached.len())];
        let given = step.fields().zip(&self.values).map(|(field, index)| {
            // Half of the values come from the field's list, if it has one: garbage that is valid by itself gets further.
            let choice = index.index(TYPED.len() + field.options.len());
            let typed = TYPED.get(choice).copied();
            let value = typed.unwrap_or_else(|| &field.options[choice - TYPED.len()].value);
            (field.id.clone(), value.to_owned())
        });
        let given: Vec<_> = given.collect();
        draft.save(&plan, family, &step.id, &given);
    }
}

/// What the channel asks of a draft that came from another one: fields and slots.
fn asked(
    draft: &mut Draft,
    channel: Channel,
    family: &Family,
) -> Result<BTreeSet<String>, TestCaseError> {
    let walk = draft.walk(channel, family);
    prop_assert!(
        walk.end == End::Done,
        "{:?} in {channel:?} at {:?}",
        walk.end,
        walk.asked
    );
    Ok(walk.asked)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever was saved before, in whatever channel, truthful answers lead to the end or to a refusal.
    #[test]
    fn there_is_a_way_on_from_everywhere(rubbish in any_rubbish(), family in any_family(), channel in select(Channel::ALL.to_vec())) {
        let mut draft = Draft::begin(&family);
        for save in &rubbish {
            save.save(&mut draft, &family);
            for channel in Channel::ALL {
                walker::every_problem_can_be_mended(&draft.plan(channel, &family))?;
            }
        }
        let walk = draft.walk(channel, &family);
        let expected = if family.is_of_age() { End::Refused } else { End::Done };
        prop_assert!(walk.end == expected, "{:?}, last asked {:?}", walk.end, walk.asked);
    }

    #[test]
    fn the_journey_ends_where_the_plan_of_all_answers_does(family in any_family(), channel in select(Channel::ALL.to_vec())) {
        prop_assume!(!family.is_of_age());
        let mut draft = Draft::begin(&family);
        let walk = draft.walk(channel, &family);
        prop_assert_eq!(walk.end, End::Done);
        let at_once = family.plan_at_once(channel);
        prop_assert_eq!(told(&at_once), Vec::<String>::new());
        prop_assert_eq!(draft.plan(channel, &family).materials, at_once.materials);
    }

    /// Steps in any order, then the rest in the order of the flow, then every step once more.
    #[test]
    fn any_order_of_the_steps_ends_the_same(family in any_family(), channel in select(Channel::ALL.to_vec()), order in prop::collection::vec(any::<Index>(), 12)) {
        prop_assume!(!family.is_of_age());
        let mut in_order = Draft::begin(&family);
        in_order.walk(channel, &family);
        let mut mixed = Draft::begin(&family);
        for index in order {
            let plan = mixed.plan(channel, &family);
            let reached: Vec<_> = plan.steps.iter().filter(|step| step.reached).collect();
            mixed.answer(channel, &family, &reached[index.index(reached.len())].id);
        }
        mixed.walk(channel, &family);
        // `next` does not lead back to a question with a usual answer; somebody who visits all steps answers it, too.
        for step in repository().flow(channel).unwrap().step_ids() {
            mixed.answer(channel, &family, step);
        }
        prop_assert_eq!(mixed.walk(channel, &family).end, End::Done);
        prop_assert_eq!(mixed.plan(channel, &family).materials, in_order.plan(channel, &family).materials);
    }

    #[test]
    fn the_order_of_the_answers_changes_nothing(
        family in any_family(),
        answers in any_family().prop_flat_map(|family| Just(family.truth.iter().map(|(id, value)| (id.to_owned(), value.to_owned())).collect::<Vec<_>>()).prop_shuffle()),
    ) {
        let sorted = { let mut sorted = answers.clone(); sorted.sort(); sorted };
        let mut plans = [answers, sorted].into_iter().map(|answers| {
            let mut given = Answers::new();
            for (id, value) in answers {
                given.set(&id, value);
            }
            Channel::ALL.map(|channel| {
                let plan = plan(repository(), channel, &given, TODAY, &family.facts()).unwrap();
                (plan_json(&plan), format!("{plan:?}"))
            })
        });
        prop_assert_eq!(plans.next(), plans.next());
    }

    #[test]
    fn nothing_is_asked_twice_in_three_channels(family in any_family(), order in Just(Channel::ALL.to_vec()).prop_shuffle()) {
        prop_assume!(!family.is_of_age());
        let mut draft = Draft::begin(&family);
        for channel in order {
            // The walker itself fails when something is asked that is in the draft already and valid.
            asked(&mut draft, channel, &family)?;
        }
    }

    #[test]
    fn a_draft_of_the_portal_is_asked_little_in_jingtong_and_nothing_in_yikatong(family in any_family()) {
        prop_assume!(!family.is_of_age());
        let mut draft = Draft::begin(&family);
        asked(&mut draft, Channel::Portal, &family)?;
        for id in asked(&mut draft, Channel::Jingtong, &family)? {
            let is_new = [
                "child.card_mobile", "child.occupation", "child.id_valid_from", "child.id_valid_until",
                "booklet_child_page_back", "booklet_householder_own_page_back",
            ].contains(&id.as_str());
            prop_assert!(is_new, "{id} is asked again in Jingtong");
        }
        prop_assert_eq!(asked(&mut draft, Channel::Yikatong, &family)?, BTreeSet::new());
    }
}
