//! Loads a release and checks that its parts agree.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::declared::{self, RawChange};
use super::{Reading, Release};
use crate::catalogue::{Agreement, Catalogue, ChoiceSource, ProblemTexts};
use crate::channel::Channel;
use crate::code::CodeTables;
use crate::digest::Digest;
use crate::flow::{Flow, accepted_values};
use crate::source::{LoadProblem, SourceFile};

/// The files of a release, as they are in the folders `flows/` and `codes/`.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// `release.toml`, `catalogue.toml`, `problems.toml`, `texts/*.toml` and a file per channel.
    pub flows: &'a [SourceFile],
    /// The code tables.
    pub codes: &'a [SourceFile],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRelease {
    number: String,
    channels: Vec<Spanned<String>>,
    #[serde(default)]
    change: Vec<RawChange>,
}

impl Release {
    /// Loads and checks every file, and reports all faults at once, sorted by file and line.
    pub fn load(sources: &Sources<'_>) -> Result<Self, Vec<LoadProblem>> {
        let mut problems = Vec::new();
        let release = load(sources, &mut problems);
        problems.sort();
        problems.dedup();
        match release {
            Some(release) if problems.is_empty() => Ok(release),
            _ => Err(problems),
        }
    }
}

fn load(sources: &Sources<'_>, problems: &mut Vec<LoadProblem>) -> Option<Release> {
    let codes = CodeTables::load(sources.codes)
        .map_err(|found| problems.extend(found))
        .ok();
    let mut agreements = Vec::new();
    for file in sources.flows.iter().filter(|file| is_text(file)) {
        let id = file.name().trim_end_matches(".toml");
        agreements.extend(Agreement::load(id, &mut Reading::new(file, problems)));
    }
    let problem_texts = find(sources, "problems.toml", problems)
        .and_then(|file| ProblemTexts::load(&mut Reading::new(file, problems)));
    let catalogue_file = find(sources, "catalogue.toml", problems);
    let catalogue =
        catalogue_file.and_then(|file| Catalogue::load(&mut Reading::new(file, problems)));
    let release_file = find(sources, "release.toml", problems)?;
    let raw: RawRelease = Reading::new(release_file, problems).toml()?;
    // Flows refer to what they place; without a catalogue and codes every line of theirs would seem wrong.
    let mut release = Release {
        number: raw.number,
        content_hash: content_hash(sources),
        codes: codes?,
        catalogue: catalogue?,
        problem_texts: problem_texts?,
        agreements,
        flows: Vec::new(),
        declared: Vec::new(),
    };
    release.declared = declared::checked(
        raw.change,
        &release,
        &mut Reading::new(release_file, problems),
    );
    check_catalogue(&release, &mut Reading::new(catalogue_file?, problems));
    check_release(
        &release.number,
        &raw.channels,
        sources,
        &mut Reading::new(release_file, problems),
    );
    for name in &raw.channels {
        let Some(file) = sources
            .flows
            .iter()
            .find(|file| file.name() == channel_file(name.get_ref()))
        else {
            continue;
        };
        let flow = Flow::load(&release, &mut Reading::new(file, problems));
        if let Some(flow) = flow {
            if flow.channel().code() != name.get_ref() {
                let cure = "let `channel` and the file's name agree";
                Reading::new(file, problems).fault(
                    0,
                    format!("this file holds the flow of `{}`", flow.channel().code()),
                    cure,
                );
            }
            release.flows.push(flow);
        }
    }
    Some(release)
}

fn is_text(file: &SourceFile) -> bool {
    file.path.rsplit('/').nth(1) == Some("texts")
}

fn channel_file(channel: &str) -> String {
    format!("{channel}.toml")
}

fn find<'a>(
    sources: &Sources<'a>,
    name: &str,
    problems: &mut Vec<LoadProblem>,
) -> Option<&'a SourceFile> {
    let found = sources
        .flows
        .iter()
        .find(|file| file.name() == name && !is_text(file));
    if found.is_none() {
        let path = format!("flows/{name}");
        problems.push(LoadProblem::new(
            path,
            1,
            "this file is missing",
            "take it from the release it came with",
        ));
    }
    found
}

fn content_hash(sources: &Sources<'_>) -> Digest {
    let mut files: Vec<_> = sources.flows.iter().chain(sources.codes).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Digest::of_parts(files.into_iter().flat_map(|file| [&file.path, &file.text]))
}

/// Checks that what the catalogue refers to exists in the texts and tables.
fn check_catalogue(release: &Release, reading: &mut Reading<'_>) {
    for field in release.catalogue.fields() {
        let at = reading.find(&format!("id = \"{}\"", field.id));
        if let Some(agreement) = field
            .agreement
            .as_ref()
            .filter(|id| release.agreement(id).is_none())
        {
            let what = format!(
                "`{}` asks to agree to `{agreement}`, which has no text",
                field.id
            );
            reading.fault(at, what, format!("write flows/texts/{agreement}.toml"));
        }
        let values = accepted_values(release, field);
        let values = values.unwrap_or_default();
        if let Some(default) = field
            .default
            .as_ref()
            .filter(|default| !values.contains(default))
        {
            let what = format!("the default `{default}` is no value of `{}`", field.id);
            reading.fault(at, what, "use one of its values, or take the default away");
        }
        if matches!(field.choices, Some(ChoiceSource::Own(_)))
            && values.iter().collect::<BTreeSet<_>>().len() != values.len()
        {
            reading.fault(
                at,
                format!("`{}` offers a value twice", field.id),
                "give each option its own value",
            );
        }
    }
    for material in release.catalogue.materials() {
        if !release.codes.document_types.contains(&material.id) {
            let at = reading.find(&format!("id = \"{}\"", material.id));
            let what = format!("the material `{}` is no document type", material.id);
            reading.fault(
                at,
                what,
                "add it to codes/document_types.csv, or use an id of that table",
            );
        }
    }
}

fn check_release(
    number: &str,
    channels: &[Spanned<String>],
    sources: &Sources<'_>,
    reading: &mut Reading<'_>,
) {
    if number.trim().is_empty() {
        reading.fault(
            0,
            "the release has no number",
            "give it one, such as 2026.11.1",
        );
    }
    let mut seen = BTreeSet::new();
    for name in channels {
        let (at, name) = (name.span().start, name.get_ref());
        if Channel::from_code(name).is_none() {
            let known = Channel::ALL.map(Channel::code).join(", ");
            reading.fault(
                at,
                format!("no channel is called `{name}`"),
                format!("use one of: {known}"),
            );
        } else if !seen.insert(name) {
            reading.fault(
                at,
                format!("the channel `{name}` stands twice"),
                "keep one of the two",
            );
        } else if !sources
            .flows
            .iter()
            .any(|file| file.name() == channel_file(name))
        {
            let cure = format!("write flows/{name}.toml, or take the channel away");
            reading.fault(at, format!("the channel `{name}` has no flow"), cure);
        }
    }
}
