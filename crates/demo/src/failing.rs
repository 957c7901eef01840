//! `/sandbox/platforms`: makes a platform fail.

use axum::Extension;
use axum::response::{Html, Redirect};
use portal::draw::draw;
use portal::layout::layout;
use sandbox::login::Fault;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::page::{FaultChoice, PlatformSwitch, Platforms};
use super::shown::Sandbox;
use super::switches::{FAULTS, SWITCHES, Switch};

/// `GET /sandbox/platforms`
pub(super) async fn get(
    Extension(sandbox): Extension<Sandbox>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let platforms = sandbox.switches.0.iter().map(|switch| PlatformSwitch {
        word: switch.word,
        name: page.t(switch.name).to_owned(),
        choices: choices(switch, &page),
    });
    draw(&Platforms {
        page: layout(&page, page.t("sandbox.platforms")),
        platforms: platforms.collect(),
    })
}

/// `POST /sandbox/platforms`
pub(super) async fn post(
    Extension(sandbox): Extension<Sandbox>,
    posted: Posted,
) -> Result<Redirect, RequestError> {
    let mut all = sandbox.switches.0.iter();
    let switch = all.find(|switch| switch.word == posted.text("platform"));
    let fault = FAULTS
        .iter()
        .find(|(word, ..)| *word == posted.text("fault"));
    let (Some(switch), Some((_, fault, _))) = (switch, fault) else {
        return Err(RequestError::Unreadable);
    };
    if *fault == Fault::AlteredSignature && !switch.signs {
        return Err(RequestError::Unreadable);
    }
    switch.faults.set(*fault);
    Ok(Redirect::to(SWITCHES))
}

fn choices(switch: &Switch, page: &Page) -> Vec<FaultChoice> {
    let now = switch.faults.now();
    let can = FAULTS
        .into_iter()
        .filter(|(_, fault, _)| switch.signs || *fault != Fault::AlteredSignature);
    can.map(|(word, fault, text)| FaultChoice {
        word,
        text: page.t(text).to_owned(),
        is_now: fault == now,
    })
    .collect()
}
