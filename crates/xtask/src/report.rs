//! The stages of a run: how long each took, how its runner ended, which ones failed.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command::Closing;

/// A run of several stages. A failing stage does not stop the next one, so that one run shows everything.
pub(crate) struct Report {
    begun: Instant,
    stages: Vec<Stage>,
}

struct Stage {
    name: &'static str,
    took: Duration,
    lines: Vec<String>,
    fault: Option<String>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self {
            begun: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// Runs a stage that either succeeds or fails.
    pub(crate) fn stage(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        self.tests(name, || {
            work().map(|()| Closing {
                lines: Vec::new(),
                passed: true,
            })
        });
    }

    /// Runs a stage that counts tests.
    pub(crate) fn tests(&mut self, name: &'static str, work: impl FnOnce() -> Result<Closing>) {
        println!("\n== {name}");
        let begun = Instant::now();
        let (lines, fault) = match work() {
            Ok(Closing {
                lines,
                passed: true,
            }) => (lines, None),
            Ok(Closing { lines, .. }) => (lines, Some("tests failed".to_owned())),
            Err(error) => {
                println!("{error:#}");
                (Vec::new(), Some(format!("{error:#}")))
            }
        };
        self.stages.push(Stage {
            name,
            took: begun.elapsed(),
            lines,
            fault,
        });
    }

    /// Prints every stage with its summary lines.
    ///
    /// # Errors
    /// If a stage failed: names each.
    pub(crate) fn close(self) -> Result<()> {
        println!("\n== In all, {}", minutes(self.begun.elapsed()));
        for stage in &self.stages {
            let mark = if stage.fault.is_none() {
                "ok    "
            } else {
                "FAILED"
            };
            println!("{mark} {:>8}  {}", minutes(stage.took), stage.name);
            for line in &stage.lines {
                println!("                 {line}");
            }
        }
        let failed: Vec<String> = self
            .stages
            .into_iter()
            .filter_map(|stage| stage.fault.map(|fault| format!("{}: {fault}", stage.name)))
            .collect();
        if failed.is_empty() {
            return Ok(());
        }
        bail!(
            "{} of the stages failed\n  {}",
            failed.len(),
            failed.join("\n  ")
        )
    }
}

fn minutes(time: Duration) -> String {
    format!("{}m {:02}s", time.as_secs() / 60, time.as_secs() % 60)
}
