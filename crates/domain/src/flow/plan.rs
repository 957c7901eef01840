//! Working out a plan from the flow and the answers.

use jiff::civil::Date;

use super::build::build;
use super::planned::Plan;
use crate::answer::Answers;
use crate::channel::Channel;
use crate::flow::Facts;
use crate::release::Release;

/// Works out the plan of a draft.
///
/// `on` is the civil day in Beijing on which ages and validity are judged. The function is total: whatever the
/// answers hold, a plan comes out; `None` only for a channel that the release has no flow for.
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
