//! Builds the case of a family: the log-in, the true answers, the papers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::case::{Case, CaseAgent, CaseChild, Expect};
use super::casting::Cast;
use super::composing;
use super::dates::age_on;
use super::ending::{Why, ending, register};
use super::people::{Booklet, Documents};
use super::registering::{for_sex, to_head};
use super::stories::{Home, IdType, Knows, Photo, Story};
use crate::papers;

/// The id of a story's family: `family-09`.
fn family(story: &Story) -> String {
    format!("family-{:02}", story.row)
}

/// The last four digits of a phone number: derived from family and letter, so that no two agents share one.
fn line(story: &Story) -> String {
    let place = story
        .letter
        .bytes()
        .next()
        .map_or(0, |letter| letter - b'a');
    if story.row < 100 {
        format!("{:02}{place:02}", story.row)
    } else {
        // No number of the first hundred families ends in 9.
        format!("{:03}9", story.row)
    }
}

/// The agent with their account.
pub(super) fn agent(story: &Story, people: &Cast, secret: u16) -> CaseAgent {
    CaseAgent {
        name: people.agent.name.clone(),
        id_number: people.agent.id_number.clone(),
        mobile: if story.has_mobile {
            format!("1990000{}", line(story))
        } else {
            String::new()
        },
        username: format!("{}{:02}{}", people.agent_latin, story.row, story.letter),
        password: format!("Sample-{:02}{}-{secret}", story.row, story.letter),
    }
}

/// The case in the contract's form.
pub(super) fn case(
    day: Date,
    story: &Story,
    people: &Cast,
    documents: &Documents,
    booklets: &[Booklet],
    agent: CaseAgent,
) -> Case {
    let family = family(story);
    let case = format!("{family}{}", story.letter);
    let child = CaseChild {
        name: people.child.name.clone(),
        id_type: match story.id_type {
            IdType::Card => "resident_id_card",
            IdType::Booklet => "household_booklet",
        }
        .to_owned(),
        id_number: people.child.id_number.clone(),
        birth_date: people.child.birth_date,
    };
    let ages = (
        age_on(people.agent.birth_date, day),
        age_on(people.child.birth_date, day),
    );
    let why = ending(story, ages);
    Case {
        answers: answers(day, story, people, booklets, &agent, &child),
        papers: papers::of_case(documents, booklets, &people.child)
            .map(|material| (material.to_owned(), papers::url(&case, material)))
            .collect(),
        asked: asked(story, why).into_iter().map(str::to_owned).collect(),
        case,
        family,
        title: composing::title(story, &people.child, day),
        story: composing::told(story, why),
        channel: "portal".to_owned(),
        expect: why.expect(),
        expect_in: expect_in(story, &why.expect()),
        register: register(story),
        behaviour: story.behaviour,
        agent,
        child,
    }
}

/// Jingtong alone asks how long a child's ID card is valid.
fn expect_in(story: &Story, expect: &Expect) -> BTreeMap<String, String> {
    let is_asked = story.card_expired && !matches!(expect, Expect::Refused(_));
    let ends = ("jingtong", "problem:child.id_valid_until");
    let ends = is_asked.then(|| (ends.0.to_owned(), ends.1.to_owned()));
    ends.into_iter().collect()
}

