//! The log-in form, with a new code to answer.

use web::Web;
use web::errors::RequestError;
use web::page::Page;

use super::addresses::{self, BEGIN, SERVICE};
use super::layout::layout;
use super::pages::login::Login;
use super::question::{other_form, question};

/// The form with a new code to answer.
pub(super) async fn form(
    web: &Web,
    page: &Page,
    words: bool,
    to: &str,
) -> Result<Login, RequestError> {
    let other_url = addresses::log_in_with(other_form(words), to);
    Ok(Login {
        page: layout(page, page.t("login.title")).around("log-in"),
        login: String::new(),
        password: String::new(),
        question: question(web, page, words, other_url).await?,
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
