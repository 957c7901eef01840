//! Fills what every page shows from what the request says.

use domain::lang::Lang;
use service::agent::LoggedIn;
use web::page::Page;

use super::pages::layout::{Alert, Layout, Operator, Reader};
use super::{addresses, announced, assets, taking, wording};

/// The surroundings of a page with this title.
pub fn layout(page: &Page, title: &str) -> Layout {
    let operator = &page.operator;
    Layout {
        lang: page.lang.tag().to_owned(),
        texts: page.texts.clone(),
        title: title.to_owned(),
        has_problem: false,
        csrf: page.csrf.clone(),
        reader: match page.logged_in {
            None => Reader::Visitor,
            Some(LoggedIn::Unproved { .. }) => Reader::Unproved,
            Some(LoggedIn::Agent(_)) => Reader::Agent,
        },
        is_by_code: addresses::is_by_code(&page.path),
        take: taking::take(page).to_owned(),
        care: page.care,
        here: here(page),
        switches_with: "",
        sandbox_day: page.sandbox_day.map(|day| wording::day(page, day)),
        announcement: announced::announcement(page),
        alert: alert(page),
        operator: Operator {
            name: match page.lang {
                Lang::Zh if !operator.name_zh.is_empty() => operator.name_zh.clone(),
                Lang::En if !operator.name_en.is_empty() => operator.name_en.clone(),
                // In the demonstration nobody is responsible for the service, and the pages say that this is made up.
                _ if page.sandbox_day.is_some() => page.t("layout.operator_made_up").to_owned(),
                _ => String::new(),
            },
            icp: operator.icp.clone(),
            site_code: operator.site_code.clone(),
        },
        picture_megabytes: page.picture_megabytes,
        assets: assets::address(),
    }
}

/// The address of this page; empty if no link may name it. What answers a form is shown again without its query.
fn here(page: &Page) -> String {
    let path = addresses::without_secret(&page.path);
    if path.is_empty() || page.query.is_empty() || !page.is_asked_for {
        return path.to_owned();
    }
    format!("{path}?{}", page.query)
}

/// What the agent must be told about their log-in.
fn alert(page: &Page) -> Option<Alert> {
    let agent = page.agent().filter(|_| page.is_asked_for)?;
    let at = agent.password_closed_at?;
    let closed = [("at", &*wording::day_time(page, at))];
    Some(Alert {
        happened: page.w("alert.password_closed", &closed),
        at_ms: at.as_millisecond(),
    })
}
