//! What an operator sets: one TOML file, each key of which an environment variable may override
//! (`server.listen` by `DAIBAN__SERVER__LISTEN`).
//!
//! `daiban.example.toml` in the repository shows every key with its meaning; a test proves that it names all of them and gives
//! their defaults.

mod check;
mod face;
mod federated;
mod limits;
mod login;
mod maintenance;
mod messages;
mod operator;
mod proxies;
mod reader;
mod registry;
mod secrets;
mod sms;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::id::AgeRule;
use gateways::registry::Settings as Registry;
use reader::{Reader, at_least_one};
use service::settings::Settings;
use store::seal::Secret;
use web::site::{Operator, Proxies, Site};

pub use face::FaceConfig;
pub use federated::Federated;
pub use limits::LimitConfig;
pub use login::{AlipayConfig, LoginConfig};
pub use maintenance::MaintenanceConfig;
#[cfg(feature = "demo")]
pub(crate) use messages::of_the_sandbox as messages_of_the_sandbox;
pub use reader::ConfigProblem;
pub use secrets::SecretSource;
pub use sms::SmsConfig;

/// With the sandbox, tests do from one address what many families do from their own.
const LOOSENED: u32 = 100;

/// Everything an operator sets.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where and how the service listens.
    pub server: ServerConfig,
    /// Who runs the service, as the footer of every page says.
    pub operator: Operator,
    /// When the service is closed for maintenance.
    pub maintenance: MaintenanceConfig,
    /// Where the data are.
    pub data: DataConfig,
    /// Files that replace those built into the program.
    pub content: ContentConfig,
    /// Rules that an office may read differently.
    pub rules: RulesConfig,
    /// How long a log-in lasts.
    pub sessions: SessionConfig,
    /// Limits that protect people and the machine.
    pub limits: LimitConfig,
    /// The population registry.
    pub registry: Registry,
    /// The platform that sends short messages.
    pub sms: SmsConfig,
    /// The authority that checks faces for the portal.
    pub face: FaceConfig,
    /// The platforms by which one logs in.
    pub login: LoginConfig,
    /// The stand-in for the outside world.
    pub sandbox: SandboxConfig,
    /// What is logged, and how.
    pub log: LogConfig,
    /// Where each secret that is set came from, by its key.
    pub secrets: BTreeMap<&'static str, SecretSource>,
}

/// Where and how the service listens.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// The public address. If it begins with `https`, cookies are marked for TLS and HSTS is sent.
    pub public_url: String,
    /// The proxies in front: only they are believed about whom they speak for.
    pub proxies: Proxies,
    /// Confirms a public address without TLS that others can reach.
    pub allow_plain_http: bool,
    /// Seconds that requests in flight may take once the service is told to stop.
    pub stop_seconds: u32,
}

/// Where the data are.
#[derive(Clone, Debug)]
pub struct DataConfig {
    /// Folder for the database, the pictures and the sandbox's families.
    pub folder: PathBuf,
    /// Database to use instead of `daiban.sqlite` in the folder. Holds a password: never printed.
    pub database_url: Secret,
    /// Connections at once: for reading on SQLite, for everything on PostgreSQL.
    pub connections: u32,
    /// File of the keys that seal personal data. Keep it apart from the data and its backups.
    pub keys_file: PathBuf,
    /// Folder of the signed checkpoints. Best where whoever can write the database cannot write.
    pub checkpoints_folder: PathBuf,
    /// Minutes between two checkpoints.
    pub checkpoint_minutes: u32,
}

/// Files that replace those built into the program.
#[derive(Clone, Debug, Default)]
pub struct ContentConfig {
    /// Folder to use instead of the built-in `flows/`.
    pub flows: Option<PathBuf>,
    /// Folder to use instead of the built-in `codes/`.
    pub codes: Option<PathBuf>,
    /// Folder to use instead of the built-in `locales/`.
    pub locales: Option<PathBuf>,
}

/// Rules that an office may read differently.
#[derive(Clone, Debug)]
pub struct RulesConfig {
    /// When a year of age is completed.
    pub age: AgeRule,
    /// Days for which a real name is proved.
    pub real_name_days: u32,
}

/// How long a log-in lasts.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    /// Minutes without a request after which a log-in ends.
    pub idle_minutes: u32,
    /// Hours after which it ends in any case.
    pub absolute_hours: u32,
}

