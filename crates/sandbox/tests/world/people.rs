//! The people are consistent with their numbers, ages, papers and each other.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use sandbox::world::{Sex, age_on};
use sandbox::{Case, Expect};

use super::{DAY, DAYS, world};

#[test]
fn what_a_person_says_agrees_with_their_number() {
    for day in DAYS {
        let (world, _folder) = world(day);
        let mut seen = BTreeSet::new();
        for account in world.accounts() {
            let unique = [account.id_number, account.username, account.password];
            for unique in unique.into_iter().chain(account.mobile) {
                assert!(seen.insert(unique.clone()), "{unique} twice");
            }
        }
        for case in world.cases() {
            for number in [&case.agent.id_number, &case.child.id_number] {
                let person = world.person(number).unwrap();
                assert_eq!(number.len(), 18);
                assert!(number.starts_with("110"), "{number}");
                let birth = person.birth_date.strftime("%Y%m%d").to_string();
                assert_eq!(number[6..14], birth);
                let odd = number.as_bytes()[16] % 2 == 1;
                assert_eq!(odd, person.sex == Sex::Male, "{number}");
                assert!(person.birth_date < day, "{}", case.case);
            }
            let child = world.person(&case.child.id_number).unwrap();
            assert_eq!(child.name, case.child.name);
            assert_eq!(child.birth_date, case.child.birth_date);
            let agent = world.person(&case.agent.id_number).unwrap();
            let card = agent.id_card.as_ref().unwrap();
            assert!(
                card.valid_until.is_none_or(|until| until > day),
                "{}",
                case.case
            );
            assert!(agent.birth_date < child.birth_date, "{}", case.case);
            let grown = age_on(agent.birth_date, day) >= 18;
            let refused = case.expect == Expect::Refused("agent_age".to_owned());
            assert_eq!(grown, !refused, "{}", case.case);
            for mobile in [&case.agent.mobile, &case.answers["child.card_mobile"]] {
                let made_up = mobile.len() == 11 && mobile.starts_with("1990000");
                assert!(made_up || mobile.is_empty(), "{}: {mobile}", case.case);
            }
        }
    }
}

#[test]
fn a_child_has_the_papers_that_its_age_allows() {
    for day in DAYS {
        let (world, _folder) = world(day);
        for case in world.cases() {
            let child = world.person(&case.child.id_number).unwrap();
            let age = age_on(child.birth_date, day);
            assert!(
                age >= 2 || case.child.id_type == "household_booklet",
                "{}",
                case.case
            );
            let Some(card) = &child.id_card else {
                assert!(age < 2, "{}", case.case);
                continue;
            };
            assert!(
                card.valid_from > child.birth_date && card.valid_from < day,
                "{}",
                case.case
            );
            let own = case
                .answers
                .get("photo_choice")
                .is_none_or(|choice| choice == "own");
            assert!(own || age < 7, "{}", case.case);
        }
        let expired = world.person(&world.case("family-12").unwrap().child.id_number);
        let until = expired.unwrap().id_card.as_ref().unwrap().valid_until;
        assert!(until.unwrap() < day);
    }
}

#[test]
fn ages_are_right_on_the_day_they_are_made_for() {
    for day in DAYS {
        let (world, _folder) = world(day);
        let age = |case: &str| age_on(world.case(case).unwrap().child.birth_date, day);
        for (case, years) in [
            ("family-01", 3),
            ("family-02", 8),
            ("family-03", 6),
            ("family-08", 0),
            ("family-09a", 6),
            ("family-09b", 7),
            ("family-10a", 17),
            ("family-10b", 18),
            ("family-11", 17),
            ("family-12", 16),
        ] {
            assert_eq!(age(case), years, "{case} on {day}");
        }
        // On 29 February nobody has an eighteenth birthday: then the story is a day off.
        let leapt = (day.month(), day.day()) == (2, 29);
        let soon = if leapt { 2 } else { 1 };
        let born = world.case("family-11").unwrap().child.birth_date;
        assert_eq!(age_on(born, day + soon.days()), 18, "{day}");
        // For random families the outcome follows from the age in the number, on any day.
        for case in world.cases().iter().filter(|case| !case.is_told()) {
            let of_age = age(&case.case) >= 18;
            let refused = case.expect == Expect::Refused("child_age".to_owned());
            assert!(
                of_age == refused || case.expect.word() == "refused:agent_age",
                "{}",
                case.case
            );
        }
    }
}

#[test]
fn those_who_share_a_family_share_its_people_and_papers() {
    let (world, _folder) = world(DAY);
    let case = |name: &str| world.case(name).unwrap();
    let (mother, father) = (case("family-19a"), case("family-19b"));
    assert_eq!(mother.child, father.child);
    assert_ne!(mother.agent.id_number, father.agent.id_number);
    let same = |material: &str| {
        let paper = |case: &Case| world.paper(&case.case, material).unwrap();
        paper(mother) == paper(father)
    };
    assert!(same("birth_certificate"));
    let (elder, younger) = (case("family-26a"), case("family-26b"));
    assert_eq!(elder.agent, younger.agent);
    assert_ne!(elder.child.id_number, younger.child.id_number);
    for shared in [
        "residence.address",
        "bank",
        "branch",
        "agent.householder_relation",
    ] {
        assert_eq!(elder.answers[shared], younger.answers[shared]);
    }
    let logins = world.accounts().len();
    assert_eq!(logins, world.cases().len() - 1);
    let without = world
        .accounts()
        .into_iter()
        .filter(|known| known.mobile.is_none());
    assert!(without.count() > 1);
    assert_eq!(case("family-25").agent.mobile, "");
}

#[test]
fn the_dot_of_a_name_is_typed_as_a_keyboard_gives_it() {
    let (world, _folder) = world(DAY);
    let case = world.case("family-22a").unwrap();
    assert_eq!(case.child.name, "阿依古丽·买买提");
    assert_eq!(case.answers["child.name"], "阿依古丽\u{2022}买买提");
    for (case, character) in [
        ("family-22b", '䶮'),
        ("family-22c", '㛃'),
        ("family-22d", '𬱖'),
    ] {
        assert!(world.case(case).unwrap().child.name.ends_with(character));
    }
}

#[test]
fn nobody_is_made_twice_or_left_without_a_name() {
    let (world, _folder) = world(DAY);
    let mut names = BTreeSet::new();
    for account in world.accounts() {
        assert!(names.insert(account.name.clone()), "{} twice", account.name);
    }
    for case in world.cases() {
        for text in [&case.title, &case.story] {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{}", case.case);
        }
    }
}
