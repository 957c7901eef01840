//! A draft and a family that fills it in truthfully, saved by the same rules as in the service.

use std::collections::BTreeSet;

use super::*;
use crate::catalogue::ProblemCode;
use crate::flow::superseded;

/// A family and its true answers.
#[derive(Debug, Clone)]
pub(super) struct Family {
    pub(super) truth: Answers,
    birth: Date,
    age_rule: AgeRule,
    mobile_proved: bool,
    /// What the registry says about the true child.
    state: RelationshipState,
}

/// Known from the log-in; no page asks for it.
const FROM_LOGIN: [&str; 4] = ["agent.name", "agent.id_number", "agent.sex", "agent.mobile"];

impl Family {
    pub(super) fn new(
        birth: Date,
        age_rule: AgeRule,
        mobile_proved: bool,
        state: RelationshipState,
        told: &[(&str, &str)],
    ) -> Self {
        let mut truth = with(told);
        truth.set("child.id_number", number(birth, 2));
        truth.set("child.occupation", "90");
        truth.set("child.card_mobile", "13800138000");
        // A card that is still valid: for five years if issued before the sixteenth birthday, otherwise for ten.
        let from = if birth < date(2010, 1, 1) {
            date(2024, 12, 1)
        } else {
            date(2024, 1, 2)
        };
        truth.set("child.id_valid_from", from.to_string());
        let last = from
            .checked_add(jiff::Span::new().years(if birth < date(2008, 12, 1) { 10 } else { 5 }))
            .unwrap();
        truth.set("child.id_valid_until", last.to_string());
        let family = Self {
            truth,
            birth,
            age_rule,
            mobile_proved,
            state,
        };
        let truly = |photo: &str| {
            let mut family = family.clone();
            family.truth.set("photo_choice", photo);
            family
        };
        // A family that knows the rule: from age seven on, the child's own photo.
        if age_rule.age_on(birth, TODAY) >= 7 {
            truly("own")
        } else {
            family
        }
    }

    pub(super) fn is_of_age(&self) -> bool {
        self.age_rule.age_on(self.birth, TODAY) >= 18
    }

    pub(super) fn facts(&self) -> Facts {
        Facts {
            relationship_state: self.state,
            mobile_proved: self.mobile_proved,
            age_rule: self.age_rule,
        }
    }

    /// The plan of all true answers at once, without those that a booklet does not have.
    pub(super) fn plan_at_once(&self, channel: Channel) -> Plan {
        let mut answers = self.truth.clone();
        if self.truth.get("child.id_type") == Some("household_booklet") {
            answers.remove("child.id_valid_from");
            answers.remove("child.id_valid_until");
        }
        if channel == Channel::Jingtong {
            // Not asked there, but it would count if brought along from another channel.
            answers.remove("same_booklet");
        }
        plan(repository(), channel, &answers, TODAY, &self.facts()).unwrap()
    }
}

/// How a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// Nothing is left to do.
    Done,
    /// The child or the agent is not of the right age.
    Refused,
    /// These problems remain although each next step was answered truthfully again and again.
    Stuck(Vec<String>),
    /// This was asked for although it was in the draft.
    AskedAgain(String),
}

pub(super) struct Walk {
    pub(super) end: End,
    /// Fields and slots that were missing on the way.
    pub(super) asked: BTreeSet<String>,
}

/// A draft as the service stores it.
#[derive(Clone)]
pub(super) struct Draft {
    answers: Answers,
    state: RelationshipState,
}

impl Draft {
    /// After the log-in.
    pub(super) fn begin(family: &Family) -> Self {
        let known = family
            .truth
            .iter()
            .filter(|(id, _)| FROM_LOGIN.contains(id));
        Self {
            answers: known.collect(),
            state: RelationshipState::Unasked,
        }
    }

    pub(super) fn plan(&self, channel: Channel, family: &Family) -> Plan {
        let facts = Facts {
            relationship_state: self.state,
            ..family.facts()
        };
        plan(repository(), channel, &self.answers, TODAY, &facts).unwrap()
    }

    /// Follows `next` and answers truthfully until nothing is left; each step may lead back once for each later one.
    pub(super) fn walk(&mut self, channel: Channel, family: &Family) -> Walk {
        let mut asked = BTreeSet::new();
        let steps = repository().flow(channel).unwrap().step_ids().count();
        for _ in 0..2 * steps {
            let plan = self.plan(channel, family);
            let Some(next) = plan.next.clone() else {
                return Walk {
                    end: End::Done,
                    asked,
                };
            };
            let refused = |code| matches!(code, ProblemCode::ChildAge | ProblemCode::AgentAge);
            let is_true_child =
                self.answers.get("child.id_number") == family.truth.get("child.id_number");
            if is_true_child && plan.problems.iter().any(|problem| refused(problem.code)) {
                return Walk {
                    end: End::Refused,
                    asked,
                };
            }
            for problem in plan
                .problems
                .iter()
                .filter(|problem| problem.code == ProblemCode::Missing)
            {
                if self
                    .answers
                    .get(&problem.field)
                    .is_some_and(|value| !value.is_empty())
                {
                    return Walk {
                        end: End::AskedAgain(problem.field.clone()),
                        asked,
                    };
                }
                asked.insert(problem.field.clone());
            }
            self.answer(channel, family, &next);
        }
        Walk {
            end: End::Stuck(told(&self.plan(channel, family))),
            asked,
        }
    }

