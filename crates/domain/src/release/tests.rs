//! The release in the repository loads; every kind of fault is reported with its file, line and cure.

use std::path::Path;
use std::sync::OnceLock;

use super::*;
use crate::channel::Channel;
use crate::source::SourceFile;

/// Every file with this extension in a folder of the repository.
fn files(folder: &str, ending: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root.join(folder)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(ending) {
            let path = format!("{folder}/{name}");
            let text = std::fs::read_to_string(root.join(&path)).unwrap();
            found.push(SourceFile::new(path, text));
        }
    }
    found
}

fn flow_files() -> Vec<SourceFile> {
    let mut found = files("flows", ".toml");
    found.extend(files("flows/texts", ".toml"));
    found
}

/// The release of the repository, loaded once for all tests.
pub(crate) fn repository() -> &'static Release {
    static RELEASE: OnceLock<Release> = OnceLock::new();
    RELEASE.get_or_init(|| {
        let sources = Sources {
            flows: &flow_files(),
            codes: &files("codes", ".csv"),
        };
        Release::load(&sources).unwrap_or_else(|problems| {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", told.join("\n"))
        })
    })
}

#[test]
fn the_repository_s_release_loads() {
    assert!(repository().flow(Channel::Portal).is_some());
}

/// The repository's release with these texts replaced: file, from, to.
pub(crate) fn edited(edits: &[(&str, &str, &str)]) -> Release {
    let (mut flows, mut codes) = (flow_files(), files("codes", ".csv"));
    for (path, from, to) in edits {
        let mut all = flows.iter_mut().chain(&mut codes);
        let file = all.find(|file| file.path == *path).unwrap();
        assert!(file.text.contains(from), "{from} is not in {path}");
        file.text = file.text.replacen(from, to, 1);
    }
    let sources = Sources {
        flows: &flows,
        codes: &codes,
    };
    Release::load(&sources).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Every fault of the repository's release with `from` replaced by `to` in one file.
fn faults(path: &str, from: &str, to: &str) -> Vec<String> {
    let mut flows = flow_files();
    let file = flows.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{from} is not in {path}");
    file.text = file.text.replacen(from, to, 1);
    let sources = Sources {
        flows: &flows,
        codes: &files("codes", ".csv"),
    };
    let problems = Release::load(&sources).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

/// Loads the repository's release with `from` replaced by `to` in one file, and expects that the first fault of that file is
/// on the line of `to` (on its last line if it has several), with these words.
pub(crate) fn check(path: &str, from: &str, to: &str, what: &str, cure: &str) {
    let flows = flow_files();
    let text = &flows.iter().find(|file| file.path == path).unwrap().text;
    let at = text.find(from).unwrap();
    let line = 1 + text[..at].matches('\n').count() + to.trim_end().matches('\n').count();
    let told = faults(path, from, to);
    let start = format!("{path}:{line}: {what} (");
    let found = told
        .iter()
        .any(|told| told.starts_with(&start) && told.contains(cure));
    assert!(found, "no `{start}{cure})` in\n{}", told.join("\n"));
}

const PORTAL: &str = "flows/portal.toml";
const CATALOGUE: &str = "flows/catalogue.toml";

#[test]
fn a_flow_names_what_the_catalogue_has() {
    check(
        PORTAL,
        "field = \"child.name\"",
        "field = \"child.nmae\"",
        "the catalogue has no field `child.nmae`",
        "did you mean `child.name`?",
    );
    check(
        PORTAL,
        "material = \"child_id_emblem\"",
        "material = \"child_id_front\"",
        "the catalogue has no material `child_id_front`",
        "define it in flows/catalogue.toml",
    );
}

#[test]
fn conditions_ask_for_what_is_known_by_then() {
    let from = "when = \"mobile_proved = no\"";
    let condition = |to: &str, what: &str, cure: &str| check(PORTAL, from, to, what, cure);
    condition(
        "when = \"mobile_prooved = no\"",
        "a condition cannot ask for `mobile_prooved`",
        "or a fact: child_age",
    );
    condition(
        "when = \"child.name = no\"",
        "a condition cannot ask for `child.name`",
        "a list of values",
    );
    condition(
        "when = \"promise = no\"",
        "`promise` is answered later in this flow",
        "only material rows may look ahead",
    );
    condition(
        "when = \"child.occupation = 31\"",
        "`child.occupation` is never asked in this flow",
        "earlier step",
    );
    condition(
        "when = \"mobile_proved = maybe\"",
        "`mobile_proved` is never `maybe`",
        "use one of: yes, no",
    );
    condition(
        "when = \"mobile_proved < 3\"",
        "`mobile_proved` is no number",
        "compare it with =",
    );
    condition(
        "when = \"mobile_proved =\"",
        "expected a value, found the end of the condition",
        "write comparisons",
    );
    check(
        PORTAL,
        "field = \"child.ethnic_group\"",
        "when = \"child_age < 3 and child_age > 5\"\nfield = \"child.ethnic_group\"",
        "nobody ever reaches the field or material `child.ethnic_group`",
        "contradict each other",
    );
}

#[test]
fn material_rows_may_look_ahead_and_nothing_is_asked_in_vain() {
    let mut flows = flow_files();
    let portal = flows.iter_mut().find(|file| file.path == PORTAL).unwrap();
    portal.text = portal.text.replacen(
        "when = \"photo_choice = own or",
        "when = \"promise = yes or photo_choice = own or",
        1,
    );
    let sources = Sources {
        flows: &flows,
        codes: &files("codes", ".csv"),
    };
    assert!(Release::load(&sources).is_ok());
    check(
        PORTAL,
        "materials = [\"card_photo\"]",
        "materials = [\"booklet_child_page_back\"]",
        "`booklet_child_page_back` is asked for and can be uploaded nowhere",
        "place an item with `material = \"booklet_child_page_back\"`",
    );
    check(
        PORTAL,
        "material = \"guardianship_proof\"",
        "material = \"booklet_child_page_back\"",
        "no row can ever require the material `booklet_child_page_back`",
        "add a [[row]]",
    );
}

#[test]
fn steps_and_pages_are_there_once_and_reached() {
    check(
        PORTAL,
        "id = \"papers\"",
        "id = \"child\"",
        "the step `child` stands twice",
        "its own id",
    );
    check(
        PORTAL,
        "id = \"choose\"",
        "id = \"confirm\"",
        "the page `confirm` stands twice in `relationship`",
        "its own id",
    );
    check(
        PORTAL,
        "id = \"supplement\"",
        "when = \"child_age < 3 and child_age >= 3\"\nid = \"supplement\"",
        "nobody ever reaches the step `supplement`",
        "contradict each other",
    );
    check(
        PORTAL,
        "field = \"bank\"",
        "field = \"child.name\"",
        "`child.name` is asked twice in this flow",
        "ask once",
    );
    check(
        PORTAL,
        "kind = \"relationship\"",
        "kind = \"oath\"",
        "no kind of step is called `oath`",
        "use one of: questions, agreement, relationship, review",
    );
    check(
        PORTAL,
        "channel = \"portal\"",
        "channel = \"portals\"",
        "no channel is called `portals`",
        "use one of: portal, jingtong, yikatong",
    );
}

#[test]
fn texts_are_whole_in_both_languages() {
    let label = "label = { zh = \"代办人姓名\", en = \"Agent’s name\" }";
    let half = "label = { zh = \"代办人姓名\" }";
    check(
        CATALOGUE,
        label,
        half,
        "missing field `en`",
        "add `en` here",
    );
    let from = format!("id = \"agent.name\"\nkind = \"name\"\n{label}");
    let blank =
        "kind = \"name\"\nlabel = { zh = \"代办人姓名\", en = \"  \" }\nid = \"agent.name\"";
    check(
        CATALOGUE,
        &from,
        blank,
        "a text of `agent.name` is blank in en",
        "in both languages",
    );
    check(
        PORTAL,
        "id = \"branch\"\ntitle = { zh = \"到哪个网点领卡？\", en",
        "title = { zh = \"{child}到哪个网点领卡？\", en = \"?\" }\nid = \"branch\" #",
        "nothing fills {child} in a text of `branch`",
        "use one of these placeholders: child.name, relationship, relationship_pair",
    );
}

#[test]
fn the_catalogue_stands_on_the_tables_and_texts_beside_it() {
    check(
        CATALOGUE,
        "kind = \"name\"",
        "kind = \"nmae\"",
        "no kind is called `nmae`",
        "use one of: name",
    );
    check(
        CATALOGUE,
        "table = \"banks\"",
        "table = \"bank\"",
        "no table is called `bank`",
        "banks",
    );
    let field = "id = \"bank\"\nkind = \"choice\"";
    let cure = "a choice has one of `options`, `table`, `list`";
    let what = "`bank` does not say once where its choices come from";
    check(
        CATALOGUE,
        field,
        "list = \"branch\"\nkind = \"choice\"\nid = \"bank\"",
        what,
        cure,
    );
    let twice = "`agent.name` stands twice in the catalogue";
    check(
        CATALOGUE,
        "id = \"agent.sex\"",
        "id = \"agent.name\"",
        twice,
        "keep one",
    );
    let told = faults(CATALOGUE, "default = \"own\"", "default = \"drawing\"");
    assert!(
        told[0].contains("the default `drawing` is no value of `photo_choice`"),
        "{told:?}"
    );
}

#[test]
fn every_problem_has_its_sentence() {
    let path = "flows/problems.toml";
    check(
        path,
        "[mobile_format]",
        "[mobile_form]",
        "no problem has the code `mobile_form`",
        "mobile_format",
    );
    let got = "[id_length]\nzh = \"请填写18位身份证号码，您输入了{got}位\"";
    let count = "[id_length] # {count}\nzh = \"{count}\"";
    let told = faults(path, got, count);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("flows/problems.toml:33: nothing fills {count}"),
        "{told:?}"
    );
}

#[test]
fn a_release_names_the_flows_it_has() {
    let path = "flows/release.toml";
    let sources = Sources {
        flows: &[],
        codes: &files("codes", ".csv"),
    };
    let told: Vec<_> = Release::load(&sources)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(
        told[0],
        "flows/catalogue.toml:1: this file is missing (take it from the release it came with)"
    );
    check(
        path,
        "channels = [",
        "channels = [\"kiosk\", ",
        "no channel is called `kiosk`",
        "portal, jingtong, yikatong",
    );
}

#[test]
fn the_hash_follows_the_content() {
    let (mut flows, codes) = (flow_files(), files("codes", ".csv"));
    let hash = |flows: &[SourceFile]| {
        Release::load(&Sources {
            flows,
            codes: &codes,
        })
        .unwrap()
        .content_hash()
    };
    let before = hash(&flows);
    flows.reverse();
    assert_eq!(hash(&flows), before, "the order of reading says nothing");
    flows[0].text.push_str("# ours\n");
    assert_ne!(hash(&flows), before);
}

#[test]
fn an_agreement_s_hash_follows_its_wording() {
    let promise = repository().agreement("promise").unwrap();
    let mut other = promise.clone();
    assert_eq!(other.hash(), promise.hash());
    other.paragraphs[0].en.push('.');
    assert_ne!(other.hash(), promise.hash());
}
