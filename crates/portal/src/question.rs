//! The question that keeps programs away: a picture, or a sum in words.

use service::login::picture_code::{Asked, CodeForm, new_challenge};
use web::Web;
use web::errors::RequestError;
use web::i18n::Texts;
use web::page::Page;

use super::pages::question::{ChallengeForm, Question};

/// A new question, as a picture or in `words`. `other_url`: the address that asks it in its other form.
pub(super) async fn question(
    web: &Web,
    page: &Page,
    words: bool,
    other_url: String,
) -> Result<Question, RequestError> {
    let kind = if words {
        CodeForm::Words
    } else {
        CodeForm::Picture
    };
    let challenge = new_challenge(&web.service, kind).await?;
    Ok(Question {
        challenge: challenge.id,
        form: match challenge.asked {
            Asked::Picture(address) => ChallengeForm::Picture(address),
            Asked::Sum(a, b) => ChallengeForm::Words(sum_in_words(&page.texts, a, b)),
        },
        typed: String::new(),
        other_url,
    })
}

/// The name of the form in which a question is not asked.
pub(super) const fn other_form(words: bool) -> &'static str {
    if words { "picture" } else { "words" }
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
