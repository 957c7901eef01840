//! The log-in form, with a new code to answer.

use domain::people::Provider;
use web::Web;
use web::errors::RequestError;
use web::page::Page;

use super::addresses::{self, BEGIN, SERVICE};
use super::layout::layout;
use super::pages::login::Login;
use super::question::question;
use super::ways_to_log_in::ways;

/// The form with a new code to answer.
pub(super) async fn form(
    web: &Web,
    page: &Page,
    words: bool,
    to: &str,
) -> Result<Login, RequestError> {
    let ways = ways(web, page, to);
    let title = page.t(if ways.is_empty() {
        "login.title"
    } else {
        "login.title_ways"
    });
    Ok(Login {
        page: layout(page, title).around("log-in"),
        login: String::new(),
        password: String::new(),
        question: question(web, page, words, |form| addresses::log_in_with(form, to)).await?,
        ways,
        is_password_first: page.last_way.as_deref() == Some(Provider::Password.code()),
        failed: None,
        next: to.to_owned(),
        why: match to {
            BEGIN => page.t("login.to_begin").to_owned(),
            SERVICE => String::new(),
            _ => page.t("login.to_go_on").to_owned(),
        },
        problems: Vec::new(),
        done: String::new(),
        family: None,
        refusal: "",
        kept: Vec::new(),
    })
}
