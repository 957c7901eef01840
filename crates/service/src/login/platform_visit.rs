//! Logs in a browser that comes back from a platform's page.
//!
//! The browser is sent there with a state that is bound to it and counts once. What it comes back with proves nothing: the code in
//! it is exchanged from server to server, and only then somebody is in, under a new token. Nothing of it stays in an address.

use domain::channel::{Channel, Host};
use domain::people::Provider;
use gateways::login::{Attempt, LoginError, NotAdmitted, Returned};
use jiff::SignedDuration;
use store::platform_visits::{self, PlatformVisit};
use store::seal::Secret;
use store::sessions::TokenHash;
use uuid::Uuid;

use super::by_platform::{ComesIn, EnterOutcome, Introduced, LinkOutcome, enter, link};
use crate::agent::is_real_name_fresh;
use crate::token::Token;
use crate::{Service, ServiceError, Shared};

/// Why nobody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitProblem {
    /// The person declined.
    Refused,
    /// The state is unknown, used, or of another browser or platform.
    Mismatch,
    /// The platform refuses the code.
    Expired,
    /// The platform is silent or broken, or refuses us.
    Unavailable,
    /// The platform vouches for another person than the account of its subject.
    Contradicted,
    /// It leads to another account already, so it cannot be added to this one.
    Elsewhere,
}

/// What came of a visit.
#[derive(Debug)]
pub enum VisitOutcome {
    /// Somebody is in.
    In {
        /// Give the browser this token.
        token: Token,
        /// Where they were going.
        next: String,
    },
    /// The platform was added to the account that is logged in.
    Linked {
        /// Give the browser this token: the one before has ended.
        token: Token,
        /// Where they were going.
        next: String,
    },
    /// Nobody came in.
    Problem {
        /// Why.
        why: VisitProblem,
        /// Where they were going; `None` when that is not known.
        next: Option<String>,
    },
}

impl VisitProblem {
    /// Every problem.
    pub const ALL: [Self; 6] = [
        Self::Refused,
        Self::Mismatch,
        Self::Expired,
        Self::Unavailable,
        Self::Contradicted,
        Self::Elsewhere,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Mismatch => "mismatch",
            Self::Expired => "expired",
            Self::Unavailable => "unavailable",
            Self::Contradicted => "contradicted",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Parses a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.code() == code)
    }
}

/// What came of the wish to visit a platform.
#[derive(Debug)]
pub enum BeginVisitOutcome {
    /// Send the browser to this address.
    To(String),
    /// It is not configured.
    NoSuchPlatform,
    /// It does not tell where its page is.
    Unavailable,
    /// Before a platform is added to an account the real name must be proved, within five minutes before.
    RealNameFirst,
}

/// For how long a browser may stay at a platform's page.
const LASTS: SignedDuration = SignedDuration::from_mins(10);

/// Begins a visit, and says where the browser goes.
///
/// `add_to`: the account that the platform is added to, for whoever is logged in; `None` for a log-in.
///
/// # Errors
/// Those of the store.
pub async fn visit_platform(
    service: &Service,
    browser: &Token,
    provider: Provider,
    add_to: Option<Uuid>,
    next: &str,
    request_id: &str,
) -> Result<BeginVisitOutcome, ServiceError> {
    let Some(at) = service.gateways.web_logins.get(&provider) else {
        return Ok(BeginVisitOutcome::NoSuchPlatform);
    };
    let now = service.clock.now();
    if let Some(account) = add_to {
        let here = browser.hash();
        let is_fresh = service
            .store
            .read(async |tx| is_real_name_fresh(tx, account, &here, now).await);
        if !is_fresh.await? {
            return Ok(BeginVisitOutcome::RealNameFirst);
        }
    }
    let fresh = || Token::visitor(&service.chance).secret().to_owned();
    let attempt = Attempt {
        state: fresh(),
        nonce: fresh(),
        // 44 characters, of which the standard wants 43 at least.
        code_verifier: format!("{}{}", fresh(), fresh()),
        redirect_uri: at.redirect_uri.clone(),
    };
    let address = match at.platform.authorize_url(&attempt, request_id).await {
        Ok(address) => address,
        Err(error) => {
            tracing::warn!(%error, provider = provider.code(), "a platform does not tell where its log-in is");
            return Ok(BeginVisitOutcome::Unavailable);
        }
    };
    let visit = PlatformVisit {
        state: TokenHash::of(&attempt.state),
        provider,
        browser: browser.hash(),
        account: add_to,
        next: next.to_owned(),
        nonce: Secret::from(attempt.nonce),
        code_verifier: Secret::from(attempt.code_verifier),
        expires_at: now + LASTS,
    };
    service
        .store
        .write(async move |tx| platform_visits::create(tx, &visit).await)
        .await?;
    Ok(BeginVisitOutcome::To(address))
}