/// The stand-in for the outside world.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Whether it runs. Never in production: it makes accounts whose passwords anyone can read.
    pub enabled: bool,
    /// Second switch, without which a service with the sandbox listens only on the loopback.
    pub allow_beyond_loopback: bool,
    /// Where its registry listens. Port 0 takes a free one, as the platforms of short messages do at the same address.
    pub listen: SocketAddr,
    /// How many random families there are beside those written by hand.
    pub drawn_families: u32,
    /// Folder of drawn papers that several sandboxes share; without it, each draws its own.
    pub papers_folder: Option<PathBuf>,
    /// Folder of the built mini-programs; what is missing in it is said by the page of its preview.
    pub previews_folder: PathBuf,
    /// Day the clock starts at; without it, the day stored in the data folder, or today.
    pub day: Option<jiff::civil::Date>,
}

/// What is logged, and how.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// Lines for people or JSON for machines.
    pub format: LogFormat,
    /// Filter in the syntax of `tracing-subscriber`.
    pub filter: String,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One line of text each.
    Text,
    /// One JSON object per line.
    Json,
}

/// What the command line overrides.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--sandbox`.
    pub sandbox: bool,
    /// `--sandbox-day`.
    pub sandbox_day: Option<jiff::civil::Date>,
}

impl Config {
    /// Reads `text`, overrides it by `environment` and `overrides`, and checks the whole.
    ///
    /// # Errors
    /// Every fault found, each naming its key and the cure.
    pub fn load(
        text: &str,
        environment: impl IntoIterator<Item = (String, String)>,
        overrides: &Overrides,
    ) -> Result<Config, Vec<ConfigProblem>> {
        let mut reader = Reader::new(text, environment);
        let mut config = Config::read(&mut reader);
        config.sandbox.enabled |= overrides.sandbox;
        config.sandbox.day = overrides.sandbox_day.or(config.sandbox.day);
        config.check(&mut reader);
        config.check_outside(&mut reader);
        reader.finish().map(|()| config)
    }

    /// As [`Config::load`], for a command that talks to no outside system: what only `serve` needs may be missing.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn load_offline(
        text: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, Vec<ConfigProblem>> {
        let mut reader = Reader::new(text, environment);
        let mut config = Config::read(&mut reader);
        config.check(&mut reader);
        reader.finish().map(|()| config)
    }

    /// Reads the file at `path` (nothing for `None`), with the process's environment on top.
    ///
    /// # Errors
    /// As [`Config::load`], and when the file cannot be read.
    pub fn from_file(
        path: Option<&Path>,
        overrides: &Overrides,
    ) -> Result<Config, Vec<ConfigProblem>> {
        Config::load(&text_of(path)?, std::env::vars(), overrides)
    }

    /// As [`Config::from_file`], for a command that talks to no outside system.
    ///
    /// # Errors
    /// As [`Config::from_file`].
    pub fn from_file_offline(path: Option<&Path>) -> Result<Config, Vec<ConfigProblem>> {
        Config::load_offline(&text_of(path)?, std::env::vars())
    }

    /// The limits that use cases apply. With the sandbox, tests on this machine do what many families do.
    pub fn of_the_service(&self) -> Settings {
        let limits = &self.limits;
        Settings {
            age: self.rules.age,
            real_name_days: self.rules.real_name_days,
            idle_minutes: self.sessions.idle_minutes,
            absolute_hours: self.sessions.absolute_hours,
            picture_megabytes: limits.picture_megabytes,
            picture_megapixels: limits.picture_megapixels,
            lookups_per_day: limits.lookups_per_day,
            drafts_per_day: limits.drafts_per_day,
            picture_megabytes_per_day: limits.picture_megabytes_per_day,
            times_per_address: limits.times_per_address,
            times_per_site: limits.times_per_site,
            login_tries_per_account: limits.login_tries_per_account,
            login_tries_per_address: limits.login_tries_per_address,
            sms_per_hour: limits.sms_per_hour,
            sms_per_day: limits.sms_per_day,
            sms_per_address: limits.sms_per_address,
            sms_per_site: limits.sms_per_site,
            sms_code_minutes: limits.sms_code_minutes,
            open_drafts: limits.open_drafts,
            checkpoint_minutes: self.data.checkpoint_minutes,
            loosened_here: if self.sandbox.enabled { LOOSENED } else { 1 },
        }
    }

