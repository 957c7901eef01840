//! Computes a plan from the flow and the answers.

use jiff::civil::Date;

use super::build::build;
use super::planned::Plan;
use crate::answer::Answers;
use crate::channel::Channel;
use crate::flow::Facts;
use crate::release::Release;

/// Computes the plan of a draft.
///
/// `on` is the civil day in Beijing for ages and validity. The function is total: whatever the answers are, there is a plan;
/// `None` only for a channel without a flow in the release.
pub fn plan(
    release: &Release,
    channel: Channel,
    answers: &Answers,
    on: Date,
    facts: &Facts,
) -> Option<Plan> {
    release
        .flow(channel)
        .map(|flow| build(release, flow, answers, on, *facts))
}
