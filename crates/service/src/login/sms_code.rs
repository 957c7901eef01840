//! Codes by short message, with which somebody proves that they read what is sent to a mobile.
//!
//! A code has six digits and some minutes. It is bound to its purpose, to the mobile, and to the account it is for if there is one;
//! the database holds keyed fingerprints of it, and that a message was sent, but not the code. How often one is sent is in
//! `code_counts`, what an answer costs in `code_answer`.
//!
//! Nobody learns whether a mobile or a log-in name belongs to somebody: a code for a mobile is sent in any case, and for a log-in
//! name that leads nowhere the same is counted, drawn and stored.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rand::RngExt as _;
use store::challenges::{self, SentCode};
use zeroize::Zeroizing;

pub use super::code_ask::{CodeAsk, CodePurpose};

use super::code_ask::{Reached, Recipient, bound, reached};
use super::code_counts::{CodeCounts, Standing};
use super::code_sending::{Delivered, deliver};
use super::picture_code;
use crate::{Service, ServiceError, Shared};

/// What came of the wish for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// It is on its way, if it is for somebody.
    Sent,
    /// What was typed is no mobile, or no log-in name. Nothing was counted.
    NoRecipient,
    /// Answer a picture code first ([`picture_code::new_challenge`]). Nothing was counted.
    PictureCodeNeeded,
    /// The picture code is wrong, used up or too old.
    PictureCodeWrong,
    /// Too many codes.
    Wait {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// No message can be sent to this number.
    NumberRefused,
    /// The message could not be sent now. It was not counted: trying again is all there is to do.
    NotSent,
}

/// Number of tries of a code.
const TRIES: u32 = 5;

/// Sends a code, unless too many were sent already.
///
/// # Errors
/// [`ServiceError::Busy`] when the site has sent all its codes of the day, or the store is.
pub async fn send_code(service: &Shared, ask: CodeAsk) -> Result<SendOutcome, ServiceError> {
    // A caller who goes away early must not stop a message that is counted.
    let whole = Arc::clone(service);
    let task = async move { send(&whole, ask).await };
    service.work.tasks.see_through(task).await
}

async fn send(service: &Shared, ask: CodeAsk) -> Result<SendOutcome, ServiceError> {
    let now = service.clock.now();
    let Some(to) = Recipient::of(ask.purpose, &ask.to) else {
        return Ok(SendOutcome::NoRecipient);
    };
    let counts = CodeCounts::of(service, &ask, &to);
    let standing = service.store.read(async |tx| counts.look(tx, now).await);
    match standing.await? {
        Standing::Wait { wait_s } => return Ok(SendOutcome::Wait { wait_s }),
        Standing::PictureCodeNeeded => match &ask.picture {
            None => return Ok(SendOutcome::PictureCodeNeeded),
            Some(answer) if !picture_code::is_right(service, answer, now).await? => {
                return Ok(SendOutcome::PictureCodeWrong);
            }
            Some(_) => {}
        },
        Standing::Free => {}
    }
    let code = six_digits(service);
    let admitted = admit(service, ask.purpose, &to, &counts, &code, now).await;
    let reached = match admitted {
        Err(ServiceError::TooManyTries { wait_s }) => return Ok(SendOutcome::Wait { wait_s }),
        admitted => admitted?,
    };
    let Some(reached) = reached else {
        return Ok(SendOutcome::Sent);
    };
    let delivering = {
        let (service, reached, lang) = (Arc::clone(service), reached.clone(), ask.lang);
        async move {
            let delivered = deliver(&service, &reached, &code, lang).await;
            if matches!(delivered, Ok(Delivered::NotSent) | Err(_)) {
                let mobile = reached.mobile;
                let taken_back = service
                    .store
                    .write(async move |tx| counts.take_back(tx, &mobile, now).await)
                    .await;
                if let Err(error) = taken_back {
                    tracing::warn!(%error, "a code that was not sent stays counted");
                }
            }
            delivered
        }
    };
    if matches!(to, Recipient::LogIn(_)) {
        // How long the platform takes, and what it says, would tell that the name leads to somebody.
        service.work.tasks.leave(async move {
            if let Err(error) = delivering.await {
                tracing::warn!(%error, "a code was not sent");
            }
        });
        return Ok(SendOutcome::Sent);
    }
    Ok(match delivering.await? {
        Delivered::Sent => SendOutcome::Sent,
        Delivered::TooMany { wait_s } => SendOutcome::Wait { wait_s },
        Delivered::NumberRefused => SendOutcome::NumberRefused,
        Delivered::NotSent => SendOutcome::NotSent,
    })
}

/// Counts the code and stores its fingerprint. Whom it goes out to; nobody, where the name leads to nobody or where others have
/// sent too many to the mobile already.
async fn admit(
    service: &Service,
    purpose: CodePurpose,
    to: &Recipient,
    counts: &CodeCounts,
    code: &Zeroizing<String>,
    now: Timestamp,
) -> Result<Option<Reached>, ServiceError> {
    let lasts = SignedDuration::from_mins(service.settings.sms_code_minutes.into());
    let (to, counts, code) = (to.clone(), counts.clone(), code.clone());
    let (reached, is_last) = service
        .store
        .write(async move |tx| {
            let is_last = counts.count(tx, now).await?;
            let reached = reached(tx, purpose, &to, now).await?;
            let mobile = reached.as_ref().map(|reached| reached.mobile);
            let goes_out = counts.count_reached(tx, mobile, now).await?;
            let sent = SentCode {
                purpose: purpose.code(),
                to: to.as_str(),
                answer: &bound(&code, reached.as_ref()),
                tries: TRIES,
                expires_at: now + lasts,
            };
            challenges::send(tx, &sent).await?;
            Ok::<_, ServiceError>((reached.filter(|_| goes_out), is_last))
        })
        .await?;
    if is_last {
        tracing::warn!(
            "the site's budget of codes by short message is used up for today: no more are sent (limits.sms_per_site)"
        );
    }
    Ok(reached)
}

fn six_digits(service: &Service) -> Zeroizing<String> {
    let number: u32 = service.chance.fork().random_range(0..1_000_000);
    Zeroizing::new(format!("{number:06}"))
}
