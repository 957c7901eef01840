//! Whole plans, as printed by `daiban flows plan --json`, for the answers in `testdata/plans`.

use std::path::Path;

use super::*;
use crate::flow::plan_json;

/// The answers in a file for `daiban flows plan`.
fn answers_of(name: &str) -> Answers {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../../testdata/plans/{name}.answers.json"));
    let text = std::fs::read_to_string(path).unwrap();
    let pairs: std::collections::BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    pairs.into_iter().collect()
}

fn check(channel: Channel, name: &str) {
    let mut answers = answers_of(name);
    let facts = Facts::take_from(&mut answers, AgeRule::default());
    let plan = plan(repository(), channel, &answers, TODAY, &facts).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../../../testdata/plans");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
        .bind(|| insta::assert_snapshot!(format!("{}-{name}", channel.code()), plan_json(&plan)));
}

#[test]
fn a_mother_and_her_girl_with_an_id_card() {
    check(Channel::Portal, "family-01");
}

#[test]
fn a_householder_and_a_child_in_another_booklet() {
    check(Channel::Portal, "family-05");
}

#[test]
fn a_grandmother_whom_the_register_does_not_find() {
    check(Channel::Portal, "family-13");
}

#[test]
fn nothing_answered() {
    check(Channel::Portal, "empty");
}
