//! `/sandbox`: families to try.

use std::collections::BTreeMap;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::lang::Text;
use sandbox::{Case, Expect};
use serde::Deserialize;

use super::in_lang;
use super::page::{Families, FamilyCase, Group, Line, Paper};
use crate::app::{App, Shared};
use crate::portal::{draw, frame, wording};
use crate::web::errors::PageError;
use crate::web::page::Page;

/// What the address says after the question mark.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    /// The one family to show, such as `family-123`.
    #[serde(default)]
    family: String,
}

/// `GET /sandbox`, `GET /sandbox?family=family-123`
pub(super) async fn get(
    State(app): State<Shared>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    page: Page,
) -> Result<Html<String>, PageError> {
    let sandbox = app.sandbox.as_ref().ok_or(PageError::NotFound)?;
    let Query(Wanted { family: alone }) = wanted.map_err(|_| PageError::NotFound)?;
    let all = sandbox.world.cases();
    let cases: Vec<FamilyCase> = all
        .iter()
        .filter(|case| {
            if alone.is_empty() {
                case.is_told()
            } else {
                case.family == alone
            }
        })
        .map(|case| shown(&app, &page, case))
        .collect();
    if cases.is_empty() {
        return Err(PageError::NotFound);
    }
    let groups = if alone.is_empty() {
        groups(&page, all)
    } else {
        Vec::new()
    };
    draw(&Families {
        page: frame(&page, page.t("sandbox.title")),
        day: wording::day(&page, app.clock.today()),
        alone,
        cases,
        groups,
    })
}

/// The drawn families by how they end: what is submitted first, then the refusals.
fn groups(page: &Page, cases: &[Case]) -> Vec<Group> {
    let mut groups: BTreeMap<(u8, String), Vec<&Case>> = BTreeMap::new();
    for case in cases.iter().filter(|case| !case.is_told()) {
        let place = match &case.expect {
            Expect::Submits => 0,
            Expect::Evidence => 1,
            Expect::Refused(_) => 2,
        };
        groups
            .entry((place, case.expect.word()))
            .or_default()
            .push(case);
    }
    let line = |case: &&Case| Line {
        family: case.family.clone(),
        title: in_lang(&case.title, page.lang).to_owned(),
    };
    groups
        .into_values()
        .map(|cases| {
            let (kind, expect) = ends(page, &cases[0].expect);
            Group {
                expect,
                kind: kind.to_owned(),
                count: page.w(
                    "sandbox.families",
                    &[("count", cases.len().to_string().as_str())],
                ),
                families: cases.iter().map(line).collect(),
            }
        })
        .collect()
}

/// How a case ends: for the mark's colour, and in words.
fn ends(page: &Page, expect: &Expect) -> (&'static str, String) {
    match expect {
        Expect::Submits => ("submits", page.t("sandbox.submits").to_owned()),
        Expect::Evidence => ("evidence", page.t("sandbox.evidence").to_owned()),
        Expect::Refused(code) => ("refused", page.w("sandbox.refused", &[("code", code)])),
    }
}

fn shown(app: &App, page: &Page, case: &Case) -> FamilyCase {
    let (kind, expect) = ends(page, &case.expect);
    let papers = case.asked.iter().filter_map(|material| {
        let label: Option<&Text> = app
            .release
            .material(material)
            .map(|material| &material.label);
        Some(Paper {
            label: label
                .map_or(material.as_str(), |label| label.get(page.lang))
                .to_owned(),
            url: case.papers.get(material)?.clone(),
        })
    });
    FamilyCase {
        case: case.case.clone(),
        title: in_lang(&case.title, page.lang).to_owned(),
        story: in_lang(&case.story, page.lang).to_owned(),
        expect,
        kind: kind.to_owned(),
        agent: case.agent.name.clone(),
        username: case.agent.username.clone(),
        password: case.agent.password.clone(),
        child: case.child.name.clone(),
        child_number: case.child.id_number.clone(),
        birth_date: wording::day(page, case.child.birth_date),
        papers: papers.collect(),
    }
}