    /// Where people find the service.
    pub fn site(&self) -> Site {
        Site {
            public_url: self.server.public_url.clone(),
            proxies: self.server.proxies.clone(),
            operator: self.operator.clone(),
            is_sandbox: self.sandbox.enabled,
            drawing: portal::assets::drawing,
        }
    }

    fn read(r: &mut Reader) -> Config {
        let folder = PathBuf::from(r.text("data.folder", "./data"));
        Config {
            server: ServerConfig {
                listen: r.parsed(
                    "server.listen",
                    "127.0.0.1:8420",
                    "an address and port such as 127.0.0.1:8420",
                ),
                public_url: r
                    .text("server.public_url", "")
                    .trim_end_matches('/')
                    .to_owned(),
                proxies: proxies::read(r),
                allow_plain_http: r.flag("server.allow_plain_http", false),
                stop_seconds: r.number("server.stop_seconds", 20, at_least_one),
            },
            operator: operator::read(r),
            maintenance: MaintenanceConfig::read(r),
            data: DataConfig {
                database_url: r
                    .secret("data.database_url", "data.database_url_file")
                    .into(),
                connections: r.number("data.connections", 8, at_least_one),
                keys_file: beside(&folder, "-keys.json", r.text("data.keys_file", "")),
                checkpoints_folder: beside(
                    &folder,
                    "-checkpoints",
                    r.text("data.checkpoints_folder", ""),
                ),
                checkpoint_minutes: r.number("data.checkpoint_minutes", 60, at_least_one),
                folder,
            },
            content: ContentConfig {
                flows: r.folder("content.flows"),
                codes: r.folder("content.codes"),
                locales: r.folder("content.locales"),
            },
            rules: RulesConfig {
                age: r.choice(
                    "rules.age",
                    &[
                        ("day_after_birthday", AgeRule::DayAfterBirthday),
                        ("on_birthday", AgeRule::OnBirthday),
                    ],
                ),
                real_name_days: r.number("rules.real_name_days", 180, at_least_one),
            },
            sessions: SessionConfig {
                idle_minutes: r.number("sessions.idle_minutes", 30, at_least_one),
                absolute_hours: r.number("sessions.absolute_hours", 12, at_least_one),
            },
            limits: LimitConfig::read(r),
            registry: registry::read(r),
            sms: sms::read(r),
            face: face::read(r),
            login: login::read(r),
            sandbox: SandboxConfig {
                enabled: r.flag("sandbox.enabled", false),
                allow_beyond_loopback: r.flag("sandbox.allow_beyond_loopback", false),
                listen: r.parsed(
                    "sandbox.listen",
                    "127.0.0.1:8421",
                    "an address and port such as 127.0.0.1:8421",
                ),
                drawn_families: r.number("sandbox.drawn_families", 300, |number| {
                    (number > 300).then_some("write a whole number of at most 300")
                }),
                papers_folder: r.folder("sandbox.papers_folder"),
                previews_folder: r
                    .text("sandbox.previews_folder", "apps/miniprogram/dist")
                    .into(),
                day: r.optional("sandbox.day", "a day such as 2026-11-22"),
            },
            log: LogConfig {
                format: r.choice(
                    "log.format",
                    &[("text", LogFormat::Text), ("json", LogFormat::Json)],
                ),
                filter: r.text("log.filter", "info"),
            },
            secrets: r.secrets(),
        }
    }
}

fn text_of(path: Option<&Path>) -> Result<String, Vec<ConfigProblem>> {
    let Some(path) = path else {
        return Ok(String::new());
    };
    std::fs::read_to_string(path).map_err(|error| {
        vec![ConfigProblem::new(
            &path.display().to_string(),
            format!("cannot be read: {error}"),
        )]
    })
}

/// The path that is set. If none is, one next to the data folder, not in it: a copy of the folder alone opens nothing, and nobody
/// who can write in it can change what was noted outside.
fn beside(folder: &Path, ending: &str, set: String) -> PathBuf {
    if !set.is_empty() {
        return PathBuf::from(set);
    }
    let mut name = folder
        .file_name()
        .unwrap_or_else(|| "data".as_ref())
        .to_owned();
    name.push(ending);
    folder.with_file_name(name)
}

#[cfg(test)]
mod tests;
