//! Style sheets, scripts and drawings, which are part of the program.
//!
//! Their addresses hold a hash of all files, so that a browser keeps them for a year and fetches those of a new release at once;
//! scripts import each other by relative addresses and so stay within one release.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use include_dir::{Dir, DirEntry, include_dir};
use web::errors::RequestError;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The colour tokens of the light theme.
const TOKENS: &str = "style/tokens.css";
/// The parts of the one style sheet after the tokens, in cascade order.
const STYLES: &[&str] = &[
    "style/page.css",
    "style/buttons.css",
    "style/fields.css",
    "style/number.css",
    "style/slot.css",
    "style/crop.css",
    "style/handover.css",
    "style/steps.css",
    "style/answers.css",
    "style/checklist.css",
    "style/home.css",
    "style/reading.css",
    "style/cases.css",
    "style/notices.css",
    "style/session.css",
    "style/phone.css",
    "style/care.css",
    "style/sandbox.css",
    "style/specimens.css",
    "style/forced.css",
    "style/print.css",
];
/// The address of the one style sheet, under [`address`].
const STYLE_SHEET: &str = "portal.css";

/// What the dark theme changes of the tokens: bare declarations, put under each of [`NIGHTS`].
const DARK: &str = "style/dark.css";
/// When the dark theme applies: if the device asks for it (paper stays white), or for elements with the class.
const NIGHTS: [(&str, &str); 2] = [
    (
        "@media screen and (prefers-color-scheme: dark) { :root {\n",
        "} }\n",
    ),
    (".theme-dark {\n", "}\n"),
];

static SHEET: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let nights = NIGHTS.map(|(before, after)| [before, dark_tokens(), after].concat());
    let mut parts = vec![tokens()];
    parts.extend(nights.iter().map(String::as_str));
    parts.extend(STYLES.iter().map(|path| style(path)));
    parts.concat().into_bytes()
});

/// The whole style sheet.
#[cfg(test)]
pub(super) fn sheet() -> &'static str {
    str::from_utf8(&SHEET).expect("style sheets are UTF-8")
}

fn style(path: &str) -> &'static str {
    let file = FILES
        .get_file(path)
        .expect("each style named here is a file");
    file.contents_utf8().expect("style sheets are UTF-8")
}

/// The sorted names of all drawings.
pub fn drawings() -> Vec<&'static str> {
    let folder = FILES.get_dir("drawings").expect("there are drawings");
    let names = folder
        .files()
        .filter_map(|file| file.path().file_name()?.to_str());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

/// The tokens of the light theme, as they stand in the style sheet.
pub(super) fn tokens() -> &'static str {
    style(TOKENS)
}

/// What the dark theme changes of them.
pub(super) fn dark_tokens() -> &'static str {
    style(DARK)
}

/// A hash of all files.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    digest(&FILES, &mut context);
    data_encoding::HEXLOWER.encode(&context.finish().as_ref()[..6])
});

fn digest(folder: &'static Dir<'static>, context: &mut ring::digest::Context) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => digest(inner, context),
            DirEntry::File(file) => context.update(file.contents()),
        }
    }
}

/// Where the files of this program stand, without a trailing slash.
pub(super) fn address() -> String {
    format!("/assets/{}", *VERSION)
}

/// The path of a drawing; `None` where there is none of this name.
pub fn drawing(name: &str) -> Option<String> {
    let file = format!("drawings/{name}.svg");
    FILES.get_file(&file)?;
    Some(format!("{}/{file}", address()))
}

/// `/assets/{version}/{file}`
pub(super) async fn get(
    Path((version, file)): Path<(String, String)>,
) -> Result<Response, RequestError> {
    let content = if file == STYLE_SHEET {
        SHEET.as_slice()
    } else {
        let file = FILES.get_file(&file);
        file.ok_or(RequestError::NotFound)?.contents()
    };
    let kind = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => return Err(RequestError::NotFound),
    };
    // A page of another release may still ask; what it gets now must not be cached under that release's name.
    let keep = if version == *VERSION {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, keep)], content).into_response())
}

#[cfg(test)]
mod tests {
    use domain::characters::{number, plain, shows_nothing};

    use super::*;

    /// A phone far from a mast loads them all with the page; gzip leaves well under half.
    const SCRIPT_BYTES: usize = 48 * 1024;

    #[test]
    fn all_scripts_together_are_small() {
        let folder = FILES.get_dir("script").expect("there are scripts");
        let together: usize = folder.files().map(|file| file.contents().len()).sum();
        assert!(together < SCRIPT_BYTES, "{together} bytes of script");
    }

    /// The class of characters that `characters.js` keeps under a name; both notations mean the same by it.
    fn class(name: &str) -> regex::Regex {
        let file = FILES.get_file("script/characters.js");
        let script = file
            .and_then(|file| file.contents_utf8())
            .unwrap_or_default();
        let after = script
            .split_once(&format!("const {name} = /"))
            .expect("it is kept there")
            .1;
        let pattern = after
            .split_once("/gu;")
            .expect("it is a class of characters")
            .0;
        regex::Regex::new(&format!("^{pattern}$")).expect("it is a class of characters")
    }

    #[test]
    fn scripts_and_service_agree_on_what_shows_nothing_and_what_numbers_are_grouped_by() {
        let (nothing, between) = (class("NOTHING"), class("BETWEEN"));
        // Each end knows the characters of its year.
        let unassigned = regex::Regex::new(r"^\p{Cn}$").expect("it is a class of characters");
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let code = u32::from(character);
            assert_eq!(
                nothing.is_match(&text),
                shows_nothing(character),
                "U+{code:04X}"
            );
            let is_dropped = nothing.is_match(&text) || between.is_match(&text);
            // What is another character in its usual writing is looked at as that one.
            if plain(&text) == text && !unassigned.is_match(&text) {
                assert_eq!(is_dropped, number(&text).is_empty(), "U+{code:04X}");
            }
        }
    }

    #[test]
    fn every_style_is_part_of_the_sheet() {
        let folder = FILES.get_dir("style").expect("there are styles");
        for file in folder.files() {
            let path = file.path().to_str().expect("names are ASCII");
            let is_used = STYLES.contains(&path) || [TOKENS, DARK].contains(&path);
            assert!(is_used, "{path} is in no page");
        }
    }
}
