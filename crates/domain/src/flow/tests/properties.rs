//! Properties that hold for any answers in any order.

use proptest::prelude::*;

use super::*;
use crate::flow::accepted_values;
use crate::flow::plan_json;

/// Possible and impossible answers: every field with right, wrong and absent values.
fn any_answers() -> impl Strategy<Value = Answers> {
    let catalogue = repository().catalogue();
    let fields: Vec<_> = catalogue
        .fields()
        .iter()
        .map(|field| {
            let mut values = accepted_values(repository(), field).unwrap_or_default();
            values.truncate(6);
            values.extend(
                [
                    "",
                    "",
                    "nonsense",
                    "yes",
                    "2023-03-01",
                    "long_term",
                    "11010120110229001X",
                    "𬱖",
                    "-1",
                ]
                .map(str::to_owned),
            );
            values.extend([
                mother(),
                number(date(2023, 3, 1), 2),
                number(date(2019, 11, 21), 1),
            ]);
            (Just(field.id.clone()), prop::sample::select(values))
        })
        .collect();
    let materials: Vec<_> = catalogue
        .materials()
        .iter()
        .map(|material| {
            (
                Just(material.id.clone()),
                prop::sample::select(vec![String::new(), "present".to_owned(), "odd".to_owned()]),
            )
        })
        .collect();
    (fields, materials)
        .prop_map(|(fields, materials)| fields.into_iter().chain(materials).collect())
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let state = prop::sample::select(RelationshipState::ALL.to_vec());
    let rule = prop::sample::select(AgeRule::ALL.to_vec());
    (state, any::<bool>(), rule).prop_map(|(relationship_state, mobile_proved, age_rule)| Facts {
        relationship_state,
        mobile_proved,
        age_rule,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_plan_comes_out_of_anything(answers in any_answers(), facts in any_facts()) {
        for flow in repository().flows() {
            let plan = plan(repository(), flow.channel(), &answers, TODAY, &facts).unwrap();
            prop_assert_eq!(plan.next.is_none(), plan.problems.is_empty());
            prop_assert!(plan.next.iter().all(|next| plan.problems[0].step == *next));
            let required: Vec<_> = plan.slots().filter(|slot| slot.required).map(|slot| &slot.id).collect();
            prop_assert_eq!(required, plan.materials.iter().collect::<Vec<_>>());
            for step in &plan.steps {
                for field in step.fields() {
                    prop_assert!(!field.required || (field.visible && !field.locked), "{}", field.id);
                }
                for page in &step.pages {
                    prop_assert!(page.visible || !page.answerable);
                    let needed = page.fields().any(|field| field.required) || page.slots().any(|slot| slot.required);
                    prop_assert!(!needed || (page.visible && page.answerable && step.reached), "{}", page.id);
                }
            }
            for problem in &plan.problems {
                prop_assert!(plan.step(&problem.step).is_some());
                prop_assert!(problem.text.missing().is_none(), "{:?}", problem);
            }
            prop_assert!(plan_json(&plan).contains("\"problems\""));
        }
    }

    #[test]
    fn the_order_of_answering_changes_nothing(order in Just(complete().iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect::<Vec<_>>()).prop_shuffle()) {
        let mut answers = Answers::new();
        for (id, value) in order {
            answers.set(&id, value);
        }
        prop_assert_eq!(on_portal(&answers).materials, on_portal(&complete()).materials);
    }

    /// Once required, a material stays required, however the open questions are answered.
    #[test]
    fn what_is_required_early_is_required_late(
        id_type in prop::sample::select(vec!["resident_id_card", "household_booklet"]),
        relation in prop::sample::select(vec!["02", "12", "30", "99"]),
        same in prop::sample::select(vec!["yes", "no"]),
        state in prop::sample::select(RelationshipState::ALL.to_vec()),
        confirmed in prop::sample::select(vec!["yes", "disputed"]),
        relationship in prop::sample::select(vec!["52", "58", "62"]),
        open in prop::collection::vec(any::<bool>(), 5),
    ) {
        let facts = Facts { relationship_state: state, ..HIT };
        let answered = [
            ("child.id_type", id_type), ("agent.householder_relation", relation), ("same_booklet", same),
            ("relationship_confirmed", confirmed), ("relationship", relationship),
        ];
        let late = with(&answered);
        let mut early = late.clone();
        for ((id, _), open) in answered.iter().zip(open) {
            if open {
                early.remove(id);
            }
        }
        for flow in repository().flows() {
            let materials = |answers: &Answers| plan(repository(), flow.channel(), answers, TODAY, &facts).unwrap().materials;
            let (early, late) = (materials(&early), materials(&late));
            prop_assert!(early.iter().all(|material| late.contains(material)), "{early:?} but {late:?}");
        }
    }
}
