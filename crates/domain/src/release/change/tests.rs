//! Every kind of difference between two releases, and its class.

use super::super::moved::{Moved, moved};
use super::super::tests::{edited, repository};
use super::*;
use crate::answer::Answers;

use ChangeClass::{AskAgain, ForcedByLaw, Harmless};

type Edit<'a> = (&'a str, &'a str, &'a str);

const CATALOGUE: &str = "flows/catalogue.toml";
const PORTAL: &str = "flows/portal.toml";
const RELEASE: &str = "flows/release.toml";
/// Occurs once, at the end of the file.
const CHANNELS: &str = "channels = [\"portal\", \"jingtong\", \"yikatong\"]\n";

/// The repository's release with these edits, under another number.
fn next(number: &str, edits: &[Edit<'_>]) -> Release {
    let number = format!("number = \"{number}-");
    let renamed = (RELEASE, "number = \"", number.as_str());
    let all: Vec<_> = edits.iter().copied().chain([renamed]).collect();
    edited(&all)
}

/// The class of change for an answer in the portal after these edits.
fn class(edits: &[Edit<'_>], id: &str, value: &str) -> Option<ChangeClass> {
    let found = changes(repository(), &next("b", edits), Channel::Portal);
    strongest(&found, id, value).map(|change| change.class)
}

/// Expects this class for this answer, and that nothing else is asked again.
fn check(edit: Edit<'_>, id: &str, value: &str, expected: ChangeClass) {
    let found = changes(repository(), &next("b", &[edit]), Channel::Portal);
    let class = strongest(&found, id, value).map(|change| change.class);
    assert_eq!(class, Some(expected), "{id} after {edit:?}");
    let others: Vec<_> = found
        .iter()
        .filter(|change| change.id != id && change.class > Harmless)
        .collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn a_release_that_only_changes_its_number_changes_nothing() {
    let found = changes(repository(), &next("b", &[]), Channel::Portal);
    assert_eq!(found, []);
}

#[test]
fn words_places_and_options_that_are_added_are_harmless() {
    let label = "label = { zh = \"代办人姓名\"";
    let reworded = "label = { zh = \"代办人的姓名\"";
    check((CATALOGUE, label, reworded), "agent.name", "王芳", Harmless);
    let hint = "hint = { zh = \"银行用这个号码通知您领卡";
    let other = "hint = { zh = \"银行用这个号码";
    check(
        (CATALOGUE, hint, other),
        "child.card_mobile",
        "13800138000",
        Harmless,
    );
    let place = "field = \"child.ethnic_group\"\nrequired = true";
    let optional = "field = \"child.ethnic_group\"\nrequired = false";
    check(
        (PORTAL, place, optional),
        "child.ethnic_group",
        "01",
        Harmless,
    );
    let condition = "when = \"child_age >= 0\"\nfield = \"child.ethnic_group\"\nrequired = true";
    check(
        (PORTAL, place, condition),
        "child.ethnic_group",
        "01",
        Harmless,
    );
    let options = "options = [\n    { value = \"own\"";
    let added = "options = [\n    { value = \"studio\", label = { zh = \"照相馆\", en = \"Studio\" } },\n    { value = \"own\"";
    check((CATALOGUE, options, added), "photo_choice", "own", Harmless);
    let english = "en = \"A photo of the child\"";
    check(
        (CATALOGUE, english, "en = \"The child's photo\""),
        "photo_choice",
        "own",
        Harmless,
    );
    // An additional bank changes nothing for those who chose one.
    let row = "ICBC,102,";
    let more = "NEWB,999,新银行,新银行,New Bank,1,ours\nICBC,102,";
    assert_eq!(
        class(&[("codes/banks.csv", row, more)], "bank", "ICBC"),
        None
    );
}

#[test]
fn an_answer_that_means_something_else_is_asked_again() {
    let listed = "id = \"child.ethnic_group\"\nkind = \"choice\"\ntable = \"ethnic_groups\"";
    let typed = "id = \"child.ethnic_group\"\nkind = \"name\"";
    check(
        (CATALOGUE, listed, typed),
        "child.ethnic_group",
        "01",
        AskAgain,
    );
    let other = "id = \"child.ethnic_group\"\nkind = \"choice\"\ntable = \"banks\"";
    check(
        (CATALOGUE, listed, other),
        "child.ethnic_group",
        "01",
        AskAgain,
    );
    let relabelled = "zh = \"用孩子的证件照\"";
    check(
        (CATALOGUE, "zh = \"用孩子的照片\"", relabelled),
        "photo_choice",
        "own",
        AskAgain,
    );
    let text = "version = \"2026-11-26\"";
    check(
        (
            "flows/texts/disclaimer.toml",
            text,
            "version = \"2027-01-01\"",
        ),
        "consent.disclaimer",
        "yes",
        AskAgain,
    );
    let channels_own = "field = \"collection_method\"\nrequired = true";
    let worded = format!(
        "{channels_own}\noption_labels = {{ agent_branch = {{ zh = \"自取\", en = \"Collect\" }} }}"
    );
    check(
        (PORTAL, channels_own, &worded),
        "collection_method",
        "agent_branch",
        AskAgain,
    );
}

#[test]
fn who_chose_something_else_is_not_asked_again() {
    let relabelled = (
        CATALOGUE,
        "zh = \"用孩子的照片\"",
        "zh = \"用孩子的证件照\"",
    );
    assert_eq!(
        class(&[relabelled], "photo_choice", "default_picture"),
        None
    );
    let closed = (
        "codes/branches.csv",
        "\nICBC-110101-01,",
        "\nICBC-110101-91,",
    );
    assert_eq!(class(&[closed], "branch", "ICBC-110101-01"), Some(AskAgain));
    assert_eq!(class(&[closed], "branch", "ICBC-110101-02"), None);
}

fn declare(change: &str) -> String {
    format!("{CHANNELS}[[change]]\n{change}\n")
}

#[test]
fn what_a_release_declares_wins_over_what_is_computed() {
    let relabelled = (
        CATALOGUE,
        "zh = \"用孩子的照片\"",
        "zh = \"用孩子的证件照\"",
    );
    let harmless = declare("field = \"photo_choice\"\nclass = \"harmless\"\nsince = \"b\"");
    let edits = [relabelled, (RELEASE, CHANNELS, &harmless)];
    assert_eq!(class(&edits, "photo_choice", "own"), Some(Harmless));
    let asked = declare("material = \"card_photo\"\nclass = \"ask_again\"\nsince = \"b\"");
    check(
        (RELEASE, CHANNELS, &asked),
        "card_photo",
        "present",
        AskAgain,
    );
    let agreed = declare("agreement = \"promise\"\nclass = \"ask_again\"\nsince = \"b\"");
    check((RELEASE, CHANNELS, &agreed), "promise", "yes", AskAgain);
}

#[test]
fn the_law_gives_its_reason() {
    let by_law = "field = \"bank\"\nclass = \"forced_by_law\"\nsince = \"b\"\nreason = { zh = \"因\", en = \"So.\" }";
    let text = declare(by_law);
    let new = next("b", &[(RELEASE, CHANNELS, &text)]);
    let found = changes(repository(), &new, Channel::Jingtong);
    let change = strongest(&found, "bank", "ICBC").unwrap();
    assert_eq!((change.class, change.since.as_str()), (ForcedByLaw, "b"));
    assert_eq!(change.reason, Some(Text::new("因", "So.")));
    assert_eq!(new.reason("bank", "b"), change.reason.as_ref());
    assert_eq!(new.reason("bank", "c"), None);
    assert_eq!(new.reason("branch", "b"), None);
}

#[test]
fn a_declaration_that_the_older_release_holds_already_is_old_news() {
    let once = declare("field = \"bank\"\nclass = \"ask_again\"\nsince = \"b\"");
    let b = next("b", &[(RELEASE, CHANNELS, &once)]);
    let twice =
        format!("{once}[[change]]\nfield = \"bank\"\nclass = \"ask_again\"\nsince = \"c\"\n");
    let same = next("c", &[(RELEASE, CHANNELS, &once)]);
    let c = next("c", &[(RELEASE, CHANNELS, &twice)]);
    assert_eq!(changes(&b, &same, Channel::Portal), []);
    let found = changes(&b, &c, Channel::Portal);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].since, "c");
    assert_eq!(changes(repository(), &c, Channel::Portal).len(), 2);
}

#[test]
fn of_several_changes_on_the_way_the_strongest_counts_and_the_latest_of_equals() {
    let of = |class, since: &str| Change {
        id: "bank".to_owned(),
        class,
        reason: None,
        since: since.to_owned(),
        touched: Touched::Every,
    };
    let way = [
        of(AskAgain, "b"),
        of(ForcedByLaw, "c"),
        of(ForcedByLaw, "d"),
        of(Harmless, "e"),
    ];
    assert_eq!(strongest(&way, "bank", "ICBC").unwrap().since, "d");
    assert_eq!(strongest(&way, "branch", "1"), None);
}

#[test]
fn a_draft_moves_with_what_it_holds() {
    let text = (
        "flows/texts/disclaimer.toml",
        "version = \"2026-11-26\"",
        "version = \"2\"",
    );
    let relabelled = (
        CATALOGUE,
        "zh = \"用孩子的照片\"",
        "zh = \"用孩子的证件照\"",
    );
    let by_law = declare(
        "material = \"card_photo\"\nclass = \"forced_by_law\"\nsince = \"b\"\nreason = { zh = \"因\", en = \"So.\" }",
    );
    let new = next("b", &[text, relabelled, (RELEASE, CHANNELS, &by_law)]);
    let changes = changes(repository(), &new, Channel::Portal);
    let draft: Answers = [
        ("consent.disclaimer", "yes"),
        ("photo_choice", "own"),
        ("bank", "ICBC"),
        ("card_photo", "present"),
        ("a_field_of_before", "x"),
    ]
    .into_iter()
    .collect();
    let found = moved(&new, &changes, &draft);
    // Nobody has agreed to the new text, and what the release does not know is not asked.
    assert_eq!(found.gone, ["consent.disclaimer"]);
    let again: Vec<_> = found
        .again
        .iter()
        .map(|change| (change.id.as_str(), change.class))
        .collect();
    assert_eq!(
        again,
        [
            ("card_photo", ForcedByLaw),
            ("consent.disclaimer", AskAgain),
            ("photo_choice", AskAgain),
        ]
    );
    assert_eq!(moved(&new, &changes, &Answers::new()), Moved::default());
}

#[test]
fn from_a_release_that_nobody_can_read_choices_are_asked_again_and_typed_values_stay() {
    let found = changes_from_unknown(repository());
    let of = |id, value| strongest(&found, id, value).map(|change| change.class);
    for (id, value, expected) in [
        ("bank", "ICBC", Some(AskAgain)),
        ("same_booklet", "yes", Some(AskAgain)),
        ("consent.lookup", "yes", Some(AskAgain)),
        ("child.name", "王一诺", None),
        ("child.id_number", "110101201803010011", None),
        ("child.id_valid_from", "2020-01-01", None),
        ("residence.address", "某街1号", None),
        ("card_photo", "present", None),
    ] {
        assert_eq!(of(id, value), expected, "{id}");
    }
}
