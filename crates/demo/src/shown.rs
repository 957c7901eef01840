//! What the sandbox's pages show.

use std::path::PathBuf;
use std::sync::Arc;

use portal::{FilledIn, FillsIn};
use sandbox::World;
use service::CodeSink;

use super::hosts::Hosts;
use super::outbox::Outbox;
use super::platforms::Platforms;
use super::switches::Switches;
use super::words::in_lang;

/// What the sandbox's pages show.
#[derive(Clone)]
pub struct Sandbox {
    /// The families.
    pub world: Arc<World>,
    /// The codes and messages that were "sent".
    pub outbox: Arc<Outbox>,
    /// The platforms of short messages.
    pub platforms: Arc<Platforms>,
    /// The hosts of mini-programs.
    pub hosts: Arc<Hosts>,
    /// What makes platforms fail.
    pub switches: Arc<Switches>,
    /// Folder of the built mini-programs.
    pub previews: PathBuf,
}

impl Sandbox {
    /// Where the answers of codes go.
    pub fn codes(&self) -> CodeSink {
        let outbox = Arc::clone(&self.outbox);
        Box::new(move |code| outbox.push(code))
    }

    /// Fills in the log-in of a case.
    pub fn fills_in(&self) -> FillsIn {
        let sandbox = self.clone();
        FillsIn(Arc::new(move |played| {
            let case = sandbox.world.case(played.case)?;
            let code = sandbox.outbox.code_for(played.challenge);
            Some(FilledIn {
                login: case.agent.username.clone(),
                password: case.agent.password.clone(),
                picture_code: code.unwrap_or_default(),
                story: in_lang(&case.title, played.lang).to_owned(),
            })
        }))
    }
}
