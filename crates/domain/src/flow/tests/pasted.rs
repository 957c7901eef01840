//! What people paste and type, out of `testdata/ids/pasted.json`: stored as it looks, or refused with a cure.

use super::*;
use crate::flow::accept;

#[test]
fn everything_pasted_is_stored_as_it_looks_or_refused() {
    let cases = include_str!("../../../../../testdata/ids/pasted.json");
    let cases: Vec<serde_json::Value> = serde_json::from_str(cases).unwrap();
    assert!(cases.len() > 40, "{} cases were read", cases.len());
    for case in &cases {
        let text = |key: &str| case.get(key).and_then(serde_json::Value::as_str);
        let (id, field, value) = (
            text("id").unwrap(),
            text("field").unwrap(),
            text("value").unwrap(),
        );
        let accepted = accept(repository(), field, value, TODAY).unwrap();
        let problem = match &accepted.fault {
            Some(fault) => Some(fault.code.as_str()),
            None if accepted.value.is_empty() => Some("missing"),
            None => None,
        };
        assert_eq!(problem, text("problem"), "{id}");
        if let Some(stored) = text("stored") {
            assert_eq!(accepted.value, stored, "{id}");
            let again = accept(repository(), field, stored, TODAY).unwrap();
            assert_eq!(again, accepted, "{id}: taken again unchanged");
        }
    }
}

#[test]
fn a_name_of_one_character_has_no_problem() {
    assert_eq!(
        told(&on_portal(&with(&[("child.name", "岩")]))),
        Vec::<String>::new()
    );
}
