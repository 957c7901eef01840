//! Answers that a newer one makes untrue and that could not be corrected.

use super::planned::Plan;
use super::values::HOUSEHOLDER;
use crate::answer::Answers;

/// Answers to remove after `changed` was answered again; the caller removes them in the same save.
///
/// - The relation to the householder and the plain yes or no say the same in different channels. If they contradict each
///   other and this channel (`plan`) asks for only one, the other would be wrong and could not be corrected here.
/// - The validity belongs to the document: another kind of document has another one, and a booklet's start is not typed.
///
/// `answers`: including the change.
///
/// ```
/// # use domain::answer::Answers;
/// # use domain::flow::{superseded, Plan};
/// # fn check(plan_of_jingtong: &Plan) {
/// let answers: Answers = [("agent.householder_relation", "30"), ("agent.is_householder", "yes")].into_iter().collect();
/// assert_eq!(superseded(plan_of_jingtong, &answers, "agent.is_householder"), ["agent.householder_relation"]);
/// assert_eq!(superseded(plan_of_jingtong, &answers, "child.id_type"), ["child.id_valid_from", "child.id_valid_until"]);
/// # }
/// ```
pub fn superseded(plan: &Plan, answers: &Answers, changed: &str) -> Vec<&'static str> {
    let other = match changed {
        "child.id_type" => return vec!["child.id_valid_from", "child.id_valid_until"],
        "agent.is_householder" => "agent.householder_relation",
        "agent.householder_relation" => "agent.is_householder",
        _ => return Vec::new(),
    };
    let is_householder = answers
        .get("agent.is_householder")
        .map(|word| word == "yes");
    let by_relation = answers
        .get("agent.householder_relation")
        .map(|relation| relation == HOUSEHOLDER);
    let contradict = matches!((is_householder, by_relation), (Some(a), Some(b)) if a != b);
    if contradict && plan.field(other).is_none() {
        vec![other]
    } else {
        Vec::new()
    }
}
