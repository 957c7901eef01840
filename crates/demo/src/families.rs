//! `/sandbox`: families to try.

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::lang::Text;
use portal::draw::draw;
use portal::layout::layout;
use portal::wording;
use sandbox::{Case, Expect};
use serde::Deserialize;
use web::errors::RequestError;
use web::page::Page;
use web::{Shared, Web};

use super::page::{Families, FamilyCase, Paper, Topic};
use super::shown::Sandbox;
use super::topics::by_topic;
use super::words::in_lang;

/// The query of the address.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    /// The one family to show, such as `family-123`.
    #[serde(default)]
    family: String,
}

/// `GET /sandbox`, `GET /sandbox?family=family-123`
pub(super) async fn get(
    State(web): State<Shared>,
    Extension(sandbox): Extension<Sandbox>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let Query(Wanted { family: alone }) = wanted.map_err(|_| RequestError::NotFound)?;
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
        .map(|case| shown(&web, &page, case))
        .collect();
    let drawn = all.iter().filter(|case| !case.is_told()).count();
    if cases.is_empty() {
        return Err(RequestError::NotFound);
    }
    let topics = if alone.is_empty() {
        by_topic(&page, cases)
    } else {
        vec![Topic {
            id: alone.clone(),
            title: String::new(),
            cases,
        }]
    };
    draw(&Families {
        page: layout(&page, page.t("sandbox.title")),
        day: wording::day(&page, web.service.clock.today()),
        is_alone: !alone.is_empty(),
        topics,
        drawn: page.w("sandbox.families", &[("count", &drawn.to_string())]),
    })
}

/// How a case ends: for the colour of the badge, and in words.
pub(super) fn ends(page: &Page, expect: &Expect) -> (&'static str, String) {
    match expect {
        Expect::Submits => ("submits", page.t("sandbox.submits").to_owned()),
        Expect::Evidence => ("evidence", page.t("sandbox.evidence").to_owned()),
        Expect::Refused(code) => ("refused", refused(page, code).to_owned()),
    }
}

/// A refusal in words; one that has no words yet is shown as its code.
fn refused<'a>(page: &'a Page, code: &'a str) -> &'a str {
    let key = match code {
        "not_insured" => "sandbox.not_insured",
        "card_held" => "sandbox.card_held",
        "child_age" => "sandbox.child_age",
        "agent_age" => "sandbox.agent_age",
        "live_application" => "sandbox.live_application",
        "not_possible_online" => "sandbox.not_possible_online",
        _ => return code,
    };
    page.t(key)
}

fn shown(web: &Web, page: &Page, case: &Case) -> FamilyCase {
    let (kind, expect) = ends(page, &case.expect);
    let papers = case.asked.iter().filter_map(|material| {
        let label: Option<&Text> = web
            .service
            .rules
            .in_force
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
