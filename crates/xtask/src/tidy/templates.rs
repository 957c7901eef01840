//! Templates and assets: each is used, none loads anything from elsewhere.

use super::sources::{Source, Sources};

/// The folders of templates. A template that is not found in one is looked up in the other.
const TEMPLATES: [&str; 2] = ["crates/portal/templates/", "crates/demo/templates/"];
/// Addresses in a page that load nothing: names of XML vocabularies.
const VOCABULARIES: [&str; 2] = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];

/// Templates that neither code nor another template names.
pub(super) fn unused(sources: &Sources) -> Vec<String> {
    let mut unused = Vec::new();
    for folder in TEMPLATES {
        for template in sources.under(folder) {
            let named = format!("\"{}\"", &template.path[folder.len()..]);
            let mut others = ["crates/portal/", "crates/demo/"]
                .into_iter()
                .flat_map(|room| sources.under(room));
            if !others.any(|other| other.path != template.path && other.text.contains(&named)) {
                unused.push(format!(
                    "{}: nothing draws it: remove it, or name it where it is drawn",
                    template.path
                ));
            }
        }
    }
    unused
}

/// Things that a page would load from elsewhere: the policy is that nothing comes from another host.
pub(super) fn other_hosts(sources: &Sources) -> Vec<String> {
    let pages = TEMPLATES
        .into_iter()
        .chain(["crates/portal/assets/"])
        .flat_map(|folder| sources.under(folder));
    pages.flat_map(fetches_elsewhere).collect()
}

fn fetches_elsewhere(source: &Source) -> Vec<String> {
    let fetching = [
        "src=\"http",
        "src=\"//",
        "url(http",
        "url(\"http",
        "@import",
        "fetch(\"http",
    ];
    source
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| !VOCABULARIES.iter().any(|known| line.contains(known)))
        .filter(|(_, line)| fetching.iter().any(|mark| line.contains(mark)))
        .map(|(index, _)| format!("{}:{}: fetches from another host", source.path, index + 1))
        .collect()
}
