//! What the families told by hand show, in the order in which a person would demonstrate them.

use web::page::Page;

use super::page::{FamilyCase, Topic};

/// The name of each topic, the key of its heading, and its families.
type Told = (&'static str, &'static str, &'static [u16]);

const TOPICS: [Told; 10] = [
    ("first", "sandbox.first", &[1, 2]),
    ("booklets", "sandbox.booklets", &[3, 4, 5, 6, 7, 23, 24]),
    ("papers", "sandbox.special", &[8, 12, 17]),
    ("agents", "sandbox.agents", &[13, 14, 25]),
    ("unknown", "sandbox.unknown", &[15, 21, 29]),
    ("outages", "sandbox.outages", &[16]),
    ("refusals", "sandbox.refusals", &[18, 27, 28]),
    ("ages", "sandbox.ages", &[9, 10, 11]),
    ("twice", "sandbox.twice", &[19, 26]),
    ("names", "sandbox.names", &[22]),
];

/// The told cases, by topic.
pub(super) fn by_topic(page: &Page, cases: Vec<FamilyCase>) -> Vec<Topic> {
    let mut topics: Vec<Topic> = TOPICS
        .iter()
        .map(|(id, key, _)| Topic {
            id: (*id).to_owned(),
            title: page.t(key).to_owned(),
            cases: Vec::new(),
        })
        .collect();
    for case in cases {
        topics[topic_of(&case.case)].cases.push(case);
    }
    topics
}

/// The index of a case's topic. A case that no topic names belongs to the first.
fn topic_of(case: &str) -> usize {
    let number = case.trim_start_matches("family-");
    let number = number.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let place = number.parse().ok().and_then(|number: u16| {
        let mut topics = TOPICS.iter();
        topics.position(|(_, _, families)| families.contains(&number))
    });
    place.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_stands_with_what_it_shows() {
        for (case, topic) in [
            ("family-01", "first"),
            ("family-08", "papers"),
            ("family-16g", "outages"),
            ("family-18b", "refusals"),
            ("family-22d", "names"),
            ("family-99", "first"),
        ] {
            assert_eq!(TOPICS[topic_of(case)].0, topic, "{case}");
        }
    }

    #[test]
    fn every_family_of_the_design_has_one_topic() {
        // 20 needs what the service does not have yet.
        for number in (1..=29).filter(|number| *number != 20) {
            let topics = TOPICS.iter().filter(|topic| topic.2.contains(&number));
            assert_eq!(topics.count(), 1, "family {number}");
        }
    }
}
