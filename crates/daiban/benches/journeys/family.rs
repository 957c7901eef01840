//! The families that walk, as `/sandbox/cases.json` tells them.

use std::collections::HashMap;

use serde_json::Value;

/// Families from this number on are drawn by chance; those below show something peculiar each.
const DRAWN_FROM: u32 = 101;

/// One parent and what they would answer.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    pub(crate) case: String,
    pub(crate) username: String,
    pub(crate) password: String,
    /// The agent's name and ID number.
    pub(crate) name: String,
    pub(crate) id_number: String,
    pub(crate) answers: HashMap<String, String>,
    /// Whether the child has an ID card. Then a second application of the parent asks for four pictures: the two of the parent's own
    /// card are taken over from the first.
    pub(crate) second_takes_four: bool,
}

/// The families whose first application asks for exactly six pictures and ends with a receipt at once; those whose second asks
/// for four come first.
pub(crate) fn with_six_pictures(cases: &[Value]) -> Vec<Family> {
    let mut families: Vec<Family> = cases.iter().filter_map(six_pictures).collect();
    families.sort_by_key(|family| !family.second_takes_four);
    families
}

fn six_pictures(case: &Value) -> Option<Family> {
    let text = |pointer: &str| case.pointer(pointer).and_then(Value::as_str);
    let number: u32 = text("/family")?.strip_prefix("family-")?.parse().ok()?;
    let answers: HashMap<String, String> = case
        .get("answers")?
        .as_object()?
        .iter()
        .filter_map(|(id, value)| Some((id.clone(), value.as_str()?.to_owned())))
        .collect();
    let says = |id: &str, value: &str| answers.get(id).is_some_and(|given| given == value);
    let has_card = says("child.id_type", "resident_id_card");
    let is_wanted = number >= DRAWN_FROM
        && text("/channel") == Some("portal")
        && text("/expect") == Some("submits")
        && says("birth_certificate_choice", "have")
        && !says("photo_choice", "default_picture")
        // A mini-program's host tells whose phone it is.
        && text("/agent/mobile").is_some_and(|mobile| !mobile.is_empty())
        // With a booklet: the first page and the child's; a householder's own page would be a seventh, or stand for the certificate.
        && (has_card || says("agent.is_householder", "no"));
    is_wanted.then(|| Family {
        case: text("/case").unwrap_or_default().to_owned(),
        username: text("/agent/username").unwrap_or_default().to_owned(),
        password: text("/agent/password").unwrap_or_default().to_owned(),
        name: text("/agent/name").unwrap_or_default().to_owned(),
        id_number: text("/agent/id_number").unwrap_or_default().to_owned(),
        second_takes_four: has_card,
        answers,
    })
}
