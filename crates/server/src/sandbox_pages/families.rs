//! `/sandbox`: families to try.

use axum::extract::State;
use axum::response::Html;
use domain::lang::Text;
use sandbox::{Case, Expect};

use super::in_lang;
use super::page::{Families, FamilyCase, Paper};
use crate::app::{App, Shared};
use crate::portal::{draw, frame, wording};
use crate::web::errors::PageError;
use crate::web::page::Page;

/// `GET /sandbox`
pub(super) async fn get(State(app): State<Shared>, page: Page) -> Result<Html<String>, PageError> {
    let sandbox = app.sandbox.as_ref().ok_or(PageError::NotFound)?;
    draw(&Families {
        page: frame(&page, page.t("sandbox.title")),
        day: wording::day(&page, app.clock.today()),
        cases: sandbox
            .world
            .cases()
            .iter()
            .map(|case| shown(&app, &page, case))
            .collect(),
    })
}

fn shown(app: &App, page: &Page, case: &Case) -> FamilyCase {
    let (kind, expect) = match &case.expect {
        Expect::Submits => ("submits", page.t("sandbox.submits").to_owned()),
        Expect::Evidence => ("evidence", page.t("sandbox.evidence").to_owned()),
        Expect::Refused(code) => ("refused", page.w("sandbox.refused", &[("code", code)])),
    };
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
