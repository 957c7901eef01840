//! Logs in a browser by a code that a telephone scans, on which its person is logged in already.
//!
//! The code names a ticket, which opens nothing by itself. The browser alone shows two digits beside it, and the telephone asks for
//! them: whoever was sent a picture of somebody else's code does not see them. The telephone's person must have shown within five
//! minutes who they are. The browser then takes its log-in under a new token, once.

use domain::channel::{Channel, Host};
use jiff::{SignedDuration, Timestamp};
use store::portal_logins::{self, Decision, PortalLogin};
use store::seal::Secret;
use store::sessions::{self, SessionRow, TokenHash};
use subtle::ConstantTimeEq as _;

use super::prove_phone::Prover;
use crate::agent::is_real_name_fresh;
use crate::sessions::begun;
use crate::token::{Token, compared_digits};
use crate::{Service, ServiceError};

/// A ticket as its browser shows it.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// What the code names. It opens nothing.
    pub id: String,
    /// What the browser alone shows.
    pub digits: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A ticket as a telephone is told of it, before it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTicket {
    /// Where its browser is, as far as that is known.
    pub place: String,
    /// When it began.
    pub at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What a telephone decides.
#[derive(Clone, Debug)]
pub enum Wish {
    /// The browser that shows these digits is let in.
    Confirm {
        /// As typed.
        digits: String,
    },
    /// It is not.
    Refuse,
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecideOutcome {
    /// It counts.
    Decided,
    /// The real name must be proved first, within five minutes before. The ticket stands.
    RealNameFirst,
    /// The digits are others: the ticket has ended.
    WrongDigits,
    /// It was decided before.
    DecidedBefore,
}

/// What a browser finds when it looks.
#[derive(Debug)]
pub enum Look {
    /// Nobody has decided.
    Waits {
        /// The digits, for a page that is shown again.
        digits: String,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// Its person is in.
    In {
        /// Give the browser this token.
        token: Token,
        /// Where they were going.
        next: String,
    },
    /// The telephone refused.
    Refused,
    /// It is over, or was never this browser's.
    Over,
}

/// For how long a ticket counts.
pub const LASTS: SignedDuration = SignedDuration::from_secs(120);

/// Gives a browser a ticket, which ends the one it had. `place`: where the browser is, as far as its telephone may be told.
///
/// # Errors
/// Those of the store.
pub async fn begin_portal_login(
    service: &Service,
    browser: &Token,
    place: &str,
    next: &str,
) -> Result<Ticket, ServiceError> {
    let id = Token::visitor(&service.chance).secret().to_owned();
    let digits = compared_digits(&Token::visitor(&service.chance).capture_secret(&id));
    let now = service.clock.now();
    let login = PortalLogin {
        ticket: TokenHash::of(&id),
        browser: browser.hash(),
        place: Secret::from(place),
        next: next.to_owned(),
        digits: Secret::from(digits.as_str()),
        decision: None,
        begun_at: now,
        expires_at: now + LASTS,
    };
    let expires_at = login.expires_at;
    service
        .store
        .write(async move |tx| portal_logins::create(tx, &login).await)
        .await?;
    Ok(Ticket {
        id,
        digits,
        expires_at,
    })
}

/// What a telephone is told of a ticket.
///
/// # Errors
/// [`ServiceError::NotFound`] for one that is over or never was, [`ServiceError::WrongState`] for one that is decided; those of the
/// store.
pub async fn show_portal_login(
    service: &Service,
    ticket: &str,
) -> Result<ShownTicket, ServiceError> {
    let (ticket, now) = (TokenHash::of(ticket), service.clock.now());
    let found = service
        .store
        .read(async |tx| portal_logins::find(tx, &ticket, now).await)
        .await?;
    let login = found.ok_or(ServiceError::NotFound)?;
    if login.decision.is_some() {
        return Err(ServiceError::WrongState);
    }
    Ok(ShownTicket {
        place: login.place.expose().to_owned(),
        at: login.begun_at,
        expires_at: login.expires_at,
    })
}

/// Decides a ticket, for the person of a telephone's session.
///
/// # Errors
/// [`ServiceError::NotFound`] for a ticket that is over or never was, or when the session has ended; those of the store.
pub async fn decide_portal_login(
    service: &Service,
    who: &Prover,
    ticket: &str,
    wish: Wish,
) -> Result<DecideOutcome, ServiceError> {
    let (ticket, now) = (TokenHash::of(ticket), service.clock.now());
    let who = who.clone();
    service
        .store
        .write(async move |tx| {
            let session = sessions::find(tx, &who.token.hash(), now).await?;
            let session = session.filter(|session| session.account == who.account);
            let session = session.ok_or(ServiceError::NotFound)?;
            let login = portal_logins::find(tx, &ticket, now).await?;
            let login = login.ok_or(ServiceError::NotFound)?;
            if login.decision.is_some() {
                return Ok(DecideOutcome::DecidedBefore);
            }
            let is_fresh = is_real_name_fresh(tx, who.account, &session.token, now).await?;
            let (decision, outcome) = match &wish {
                Wish::Refuse => (Decision::Refused, DecideOutcome::Decided),
                Wish::Confirm { .. } if !is_fresh => {
                    return Ok(DecideOutcome::RealNameFirst);
                }
                Wish::Confirm { digits } if is_same(&login.digits, digits) => {
                    let confirmed = Decision::Confirmed {
                        account: who.account,
                        provider: session.provider,
                    };
                    (confirmed, DecideOutcome::Decided)
                }
                Wish::Confirm { .. } => (Decision::Refused, DecideOutcome::WrongDigits),
            };
            portal_logins::decide(tx, &login, decision).await?;
            Ok(outcome)
        })
        .await
}

/// What became of a browser's ticket. Once it is confirmed, the first look takes the log-in.
///
/// # Errors
/// Those of the store.
pub async fn look_at_portal_login(
    service: &Service,
    browser: &Token,
    ticket: &str,
) -> Result<Look, ServiceError> {
    let (ticket, now) = (TokenHash::of(ticket), service.clock.now());
    let here = browser.hash();
    let seen = {
        let (ticket, here) = (ticket.clone(), here.clone());
        service
            .store
            .read(async |tx| portal_logins::find(tx, &ticket, now).await)
            .await?
            .filter(|login| login.browser == here)
    };
    let Some(login) = seen else {
        return Ok(Look::Over);
    };
    match login.decision {
        None => Ok(Look::Waits {
            digits: login.digits.expose().to_owned(),
            expires_at: login.expires_at,
        }),
        Some(Decision::Refused) => Ok(Look::Refused),
        Some(Decision::Confirmed { .. }) => take(service, browser, ticket, now).await,
    }
}

/// Whether a browser's ticket waits for its telephone still. Asking takes nothing.
///
/// # Errors
/// Those of the store.
pub async fn is_waiting(
    service: &Service,
    browser: &Token,
    ticket: &str,
) -> Result<bool, ServiceError> {
    let (ticket, now) = (TokenHash::of(ticket), service.clock.now());
    let here = browser.hash();
    let found = service
        .store
        .read(async |tx| portal_logins::find(tx, &ticket, now).await)
        .await?;
    Ok(found.is_some_and(|login| login.browser == here && login.decision.is_none()))
}

/// Opens the session that a telephone confirmed, once.
async fn take(
    service: &Service,
    browser: &Token,
    ticket: TokenHash,
    now: Timestamp,
) -> Result<Look, ServiceError> {
    let token = Token::logged_in(&service.chance);
    let nobody = uuid::Uuid::nil();
    let blank = begun(
        service,
        &token,
        nobody,
        domain::people::Provider::Password,
        now,
    );
    let browser = browser.clone();
    service
        .store
        .write(async move |tx| {
            let login = portal_logins::find(tx, &ticket, now).await?;
            let login = login.filter(|login| login.browser == browser.hash());
            let Some(login) = login else {
                return Ok(Look::Over);
            };
            let Some(Decision::Confirmed { account, provider }) = login.decision else {
                return Ok(Look::Over);
            };
            if !portal_logins::remove(tx, &ticket).await? {
                return Ok(Look::Over);
            }
            if browser.is_logged_in() {
                sessions::end(tx, &browser.hash()).await?;
            }
            let session = SessionRow {
                account,
                provider,
                channel: Channel::Portal,
                host: Host::Web,
                ..blank.clone()
            };
            sessions::create(tx, &session).await?;
            Ok(Look::In {
                token: token.clone(),
                next: login.next,
            })
        })
        .await
}

fn is_same(shown: &Secret, typed: &str) -> bool {
    let typed = domain::characters::number(typed);
    shown.expose().as_bytes().ct_eq(typed.as_bytes()).into()
}
