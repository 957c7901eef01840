//! Logs an agent in by account and password.

use std::net::IpAddr;
use std::sync::Arc;

use domain::characters::is_visible;
use domain::people::Provider;
use jiff::Timestamp;
use store::challenges::{self, Answered};
use store::passwords::{self, Password};
use store::sessions::{self, SessionRow, TokenHash};
use store::{StoreError, Tx, ways_in};
use uuid::Uuid;

pub use super::log_in_problem::LogInProblem;

use super::log_in_limits::{Counted, LogInLimits, Trying};
use super::log_in_name::{LONGEST, login_name};
use super::picture_code;
use crate::known_browser::KnownBrowser;
use crate::sessions::begun;
use crate::token::Token;
use crate::{Service, ServiceError, Shared};

/// The input of the log-in form.
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
    /// The address that the try comes from.
    pub address: IpAddr,
    /// The session that this browser still has; the new one replaces it.
    pub replaces: Option<TokenHash>,
    /// The browser's marks of earlier log-ins.
    pub known: KnownBrowser,
}

/// The result of a log-in.
#[derive(Debug)]
pub enum LogInOutcome {
    /// The agent is logged in.
    LoggedIn {
        /// Give the browser this token.
        token: Token,
        /// And these marks, by which it is known the next time.
        known: KnownBrowser,
    },
    /// Not logged in.
    Refused(LogInProblem),
}

/// Checks the picture code, the limits and the password, in this order, and opens a session.
///
/// An unknown account costs the same work and the same tries as a known one, and gets the same answer.
///
/// # Errors
/// [`ServiceError::Busy`] when too many log-ins wait.
pub async fn log_in(service: &Shared, input: LogInInput) -> Result<LogInOutcome, ServiceError> {
    // A caller who goes away early must not keep the owner from being told that this try closed their name.
    let whole = Arc::clone(service);
    service
        .work
        .tasks
        .see_through(async move { try_to_log_in(&whole, input).await })
        .await
}

async fn try_to_log_in(
    service: &Service,
    mut input: LogInInput,
) -> Result<LogInOutcome, ServiceError> {
    let now = service.clock.now();
    let missing = LogInProblem::Missing {
        login: !is_visible(&input.login),
        password: input.password.is_empty(),
        picture_code: !is_visible(&input.picture_code),
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
    input.login = login_name(&input.login);
    let (known, counted) = match admit(service, &input, now).await? {
        Admitted::Go(known, counted) => (known, counted),
        Admitted::Stop(problem) => return Ok(LogInOutcome::Refused(problem)),
    };
    let stored = known.as_ref().map(|password| password.hash.expose());
    let right = service.work.passwords.check(&input.password, stored).await;
    if matches!(counted, Counted::Name { closes: true }) && !matches!(right, Ok(true)) {
        tell_owner(service, known.as_ref(), now).await?;
    }
    let right = right?;
    let Some(password) = known.filter(|_| right) else {
        tracing::info!("a log-in was refused");
        return Ok(LogInOutcome::Refused(LogInProblem::Wrong));
    };
    let keyring = service.store.keyring();
    let known = input
        .known
        .renewed(&password, keyring, &service.chance, now);
    let Some(token) = open_session(service, password, input, counted, now).await? else {
        tracing::info!("a log-in was refused: its password was changed while it was checked");
        return Ok(LogInOutcome::Refused(LogInProblem::Wrong));
    };
    Ok(LogInOutcome::LoggedIn { token, known })
}

enum Admitted {
    Go(Option<Password>, Counted),
    Stop(LogInProblem),
}

/// Uses up the picture code and counts the try, durably, before any password is checked: concurrent tries cannot slip through,
/// and a restart loses none.
async fn admit(
    service: &Service,
    input: &LogInInput,
    now: Timestamp,
) -> Result<Admitted, ServiceError> {
    let limits = LogInLimits::of(service, input.address);
    let Some(challenge) = picture_code::id(&input.challenge) else {
        return Ok(Admitted::Stop(LogInProblem::PictureCode));
    };
    let (trying, code) = (trying(input), input.picture_code.clone());
    let (known, keyring) = (input.known.clone(), service.store.keyring().clone());
    service
        .store
        .write(async move |tx| {
            if challenges::answer(tx, challenge, picture_code::PURPOSE, &code, now).await?
                != Answered::Right
            {
                return Ok(Admitted::Stop(LogInProblem::PictureCode));
            }
            let password = password_of(tx, &trying.login).await?;
            let known = known.known_to(password.as_ref(), &keyring, now);
            let counted = limits.count(tx, &trying, known, now).await?;
            Ok(match counted {
                Ok(counted) => Admitted::Go(password, counted),
                Err(problem) => Admitted::Stop(problem),
            })
        })
        .await
}

/// The password of a log-in name: a user name, a mobile or an ID number. For an unknown name one that is not there is looked up.
async fn password_of(tx: &Tx, login: &str) -> Result<Option<Password>, StoreError> {
    let way = ways_in::find(tx, Provider::Password, "", login).await?;
    let password = way.and_then(|way| way.password).unwrap_or(Uuid::nil());
    passwords::get(tx, password).await
}

/// Records that the log-in by password was closed, as an alert for the owner. For an unknown name it does the same work.
async fn tell_owner(
    service: &Service,
    password: Option<&Password>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    tracing::warn!("a name is closed to passwords for an hour: too many wrong ones were tried");
    let id = password.map(|password| password.id);
    service
        .store
        .write(async move |tx| {
            passwords::note_closed(tx, id, now).await?;
            Ok(())
        })
        .await
}

/// Opens a session. `None` when the password that was checked is not the name's any more: who changed it ended every session, and
/// none must begin after that with the old one.
async fn open_session(
    service: &Service,
    checked: Password,
    input: LogInInput,
    counted: Counted,
    now: Timestamp,
) -> Result<Option<Token>, ServiceError> {
    let token = Token::logged_in(&service.chance);
    let session = begun(service, &token, checked.account, Provider::Password, now);
    let limits = LogInLimits::of(service, input.address);
    let (trying, replaces) = (trying(&input), input.replaces);
    let is_open = service
        .store
        .write(async move |tx| {
            let current = passwords::get(tx, checked.id).await?;
            let Some(current) = current.filter(|current| current.hash == checked.hash) else {
                return Ok(false);
            };
            if let Some(old) = &replaces {
                sessions::end(tx, old).await?;
            }
            let session = SessionRow {
                // It may have been joined to another while the password was checked.
                account: current.account,
                ..session.clone()
            };
            sessions::create(tx, &session).await?;
            limits.forget(tx, &trying, &counted, now).await?;
            Ok::<_, StoreError>(true)
        })
        .await?;
    Ok(is_open.then_some(token))
}

fn trying(input: &LogInInput) -> Trying {
    Trying {
        login: input.login.clone(),
        address: input.address,
    }
}
