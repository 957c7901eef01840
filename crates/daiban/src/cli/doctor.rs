//! `daiban doctor`: the outside systems, one after the other: is it set up, does it answer, and what to do if not.
//!
//! It says nothing of who we are to any of them, and changes nothing. The sandbox needs none of them.

use std::process::ExitCode;

use gateways::{ReachProblem, RetryCause, reach};
use serde_json::{Value, json};

use super::say::say;
use crate::config::{Config, SecretSource};
use crate::outside::{SetUp, System, systems};

/// What is found about a system.
struct Found {
    /// `ok`, `off`, `wrong` or `silent`.
    state: &'static str,
    what: String,
    /// What the operator does.
    cure: String,
}

/// Examines every system. Fails when one is set up wrongly or does not answer.
pub(super) async fn examine(config: &Config, in_json: bool) -> anyhow::Result<ExitCode> {
    let (mut all, mut is_well) = (Vec::new(), true);
    for system in systems(config) {
        let found = look_at(&system).await;
        is_well &= ["ok", "off"].contains(&found.state);
        if in_json {
            all.push(json!({
                "section": system.section,
                "state": found.state,
                "what": found.what,
                "cure": found.cure,
                "secrets": secrets(config, system.section).map(as_json).collect::<Value>(),
            }));
            continue;
        }
        say(&format!(
            "{:<6} {:<18} {}",
            found.state, system.section, found.what
        ));
        if !found.cure.is_empty() {
            say(&format!("{:<6} {:<18} -> {}", "", "", found.cure));
        }
        for (key, source) in secrets(config, system.section) {
            let words = in_words(key, source);
            say(&format!("{:<6} {:<18} {words}", "", ""));
        }
    }
    if in_json {
        say(&format!("{:#}", Value::from(all)));
    }
    Ok(if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Where the secrets of a section came from.
fn secrets<'a>(
    config: &'a Config,
    section: &'a str,
) -> impl Iterator<Item = (&'static str, &'a SecretSource)> {
    let all = config.secrets.iter().map(|(key, source)| (*key, source));
    all.filter(move |(key, _)| key.rsplit_once('.').is_some_and(|(of, _)| of == section))
}

fn as_json((key, source): (&'static str, &SecretSource)) -> Value {
    let (from, path) = match source {
        SecretSource::Environment => ("environment", None),
        SecretSource::Settings => ("settings", None),
        SecretSource::File(path) => ("file", Some(path.display().to_string())),
    };
    json!({ "setting": key, "from": from, "path": path })
}

fn in_words(key: &str, source: &SecretSource) -> String {
    match source {
        SecretSource::Environment => format!("{key} is from the environment"),
        SecretSource::Settings => format!(
            "{key} stands in the settings: better in a file of its own ({key}_file) or in the environment"
        ),
        SecretSource::File(path) => format!("{key} is from {}", path.display()),
    }
}

async fn look_at(system: &System) -> Found {
    match &system.set_up {
        SetUp::Off => Found {
            state: "off",
            what: format!("not set up: {}", system.without),
            cure: format!("set it up in [{}] if the office uses it", system.section),
        },
        SetUp::Wrong(problems) => Found {
            state: "wrong",
            what: problems.join("; "),
            cure: format!("mend [{}] in the settings", system.section),
        },
        SetUp::At(settings) => match reach(settings).await {
            Ok(()) => Found {
                state: "ok",
                what: format!("{} answers", settings.base_url),
                cure: String::new(),
            },
            Err(problem) => Found {
                state: "silent",
                what: format!("{}: {problem}", settings.base_url),
                cure: cure(&problem),
            },
        },
    }
}

fn cure(problem: &ReachProblem) -> String {
    match problem {
        ReachProblem::Settings(_) => "mend the settings",
        ReachProblem::Silent(RetryCause::NoConnection) => {
            "check the address, the name service, the firewall of this machine and its way out; for https, that the other end's \
             certificate is trusted (trusted_pem) and, where it asks for ours, that identity_pem is set"
        }
        ReachProblem::Silent(RetryCause::TimedOut) => {
            "a firewall drops what is sent, or the other end is overloaded: ask its operator whether this machine's address is on \
             their list"
        }
        ReachProblem::Silent(_) => "something between here and there ends the connection: ask whoever runs the network",
    }
    .to_owned()
}
