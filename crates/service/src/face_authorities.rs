//! Which authority checks faces, by channel and host.
//!
//! A host checks the faces of its own mini-programs, with the app that they are. The portal has no host, and uses an authority whose
//! check is a page.

use std::fmt;
use std::sync::Arc;

use domain::channel::{Channel, Host};
use domain::people::Provider;
use gateways::face::FaceAuthority;

/// The authorities of all channels and hosts.
#[derive(Default)]
pub struct FaceAuthorities(Vec<AuthorityAt>);

/// The authority of one channel in one host.
pub struct AuthorityAt {
    /// The channel.
    pub channel: Channel,
    /// The program that the channel runs in.
    pub host: Host,
    /// Who checks, as the proof names it.
    pub provider: Provider,
    /// Our app there, to which the platform names its people ([`store::ways_in::WayIn::app`]).
    pub app: String,
    /// Our end of it.
    pub authority: Arc<dyn FaceAuthority>,
    /// Scheme, host and port of its page, where it leads a browser to one.
    pub page_origin: Option<String>,
}

impl FaceAuthorities {
    /// Those of a service. At most one for each channel and host: of two, the first counts.
    pub fn new(all: Vec<AuthorityAt>) -> FaceAuthorities {
        FaceAuthorities(all)
    }

    /// The authority of a channel in a host, if it has one.
    pub fn of(&self, channel: Channel, host: Host) -> Option<&AuthorityAt> {
        let mut all = self.0.iter();
        all.find(|at| at.channel == channel && at.host == host)
    }
}

impl AuthorityAt {
    /// Whether the authority asks who somebody is at the platform of the client: WeChat checks the person of an openid.
    pub(crate) fn asks_for_subject(&self) -> bool {
        self.provider == Provider::WeChat
    }
}

impl fmt::Debug for AuthorityAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (channel, host) = (self.channel.code(), self.host.code());
        write!(
            f,
            "AuthorityAt({channel}, {host}, {})",
            self.provider.code()
        )
    }
}
