//! What each family is told to have ready. The families are those of `crates/sandbox/src/world/told.rs`.

use std::path::Path;
use std::sync::LazyLock;

use domain::source::SourceFile;
use jiff::civil::date;

use super::*;
use crate::releases::release_of;

const TODAY: Date = date(2026, 11, 22);

static RELEASE: LazyLock<Release> =
    LazyLock::new(|| release_of(&release_files()).expect("the release loads"));

/// The files of `flows/` and `codes/`.
fn release_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for (folder, kind) in [("flows", "toml"), ("flows/texts", "toml"), ("codes", "csv")] {
        for entry in std::fs::read_dir(root.join(folder)).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.extension().is_some_and(|extension| extension == kind) {
                let name = path.file_name().expect("a file has a name").display();
                let text = std::fs::read_to_string(&path).expect("it is text");
                files.push(SourceFile::new(format!("{folder}/{name}"), text));
            }
        }
    }
    files
}

fn asked(query: &str) -> Checklist {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    checklist(&RELEASE, AgeRule::default(), TODAY, &Replies::of(pairs))
}

/// One letter per material; the two sides of a card are one paper.
fn letters(papers: &Papers) -> String {
    let letters: Vec<&str> = papers
        .needed
        .iter()
        .filter_map(|paper| match paper.material.as_str() {
            "agent_id_emblem" => Some("A"),
            "child_id_emblem" => Some("C"),
            "birth_certificate" => Some("B"),
            "booklet_first_page" => Some("F"),
            "booklet_child_page" => Some("K"),
            "booklet_householder_own_page" => Some("H"),
            "guardianship_proof" => Some("G"),
            "agent_id_portrait" | "child_id_portrait" => None,
            "card_photo" if papers.default_picture => Some("(P)"),
            "card_photo" => Some("P"),
            other => panic!("no letter for {other}"),
        })
        .collect();
    letters.join(" ")
}

#[test]
fn each_family_is_told_the_papers_that_the_table_of_families_says() {
    for (family, query, expected) in [
        (
            "1: girl of 3",
            "age=0&doc=card&who=parent&cert=yes",
            "A C B (P)",
        ),
        (
            "2: boy of 8",
            "age=7&doc=book&book=one&who=parent",
            "A F K H P",
        ),
        (
            "3: girl of 6",
            "age=0&doc=book&book=not&who=parent&cert=yes",
            "A F K B (P)",
        ),
        (
            "4: boy of 10",
            "age=7&doc=book&book=not&who=parent&cert=yes",
            "A F K B P",
        ),
        (
            "5: two booklets",
            "age=7&doc=book&book=two&who=parent&cert=yes",
            "A F K H B P",
        ),
        (
            "6: two booklets, not householder",
            "age=7&doc=book&book=not&who=parent&cert=yes",
            "A F K B P",
        ),
        (
            "7: collective household",
            "age=7&doc=book&book=not&who=parent&cert=yes",
            "A F K B P",
        ),
        (
            "8: newborn",
            "age=0&doc=book&book=not&who=parent&cert=yes",
            "A F K B (P)",
        ),
        (
            "12: girl of 16",
            "age=16&doc=card&who=parent&cert=yes",
            "A C B P",
        ),
        (
            "13: grandmother householder",
            "age=7&doc=book&book=one&who=other",
            "A F K H G P",
        ),
        (
            "14: adoptive father",
            "age=7&doc=card&who=other&cert=yes",
            "A C B G P",
        ),
        (
            "17: certificate lost",
            "age=7&doc=card&who=parent&cert=no",
            "A C G P",
        ),
    ] {
        let told = asked(query);
        assert_eq!(told.open, None, "family {family}: {query}");
        let mut papers = letters(&told.papers);
        let mut wanted = expected.to_owned();
        for text in [&mut papers, &mut wanted] {
            let mut sorted: Vec<&str> = text.split(' ').collect();
            sorted.sort_unstable();
            *text = sorted.join(" ");
        }
        assert_eq!(papers, wanted, "family {family}: {query}");
    }
}

#[test]
fn a_question_that_changes_nothing_is_not_asked() {
    for (query, open) in [
        ("", Some(Question::Age)),
        ("age=0", Some(Question::Document)),
        ("age=0&doc=card", Some(Question::Guardian)),
        ("age=0&doc=book", Some(Question::Booklet)),
        ("age=7&doc=book&book=one", Some(Question::Guardian)),
        ("age=7&doc=book&book=one&who=parent", None),
        (
            "age=7&doc=book&book=two&who=parent",
            Some(Question::Certificate),
        ),
        (
            "age=7&doc=book&book=not&who=other",
            Some(Question::Certificate),
        ),
        ("age=7&doc=card&who=parent", Some(Question::Certificate)),
        // Unknown replies count as none.
        ("age=99&doc=card", Some(Question::Age)),
        ("name=x&age=0&doc=passport", Some(Question::Document)),
    ] {
        assert_eq!(asked(query).open, open, "{query}");
    }
}

#[test]
fn a_reply_to_a_question_that_is_not_asked_is_left_out() {
    let told = asked("age=0&doc=card&book=two&who=parent&cert=yes");
    assert_eq!(told.replies.get(Question::Booklet), None);
    assert_eq!(told.replies.iter().count(), 4);
}

#[test]
fn nothing_is_open_once_the_papers_are_named() {
    for query in [
        "age=0&doc=card&who=parent&cert=yes",
        "age=7&doc=book&book=one&who=other",
    ] {
        let told = asked(query);
        let needed: Vec<&str> = told
            .papers
            .needed
            .iter()
            .map(|paper| paper.material.as_str())
            .collect();
        for possible in &told.papers.possible {
            assert!(
                needed.contains(&possible.as_str()),
                "{query}: {possible} may still be asked for"
            );
        }
    }
}

#[test]
fn the_time_is_said_in_fives() {
    for (query, minutes) in [
        ("age=0&doc=card&who=parent&cert=yes", 10),
        ("age=7&doc=book&book=one&who=parent", 10),
        ("age=7&doc=book&book=two&who=other&cert=yes", 15),
    ] {
        assert_eq!(asked(query).papers.minutes(), minutes, "{query}");
    }
}

#[test]
fn codes_of_replies_are_found_again() {
    for question in Question::ALL {
        for reply in question.replies() {
            assert_eq!(reply.question(), question);
            let replies = Replies::of([(question.code(), reply.code())]);
            assert_eq!(replies.get(question), Some(*reply));
        }
    }
}
