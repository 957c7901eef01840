//! Flows, code tables and words: built into the program, or from the operator's folders.

use std::path::Path;

use domain::release::Release;
use domain::source::{LoadProblem, SourceFile};
use include_dir::{Dir, include_dir};
use service::releases::{CODES_FOLDER, release_of};
use web::i18n::Locales;

use crate::config::ContentConfig;

static FLOWS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../flows");
static CODES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../codes");
static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../locales");

const FLOWS_FOLDER: &str = "flows";

/// Loads the release: flows, catalogue and texts from `flows/`, code tables from `codes/`.
///
/// # Errors
/// Every fault of every file, with line and cure.
pub fn load_release(config: &ContentConfig) -> Result<Release, Vec<LoadProblem>> {
    release_of(&release_files(config)?)
}

/// The files that make up the release.
///
/// # Errors
/// The files that cannot be read.
pub fn release_files(config: &ContentConfig) -> Result<Vec<SourceFile>, Vec<LoadProblem>> {
    let mut all = files(FLOWS_FOLDER, config.flows.as_deref(), &FLOWS, "toml")?;
    all.extend(files(CODES_FOLDER, config.codes.as_deref(), &CODES, "csv")?);
    Ok(all)
}

/// Loads the words of the pages.
///
/// # Errors
/// Every fault of both files.
pub fn load_locales(config: &ContentConfig) -> Result<Locales, Vec<LoadProblem>> {
    let files = files("locales", config.locales.as_deref(), &LOCALES, "toml")?;
    let text = |name: &str| {
        // Not by its name alone: the mini-programs have files of the same names in a folder below.
        let path = format!("locales/{name}");
        let file = files.iter().find(|file| file.path == path);
        file.map(|file| file.text.as_str())
            .ok_or_else(|| vec![missing(name)])
    };
    Locales::load(text("zh-CN.toml")?, text("en.toml")?).map_err(|problems| {
        problems
            .into_iter()
            .map(|p| LoadProblem::new(p.file, 1, p.what, CURE))
            .collect()
    })
}

const CURE: &str = "give both languages the same keys, each a text with the same placeholders";

fn missing(name: &str) -> LoadProblem {
    LoadProblem::new(
        format!("locales/{name}"),
        1,
        "the file is missing",
        "copy it from the program's own locales folder",
    )
}

/// The files of one kind, with paths that begin with the folder's name, sorted.
fn files(
    name: &str,
    folder: Option<&Path>,
    embedded: &Dir<'static>,
    extension: &str,
) -> Result<Vec<SourceFile>, Vec<LoadProblem>> {
    let mut files = Vec::new();
    match folder {
        Some(folder) => read_folder(name, folder, extension, &mut files)?,
        None => read_embedded(name, embedded, extension, &mut files)?,
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn read_embedded(
    name: &str,
    folder: &Dir<'static>,
    extension: &str,
    files: &mut Vec<SourceFile>,
) -> Result<(), Vec<LoadProblem>> {
    for file in folder.files().filter(|file| {
        file.path()
            .extension()
            .is_some_and(|known| known == extension)
    }) {
        let path = format!("{name}/{}", file.path().display());
        let text = file
            .contents_utf8()
            .ok_or_else(|| unreadable(&path, "is not UTF-8"))?;
        files.push(SourceFile::new(path, text));
    }
    folder
        .dirs()
        .try_for_each(|inner| read_embedded(name, inner, extension, files))
}

fn read_folder(
    name: &str,
    folder: &Path,
    extension: &str,
    files: &mut Vec<SourceFile>,
) -> Result<(), Vec<LoadProblem>> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| unreadable(name, &error.to_string()))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(name, &error.to_string()))?;
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_folder(&path, &entry.path(), extension, files)?;
        } else if entry
            .path()
            .extension()
            .is_some_and(|known| known == extension)
        {
            let text = std::fs::read_to_string(entry.path())
                .map_err(|error| unreadable(&path, &error.to_string()))?;
            files.push(SourceFile::new(path, text));
        }
    }
    Ok(())
}

fn unreadable(path: &str, why: &str) -> Vec<LoadProblem> {
    vec![LoadProblem::new(
        path,
        1,
        format!("cannot be read: {why}"),
        "put a readable UTF-8 file there",
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_carries_a_sound_release_and_sound_words() {
        let config = ContentConfig::default();
        if let Err(problems) = load_release(&config) {
            panic!("{problems:#?}");
        }
        if let Err(problems) = load_locales(&config) {
            panic!("{problems:#?}");
        }
    }

    #[test]
    fn a_folder_of_the_operator_replaces_what_is_built_in() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("zh-CN.toml"), "a = '甲'").unwrap();
        let config = ContentConfig {
            locales: Some(folder.path().to_owned()),
            ..ContentConfig::default()
        };
        let problems = load_locales(&config).unwrap_err();
        assert_eq!(problems[0].file, "locales/en.toml");
        std::fs::write(folder.path().join("en.toml"), "a = 'A'").unwrap();
        assert_eq!(
            load_locales(&config).unwrap().keys().collect::<Vec<_>>(),
            ["a"]
        );
    }
}
