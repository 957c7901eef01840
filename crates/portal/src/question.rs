//! The question that keeps programs away: a picture, or a sum in words.

use service::login::picture_code::{Asked, CodeForm, new_challenge};
use web::Web;
use web::errors::RequestError;
use web::form::Posted;
use web::i18n::Texts;
use web::page::Page;

use super::pages::question::{ChallengeForm, Question};

/// The names of the two forms.
const WORDS: &str = "words";
const PICTURE: &str = "picture";

/// The form of the question that a button asks for: in words, or in a picture, the same or another one. `None` when no such button
/// was pressed.
pub(super) fn asked_anew(posted: &Posted) -> Option<bool> {
    let other = posted.get("switch").map(|form| form == WORDS);
    other.or_else(|| posted.get("another").map(|_| false))
}

/// The form of the question that was answered or is to be asked: whether in words.
pub(super) fn in_words(posted: &Posted) -> bool {
    asked_anew(posted).unwrap_or(posted.text("form") == WORDS)
}

/// A new question, as a picture or in `words`. `asks_in`: the address that asks it in a form.
pub(super) async fn question(
    web: &Web,
    page: &Page,
    words: bool,
    asks_in: impl Fn(&str) -> String,
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
        other_url: asks_in(if words { PICTURE } else { WORDS }),
        another_url: asks_in(PICTURE),
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
