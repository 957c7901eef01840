//! An application as its agent sees it.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::answer::{Answer, Answers};
use domain::application::{ActionKind, CardState, CaseState, Return, Role, may};
use domain::channel::Channel;
use domain::flow::{Plan, PlannedField, PlannedStep};
use jiff::Timestamp;
use uuid::Uuid;
use vision::card_photo::Frame;

pub use super::asked_again::AskedAgain;
pub use super::field_ids::RELATIONSHIP_CONFIRMED;

/// An application as its agent sees it: what was answered, and the plan that follows from it today.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// Its id.
    pub id: Uuid,
    /// The channel it was begun in.
    pub channel: Channel,
    /// Its state.
    pub state: CaseState,
    /// Grows with every change.
    pub version: u32,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// What is visible, required, wrong and next, today.
    pub plan: Arc<Plan>,
    /// The answers with where they came from, by catalogue id.
    pub answers: BTreeMap<String, Answer>,
    /// What has to be answered again since the draft moved to another release, by id.
    pub asked_again: BTreeMap<String, AskedAgain>,
    /// The uploaded pictures, in no order; the plan's slots give the order.
    pub materials: Vec<MaterialView>,
    /// What the registry said about agent and child, once it was asked.
    pub relationship: Option<RelationshipView>,
    /// Every submission, the newest last.
    pub submissions: Vec<SubmissionView>,
    /// What staff returned for correction, while it is returned.
    pub returned: Option<Return>,
    /// The state of the card, once there is one.
    pub card: Option<CardState>,
}

/// An uploaded picture, without its pixels.
#[derive(Clone, Debug)]
pub struct MaterialView {
    /// Material id.
    pub material: String,
    /// When it was uploaded.
    pub uploaded_at: Timestamp,
    /// Width of the stored picture.
    pub width_px: u32,
    /// Height of the stored picture.
    pub height_px: u32,
    /// Size of the stored picture.
    pub size_bytes: u64,
    /// Carried over from an earlier application.
    pub from_earlier: bool,
    /// Taken although something seemed wrong with it: a person will look.
    pub is_doubtful: bool,
    /// For the child's photo: the part that goes onto the card.
    pub frame: Option<Frame>,
}

/// What the registry said about agent and child.
#[derive(Clone)]
pub struct RelationshipView {
    /// The answer; `down` when there was none. Only a hit is ever shown.
    pub state: domain::flow::RelationshipState,
    /// On a hit: the GB/T 4761 code; the agent is the child's ….
    pub relation_code: Option<String>,
    /// What the agent had chosen before the registry was asked; shown beside a differing answer.
    pub chosen_code: Option<String>,
    /// When the registry was asked.
    pub asked_at: Timestamp,
    /// When the agent confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// When the agent disputed it.
    pub disputed_at: Option<Timestamp>,
}

/// Without the relation, which is personal.
impl std::fmt::Debug for RelationshipView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RelationshipView")
            .field("state", &self.state)
            .field("confirmed", &self.confirmed_at.is_some())
            .field("disputed", &self.disputed_at.is_some())
            .finish_non_exhaustive()
    }
}

/// One submission.
#[derive(Clone, Debug)]
pub struct SubmissionView {
    /// 1 for the first.
    pub number: u32,
    /// Receipt number, grouped for reading.
    pub receipt: String,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// Whether the relationship was verified then.
    pub verified: bool,
}

/// Whether the agent fills in an application in this state: a draft, or one that is corrected after a return.
pub(super) fn is_filled_in(state: CaseState) -> bool {
    may(Role::Agent, ActionKind::SaveStep, state)
}

impl CaseView {
    /// Whether its agent fills it in: a draft, or returned for correction.
    pub fn is_filled_in(&self) -> bool {
        is_filled_in(self.state)
    }

    /// Whether the way leads through a step: the plan reaches it and, after a return, something on it can be corrected.
    pub fn leads_through(&self, step: &PlannedStep) -> bool {
        let is_corrected_here = || step.pages.iter().any(|page| page.answerable);
        step.reached && (self.returned.is_none() || is_corrected_here())
    }

