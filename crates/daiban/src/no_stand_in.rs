//! Replaces the sandbox in a program that was built without it: there is none, whatever the settings say.

#![expect(clippy::unused_async, reason = "the same functions as with a sandbox")]

use gateways::registry;
use portal::FillsIn;
use service::CodeSink;
use service::chance::Chance;
use service::clock::Clock;
use service::passwords::Passwords;
use store::Store;
use web::i18n::Locales;
use web::route::Route;

use crate::config::{Config, FaceConfig, LoginConfig, SmsConfig};

/// No value exists: the settings of such a program name no sandbox.
pub enum StandIn {}

pub(crate) async fn erase_where_wished(_: &Config, _: &Store) -> anyhow::Result<()> {
    Ok(())
}

pub(crate) async fn begin(
    _: &Config,
    _: &Store,
    _: &Passwords,
    _: &Clock,
    _: &Chance,
    _: &Locales,
) -> anyhow::Result<Option<StandIn>> {
    Ok(None)
}

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}

impl StandIn {
    pub(crate) fn take_place_of(&self, _: &mut registry::Settings) {
        match *self {}
    }

    pub(crate) fn take_place_of_sms(&self, _: &mut SmsConfig) {
        match *self {}
    }

    pub(crate) fn take_place_of_face(&self, _: &mut FaceConfig) {
        match *self {}
    }

    pub(crate) fn take_place_of_login(&self, _: &mut LoginConfig) {
        match *self {}
    }

    pub(crate) fn codes(&self) -> CodeSink {
        match *self {}
    }

    pub(crate) fn fills_in(&self) -> FillsIn {
        match *self {}
    }

    pub(crate) fn mounted(&self) -> Vec<Route> {
        match *self {}
    }

    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        match self {}
    }
}
