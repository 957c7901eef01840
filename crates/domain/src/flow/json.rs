//! The plan as `daiban flows plan --json` prints it (`docs/contract.md`).

use serde::Serialize;

use crate::flow::{Plan, PlannedField, PlannedSlot, PlannedStep, Problem};
use crate::lang::Text;

#[derive(Serialize)]
struct JsonPlan<'a> {
    channel: &'a str,
    release: &'a str,
    steps: Vec<JsonStep<'a>>,
    materials: &'a [String],
    slots: Vec<JsonSlot<'a>>,
    problems: Vec<JsonProblem<'a>>,
    next: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonStep<'a> {
    id: &'a str,
    title: JsonText<'a>,
    fields: Vec<JsonField<'a>>,
}

#[derive(Serialize)]
struct JsonText<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct JsonField<'a> {
    id: &'a str,
    visible: bool,
    required: bool,
    locked: bool,
}

#[derive(Serialize)]
struct JsonSlot<'a> {
    id: &'a str,
    step: &'a str,
    required: bool,
    present: bool,
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    field: &'a str,
    code: &'static str,
    zh: &'a str,
    en: &'a str,
}

/// The plan in the contract's form, indented.
pub fn plan_json(plan: &Plan) -> String {
    let json = JsonPlan {
        channel: plan.channel.code(),
        release: &plan.release,
        steps: plan.steps.iter().map(step).collect(),
        materials: &plan.materials,
        slots: plan.slots().map(slot).collect(),
        problems: plan.problems.iter().map(problem).collect(),
        next: plan.next.as_deref(),
    };
    serde_json::to_string_pretty(&json).expect("strings, booleans and lists always serialize")
}

fn step(step: &PlannedStep) -> JsonStep<'_> {
    JsonStep {
        id: &step.id,
        title: text(&step.title),
        fields: step.fields().map(field).collect(),
    }
}

fn text(text: &Text) -> JsonText<'_> {
    JsonText {
        zh: &text.zh,
        en: &text.en,
    }
}

fn field(field: &PlannedField) -> JsonField<'_> {
    JsonField {
        id: &field.id,
        visible: field.visible,
        required: field.required,
        locked: field.locked,
    }
}

fn slot(slot: &PlannedSlot) -> JsonSlot<'_> {
    JsonSlot {
        id: &slot.id,
        step: &slot.step,
        required: slot.required,
        present: slot.present,
    }
}

fn problem(problem: &Problem) -> JsonProblem<'_> {
    JsonProblem {
        field: &problem.field,
        code: problem.code.as_str(),
        zh: &problem.text.zh,
        en: &problem.text.en,
    }
}
