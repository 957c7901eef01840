//! The hosts' own codes for a log-in that waits at the portal: scanned in the host's app, they open our mini-program by themselves.

use std::time::Duration;

use domain::channel::{Channel, Host};
use futures::future::join_all;
use gateways::login::CodePicture;

use crate::Service;

/// A page that waits longer is worse than one with the plain code alone.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// A host's own code of one of our mini-programs.
#[derive(Clone, Debug)]
pub struct HostCode {
    /// The mini-program.
    pub channel: Channel,
    /// Its host.
    pub host: Host,
    /// The picture. Not to be kept: the ticket is used once.
    pub picture: CodePicture,
}

/// The codes of every mini-program whose host draws one. A host that is down, late or refuses us draws none: the plain code is always
/// there.
pub async fn host_codes(service: &Service, ticket: &str, request_id: &str) -> Vec<HostCode> {
    let programs = service.gateways.mini_programs.iter();
    let asked = programs.filter_map(|((channel, host), program)| {
        let code = program.code(ticket, request_id)?;
        Some(async move {
            match tokio::time::timeout(PATIENCE, code).await {
                Ok(Ok(picture)) => Some(HostCode {
                    channel: *channel,
                    host: *host,
                    picture,
                }),
                Ok(Err(error)) => {
                    tracing::warn!(%error, channel = channel.code(), host = host.code(), "a host draws no code");
                    None
                }
                Err(_) => {
                    tracing::warn!(channel = channel.code(), host = host.code(), "a host draws no code in time");
                    None
                }
            }
        })
    });
    join_all(asked).await.into_iter().flatten().collect()
}
