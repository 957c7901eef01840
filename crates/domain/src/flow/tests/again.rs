//! A draft that moved to another release: what must be answered again counts as open, with its own sentence.

use super::{on_portal, told, with};
use crate::answer::Again;
use crate::lang::Text;

/// Checks the only problem of the plan when `id` must be answered again: code, step and sentence.
fn check(id: &str, why: Again, expected: &str, step: &str, sentence: &str) {
    let mut answers = with(&[]);
    assert_eq!(on_portal(&answers).next, None);
    answers.ask_again(id, why);
    let plan = on_portal(&answers);
    assert_eq!(told(&plan), [expected]);
    assert_eq!(plan.next.as_deref(), Some(step));
    assert_eq!(plan.problems[0].text.en, sentence);
    // The answer is kept, and so is everything that depends on it.
    assert_eq!(plan.materials, on_portal(&with(&[])).materials);
    let field = plan.field(id);
    assert!(field.is_none_or(|field| field.value.is_some()));
}

#[test]
fn an_answer_that_has_to_be_given_again_is_open_with_its_own_sentence() {
    check(
        "bank",
        Again::Changed,
        "bank: missing",
        "supplement",
        "Check “Name of the card issuing bank” and save it again. This question has changed.",
    );
    check(
        "bank",
        Again::ByLaw(Text::new("因。", "Banks are others now.")),
        "bank: missing",
        "supplement",
        "Check “Name of the card issuing bank” and save it again. The rules have changed: Banks are others now.",
    );
    check(
        "card_photo",
        Again::Changed,
        "card_photo: missing",
        "supplement",
        "Check the photo and save it again, or upload a new one: Photo of the applicant for card-making. What is required has changed.",
    );
    check(
        "child.name",
        Again::Changed,
        "child.name: missing",
        "child",
        "Check “Name” and save it again. This question has changed.",
    );
}

#[test]
fn a_text_that_changed_is_agreed_to_anew() {
    let mut answers = with(&[("consent.disclaimer", "")]);
    answers.ask_again("consent.disclaimer", Again::Changed);
    let plan = on_portal(&answers);
    assert_eq!(told(&plan), ["consent.disclaimer: missing"]);
    assert!(plan.problems[0].text.en.starts_with("Read the text again"));
}

#[test]
fn nobody_is_asked_again_what_they_cannot_answer() {
    let mut answers = with(&[]);
    // Locked: proved by the log-in. Hidden: not asked of this family. Not required: the picture is unnecessary.
    for id in [
        "agent.name",
        "relationship",
        "same_booklet",
        "guardianship_proof",
        "lost",
    ] {
        answers.ask_again(id, Again::Changed);
    }
    assert_eq!(told(&on_portal(&answers)), [] as [&str; 0]);
}

#[test]
fn what_is_wrong_by_itself_says_so_first() {
    let mut answers = with(&[("bank", "NO_BANK")]);
    answers.ask_again("bank", Again::Changed);
    assert!(told(&on_portal(&answers)).contains(&"bank: code_unknown".to_owned()));
    assert!(!told(&on_portal(&answers)).contains(&"bank: missing".to_owned()));
}
