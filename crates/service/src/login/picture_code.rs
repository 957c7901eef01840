//! The picture code (CAPTCHA) of the log-in and of codes by short message, and its alternative, a question in words.

mod drawing;

use jiff::{SignedDuration, Timestamp};
use rand::{Rng, RngExt};
use store::challenges::{self, Answered, NewChallenge};
use uuid::Uuid;

use super::log_in_name::LONGEST;
use crate::pool::For;
use crate::{SentCode, Service, ServiceError};

/// How the code is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeForm {
    /// Characters in a picture.
    Picture,
    /// A small sum in words, for people who cannot see the picture.
    Words,
}

/// A code to be answered once.
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
    /// A picture, as a `data:` address for an `img`: it exists only in its page.
    Picture(String),
    /// The sum of two numbers, asked for in the page's own words.
    Sum(usize, usize),
}

/// The answer to a code.
#[derive(Clone)]
pub struct PictureAnswer {
    /// The challenge it answers.
    pub challenge: String,
    /// What was read from the picture, or the answer to the question.
    pub code: String,
}

/// The purpose of these challenges.
pub(super) const PURPOSE: &str = "picture_code";

const LASTS: SignedDuration = SignedDuration::from_mins(10);
const LENGTH: usize = 4;
/// Characters that nobody mistakes for one another, in either case.
const CHARACTERS: &[u8] = b"ACDEFHJKMNPRTUVWXY34679";
const LARGEST_TERM: usize = 9;

/// Creates a code that can be answered once, within ten minutes. Its answer goes to the service's sink for codes.
///
/// # Errors
/// [`ServiceError::Busy`] when too many pictures wait to be drawn.
pub async fn new_challenge(service: &Service, form: CodeForm) -> Result<Challenge, ServiceError> {
    let mut chance = service.chance.fork();
    let (asked, answer) = match form {
        CodeForm::Picture => {
            let code = code(&mut chance);
            let text = code.clone();
            let draw = move || drawing::draw(&text, &mut chance);
            let picture = service.work.codes.run(For::Anyone, draw).await?;
            (Asked::Picture(picture), code)
        }
        CodeForm::Words => sum(&mut chance),
    };
    let (id, now) = (service.chance.id(), service.clock.now());
    let stored = answer.clone();
    service
        .store
        .write(async move |tx| {
            let answers = [stored.as_str()];
            let challenge = NewChallenge {
                id,
                purpose: PURPOSE,
                answers: &answers,
                tries: 1,
                expires_at: now + LASTS,
            };
            challenges::create(tx, &challenge).await
        })
        .await?;
    (service.gateways.codes)(SentCode {
        kind: PURPOSE,
        to: id.to_string(),
        code: answer,
        at: now,
    });
    Ok(Challenge {
        id: id.to_string(),
        asked,
    })
}

/// Whether a code was answered rightly. It is used up in any case.
pub(super) async fn is_right(
    service: &Service,
    answer: &PictureAnswer,
    now: Timestamp,
) -> Result<bool, ServiceError> {
    let Some(challenge) = id(&answer.challenge).filter(|_| answer.code.len() <= LONGEST) else {
        return Ok(false);
    };
    let code = answer.code.clone();
    let answered = service
        .store
        .write(async move |tx| challenges::answer(tx, challenge, PURPOSE, &code, now).await)
        .await?;
    Ok(answered == Answered::Right)
}

/// The id of a challenge from a form.
pub(super) fn id(challenge: &str) -> Option<Uuid> {
    challenge.parse().ok()
}

fn code(chance: &mut impl Rng) -> String {
    (0..LENGTH)
        .map(|_| char::from(CHARACTERS[chance.random_range(0..CHARACTERS.len())]))
        .collect()
}

fn sum(chance: &mut impl Rng) -> (Asked, String) {
    let (a, b) = (
        chance.random_range(1..=LARGEST_TERM),
        chance.random_range(1..=LARGEST_TERM),
    );
    (Asked::Sum(a, b), (a + b).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

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
    fn the_answer_of_a_sum_is_the_sum() {
        let mut chance = Chance::seeded(3).fork();
        for _ in 0..50 {
            let (Asked::Sum(a, b), answer) = sum(&mut chance) else {
                panic!("no sum")
            };
            assert!((1..=LARGEST_TERM).contains(&a) && (1..=LARGEST_TERM).contains(&b));
            assert_eq!(answer, (a + b).to_string());
        }
    }
}
