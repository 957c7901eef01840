//! Contradictions between answers that are valid by themselves.

use jiff::civil::Date;

use super::choices::fits_sex;
use super::facts::CHILD_AGE;
use super::values::{HOUSEHOLDER, Values};
use crate::answer::Answers;
use crate::catalogue::ProblemCode;
use crate::flow::Facts;
use crate::id::{Sex, Until, Validity, ValidityProblem};
use crate::release::Release;

/// A fault at a field, not yet worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Contradiction {
    pub(crate) field: &'static str,
    pub(crate) code: ProblemCode,
    /// Key of the sentence.
    pub(crate) sentence: &'static str,
}

impl Contradiction {
    fn new(field: &'static str, code: ProblemCode) -> Self {
        Self {
            field,
            code,
            sentence: code.as_str(),
        }
    }
}

/// The age from which a person is an adult and no longer a child here.
const OF_AGE: u16 = 18;

/// The age from which a photo is compulsory (bureau's instruction: the default picture is for children under 7).
const PHOTO_COMPULSORY: u16 = 7;

/// All contradictions between the answers.
pub(crate) fn contradictions(
    release: &Release,
    answers: &Answers,
    values: &Values,
    on: Date,
    facts: Facts,
) -> Vec<Contradiction> {
    let mut found = ages_and_numbers(values, on, facts);
    found.extend(relations(release, answers, values));
    found.extend(card(release, values));
    found.extend(validity(values, on));
    found
}

fn ages_and_numbers(values: &Values, on: Date, facts: Facts) -> Vec<Contradiction> {
    let mut found = Vec::new();
    if let Some(agent) = values.number("agent.id_number")
        && facts.age_rule.age_on(agent.birth_date(), on) < OF_AGE
    {
        found.push(Contradiction::new("agent.id_number", ProblemCode::AgentAge));
    }
    if is_agents_number(values) {
        found.push(Contradiction::new(
            "child.id_number",
            ProblemCode::IdSameAsAgent,
        ));
    } else if child_age(values).is_some_and(|age| age >= OF_AGE) {
        let field = if values.get("child.id_number").is_some() {
            "child.id_number"
        } else {
            "child.birth_date"
        };
        found.push(Contradiction::new(field, ProblemCode::ChildAge));
    }
    found
}

fn relations(release: &Release, answers: &Answers, values: &Values) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let sex = values.get("agent.sex").and_then(Sex::from_code);
    let relation = values
        .get("relationship")
        .and_then(|code| release.codes().relations.get(code));
    if relation.is_some_and(|relation| !fits_sex(relation, sex)) {
        found.push(Contradiction::new(
            "relationship",
            ProblemCode::RelationshipSex,
        ));
    }
    let relation = values.get("agent.householder_relation");
    let answered = answers.get("agent.is_householder");
    if let (Some(relation), Some(answered @ ("yes" | "no"))) = (relation, answered)
        && (relation == HOUSEHOLDER) != (answered == "yes")
    {
        found.push(Contradiction::new(
            "agent.is_householder",
            ProblemCode::HouseholderContradiction,
        ));
    }
    found
}

fn card(release: &Release, values: &Values) -> Vec<Contradiction> {
    let mut found = Vec::new();
    if values.get("photo_choice") == Some("default_picture")
        && !is_agents_number(values)
        && child_age(values).is_some_and(|age| age >= PHOTO_COMPULSORY)
    {
        found.push(Contradiction::new(
            "photo_choice",
            ProblemCode::DefaultPictureAge,
        ));
    }
    let branch = values
        .get("branch")
        .and_then(|code| release.codes().branches.get(code));
    if let (Some(branch), Some(bank)) = (branch, values.get("bank"))
        && branch.bank != bank
    {
        found.push(Contradiction::new("branch", ProblemCode::BranchNotOfBank));
    }
    found
}

/// The validity of the child's document. A household booklet does not expire; its start is a registration date.
fn validity(values: &Values, on: Date) -> Vec<Contradiction> {
    let from = values.date("child.id_valid_from");
    let until = values
        .get("child.id_valid_until")
        .and_then(|text| Until::parse(text).ok());
    // As for age, the rules use the birth date in the ID number: it is the one printed on the card.
    let birth = match values.number("child.id_number") {
        Some(_) if is_agents_number(values) => None,
        Some(number) => Some(number.birth_date()),
        None => values.date("child.birth_date"),
    };
    let is_booklet = values.get("child.id_type") == Some("household_booklet");
    // A booklet page can be written on the day of birth.
    let too_early = |from| {
        birth.is_some_and(|birth| {
            if is_booklet {
                from < birth
            } else {
                from <= birth
            }
        })
    };
    if from.is_some_and(|from| from > on || too_early(from)) {
        let code = ProblemCode::ValidityOrder;
        return vec![Contradiction {
            sentence: "validity_order.start",
            ..Contradiction::new("child.id_valid_from", code)
        }];
    }
    // While the kind of document is unknown, its end may be right for one of them.
    let is_card = values.get("child.id_type") == Some("resident_id_card");
    let Some(until) = until.filter(|_| is_card) else {
        return Vec::new();
    };
    let first = match from.map(|from| Validity::new(from, until)) {
        Some(Err(order)) => Some(order),
        _ if until.is_over_on(on) => Some(ValidityProblem::Expired),
        Some(Ok(term)) => term.of_a_childs_card(birth, on).into_iter().next(),
        // Whenever it begins, a child's card expires.
        None if until == Until::LongTerm => Some(ValidityProblem::Term),
        None => None,
    };
    let at_end = |problem| {
        let (code, sentence) = match problem {
            ValidityProblem::Order => (ProblemCode::ValidityOrder, None),
            ValidityProblem::Expired => (ProblemCode::ValidityExpired, None),
            ValidityProblem::Term => (ProblemCode::ValidityTerm, term_sentence(birth, from, until)),
        };
        Contradiction {
            sentence: sentence.unwrap_or(code.as_str()),
            ..Contradiction::new("child.id_valid_until", code)
        }
    };
    first.map(at_end).into_iter().collect()
}

/// The sentence that names the right term, if there is only one.
fn term_sentence(birth: Option<Date>, from: Option<Date>, until: Until) -> Option<&'static str> {
    if until == Until::LongTerm {
        return Some("validity_term.long_term");
    }
    match Validity::terms_of_a_child(birth, from?) {
        [5] => Some("validity_term.under_16"),
        [10] => Some("validity_term.from_16"),
        _ => None,
    }
}

/// Whether the child's number is the agent's own: then it says nothing about the child.
fn is_agents_number(values: &Values) -> bool {
    let agent = values.get("agent.id_number");
    agent.is_some() && agent == values.get("child.id_number")
}

fn child_age(values: &Values) -> Option<u16> {
    values.get(CHILD_AGE).and_then(|age| age.parse().ok())
}