    /// Answers a step truthfully until it asks for nothing more: every visible, unlocked field and every required picture.
    pub(super) fn answer(&mut self, channel: Channel, family: &Family, step: &str) {
        for _ in 0..5 {
            let before = self.clone();
            let plan = self.plan(channel, family);
            let planned = plan.step(step).unwrap();
            let open = planned
                .fields()
                .filter(|field| field.visible && !field.locked);
            let given: Vec<_> = open
                .filter_map(|field| {
                    let value = family.truth.get(&field.id)?;
                    Some((field.id.clone(), value.to_owned()))
                })
                .collect();
            for slot in planned.slots().filter(|slot| slot.required) {
                self.answers.set_present(&slot.id);
            }
            self.save(&plan, family, step, &given);
            if self.answers == before.answers && self.state == before.state {
                return;
            }
        }
    }

    /// Saves a step as `service::parent::save_step` does: everything that is not locked, visible or not.
    pub(super) fn save(
        &mut self,
        plan: &Plan,
        family: &Family,
        step: &str,
        given: &[(String, String)],
    ) {
        let planned = plan.step(step).unwrap();
        let is_hit = self.state == RelationshipState::Hit;
        let is_registered = is_hit && self.answers.get("relationship_confirmed") == Some("yes");
        let mut said = None;
        for (id, value) in given {
            let Some(field) = planned
                .fields()
                .find(|field| field.id == *id && !field.locked)
            else {
                continue;
            };
            if id == "relationship_confirmed" {
                said = Some(value.as_str()).filter(|_| is_hit && field.visible);
                continue;
            }
            if self.answers.get(id) == Some(value) || (id == "relationship" && is_registered) {
                continue;
            }
            self.answers.set(id, value);
            for untrue in superseded(plan, &self.answers, id) {
                self.answers.remove(untrue);
            }
            if matches!(id.as_str(), "child.name" | "child.id_number") {
                self.forget();
            }
        }
        if planned.fields().any(|field| {
            matches!(
                field.id.as_str(),
                "child.id_number" | "relationship_confirmed"
            )
        }) {
            self.look_up(family);
        }
        match said {
            Some("yes") if self.state == RelationshipState::Hit => {
                self.answers.set("relationship_confirmed", "yes");
                let registered = family.truth.get("relationship").unwrap();
                self.answers.set("relationship", registered);
            }
            Some("disputed") if self.state == RelationshipState::Hit => {
                self.answers.set("relationship_confirmed", "disputed");
            }
            _ => {}
        }
    }

    fn forget(&mut self) {
        self.state = RelationshipState::Unasked;
        self.answers.remove("relationship_confirmed");
    }

    /// The registry knows the true child, and nobody else by this name and number.
    fn look_up(&mut self, family: &Family) {
        if self.state != RelationshipState::Unasked {
            return;
        }
        let stands = |id: &str| {
            crate::flow::accept(
                repository(),
                id,
                self.answers.get(id).unwrap_or_default(),
                TODAY,
            )
            .is_some_and(|accepted| accepted.fault.is_none() && !accepted.value.is_empty())
        };
        if !stands("child.name") || !stands("child.id_number") {
            return;
        }
        let is_true = ["child.name", "child.id_number"]
            .iter()
            .all(|id| self.answers.get(id) == family.truth.get(id));
        self.state = if is_true {
            family.state
        } else {
            RelationshipState::Mismatch
        };
    }
}

/// Each problem is in a reached step, at a place where it can be corrected: a visible, unlocked field, a required picture, or
/// the review. Problems that are not visible yet come after one whose correction reveals them.
pub(super) fn every_problem_can_be_mended(plan: &Plan) -> Result<(), TestCaseError> {
    for (place, problem) in plan.problems.iter().enumerate() {
        let step = plan.step(&problem.step).unwrap();
        let page = problem.page.as_ref().and_then(|page| step.page(page));
        let is_open = page.is_none_or(|page| {
            page.fields().any(|field| field.id == problem.field && field.visible && !field.locked)
                || page.slots().any(|slot| slot.id == problem.field && slot.required)
                // The plain yes or no, corrected by the relation.
                || (problem.field == "agent.is_householder"
                    && page.fields().any(|field| field.id == "agent.householder_relation" && field.visible))
        });
        prop_assert!(
            is_open && step.reached || place > 0,
            "{problem:?} of {:?} in {:?}",
            plan.problems,
            plan.channel
        );
    }
    Ok(())
}
