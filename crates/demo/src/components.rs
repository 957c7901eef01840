//! `/sandbox/components`: every component in both languages, in the light and dark theme, in normal and large type.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::lang::Lang;
use portal::assets;
use portal::draw::draw;
use portal::layout::layout;
use portal::pages::layout::Layout;
use portal::tokens::{self, Rgb};
use serde::Deserialize;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::chapters::{self, Room};
use super::inert::inert;

/// The query of the address.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Wanted {
    /// The type size.
    #[serde(default, rename = "type")]
    size: Size,
    /// The theme.
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
    pub page: Layout,
    looks: Vec<Look>,
    classes: &'static str,
    pairs: Vec<Pair>,
    kinds_of_type: Vec<Chapter>,
    chapters: Vec<Chapter>,
    drawings: Vec<&'static str>,
}

/// Components that belong together.
#[derive(Debug)]
struct Chapter {
    id: String,
    title: String,
    room: Room,
    specimens: Vec<Both>,
}

/// A link to another look.
#[derive(Debug)]
struct Look {
    url: &'static str,
    label: String,
    here: bool,
}

/// An ink on a ground, in the light and dark theme.
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
    State(web): State<Shared>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let Query(wanted) = wanted.map_err(|_| RequestError::NotFound)?;
    let own = layout(&page, page.t("components.title"));
    let languages = Lang::ALL.map(|lang| Layout {
        lang: lang.tag().to_owned(),
        texts: web.locales.texts(lang).in_simple_words(own.care),
        ..own.clone()
    });
    draw(&Components::of(own, &languages, wanted))
}

impl Components {
    /// The page in the language of `own`, its components in the two `languages`, Chinese first.
    fn of(own: Layout, languages: &[Layout; 2], wanted: Wanted) -> Components {
        let mut chapters = chapters(&own, languages);
        // The first chapter is the type: it belongs to the tokens, which come before the components.
        let components = chapters.split_off(1);
        Components {
            looks: looks(&own, wanted),
            classes: classes(wanted),
            pairs: tokens::PAIRS
                .iter()
                .map(|(ink, ground)| pair(ink, ground))
                .collect(),
            kinds_of_type: chapters,
            chapters: components,
            drawings: assets::drawings(),
            page: own,
        }
    }

    /// The page as the tests look at it.
    #[cfg(test)]
    pub(crate) fn sample(layout: &Layout) -> Components {
        let own = layout.clone().titled(layout.t("components.title"));
        Components::of(own, &[layout.clone(), layout.clone()], Wanted::default())
    }
}

fn looks(own: &Layout, wanted: Wanted) -> Vec<Look> {
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

fn chapters(own: &Layout, [zh, en]: &[Layout; 2]) -> Vec<Chapter> {
    let pairs = chapters::all(zh).into_iter().zip(chapters::all(en));
    pairs
        .map(|(in_chinese, in_english)| Chapter {
            id: id_of(in_chinese.key),
            title: own.t(in_chinese.key).to_owned(),
            room: in_chinese.room,
            specimens: in_chinese
                .drawn
                .into_iter()
                .zip(in_english.drawn)
                .map(|((key, zh), (_, en))| both(own, key, &zh, &en))
                .collect(),
        })
        .collect()
}

fn both(own: &Layout, key: &str, zh: &str, en: &str) -> Both {
    let id = format!("one-{}", id_of(key));
    Both {
        title: own.t(key).to_owned(),
        zh: inert(zh, &format!("{id}-zh")),
        en: inert(en, &format!("{id}-en")),
        id,
    }
}

/// The anchor of a name: `components.slot_wrong` becomes `slot_wrong`.
fn id_of(key: &str) -> String {
    key.trim_start_matches("components.").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use web::i18n::Locales;

    /// Nothing that a script looks for, that is sent, or that leads away: only the page's own switches do.
    #[test]
    fn no_specimen_reaches_the_server() {
        let zh = include_str!("../../../locales/zh-CN.toml");
        let en = include_str!("../../../locales/en.toml");
        let locales = Locales::load(zh, en).expect("the words load");
        let layout = Layout::sample(locales.texts(Lang::En), "en");
        let page = Components::sample(&layout);
        let specimens = page.kinds_of_type.iter().chain(&page.chapters);
        for specimen in specimens.flat_map(|chapter| &chapter.specimens) {
            for html in [&specimen.zh, &specimen.en] {
                assert!(html.len() > 40, "{} is empty", specimen.id);
                for forbidden in [
                    "<form",
                    "<a href=\"/",
                    " action=",
                    " autofocus",
                    " data-crop ",
                    " data-handover",
                    " data-phone",
                    " data-session=",
                    " data-upload",
                    " target=",
                ] {
                    assert!(
                        !html.contains(forbidden),
                        "{}: {forbidden} in a specimen",
                        specimen.id
                    );
                }
            }
        }
    }

    #[test]
    fn states_that_a_script_makes_are_drawn() {
        let zh = include_str!("../../../locales/zh-CN.toml");
        let en = include_str!("../../../locales/en.toml");
        let locales = Locales::load(zh, en).expect("the words load");
        let layout = Layout::sample(locales.texts(Lang::En), "en");
        let page = Components::sample(&layout);
        let all = page.chapters.iter().flat_map(|chapter| &chapter.specimens);
        let html = |key: &str| {
            let id = format!("one-{key}");
            let mut all = all.clone();
            &all.find(|one| one.id == id).expect("a specimen").en
        };
        for (key, mark) in [
            ("waiting", "<div class=\"slot\" id"),
            ("waiting", "aria-busy=\"true\""),
            ("capture_sending", "aria-busy=\"true\""),
            ("failed", "data-said>Check"),
            ("log_in_ends", "in 5 minutes"),
            ("log_in_ended", "<div data-warning hidden>"),
            ("log_in_ended", "type=\"password\""),
            ("handover_over", "<div data-waiting hidden>"),
            ("unsent", "<p data-words>You are offline"),
            ("asking", "register how you"),
            ("asking_slow", "data-go-on>"),
        ] {
            assert!(html(key).contains(mark), "{key}: {mark} is missing");
        }
    }
}
