//! The command line of `daiban`: one file a command.

mod audit;
mod core_dumps;
mod flows;
mod jobs;
mod keys;
mod migrate;
mod panics;
mod serve;

use std::io::{ErrorKind, IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LimitConfig, LogConfig, LogFormat, Overrides};
use crate::wiring::all_of;
use crate::{routes, wiring};

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
    /// Makes the database current. `serve` does so by itself.
    Migrate {
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Makes the key file of a new service, once. With the sandbox, `serve` does so by itself.
    Keys {
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Looks at flows, catalogue, code tables and texts.
    #[command(subcommand)]
    Flows(flows::Command),
    /// Looks at the journal.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Looks at what is done later, and settles what failed.
    #[command(subcommand)]
    Jobs(jobs::Command),
    /// Lists every route with who may call it.
    Routes {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Threads that wait for files, and for the names of outside systems.
const BLOCKING_ON_FILES: usize = 16;

/// Where the settings are.
#[derive(Args)]
struct ConfigArgs {
    /// The file of settings. Without it the defaults and the environment count.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ConfigArgs {
    fn load(&self, overrides: &Overrides) -> anyhow::Result<Config> {
        Config::from_file(self.config.as_deref(), overrides).map_err(all_of)
    }

    /// For a command that speaks to no outside system: what only `serve` needs may be missing.
    fn load_offline(&self) -> anyhow::Result<Config> {
        Config::from_file_offline(self.config.as_deref()).map_err(all_of)
    }
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    panics::hide_messages();
    // For every command: most open keys, and a new one shall not have to think of it.
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

/// Settings and log for a command that only needs the data.
fn offline(config: &ConfigArgs) -> anyhow::Result<Config> {
    let config = config.load_offline()?;
    begin_logging(&config.log)?;
    Ok(config)
}

fn runtime() -> anyhow::Result<Runtime> {
    threads(&mut Builder::new_multi_thread())
}

/// As many threads for what blocks as the pools have workers, and some for files and names: whatever the pools let through by
/// a fault, the machine is not filled with threads.
fn serving(limits: &LimitConfig) -> anyhow::Result<Runtime> {
    let workers = limits.picture_workers + limits.password_workers;
    let blocking = workers as usize + wiring::CODE_WORKERS + BLOCKING_ON_FILES;
    threads(Builder::new_multi_thread().max_blocking_threads(blocking))
}

fn threads(builder: &mut Builder) -> anyhow::Result<Runtime> {
    let built = builder.enable_all().build();
    built.context("cannot start the threads")
}

fn begin_logging(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.filter).context("log.filter cannot be read")?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        // It would be told by a line to the same place, which panics where that is a file on a full disk.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    match config.format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}

/// A line of a command's output. Nobody reads on once the pipe is closed (`| head`): that is no fault.
fn say(line: &str) {
    if let Err(error) = writeln!(std::io::stdout(), "{line}")
        && error.kind() != ErrorKind::BrokenPipe
    {
        say_wrong(&format!("the output cannot be written: {error}"));
        std::process::exit(1);
    }
}

/// Why a command failed.
fn say_wrong(line: &str) {
    // Where even this cannot be written the status is all that is left.
    let _ = writeln!(std::io::stderr(), "{line}");
}
