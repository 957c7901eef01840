//! Sessions of mini-programs: begun by the code that the host gave to its client, and proved further by what the host knows.

use domain::channel::{Channel, Host};
use domain::people::Provider;
use gateways::login::{HostSession, LoginError, NotAdmitted, SessionKey, Subject};
use serde_json::Value;
use store::seal::Secret;
use store::{sessions, ways_in};

use super::by_platform::{ComesIn, EnterOutcome, Introduced, enter};
use super::prove_phone::{PhoneFor, ProveOutcome, Prover, prove_phone_by_platform};
use crate::token::Token;
use crate::{ServiceError, Shared};

/// What came of the wish for a session.
#[derive(Debug)]
pub enum BeginOutcome {
    /// It has begun.
    Begun {
        /// Its token.
        token: Token,
    },
    /// No such mini-program is configured.
    NoSuchApp,
    /// The host refuses the code: begin again with another.
    CodeRefused,
    /// The host blocks this person.
    PersonRefused,
    /// The host does not answer, or refuses us: try again later.
    Unavailable,
    /// What the host says contradicts what is proved.
    Contradicted,
}

/// What came of a mobile that the host told.
#[derive(Debug)]
pub enum HostPhoneOutcome {
    /// The host told one; what came of it.
    Told(ProveOutcome),
    /// What its button gave is over, used, altered or of somebody else; or it holds no mobile of the mainland.
    NotTold,
    /// The host does not answer, or refuses us.
    Unavailable,
}

/// Begins a session by the code that a host gave to the client.
///
/// # Errors
/// Those of the store.
pub async fn begin_session(
    service: &Shared,
    channel: Channel,
    host: Host,
    code: &str,
    request_id: &str,
) -> Result<BeginOutcome, ServiceError> {
    let (Some(program), Some(provider)) = (
        service.gateways.mini_programs.get(&(channel, host)),
        provider(host),
    ) else {
        return Ok(BeginOutcome::NoSuchApp);
    };
    // No host hands out an empty one, and not every host says so when it is asked.
    if code.trim().is_empty() {
        return Ok(BeginOutcome::CodeRefused);
    }
    let came = match program.log_in(code, request_id).await {
        Ok(came) => came,
        Err(LoginError::NotAdmitted { why, .. }) => {
            return Ok(match why {
                NotAdmitted::Code | NotAdmitted::Phone => BeginOutcome::CodeRefused,
                NotAdmitted::Person => BeginOutcome::PersonRefused,
            });
        }
        Err(error) => {
            tracing::warn!(%error, channel = channel.code(), host = host.code(), "a host let nobody in");
            return Ok(BeginOutcome::Unavailable);
        }
    };
    let who = Introduced {
        provider,
        subject: came.subject,
        person: None,
        mobile: None,
    };
    let comes = ComesIn {
        channel,
        host,
        host_secret: came.secret.map(|secret| Secret::from(secret.expose())),
        replaces: None,
    };
    Ok(match enter(service, who, comes).await? {
        EnterOutcome::In { token } => BeginOutcome::Begun { token },
        EnterOutcome::Contradicted(_) => BeginOutcome::Contradicted,
    })
}

/// Proves the mobile that the host's phone button handed to the client of this session.
///
/// # Errors
/// [`ServiceError::NotFound`] when the session has ended meanwhile; those of the store.
pub async fn prove_phone_by_host(
    service: &Shared,
    prover: &Prover,
    what_for: PhoneFor,
    native: &Value,
    request_id: &str,
) -> Result<HostPhoneOutcome, ServiceError> {
    let now = service.clock.now();
    let hash = prover.token.hash();
    let found = service
        .store
        .read(async |tx| {
            let session = sessions::find(tx, &hash, now).await?;
            let ways = ways_in::list(tx, prover.account).await?;
            Ok::<_, ServiceError>(session.map(|session| (session, ways)))
        })
        .await?;
    let (session, ways) = found.ok_or(ServiceError::NotFound)?;
    let (Some(program), Some(provider)) = (
        service
            .gateways
            .mini_programs
            .get(&(session.channel, session.host)),
        provider(session.host),
    ) else {
        return Ok(HostPhoneOutcome::Unavailable);
    };
    let app_id = program.app_id();
    let mut ways = ways.into_iter();
    let here = ways.find(|way| Some(way.id) == session.way && way.app == app_id);
    let Some(way) = here else {
        // It was unlinked since the session began.
        return Ok(HostPhoneOutcome::NotTold);
    };
    let secret = session.host_secret.as_ref();
    let came = HostSession {
        subject: Subject {
            app_id: app_id.to_owned(),
            id: way.subject.expose().to_owned(),
            union: None,
        },
        secret: secret.map(|secret| SessionKey::new(secret.expose().to_owned())),
    };
    match program.phone(native, &came, request_id).await {
        Ok(phone) => {
            let told = prove_phone_by_platform(service, prover, what_for, phone, provider);
            Ok(told
                .await?
                .map_or(HostPhoneOutcome::NotTold, HostPhoneOutcome::Told))
        }
        Err(LoginError::NotAdmitted { .. }) => Ok(HostPhoneOutcome::NotTold),
        Err(error) => {
            tracing::warn!(%error, host = session.host.code(), "a host told no mobile");
            Ok(HostPhoneOutcome::Unavailable)
        }
    }
}

/// Whose subjects the sessions of a host are.
const fn provider(host: Host) -> Option<Provider> {
    match host {
        Host::Web => None,
        Host::WeChat => Some(Provider::WeChat),
        Host::Alipay => Some(Provider::Alipay),
        Host::Baidu => Some(Provider::Baidu),
    }
}
