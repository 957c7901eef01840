//! Tells a made family as a case: the log-in, the true answers, the papers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::case::{Case, CaseAgent, CaseChild, Text};
use super::dates::age_on;
use super::making::Cast;
use super::people::{Booklet, Documents};
use super::stories::{Agent, Ends, Home, IdType, Story};
use crate::papers;

/// GB/T 4761 code and word of what the agent is to the child.
pub(super) fn relationship(agent: Agent) -> (&'static str, &'static str) {
    match agent {
        Agent::Mother => ("52", "母亲"),
        Agent::Father => ("51", "父亲"),
        Agent::Grandmother => ("62", "祖母"),
    }
}

/// The case as the contract shows it.
pub(super) fn case(
    day: Date,
    story: &Story,
    people: &Cast,
    documents: &Documents,
    booklets: &[Booklet],
    secret: u16,
) -> Case {
    let family = format!("family-{:02}", story.row);
    let case = format!("{family}{}", story.letter);
    let place = story
        .letter
        .bytes()
        .next()
        .map_or(0, |letter| letter - b'a');
    let text = |[zh, en]: [&str; 2]| Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    let agent = CaseAgent {
        name: people.agent.name.clone(),
        id_number: people.agent.id_number.clone(),
        mobile: format!("1990000{:02}{place:02}", story.row),
        username: format!("{}{:02}{}", people.agent_latin, story.row, story.letter),
        password: format!("Sample-{:02}{}-{secret}", story.row, story.letter),
    };
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
    Case {
        answers: answers(day, story, people, booklets, &agent, &child),
        papers: papers::of_case(documents, booklets, &people.child)
            .map(|material| (material.to_owned(), papers::url(&case, material)))
            .collect(),
        asked: asked(story).into_iter().map(str::to_owned).collect(),
        case,
        family,
        title: text(story.title),
        story: text(story.told),
        channel: "portal".to_owned(),
        expect: story.ends.expect(),
        agent,
        child,
    }
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
    say("agent.mobile", &agent.mobile);
    say("child.name", &child.name);
    say("child.id_type", &child.id_type);
    say("child.id_number", &child.id_number);
    say("child.sex", people.child.sex.code());
    say("child.birth_date", &child.birth_date.to_string());
    say("child.nationality", "156");
    say("child.ethnic_group", &people.child.ethnic_group);
    say("child.occupation", occupation(people.child.birth_date, day));
    say("child.card_mobile", &agent.mobile);
    say("relationship", relationship(story.agent).0);
    if story.known {
        say("relationship_confirmed", "yes");
    }
    say("birth_certificate_choice", "have");
    say("residence.district", &people.child.address.district);
    say("residence.address", &people.child.address.rest);
    say("collection_method", "agent_branch");
    say("bank", story.bank);
    // Every bank has a first branch in every district of the made-up table in codes/branches.csv.
    say(
        "branch",
        &format!("{}-{}-01", story.bank, people.child.address.district),
    );
    if age_on(people.child.birth_date, day) < 7 {
        say(
            "photo_choice",
            if story.default_picture {
                "default_picture"
            } else {
                "own"
            },
        );
    }
    let (valid_from, valid_until) = validity(story, people, booklet);
    say("child.id_valid_from", &valid_from.to_string());
    say(
        "child.id_valid_until",
        &valid_until.map_or("long_term".to_owned(), |until| until.to_string()),
    );
    if story.id_type == IdType::Booklet {
        let relation = householder_relation(story, people, booklet);
        say("agent.householder_relation", &relation);
        say(
            "agent.is_householder",
            if relation == "02" { "yes" } else { "no" },
        );
        let apart = matches!(story.home, Home::ApartAgentHouseholder | Home::Apart);
        say("same_booklet", if apart { "no" } else { "yes" });
    }
    answers
        .into_iter()
        .map(|(id, value)| (id.to_owned(), value))
        .collect()
}

/// The validity of the child's document: of the card as printed, of a booklet from its registration on for good.
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

/// The agent is the householder's ...: by the page in the booklet, or by marriage where the agent stands in another one.
fn householder_relation(story: &Story, people: &Cast, booklet: &Booklet) -> String {
    if story.home == Home::ApartAgentHouseholder {
        return "02".to_owned();
    }
    let page = booklet
        .members
        .iter()
        .find(|member| member.id_number == people.agent.id_number);
    page.map_or_else(
        || {
            if story.agent == Agent::Father {
                "11".to_owned()
            } else {
                "12".to_owned()
            }
        },
        |member| member.relation_code.clone(),
    )
}

/// 31 student from the first of September after the sixth birthday, 90 other before (GB/T 2261.4).
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

/// The materials of the portal's way for this story, up to where it ends.
fn asked(story: &Story) -> Vec<&'static str> {
    let mut asked = vec!["agent_id_emblem", "agent_id_portrait"];
    if matches!(story.ends, Ends::Refused(_)) {
        return asked;
    }
    match story.id_type {
        IdType::Card => asked.extend(["child_id_emblem", "child_id_portrait", "birth_certificate"]),
        IdType::Booklet => {
            asked.extend(["booklet_first_page", "booklet_child_page"]);
            let householder = matches!(story.home, Home::Agents | Home::ApartAgentHouseholder);
            if householder {
                asked.push("booklet_householder_own_page");
            }
            if !householder || story.home == Home::ApartAgentHouseholder {
                asked.push("birth_certificate");
            }
        }
    }
    if story.agent == Agent::Grandmother {
        asked.push("guardianship_proof");
    }
    if !story.default_picture {
        asked.push("card_photo");
    }
    asked
}
