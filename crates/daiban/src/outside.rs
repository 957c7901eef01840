//! Connects the service to the outside systems: one function for each.

use std::sync::Arc;

use anyhow::bail;
use gateways::SettingsProblem;
use gateways::registry::{self, Registry, RegistryClient};
use gateways::sms::{AliyunSms, Sms, TencentSms};
use service::chance::Chance;
use service::clock::Clock;

use crate::config::{Config, SmsConfig};
use crate::no_sms::NoSms;
use crate::stand_in::StandIn;

/// The population registry.
pub(crate) fn registry(
    config: &Config,
    stand_in: Option<&StandIn>,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Arc<dyn Registry>> {
    let mut settings: registry::Settings = config.registry.clone();
    if let Some(stand_in) = stand_in {
        stand_in.take_place_of(&mut settings);
    }
    check("registry", &settings.problems())?;
    Ok(Arc::new(RegistryClient::new(
        settings,
        clock.machine_clock(),
        clock.service_clock(),
        Box::new(chance.fork()),
    )?))
}

/// The platform that sends short messages.
pub(crate) fn sms(
    config: &Config,
    stand_in: Option<&StandIn>,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Arc<dyn Sms>> {
    let mut settings = config.sms.clone();
    if let Some(stand_in) = stand_in {
        stand_in.take_place_of_sms(&mut settings);
    }
    let (machine, chance) = (clock.machine_clock(), Box::new(chance.fork()));
    Ok(match settings {
        SmsConfig::None => {
            tracing::warn!(
                "sms.provider is none: no code and no message can be sent, so nobody can register, prove a mobile or recover an account"
            );
            Arc::new(NoSms)
        }
        SmsConfig::Aliyun(settings) => {
            check("sms", &settings.problems())?;
            Arc::new(AliyunSms::new(settings, machine, chance)?)
        }
        SmsConfig::Tencent(settings) => {
            check("sms", &settings.problems())?;
            Arc::new(TencentSms::new(settings, machine, chance)?)
        }
    })
}

/// Every fault of a section at once, so that an operator can fix them in one go.
fn check(section: &str, problems: &[SettingsProblem]) -> anyhow::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| format!("{section}: {problem}"))
        .collect();
    bail!(lines.join("\n"));
}