    /// The step with this id, where the plan reaches it.
    pub fn step(&self, id: &str) -> Option<&PlannedStep> {
        self.plan.step(id).filter(|step| step.reached)
    }

    /// The step after this one that the way leads through; `None` after the last.
    pub fn step_after(&self, id: &str) -> Option<&PlannedStep> {
        let mut later = self.plan.steps.iter().skip_while(|step| step.id != id);
        later.next();
        later.find(|step| self.leads_through(step))
    }

    /// Only the values, and which materials are present, as the rules take them.
    pub fn plain_answers(&self) -> Answers {
        let mut answers: Answers = self
            .answers
            .iter()
            .map(|(id, answer)| (id, answer.value.as_str()))
            .collect();
        for material in &self.materials {
            answers.set_present(&material.material);
        }
        for (id, asked) in &self.asked_again {
            answers.ask_again(id, asked.why.clone());
        }
        answers
    }

    /// Stored pictures that the application, as answered now, can no longer ask for. They are kept in case an answer is changed
    /// back, and removed at submission.
    pub fn unneeded(&self) -> impl Iterator<Item = &MaterialView> {
        let needed = &self.plan.possible_materials;
        self.materials
            .iter()
            .filter(|material| !needed.contains(&material.material))
    }

    /// Whether the registry said who the agent is to the child, and the agent confirmed it.
    pub fn verified(&self) -> bool {
        self.relationship.as_ref().is_some_and(|found| {
            found.relation_code.is_some()
                && found.confirmed_at.is_some()
                && found.disputed_at.is_none()
        })
    }

    /// The receipt number in force, once submitted.
    pub fn receipt(&self) -> Option<&str> {
        self.submissions
            .last()
            .map(|submission| submission.receipt.as_str())
    }

    /// The submission in force: none for a draft that was taken back, or for an application that was rejected, withdrawn or
    /// expired.
    pub fn standing(&self) -> Option<&SubmissionView> {
        match self.state {
            CaseState::Submitted
            | CaseState::InReview
            | CaseState::Returned
            | CaseState::Approved => self.submissions.last(),
            CaseState::Draft | CaseState::Rejected | CaseState::Withdrawn | CaseState::Expired => {
                None
            }
        }
    }

    /// Names what a step's form was drawn from. The form carries it as the hidden input `seen`; a save with another mark than
    /// that of the stored answers was drawn before somebody else changed them.
    pub fn mark(&self, step: &str) -> String {
        let found_at = self.relationship.as_ref().map(|found| found.asked_at);
        mark(
            self.id,
            &self.plan,
            &self.answers,
            found_at,
            &self.asked_again,
            step,
        )
    }

    /// Names what the last button submits: everything but the promise itself. Its form carries it as the hidden input `once` (an
    /// idempotency key), so that a button pressed twice submits once, and nothing that was changed elsewhere meanwhile.
    pub fn once(&self) -> String {
        once(
            self.id,
            self.submissions.len(),
            &self.plan,
            &self.answers,
            &self.materials,
        )
    }

    /// The child's photo with its frame, once it is there.
    pub fn card_photo(&self) -> Option<(&MaterialView, Frame)> {
        let mut framed = self.materials.iter().filter(|known| known.frame.is_some());
        framed.next().and_then(|photo| Some((photo, photo.frame?)))
    }

    /// Names the photo and the frame that their page was drawn from, as [`Self::mark`] does for answers.
    pub fn crop_mark(&self) -> String {
        let photo = self.card_photo().map(|(photo, _)| photo);
        photo.map_or_else(String::new, |photo| crop_mark(self.id, photo))
    }
}

/// The fields of the last step: the promise about everything before it.
pub(super) fn promises(plan: &Plan) -> impl Iterator<Item = &str> {
    let last = plan.steps.last().into_iter();
    last.flat_map(PlannedStep::fields)
        .map(|field| field.id.as_str())
}

/// The mark of a photo and its frame.
pub(super) fn crop_mark(case: Uuid, photo: &MaterialView) -> String {
    let mut digest = Parts::of(case);
    add_picture(&mut digest, photo);
    digest.finish()
}

