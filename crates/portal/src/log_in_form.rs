//! The log-in form, with a new code to answer.

use service::login::picture_code::{Asked, CodeForm, new_challenge};
use web::Web;
use web::errors::RequestError;
use web::i18n::Texts;
use web::page::Page;

use super::addresses::{self, BEGIN, SERVICE};
use super::layout::layout;
use super::pages::login::{ChallengeForm, Login};

/// The form with a new code to answer.
pub(super) async fn form(
    web: &Web,
    page: &Page,
    words: bool,
    to: &str,
) -> Result<Login, RequestError> {
    let kind = if words {
        CodeForm::Words
    } else {
        CodeForm::Picture
    };
    let challenge = new_challenge(&web.service, kind).await?;
    let other = if words { "picture" } else { "words" };
    Ok(Login {
        page: layout(page, page.t("login.title")).around("log-in"),
        login: String::new(),
        password: String::new(),
        picture_code: String::new(),
        challenge: challenge.id,
        question: match challenge.asked {
            Asked::Picture(address) => ChallengeForm::Picture(address),
            Asked::Sum(a, b) => ChallengeForm::Words(sum_in_words(&page.texts, a, b)),
        },
        next: to.to_owned(),
        why: match to {
            BEGIN => page.t("login.to_begin").to_owned(),
            SERVICE => String::new(),
            _ => page.t("login.to_go_on").to_owned(),
        },
        other_form_url: addresses::log_in_with(other, to),
        problems: Vec::new(),
        family: None,
        refusal: "",
        kept: Vec::new(),
    })
}

/// A sum as a question. Its numbers are words, because programs read digits best.
fn sum_in_words(texts: &Texts, a: usize, b: usize) -> String {
    let words: Vec<&str> = texts.get("picture_code.numbers").split(' ').collect();
    let word = |number: usize| {
        let word = words.get(number).map(|word| (*word).to_owned());
        word.unwrap_or_else(|| number.to_string())
    };
    texts.with("picture_code.sum", &[("a", &word(a)), ("b", &word(b))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::lang::Lang;
    use web::i18n::Locales;

    #[test]
    fn a_sum_is_asked_in_words() {
        let words =
            "[picture_code]\nnumbers = '零 一 二 三 四 五 六 七 八 九'\nsum = '{a}加{b}等于几'";
        let texts = Locales::load(words, words).unwrap().texts(Lang::Zh);
        assert_eq!(sum_in_words(&texts, 9, 1), "九加一等于几");
    }
}
