//! Templates and assets: each is used, none reaches out.

use super::sources::{Source, Sources};

const TEMPLATES: &str = "crates/server/templates/";
/// Addresses in a page that fetch nothing: names of XML vocabularies.
const VOCABULARIES: [&str; 2] = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];

/// Templates that neither code nor another template names.
pub(super) fn unused(sources: &Sources) -> Vec<String> {
    sources
        .under(TEMPLATES)
        .filter(|template| {
            let path = &template.path[TEMPLATES.len()..];
            !sources.under("crates/server/").any(|other| {
                other.path != template.path && other.text.contains(&format!("\"{path}\""))
            })
        })
        .map(|template| {
            format!(
                "{}: nothing draws it: remove it, or name it where it is drawn",
                template.path
            )
        })
        .collect()
}

/// Things a page would fetch from elsewhere: the policy is that nothing leaves our host.
pub(super) fn other_hosts(sources: &Sources) -> Vec<String> {
    let pages = sources
        .under(TEMPLATES)
        .chain(sources.under("crates/server/assets/"));
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
