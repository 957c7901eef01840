//! Logs an agent in by account.

use std::net::IpAddr;

use domain::id::Mobile;
use jiff::{SignedDuration, Timestamp};
use store::accounts::{self, Account};
use store::challenges::{self, Answered};
use store::limits::{self, Attempt, Limit};
use store::sessions::{self, TokenHash};

use super::picture_code;
use crate::app::App;
use crate::cases::CaseError;
use crate::cases::token::Token;

/// What was typed at the log-in.
#[derive(Clone)]
pub struct LogInInput {
    /// User name, mobile or ID number.
    pub login: String,
    /// Password.
    pub password: String,
    /// What was read from the picture, or the answer to the question.
    pub picture_code: String,
    /// The challenge it answers.
    pub challenge: String,
    /// Where the try comes from.
    pub address: IpAddr,
    /// The session that this browser still has; the new one takes its place.
    pub replaces: Option<TokenHash>,
}

/// How a log-in went.
#[derive(Debug)]
pub enum LogInOutcome {
    /// The agent is logged in; give the browser this token ([`crate::web::session::cookie`]).
    LoggedIn(Token),
    /// Not logged in.
    Refused(LogInProblem),
}

/// Why a log-in was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogInProblem {
    /// An input was left empty; nothing was counted.
    Missing {
        /// The user name, mobile or ID number.
        login: bool,
        /// The password.
        password: bool,
        /// The picture code.
        picture_code: bool,
    },
    /// The picture code is wrong, used up or too old.
    PictureCode,
    /// Unknown account or wrong password: one answer for both.
    Wrong,
    /// Too many wrong tries; wait so many seconds.
    TooManyTries {
        /// Seconds to wait.
        wait_s: u64,
    },
}

const ACCOUNT: &str = "login_account";
const ADDRESS: &str = "login_address";
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const FIRST_DELAY: SignedDuration = SignedDuration::from_secs(30);
/// Longer inputs are wrong without being looked at: argon2 and the fingerprint read every byte.
const LONGEST: usize = 256;

/// Checks the picture code, the limits and the password, in this order, and opens a session.
///
/// An unknown account costs the same work and the same tries as a known one, and gets the same answer.
///
/// # Errors
/// [`CaseError::Busy`] when too many log-ins wait.
pub async fn log_in(app: &App, mut input: LogInInput) -> Result<LogInOutcome, CaseError> {
    let now = app.clock.now();
    let missing = LogInProblem::Missing {
        login: input.login.trim().is_empty(),
        password: input.password.is_empty(),
        picture_code: input.picture_code.trim().is_empty(),
    };
    if !matches!(
        missing,
        LogInProblem::Missing {
            login: false,
            password: false,
            picture_code: false
        }
    ) {
        return Ok(LogInOutcome::Refused(missing));
    }
    if input.login.len() > LONGEST
        || input.password.len() > LONGEST
        || input.picture_code.len() > LONGEST
    {
        return Ok(LogInOutcome::Refused(LogInProblem::Wrong));
    }
    input.login = plain(&input.login);
    let account = match admit(app, &input, now).await? {
        Admitted::Go(account) => account,
        Admitted::Stop(problem) => return Ok(LogInOutcome::Refused(problem)),
    };
    let stored = account
        .as_ref()
        .map(|account| account.password_hash.expose());
    let right = app.passwords.check(&input.password, stored).await?;
    let Some(account) = account.filter(|_| right) else {
        tracing::info!("a log-in was refused");
        return Ok(LogInOutcome::Refused(LogInProblem::Wrong));
    };
    let token = open_session(app, &account, input.replaces, now).await?;
    Ok(LogInOutcome::LoggedIn(token))
}

enum Admitted {
    Go(Option<Account>),
    Stop(LogInProblem),
}

/// Uses the picture code up and counts the try, durably, before any password is looked at: many tries at once cannot
/// slip through, and a restart forgets none.
async fn admit(app: &App, input: &LogInInput, now: Timestamp) -> Result<Admitted, CaseError> {
    let per_account = limit(ACCOUNT, app.config.limits.login_tries_per_account);
    let factor = app.loosened(Some(input.address));
    let per_address = limit(
        ADDRESS,
        app.config
            .limits
            .login_tries_per_address
            .saturating_mul(factor),
    );
    let Some(challenge) = picture_code::id(&input.challenge) else {
        return Ok(Admitted::Stop(LogInProblem::PictureCode));
    };
    let (login, code, address) = (
        input.login.clone(),
        input.picture_code.clone(),
        input.address.to_string(),
    );
    app.store
        .write(move |tx| {
            let (login, code, address) = (login.clone(), code.clone(), address.clone());
            Box::pin(async move {
                if challenges::answer(tx, challenge, picture_code::PURPOSE, &code, now).await?
                    != Answered::Right
                {
                    return Ok(Admitted::Stop(LogInProblem::PictureCode));
                }
                let account = accounts::find_by_login(tx, &login).await?;
                // What was typed is counted, whether somebody has that name or not. Would a person's three names count
                // together, a few wrong tries could tell whose mobile belongs to whose ID number.
                for (limit, subject) in [(&per_address, &address), (&per_account, &login)] {
                    if let Attempt::Wait { until } =
                        limits::attempt(tx, limit, subject, now).await?
                    {
                        return Ok(Admitted::Stop(LogInProblem::TooManyTries {
                            wait_s: seconds(now, until),
                        }));
                    }
                }
                Ok::<_, CaseError>(Admitted::Go(account))
            })
        })
        .await
}

async fn open_session(
    app: &App,
    account: &Account,
    replaces: Option<TokenHash>,
    now: Timestamp,
) -> Result<Token, CaseError> {
    let token = Token::logged_in(&app.chance);
    let session = sessions::Session {
        token: token.hash(),
        account: account.id,
        created_at: now,
        last_seen_at: now,
        expires_at: now + SignedDuration::from_hours(app.config.sessions.absolute_hours.into()),
    };
    let names: Vec<String> = [&account.username, &account.id_number]
        .into_iter()
        .chain(&account.mobile)
        .map(|name| plain(name.expose()))
        .collect();
    app.store
        .write(move |tx| {
            let (session, names, replaces) = (session.clone(), names.clone(), replaces.clone());
            Box::pin(async move {
                if let Some(old) = &replaces {
                    sessions::end(tx, old).await?;
                }
                sessions::create(tx, &session).await?;
                for name in &names {
                    limits::forget(tx, ACCOUNT, name).await?;
                }
                Ok::<_, CaseError>(())
            })
        })
        .await?;
    Ok(token)
}

/// A name as it is looked up and counted: a mobile as its digits, however it is typed. Case, blanks and full width are
/// folded where fingerprints are made.
fn plain(typed: &str) -> String {
    Mobile::parse(typed).map_or_else(|_| typed.to_owned(), |mobile| mobile.as_str().to_owned())
}

fn limit(kind: &'static str, free: u32) -> Limit {
    Limit {
        kind,
        window: WINDOW,
        free,
        first_delay: FIRST_DELAY,
        longest_delay: WINDOW,
    }
}

/// Whole seconds from `now` to `until`, rounded up.
pub(in crate::cases) fn seconds(now: Timestamp, until: Timestamp) -> u64 {
    let wait = until.duration_since(now);
    u64::try_from(wait.as_secs()).unwrap_or(0) + u64::from(wait.subsec_nanos() > 0)
}