fn answers(
    day: Date,
    story: &Story,
    people: &Cast,
    booklets: &[Booklet],
    agent: &CaseAgent,
    child: &CaseChild,
) -> BTreeMap<String, String> {
    let booklet = &booklets[0];
    let mut answers: BTreeMap<&str, String> = BTreeMap::new();
    let mut say = |id: &'static str, value: &str| {
        answers.insert(id, value.to_owned());
    };
    for consent in [
        "consent.disclaimer",
        "consent.sensitive_data",
        "consent.lookup",
        "promise",
    ] {
        say(consent, "yes");
    }
    say("agent.name", &agent.name);
    say("agent.id_type", "resident_id_card");
    say("agent.id_number", &agent.id_number);
    say("agent.sex", people.agent.sex.code());
    // An agent without a proved number types one: their own in the channel that asks for it, the one for the bank in the
    // others.
    let mobile = format!("1990000{}", line(story));
    say("agent.mobile", &mobile);
    // The dot that a keyboard produces, not the printed one.
    say("child.name", &child.name.replace('\u{b7}', "\u{2022}"));
    say("child.id_type", &child.id_type);
    say("child.id_number", &child.id_number);
    say("child.sex", people.child.sex.code());
    say("child.birth_date", &child.birth_date.to_string());
    say("child.nationality", "156");
    say("child.ethnic_group", &people.child.ethnic_group);
    say("child.occupation", occupation(people.child.birth_date, day));
    say("child.card_mobile", &mobile);
    say("relationship", story.agent.relationship().0);
    if story.register == Knows::Parent {
        say("relationship_confirmed", "yes");
    }
    say(
        "birth_certificate_choice",
        if story.certificate_lost {
            "other_proof"
        } else {
            "have"
        },
    );
    say("residence.district", &people.child.address.district);
    say("residence.address", &people.child.address.rest);
    say("collection_method", "agent_branch");
    say("bank", story.bank);
    // Every bank has a first branch in every district of the made-up table codes/branches.csv.
    say(
        "branch",
        &format!("{}-{}-01", story.bank, people.child.address.district),
    );
    if age_on(people.child.birth_date, day) < 7 {
        say(
            "photo_choice",
            match story.photo {
                Photo::Own => "own",
                Photo::Default => "default_picture",
            },
        );
    }
    let (valid_from, valid_until) = validity(story, people, booklet);
    say("child.id_valid_from", &valid_from.to_string());
    say(
        "child.id_valid_until",
        &valid_until.map_or("long_term".to_owned(), |until| until.to_string()),
    );
    let relation = householder_relation(story, people, booklet);
    say("agent.householder_relation", &relation);
    say(
        "agent.is_householder",
        if relation == "02" { "yes" } else { "no" },
    );
    let apart = matches!(story.home, Home::ApartAgentHouseholder | Home::Apart);
    say("same_booklet", if apart { "no" } else { "yes" });
    answers
        .into_iter()
        .map(|(id, value)| (id.to_owned(), value))
        .collect()
}

/// The validity of the child's document: for a card as printed, for a booklet unlimited from its registration on.
fn validity(story: &Story, people: &Cast, booklet: &Booklet) -> (Date, Option<Date>) {
    let child = &people.child;
    if let (IdType::Card, Some(card)) = (story.id_type, &child.id_card) {
        return (card.valid_from, card.valid_until);
    }
    let page = booklet
        .members
        .iter()
        .find(|member| member.id_number == child.id_number);
    (
        page.map_or(child.birth_date, |member| member.registered),
        None,
    )
}

/// How the agent is related to the householder: by the page in the booklet, or by family where the agent is in another
/// booklet.
fn householder_relation(story: &Story, people: &Cast, booklet: &Booklet) -> String {
    if story.home == Home::ApartAgentHouseholder {
        return "02".to_owned();
    }
    let page = booklet
        .members
        .iter()
        .find(|member| member.id_number == people.agent.id_number);
    page.map_or_else(
        || for_sex(to_head(story.agent), people.agent.sex).1.to_owned(),
        |member| member.relation_code.clone(),
    )
}

/// 31 (student) from the first of September after the sixth birthday, 90 (other) before (GB/T 2261.4).
fn occupation(birth: Date, day: Date) -> &'static str {
    let begun = if day.month() >= 9 {
        day.year()
    } else {
        day.year() - 1
    };
    if age_on(birth, jiff::civil::date(begun, 9, 1)) >= 6 {
        "31"
    } else {
        "90"
    }
}

/// The materials that the portal requires for this story, up to where it ends.
fn asked(story: &Story, why: Why) -> Vec<&'static str> {
    let mut asked = vec!["agent_id_emblem", "agent_id_portrait"];
    if why.is_refused() {
        return asked;
    }
    let householder = matches!(story.home, Home::Agents | Home::ApartAgentHouseholder);
    let certificate = match story.id_type {
        IdType::Card => {
            asked.extend(["child_id_emblem", "child_id_portrait"]);
            true
        }
        IdType::Booklet => {
            asked.extend(["booklet_first_page", "booklet_child_page"]);
            if householder {
                asked.push("booklet_householder_own_page");
            }
            !householder || story.home == Home::ApartAgentHouseholder
        }
    };
    if certificate && !story.certificate_lost {
        asked.push("birth_certificate");
    }
    if !story.agent.is_parent() || (certificate && story.certificate_lost) {
        asked.push("guardianship_proof");
    }
    if story.photo == Photo::Own {
        asked.push("card_photo");
    }
    asked
}