/// Adds a picture by its upload time and size in bytes, and the part of it that is used.
fn add_picture(digest: &mut Parts, picture: &MaterialView) {
    let (at, bytes) = (picture.uploaded_at.as_millisecond(), picture.size_bytes);
    digest.add(&picture.material);
    digest.add(&format!("{at} {bytes}"));
    if let Some(frame) = picture.frame {
        let (x, y, width) = (frame.x_px(), frame.y_px(), frame.width_px());
        digest.add(&format!("{x} {y} {width} {}", frame.turns().count()));
    }
}

/// The name of what would be submitted, from what is stored.
pub(super) fn once(
    case: Uuid,
    submissions: usize,
    plan: &Plan,
    answers: &BTreeMap<String, Answer>,
    pictures: &[MaterialView],
) -> String {
    let mut digest = Parts::of(case);
    digest.add(&submissions.to_string());
    let promises: Vec<&str> = promises(plan).collect();
    // A promise is about the text that was shown: a change of the release makes it another one.
    for text in plan
        .steps
        .iter()
        .flat_map(PlannedStep::fields)
        .filter_map(agreed_text)
    {
        digest.add(&text);
    }
    for (id, answer) in answers {
        if !promises.contains(&id.as_str()) {
            digest.add(id);
            digest.add(&answer.value);
        }
    }
    let pictures: BTreeMap<&str, &MaterialView> = pictures
        .iter()
        .map(|picture| (picture.material.as_str(), picture))
        .collect();
    for picture in pictures.into_values() {
        add_picture(&mut digest, picture);
    }
    digest.finish()
}

/// The hash of the text that a consent box agrees to.
fn agreed_text(field: &PlannedField) -> Option<String> {
    field.agreement_hash.map(|hash| hash.to_string())
}

/// The mark of a step over the stored values. `found_at`: when the registry was asked about the relationship that the step shows;
/// a response to it counts for that answer only.
pub(super) fn values_mark(
    case: Uuid,
    plan: &Plan,
    answers: &BTreeMap<String, Answer>,
    found_at: Option<Timestamp>,
    step: &str,
) -> String {
    let fields = plan.step(step).into_iter().flat_map(PlannedStep::fields);
    let mut digest = Parts::of(case);
    for field in fields {
        let value = answers
            .get(&field.id)
            .map_or("", |answer| answer.value.as_str());
        digest.add(&field.id);
        digest.add(value);
        digest.add(&agreed_text(field).unwrap_or_default());
        if field.id == RELATIONSHIP_CONFIRMED {
            let found_at = found_at.map(Timestamp::as_millisecond);
            digest.add(&found_at.map_or_else(String::new, |at| at.to_string()));
        }
    }
    digest.finish()
}

/// The mark of a step and, after a dot, of what it asks again: an answer to the old question is none to the new one.
pub(super) fn mark(
    case: Uuid,
    plan: &Plan,
    answers: &BTreeMap<String, Answer>,
    found_at: Option<Timestamp>,
    asked_again: &BTreeMap<String, AskedAgain>,
    step: &str,
) -> String {
    let values = values_mark(case, plan, answers, found_at, step);
    let step = plan.step(step);
    let fields = step.into_iter().flat_map(PlannedStep::fields);
    let slots = step.into_iter().flat_map(PlannedStep::slots);
    let ids = fields
        .map(|field| &field.id)
        .chain(slots.map(|slot| &slot.id));
    let asked: Vec<_> = ids.filter_map(|id| asked_again.get_key_value(id)).collect();
    if asked.is_empty() {
        return values;
    }
    let mut digest = Parts::of(case);
    for (id, asked) in asked {
        digest.add(id);
        digest.add(&asked.since);
    }
    format!("{values}.{}", digest.finish())
}

/// A short digest over length-prefixed parts.
struct Parts(ring::digest::Context);

impl Parts {
    fn of(case: Uuid) -> Parts {
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        context.update(case.as_bytes());
        Parts(context)
    }

    fn add(&mut self, part: &str) {
        self.0.update(&(part.len() as u64).to_be_bytes());
        self.0.update(part.as_bytes());
    }

    fn finish(self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&self.0.finish().as_ref()[..12])
    }
}
