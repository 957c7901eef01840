//! `cargo xtask screens` and `cargo xtask lighthouse`: how the pages look, and what they cost their reader.

use anyhow::Result;

use crate::command::{cargo, outside, run};
use crate::miniprogram::build_previews;
use crate::setup::{Need, ensure, node_packages};
use crate::workspace;

/// Screenshots of the main pages, on a phone and a desktop, and of the mini-programs, in both languages, in `docs/screens`.
pub(crate) fn screens() -> Result<()> {
    ready()?;
    build_previews()?;
    run(&mut outside(&workspace::outside_tests(), "screens"))
}

/// Lighthouse's scores of home, log-in, a step and check-your-answers.
pub(crate) fn lighthouse() -> Result<()> {
    ready()?;
    let folder = workspace::outside_tests().join("figures");
    node_packages(&folder)?;
    run(&mut outside(&folder, "lighthouse"))
}

fn ready() -> Result<()> {
    ensure(&[Need::Node, Need::Chromium, Need::ChineseFont])?;
    node_packages(&workspace::outside_tests())?;
    run(&mut cargo(["build", "--package", "daiban"]))
}