/// Lets in whoever comes back from a platform's page, in the browser that went there. `query`: of the address that it came back to.
///
/// # Errors
/// [`ServiceError::NotFound`] when the platform is not configured; those of the store.
pub async fn come_back(
    service: &Shared,
    browser: &Token,
    provider: Provider,
    query: &str,
    request_id: &str,
) -> Result<VisitOutcome, ServiceError> {
    let at = service.gateways.web_logins.get(&provider);
    let at = at.ok_or(ServiceError::NotFound)?.clone();
    let returned = at.platform.returned(query);
    let (state, now) = (TokenHash::of(returned.state()), service.clock.now());
    let visit = service
        .store
        .write(async move |tx| platform_visits::take(tx, &state, now).await)
        .await?;
    let visit = visit.filter(|visit| visit.provider == provider && visit.browser == browser.hash());
    let Some(visit) = visit else {
        return Ok(VisitOutcome::Problem {
            why: VisitProblem::Mismatch,
            next: None,
        });
    };
    let failed = |why| {
        let next = Some(visit.next.clone());
        Ok(VisitOutcome::Problem { why, next })
    };
    let code = match &returned {
        Returned::Code { code, .. } => code,
        Returned::Declined { .. } => return failed(VisitProblem::Refused),
        Returned::Failed { code, .. } => {
            tracing::warn!(provider = provider.code(), code, "a platform let nobody in");
            return failed(VisitProblem::Unavailable);
        }
    };
    let attempt = Attempt {
        state: returned.state().to_owned(),
        nonce: visit.nonce.expose().to_owned(),
        code_verifier: visit.code_verifier.expose().to_owned(),
        redirect_uri: at.redirect_uri.clone(),
    };
    let facts = match at.platform.finish(code, &attempt, request_id).await {
        Ok(facts) => facts,
        Err(LoginError::NotAdmitted { why, code }) => {
            tracing::info!(
                provider = provider.code(),
                code,
                "a platform refused a code"
            );
            return failed(match why {
                NotAdmitted::Code | NotAdmitted::Phone => VisitProblem::Expired,
                NotAdmitted::Person => VisitProblem::Refused,
            });
        }
        Err(error) => {
            tracing::warn!(%error, provider = provider.code(), "a platform let nobody in");
            return failed(VisitProblem::Unavailable);
        }
    };
    let who = Introduced {
        provider,
        subject: facts.subject,
        person: facts.person,
        mobile: facts.mobile,
    };
    if let Some(account) = visit.account {
        return match link(service, browser, account, who).await? {
            LinkOutcome::Linked { token } => Ok(VisitOutcome::Linked {
                token,
                next: visit.next,
            }),
            LinkOutcome::Elsewhere => failed(VisitProblem::Elsewhere),
            LinkOutcome::Contradicted(_) => failed(VisitProblem::Contradicted),
        };
    }
    let comes = ComesIn {
        channel: Channel::Portal,
        host: Host::Web,
        host_secret: None,
        replaces: browser.is_logged_in().then(|| browser.hash()),
    };
    match enter(service, who, comes).await? {
        EnterOutcome::In { token } => Ok(VisitOutcome::In {
            token,
            next: visit.next,
        }),
        EnterOutcome::Contradicted(_) => failed(VisitProblem::Contradicted),
    }
}
