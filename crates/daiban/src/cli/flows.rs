//! `daiban flows`: checks the files of a release, and works out the plan of given answers.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use domain::answer::Answers;
use domain::channel::Channel;
use domain::flow::{Facts, Plan, plan, plan_json};
use domain::lang::Lang;
use domain::release::Release;
use jiff::civil::Date;
use service::clock::Clock;

use super::args::ConfigArgs;
use super::say::say;
use crate::config::Config;
use crate::content;
use crate::wiring::all_of;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Loads flows, catalogue, code tables and texts, and names every fault with file, line and cure.
    Check {
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Shows where these answers lead: steps, fields, materials, problems, and what comes next.
    Plan {
        #[command(flatten)]
        config: ConfigArgs,
        /// The channel whose flow applies.
        #[arg(long)]
        channel: ChannelArg,
        /// A flat JSON object, id to text. `-` reads it from the standard input.
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// The day on which ages and validity are judged; without it, today in Beijing.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// As JSON, in the format of the contract.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum ChannelArg {
    Portal,
    Jingtong,
    Yikatong,
}

pub(super) fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { config } => {
            let release = load(&config)?.1;
            say(&format!(
                "release {} is sound ({})",
                release.number(),
                release.content_hash()
            ));
        }
        Command::Plan {
            config,
            channel,
            answers,
            on,
            json,
        } => {
            let (config, release) = load(&config)?;
            let mut answers = read_answers(&answers)?;
            let facts = Facts::take_from(&mut answers, config.rules.age);
            let on = on.unwrap_or_else(|| Clock::machine().today());
            let channel = channel.channel();
            let Some(plan) = plan(&release, channel, &answers, on, &facts) else {
                bail!(
                    "release {} has no flow for {}",
                    release.number(),
                    channel.code()
                );
            };
            say(&if json {
                plan_json(&plan)
            } else {
                in_words(&plan)
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl ChannelArg {
    fn channel(self) -> Channel {
        match self {
            ChannelArg::Portal => Channel::Portal,
            ChannelArg::Jingtong => Channel::Jingtong,
            ChannelArg::Yikatong => Channel::Yikatong,
        }
    }
}

fn load(config: &ConfigArgs) -> anyhow::Result<(Config, Release)> {
    let config = config.load_offline()?;
    let release = content::load_release(&config.content).map_err(all_of)?;
    Ok((config, release))
}

fn read_answers(path: &PathBuf) -> anyhow::Result<Answers> {
    let text = if path.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).context("the standard input cannot be read")?
    } else {
        std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?
    };
    // Editors on Windows put a byte order mark in front, which JSON does not know.
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text.trim_start_matches('\u{FEFF}'))
            .context("the answers are no flat JSON object")?;
    object
        .into_iter()
        .map(|(id, value)| match value {
            serde_json::Value::String(value) => Ok((id, value)),
            _ => bail!("{id}: write a text in quotation marks"),
        })
        .collect()
}

fn in_words(plan: &Plan) -> String {
    let mut lines = vec![
        format!("release {}, {}", plan.release, plan.channel.code()),
        format!("materials: {}", plan.materials.join(", ")),
    ];
    lines.extend(plan.problems.iter().map(|p| {
        format!(
            "{} / {}: {} ({})",
            p.step,
            p.field,
            p.code.as_str(),
            p.text.get(Lang::En)
        )
    }));
    lines.push(format!(
        "next: {}",
        plan.next.as_deref().unwrap_or("nothing is left")
    ));
    lines.join("\n")
}
