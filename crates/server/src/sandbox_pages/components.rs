//! `/sandbox/components`: every component in both languages, by day and by night, in normal and in large type.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::lang::Lang;
use serde::Deserialize;

use super::specimens::{self, Specimen};
use crate::app::Shared;
use crate::portal::pages::frame::Frame;
use crate::portal::tokens::{self, Rgb};
use crate::portal::{assets, draw, frame};
use crate::web::errors::PageError;
use crate::web::page::Page;

/// What the address says after the question mark.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Wanted {
    /// The size of the type.
    #[serde(default, rename = "type")]
    size: Size,
    /// Day or night.
    #[serde(default)]
    theme: Theme,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Size {
    #[default]
    Normal,
    Care,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Theme {
    /// As the device says.
    #[default]
    Auto,
    Light,
    Dark,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "sandbox/components.html")]
pub(crate) struct Components {
    /// Header, footer, language.
    pub page: Frame,
    looks: Vec<Look>,
    classes: &'static str,
    pairs: Vec<Pair>,
    specimens: Vec<Both>,
    drawings: Vec<&'static str>,
}

/// A link to another look.
#[derive(Debug)]
struct Look {
    url: &'static str,
    label: String,
    here: bool,
}

/// An ink on a ground, by day and by night.
#[derive(Debug)]
struct Pair {
    ink: &'static str,
    ground: &'static str,
    sides: [Side; 2],
}

#[derive(Debug)]
struct Side {
    ink: String,
    ground: String,
    contrast: String,
}

/// A component in both languages.
#[derive(Debug)]
struct Both {
    id: String,
    title: String,
    zh: String,
    en: String,
}

/// `GET /sandbox/components`, `GET /sandbox/components?type=care&theme=dark`
pub(super) async fn get(
    State(app): State<Shared>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    page: Page,
) -> Result<Html<String>, PageError> {
    let Query(wanted) = wanted.map_err(|_| PageError::NotFound)?;
    let own = frame(&page, page.t("components.title"));
    let languages = Lang::ALL.map(|lang| Frame {
        lang: lang.tag().to_owned(),
        texts: app.locales.texts(lang),
        ..own.clone()
    });
    draw(&Components::of(own, &languages, wanted))
}

impl Components {
    /// The page in the language of `own`, its components in the two `languages`, Chinese first.
    fn of(own: Frame, languages: &[Frame; 2], wanted: Wanted) -> Components {
        Components {
            looks: looks(&own, wanted),
            classes: classes(wanted),
            pairs: tokens::PAIRS
                .iter()
                .map(|(ink, ground)| pair(ink, ground))
                .collect(),
            specimens: both(&own, languages),
            drawings: assets::drawings(),
            page: own,
        }
    }

    /// The page as the tests look at it.
    #[cfg(test)]
    pub(crate) fn sample(frame: &Frame) -> Components {
        let own = frame.clone().titled(frame.t("components.title"));
        Components::of(own, &[frame.clone(), frame.clone()], Wanted::default())
    }
}

fn looks(own: &Frame, wanted: Wanted) -> Vec<Look> {
    [
        (
            Size::Normal,
            Theme::Auto,
            "/sandbox/components",
            "components.auto",
        ),
        (
            Size::Normal,
            Theme::Light,
            "/sandbox/components?theme=light",
            "components.day",
        ),
        (
            Size::Normal,
            Theme::Dark,
            "/sandbox/components?theme=dark",
            "components.night",
        ),
        (
            Size::Care,
            Theme::Light,
            "/sandbox/components?type=care&theme=light",
            "components.care_day",
        ),
        (
            Size::Care,
            Theme::Dark,
            "/sandbox/components?type=care&theme=dark",
            "components.care_night",
        ),
    ]
    .into_iter()
    .map(|(size, theme, url, key)| Look {
        url,
        label: own.t(key).to_owned(),
        here: size == wanted.size && theme == wanted.theme,
    })
    .collect()
}

fn classes(wanted: Wanted) -> &'static str {
    match (wanted.size, wanted.theme) {
        (Size::Normal, Theme::Auto) => "",
        (Size::Normal, Theme::Light) => "theme-light",
        (Size::Normal, Theme::Dark) => "theme-dark",
        (Size::Care, Theme::Auto) => "care",
        (Size::Care, Theme::Light) => "theme-light care",
        (Size::Care, Theme::Dark) => "theme-dark care",
    }
}

fn pair(ink: &'static str, ground: &'static str) -> Pair {
    let side = |of: fn(&str) -> Option<Rgb>| {
        let (ink, ground) = (of(ink).unwrap_or_default(), of(ground).unwrap_or_default());
        Side {
            ink: hex(ink),
            ground: hex(ground),
            contrast: format!("{:.1} : 1", tokens::contrast(ink, ground)),
        }
    };
    Pair {
        ink,
        ground,
        sides: [side(tokens::light), side(tokens::dark)],
    }
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn both(own: &Frame, languages: &[Frame; 2]) -> Vec<Both> {
    let [zh, en] = languages;
    let pairs = specimens::all(zh).into_iter().zip(specimens::all(en));
    pairs
        .map(|((key, in_chinese), (_, in_english))| {
            let id = key.replace('.', "-");
            let drawn = |page: &Frame, piece, side| {
                let specimen = Specimen {
                    page: page.clone(),
                    piece,
                };
                let html = specimen.render().unwrap_or_default();
                specimens::apart(&html, &format!("{id}-{side}-"))
            };
            Both {
                title: own.t(key).to_owned(),
                zh: drawn(zh, in_chinese, "zh"),
                en: drawn(en, in_english, "en"),
                id,
            }
        })
        .collect()
}
