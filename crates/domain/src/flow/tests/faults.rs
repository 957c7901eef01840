//! Faults in a flow, the catalogue or a text are reported with file and cure: the faults that people make.

use std::path::Path;

use crate::release::{Release, Sources};
use crate::source::SourceFile;

fn files(folder: &str, ending: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let names = std::fs::read_dir(root.join(folder)).unwrap();
    names
        .map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|path| path.ends_with(ending))
        .map(|path| SourceFile::new(&path, std::fs::read_to_string(root.join(&path)).unwrap()))
        .collect()
}

/// Loads the repository's release with the first `from` of a file replaced by `to`, and expects the fault `what` with this
/// cure.
fn check(path: &str, from: &str, to: &str, what: &str, cure: &str) {
    let mut flows = files("flows", ".toml");
    flows.extend(files("flows/texts", ".toml"));
    let file = flows.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{from} is not in {path}");
    file.text = file.text.replacen(from, to, 1);
    let codes = files("codes", ".csv");
    let problems = Release::load(&Sources {
        flows: &flows,
        codes: &codes,
    })
    .unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let fits = |told: &String| told.contains(what) && told.contains(cure);
    assert!(
        told.iter().any(fits),
        "no `{what} ({cure})` in\n{}",
        told.join("\n")
    );
}

const PORTAL: &str = "flows/portal.toml";
const JINGTONG: &str = "flows/jingtong.toml";
const CATALOGUE: &str = "flows/catalogue.toml";
const PROMISE: &str = "[[step.page.item]]\nfield = \"promise\"\nrequired = true\n";

#[test]
fn a_flow_has_one_review_and_no_empty_page() {
    let review = ("kind = \"review\"", "kind = \"questions\"");
    check(
        PORTAL,
        review.0,
        review.1,
        "the pages of the step `review` do not fit its kind",
        "a review has no pages",
    );
    check(
        PORTAL,
        review.0,
        review.1,
        "the flow has 0 steps to check the answers",
        "give one step",
    );
    check(
        PORTAL,
        PROMISE,
        "",
        "the page `promise` holds nothing",
        "place a field or material",
    );
}

#[test]
fn an_item_is_one_field_or_one_material() {
    check(
        PORTAL,
        PROMISE,
        "[[step.page.item]]\nrequired = true\n",
        "an item of this page names nothing",
        "give it a `field`",
    );
    let both = "[[step.page.item]]\nfield = \"promise\"\nmaterial = \"card_photo\"\n";
    check(
        PORTAL,
        PROMISE,
        both,
        "an item names both a field and a material",
        "make two items of it",
    );
}

#[test]
fn the_settings_of_an_item_fit_it() {
    check(
        PORTAL,
        "shown = true",
        "shown = true\nrequired = true",
        "`agent.name` is shown only, and yet required",
        "keep `shown` alone",
    );
    let picture = "material = \"agent_id_emblem\"";
    check(
        PORTAL,
        picture,
        &format!("{picture}\nrequired = true"),
        "the material `agent_id_emblem` has settings",
        "rows say when",
    );
    check(
        PORTAL,
        "beside = \"birth_certificate\"",
        "beside = \"booklet_child_page_back\"",
        "which no row asks for",
        "name a material of the rows",
    );
    check(
        PORTAL,
        "suggest = \"agent.mobile\"",
        "suggest = \"agent.name\"",
        "`agent.name` cannot be suggested",
        "a field of the same kind",
    );
    check(
        JINGTONG,
        "value = \"90\"",
        "value = \"99\"",
        "`child.occupation` is never `99`",
        "a value that the field accepts",
    );
    check(
        JINGTONG,
        "fixed = \"long_term\"",
        "fixed = \"forever\"",
        "`child.id_valid_until` cannot be fixed to `forever`",
        "a value of its kind",
    );
    check(
        JINGTONG,
        "{ agent_branch =",
        "{ mail =",
        "`collection_method` has no option `mail`",
        "use a value of the field",
    );
    check(
        PORTAL,
        "source = \"instruction I\"",
        "source = \" \"",
        "this row names no source",
        "say which rule",
    );
}

#[test]
fn what_is_locked_says_why() {
    let catalogue = files("flows", "catalogue.toml");
    let reasons = catalogue[0].text.lines();
    // The first one belongs to the agent's name, which every channel shows without wording of its own.
    let reason = reasons
        .into_iter()
        .find(|line| line.starts_with("locked_reason"))
        .unwrap();
    check(
        CATALOGUE,
        reason,
        "",
        "`agent.name` is locked without a reason",
        "a parent must learn why",
    );
}

#[test]
fn conditions_compare_like_with_like() {
    let from = "when = \"mobile_proved = no\"";
    let condition = |to: &str, what: &str, cure: &str| check(PORTAL, from, to, what, cure);
    condition(
        "when = \"child_age = seven\"",
        "`child_age` is a number of years",
        "write digits",
    );
    condition(
        "when = \"child.id_type < 7\"",
        "`child.id_type` is no number",
        "compare it with = or in",
    );
    condition(
        "when = \"child.ethnic_group = 77\"",
        "`child.ethnic_group` is never `77`",
        "use one of: 01, 02",
    );
}

#[test]
fn the_catalogue_holds_each_material_once_and_no_text_is_empty() {
    check(
        CATALOGUE,
        "id = \"agent_id_portrait\"",
        "id = \"agent_id_emblem\"",
        "`agent_id_emblem` stands twice",
        "keep one",
    );
    check(
        CATALOGUE,
        "agreement = \"promise\"",
        "",
        "`promise` and its `agreement` do not fit together",
        "a consent names its text",
    );
    check(
        "flows/texts/promise.toml",
        "version = \"",
        "version = \"\"\n# \"",
        "needs a version and a paragraph",
        "add what is missing",
    );
}

#[test]
fn the_words_at_a_picture_name_nobody_for_a_strangers_phone_may_show_them() {
    let picture = "material = \"agent_id_emblem\"";
    for words in [
        "hint = { zh = \"{child.name}的\", en = \"of {child.name}\" }",
        "label = { zh = \"{child.name}的\", en = \"of {child.name}\" }",
    ] {
        check(
            PORTAL,
            picture,
            &format!("{picture}\n{words}"),
            "nothing fills {child.name} in a text of `agent_id_emblem`",
            "use one of these placeholders: none",
        );
    }
}
