//! The command line of `daiban`: one file per command.

mod args;
mod audit;
mod core_dumps;
mod doctor;
mod flows;
mod jobs;
mod keys;
mod memory;
mod migrate;
mod panics;
mod say;
mod serve;
mod threads;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;

use crate::config::Overrides;
use crate::routes;
use args::{ConfigArgs, begin_logging, offline};
use say::{say, say_wrong};
use threads::{runtime, serving};

/// Lets a parent apply online for a child's social security card.
#[derive(Parser)]
#[command(name = "daiban", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the service.
    Serve {
        #[command(flatten)]
        config: ConfigArgs,
        /// Runs the stand-in for every outside system. Never in production.
        #[arg(long)]
        sandbox: bool,
        /// Starts the sandbox's clock at this day, such as 2026-11-22.
        #[arg(long, value_name = "DATE")]
        sandbox_day: Option<Date>,
    },
    /// Brings the database up to date. `serve` does so by itself.
    Migrate {
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Makes the key file of a new service, once. With the sandbox, `serve` does so by itself.
    Keys {
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Checks flows, catalogue, code tables and texts.
    #[command(subcommand)]
    Flows(flows::Command),
    /// Checks the journal.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Lists background jobs, and retries or discards those that failed.
    #[command(subcommand)]
    Jobs(jobs::Command),
    /// Tells of each outside system whether it is set up and answers, and what to do if not.
    Doctor {
        #[command(flatten)]
        config: ConfigArgs,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists every route with who may call it.
    Routes {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    panics::hide_messages();
    // For every command: most of them open keys, and a new one must not have to remember it.
    match core_dumps::turn_off().and_then(|()| carry_out(Cli::parse().command)) {
        Ok(code) => code,
        Err(error) => {
            say_wrong(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve {
            config,
            sandbox,
            sandbox_day,
        } => {
            memory::give_back_at_once();
            let read = || {
                config.load(&Overrides {
                    sandbox,
                    sandbox_day,
                })
            };
            let settings = read()?;
            begin_logging(&settings.log)?;
            serving(&settings.limits)?.block_on(serve::serve(settings, read))
        }
        Command::Migrate { config } => runtime()?.block_on(migrate::migrate(&offline(&config)?)),
        Command::Keys { config } => runtime()?.block_on(keys::make(&offline(&config)?)),
        Command::Flows(command) => flows::run(command),
        Command::Audit(command) => audit::run(command),
        Command::Jobs(command) => jobs::run(command),
        Command::Doctor { config, json } => {
            runtime()?.block_on(doctor::examine(&offline(&config)?, json))
        }
        Command::Routes { json } => {
            if json {
                say(&format!("{:#}", routes::list_json()));
            } else {
                for route in routes::all() {
                    say(&format!(
                        "{:<6} {:<8} {}",
                        route.method.as_str(),
                        route.access.code(),
                        route.path
                    ));
                }
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}
