//! The platforms that say who comes in: in whose apps our mini-programs run, and to whose log-in pages browsers are sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::channel::{Channel, Host};
use domain::people::Provider;
use gateways::login::{MiniProgram, WebLogin};

/// The platform of each mini-program that is configured.
pub type MiniPrograms = BTreeMap<(Channel, Host), Arc<dyn MiniProgram>>;

/// The ids under which the platform of a mini-program knows the kinds of messages, by kind, for each that is configured.
pub type MessageTemplates = BTreeMap<(Channel, Host), BTreeMap<String, String>>;

/// The platforms to whose pages browsers are sent.
pub type WebLogins = BTreeMap<Provider, WebLoginAt>;

/// A platform, and where it sends browsers back to.
#[derive(Clone)]
pub struct WebLoginAt {
    /// Our end of it.
    pub platform: Arc<dyn WebLogin>,
    /// As registered there.
    pub redirect_uri: String,
}
