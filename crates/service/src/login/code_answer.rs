//! Answers to codes that were sent by short message.
//!
//! An answer costs its try in a transaction that commits before anything is compared, so neither a crash, nor a caller who goes away,
//! nor a thousand answers at once get more comparisons than the code has tries. What is right is used up in the transaction of what
//! it allows, so it allows that once, and not if that fails.

use domain::characters::number;
use jiff::Timestamp;
use store::challenges::{self, Try};

use super::code_ask::{CodePurpose, Reached, Recipient, bound, reached};
use crate::{Service, ServiceError};

/// Why an answer to a code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// It does not have six digits. It cost no try.
    Format,
    /// It is wrong.
    Wrong {
        /// Tries left; at 0 another code is needed.
        tries_left: u32,
    },
    /// There is no such code: never sent to this recipient for this purpose, used up, too old, or without tries.
    Gone,
}

/// A right answer that has not been used yet ([`challenges::use_up`]).
#[derive(Clone)]
pub(super) struct Right {
    pub(super) tried: Try,
    /// Where the code went.
    pub(super) reached: Reached,
}

/// What is wrong with what was typed before it is compared: it costs no try, and stands beside what else is wrong.
pub(super) fn misread(typed: &str) -> Option<CodeProblem> {
    code(typed).is_none().then_some(CodeProblem::Format)
}

/// The six digits that were typed.
fn code(typed: &str) -> Option<String> {
    let code = number(typed);
    let is_code = code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit());
    is_code.then_some(code)
}

/// Compares what was typed with the code that was sent last.
pub(super) async fn compare(
    service: &Service,
    purpose: CodePurpose,
    to: &Recipient,
    typed: &str,
    now: Timestamp,
) -> Result<Result<Right, CodeProblem>, ServiceError> {
    let Some(code) = code(typed) else {
        return Ok(Err(CodeProblem::Format));
    };
    let to = to.clone();
    let tried = service
        .store
        .write(async move |tx| {
            let Some(tried) = challenges::try_sent(tx, purpose.code(), to.as_str(), now).await?
            else {
                return Ok(None);
            };
            let reached = reached(tx, purpose, &to, now).await?;
            Ok::<_, ServiceError>(Some((tried, reached)))
        })
        .await?;
    let Some((tried, reached)) = tried else {
        return Ok(Err(CodeProblem::Gone));
    };
    let answer = bound(&code, reached.as_ref());
    let is_right = tried.is_right(service.store.keyring(), &answer);
    let tries_left = tried.tries_left();
    Ok(match reached {
        Some(reached) if is_right => Ok(Right { tried, reached }),
        _ => Err(CodeProblem::Wrong { tries_left }),
    })
}
