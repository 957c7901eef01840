//! `/sandbox/drawn`: the families drawn by chance, by outcome, page by page.

use axum::Extension;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Html;
use portal::draw::draw;
use portal::layout::layout;
use sandbox::{Case, Expect};
use serde::Deserialize;
use web::errors::RequestError;
use web::page::Page;

use super::families::ends;
use super::page::{Drawn, Ending, Line};
use super::shown::Sandbox;
use super::words::in_lang;

/// As many lines as people read before they look for another page.
const LINES: usize = 30;

/// The query of the address.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    /// The outcome of the families, by the contract's word; empty for all of them.
    #[serde(default)]
    ends: String,
    /// The page, from 1.
    #[serde(default)]
    page: usize,
}

/// `GET /sandbox/drawn`, `GET /sandbox/drawn?ends=submits&page=2`
pub(super) async fn get(
    Extension(sandbox): Extension<Sandbox>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let Query(wanted) = wanted.map_err(|_| RequestError::NotFound)?;
    let all: Vec<&Case> = sandbox
        .world
        .cases()
        .iter()
        .filter(|case| !case.is_told())
        .collect();
    let chosen: Vec<&Case> = all
        .iter()
        .copied()
        .filter(|case| wanted.ends.is_empty() || case.expect.word() == wanted.ends)
        .collect();
    let (at, pages) = (wanted.page.max(1), chosen.len().div_ceil(LINES));
    if at > pages {
        return Err(RequestError::NotFound);
    }
    let lines = chosen.iter().skip((at - 1) * LINES).take(LINES);
    draw(&Drawn {
        lines: lines.map(|case| line(&page, case)).collect(),
        endings: endings(&page, &all, &wanted.ends),
        position: page.w(
            "sandbox.position",
            &[("at", &at.to_string()), ("pages", &pages.to_string())],
        ),
        earlier: other(&wanted.ends, at - 1, pages),
        later: other(&wanted.ends, at + 1, pages),
        page: layout(&page, page.t("sandbox.drawn")),
    })
}

/// The address of another page of the list; empty if there is none.
fn other(ends: &str, at: usize, pages: usize) -> String {
    if (1..=pages).contains(&at) {
        format!("/sandbox/drawn?ends={ends}&page={at}")
    } else {
        String::new()
    }
}

fn line(page: &Page, case: &Case) -> Line {
    let (kind, expect) = ends(page, &case.expect);
    Line {
        case: case.case.clone(),
        family: case.family.clone(),
        title: in_lang(&case.title, page.lang).to_owned(),
        kind: kind.to_owned(),
        expect,
    }
}

/// All of them, then one entry for each outcome: submitted first, then the refusals.
fn endings(page: &Page, cases: &[&Case], wanted: &str) -> Vec<Ending> {
    let mut known: Vec<&Expect> = Vec::new();
    for case in cases {
        if !known.contains(&&case.expect) {
            known.push(&case.expect);
        }
    }
    known.sort_by_key(|expect| match expect {
        Expect::Submits => (0, String::new()),
        Expect::Evidence => (1, String::new()),
        Expect::Refused(code) => (2, code.clone()),
    });
    let ending = |expect: Option<&Expect>| {
        let word = expect.map(Expect::word).unwrap_or_default();
        let count = match expect {
            None => cases.len(),
            Some(expect) => cases.iter().filter(|case| case.expect == *expect).count(),
        };
        let words = match expect {
            None => page.t("sandbox.every_ending").to_owned(),
            Some(expect) => ends(page, expect).1,
        };
        Ending {
            here: word == wanted,
            url: format!("/sandbox/drawn?ends={word}"),
            words,
            count: count.to_string(),
        }
    };
    let first = std::iter::once(ending(None));
    first
        .chain(known.into_iter().map(|expect| ending(Some(expect))))
        .collect()
}
