//! `daiban jobs`: background jobs, and those that failed as often as they may (dead letters).

use std::process::ExitCode;

use anyhow::{bail, ensure};
use clap::Subcommand;
use store::Store;
use store::jobs::{self, Job, JobState};

use super::args::{ConfigArgs, offline};
use super::say::say;
use super::threads::runtime;
use crate::data::{self, NewKeys};

/// Most lines of a list: if there are more, something is wrong, and the first ones show it.
const MOST: u64 = 1_000;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Lists jobs by their time.
    List {
        #[command(flatten)]
        config: ConfigArgs,
        /// Only those that failed as often as they may.
        #[arg(long)]
        dead: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lets a dead letter run again.
    Retry {
        #[command(flatten)]
        config: ConfigArgs,
        /// Its id, as `list` shows it.
        id: String,
    },
    /// Gives up a dead letter.
    Discard {
        #[command(flatten)]
        config: ConfigArgs,
        /// Its id, as `list` shows it.
        id: String,
    },
}

pub(super) fn run(command: Command) -> anyhow::Result<ExitCode> {
    let (Command::List { config, .. }
    | Command::Retry { config, .. }
    | Command::Discard { config, .. }) = &command;
    let config = offline(config)?;
    runtime()?.block_on(async {
        let store = data::open(&config, NewKeys::Never).await?;
        store.check_keys().await?;
        let outcome = match command {
            Command::List { dead, json, .. } => list(&store, dead, json).await,
            Command::Retry { id, .. } => retry(&store, &id).await,
            Command::Discard { id, .. } => discard(&store, &id).await,
        };
        store.close().await?;
        outcome.map(|()| ExitCode::SUCCESS)
    })
}

async fn list(store: &Store, dead: bool, json: bool) -> anyhow::Result<()> {
    let only = dead.then_some(JobState::Dead);
    let jobs = store
        .read(async |tx| jobs::list(tx, only, MOST).await)
        .await?;
    if json {
        let all: Vec<serde_json::Value> = jobs.iter().map(as_json).collect();
        say(&format!("{:#}", serde_json::Value::from(all)));
        return Ok(());
    }
    for job in jobs {
        say(&format!(
            "{} {} at {}, attempt {}{}",
            id(&job),
            job.state.code(),
            job.run_at,
            job.attempts,
            job.last_error
                .map(|error| format!(", {error}"))
                .unwrap_or_default()
        ));
    }
    Ok(())
}

fn id(job: &Job) -> String {
    format!("{}/{}", job.kind, job.subject)
}

fn as_json(job: &Job) -> serde_json::Value {
    // For a job that repeats for ever the maximum says nothing.
    let most_attempts = (job.most_attempts != u32::MAX).then_some(job.most_attempts);
    serde_json::json!({
        "id": id(job),
        "kind": job.kind,
        "subject": job.subject,
        "state": job.state.code(),
        "run_at": job.run_at.to_string(),
        "attempts": job.attempts,
        "most_attempts": most_attempts,
        "lease_until": job.lease_until.map(|until| until.to_string()),
        "last_error": job.last_error,
        "created_at": job.created_at.to_string(),
    })
}

async fn retry(store: &Store, id: &str) -> anyhow::Result<()> {
    let (kind, subject) = parts(id)?;
    let done = store
        .write(async move |tx| jobs::requeue(tx, &kind, &subject).await)
        .await?;
    ensure!(done, "there is no dead letter {id}");
    say(&format!("{id} runs again at once"));
    Ok(())
}

async fn discard(store: &Store, id: &str) -> anyhow::Result<()> {
    let (kind, subject) = parts(id)?;
    let done = store
        .write(async move |tx| jobs::discard(tx, &kind, &subject).await)
        .await?;
    ensure!(done, "there is no dead letter {id}");
    say(&format!("{id} is given up"));
    Ok(())
}

fn parts(id: &str) -> anyhow::Result<(String, String)> {
    let Some((kind, subject)) = id.split_once('/') else {
        bail!("{id} is no id of a job: it reads KIND/SUBJECT");
    };
    Ok((kind.to_owned(), subject.to_owned()))
}
