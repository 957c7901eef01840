//! What every use case works with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gateways::registry::Registry;
use gateways::sms::Sms;
use jiff::Timestamp;
use store::Store;

use crate::chance::Chance;
use crate::clock::Clock;
use crate::face_authorities::FaceAuthorities;
use crate::jobs::Jobs;
use crate::login::ways::LogInWay;
use crate::platforms::{MessageTemplates, MiniPrograms, WebLogins};
use crate::releases::Releases;
use crate::settings::Settings;
use crate::work::Work;

/// The service, shared by every request.
pub type Shared = Arc<Service>;

/// The first argument of every use case.
pub struct Service {
    /// The numbers that the operator set.
    pub settings: Settings,
    /// The one clock.
    pub clock: Clock,
    /// The one source of randomness.
    pub chance: Chance,
    /// The database and the sealed pictures.
    pub store: Store,
    /// The releases of flows, catalogue, code tables and texts.
    pub rules: Releases,
    /// The outside systems.
    pub gateways: Gateways,
    /// Where work is done.
    pub work: Work,
    /// This process as a job worker.
    pub jobs: Jobs,
    /// Set once the service has been told to stop.
    pub stopping: AtomicBool,
}

/// The outside systems, each by its gateway.
pub struct Gateways {
    /// The population registry.
    pub registry: Arc<dyn Registry>,
    /// The platform that sends short messages.
    pub sms: Arc<dyn Sms>,
    /// The authorities that check faces.
    pub faces: FaceAuthorities,
    /// The platforms in whose apps our mini-programs run.
    pub mini_programs: MiniPrograms,
    /// The ids of these platforms for kinds of messages.
    pub message_templates: MessageTemplates,
    /// The platforms to whose log-in pages browsers are sent.
    pub web_logins: WebLogins,
    /// The ways to log in that are configured besides the password, in the office's order.
    pub ways: Vec<LogInWay>,
    /// Sink for the answers of codes that are sent to nobody.
    pub codes: CodeSink,
}

/// Receives the answers of codes; only a sandbox uses it.
pub type CodeSink = Box<dyn Fn(SentCode) + Send + Sync>;

/// The answer of a code.
#[derive(Clone, Debug)]
pub struct SentCode {
    /// What kind of code: `picture_code`.
    pub kind: &'static str,
    /// The recipient: the challenge, later a phone.
    pub to: String,
    /// The code.
    pub code: String,
    /// When.
    pub at: Timestamp,
}

impl Service {
    /// Whether the service has been told to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
