//! The picture code of the log-in, and its other form, a question in words.

mod drawing;

use jiff::SignedDuration;
use rand::{Rng, RngExt};
use store::challenges::{self, NewChallenge};
use uuid::Uuid;

use crate::app::App;
use crate::cases::CaseError;
use crate::i18n::Texts;
use crate::outbox::Message;
use crate::pool::For;

/// How the code is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeForm {
    /// Characters in a picture.
    Picture,
    /// A small sum in words, for whoever cannot see the picture.
    Words,
}

/// One code to be answered once.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// The hidden input `challenge`.
    pub id: String,
    /// What is asked.
    pub asked: Asked,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A picture, as a `data:` address for an `img`: it exists nowhere but in its page.
    Picture(String),
    /// A question in the page's language.
    Question(String),
}

/// What challenges of this kind answer for.
pub(super) const PURPOSE: &str = "picture_code";

const LASTS: SignedDuration = SignedDuration::from_mins(10);
const LENGTH: usize = 4;
/// Characters that nobody mistakes for one another, in either case.
const CHARACTERS: &[u8] = b"ACDEFHJKMNPRTUVWXY34679";
const LARGEST_TERM: usize = 9;

/// Makes a code. It can be answered once, within ten minutes. With the sandbox its answer goes to the outbox.
///
/// # Errors
/// [`CaseError::Busy`] when too many pictures wait to be drawn.
pub async fn new_challenge(
    app: &App,
    form: CodeForm,
    texts: &Texts,
) -> Result<Challenge, CaseError> {
    let mut chance = app.chance.fork();
    let (asked, answer) = match form {
        CodeForm::Picture => {
            let code = code(&mut chance);
            let text = code.clone();
            let draw = move || drawing::draw(&text, &mut chance);
            let picture = app.code_work.run(For::Anyone, draw).await?;
            (Asked::Picture(picture), code)
        }
        CodeForm::Words => sum(&mut chance, texts),
    };
    let (id, now) = (app.chance.id(), app.clock.now());
    let stored = answer.clone();
    app.store
        .write(move |tx| {
            let stored = stored.clone();
            Box::pin(async move {
                let answers = [stored.as_str()];
                let challenge = NewChallenge {
                    id,
                    purpose: PURPOSE,
                    answers: &answers,
                    tries: 1,
                    expires_at: now + LASTS,
                };
                challenges::create(tx, &challenge)
                    .await
                    .map_err(CaseError::from)
            })
        })
        .await?;
    if let Some(sandbox) = &app.sandbox {
        sandbox.outbox.push(Message {
            kind: PURPOSE,
            to: id.to_string(),
            code: answer,
            at: now,
        });
    }
    Ok(Challenge {
        id: id.to_string(),
        asked,
    })
}

/// The id of a challenge out of a form.
pub(super) fn id(challenge: &str) -> Option<Uuid> {
    challenge.parse().ok()
}

fn code(chance: &mut impl Rng) -> String {
    (0..LENGTH)
        .map(|_| char::from(CHARACTERS[chance.random_range(0..CHARACTERS.len())]))
        .collect()
}

fn sum(chance: &mut impl Rng, texts: &Texts) -> (Asked, String) {
    let (a, b) = (
        chance.random_range(1..=LARGEST_TERM),
        chance.random_range(1..=LARGEST_TERM),
    );
    let words: Vec<&str> = texts.get("picture_code.numbers").split(' ').collect();
    let word = |number: usize| {
        words
            .get(number)
            .map_or_else(|| number.to_string(), |word| (*word).to_owned())
    };
    let question = texts.with("picture_code.sum", &[("a", &word(a)), ("b", &word(b))]);
    (Asked::Question(question), (a + b).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::i18n::Locales;
    use domain::lang::Lang;

    #[test]
    fn a_code_has_four_characters_that_cannot_be_mistaken() {
        let mut chance = Chance::seeded(3).fork();
        for _ in 0..200 {
            let code = code(&mut chance);
            assert_eq!(code.len(), LENGTH);
            assert!(
                !code.contains([
                    '0', 'O', '1', 'I', 'L', '2', 'Z', '5', 'S', '8', 'B', 'G', 'Q'
                ]),
                "{code}"
            );
        }
    }

    #[test]
    fn the_question_asks_in_words_and_is_answered_in_digits() {
        let words =
            "[picture_code]\nnumbers = '零 一 二 三 四 五 六 七 八 九'\nsum = '{a}加{b}等于几'";
        let texts = Locales::load(words, words).unwrap().texts(Lang::Zh);
        let mut chance = Chance::seeded(3).fork();
        for _ in 0..50 {
            let (Asked::Question(question), answer) = sum(&mut chance, &texts) else {
                panic!("no question")
            };
            assert!(
                !question.contains(|c: char| c.is_ascii_digit()),
                "{question}"
            );
            assert!((2..=18).contains(&answer.parse::<u32>().unwrap()));
        }
    }
}
