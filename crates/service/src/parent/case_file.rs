//! An application as stored in the database: loaded as a whole in one transaction, and changed only by decisions.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::answer::{Answer, Answers, Provenance};
use domain::application::{self, Action, Actor, Case, CaseState, Records, Refusal, Standing};
use domain::day::beijing_date;
use domain::digest::Digest;
use domain::flow::{Facts, Plan, RelationshipState, plan};
use domain::id::AgeRule;
use domain::release::Release;
use jiff::Timestamp;
use jiff::civil::Date;
use store::Tx;
use store::asked_again::ItemAskedAgain;
use store::cases;
use store::journal;
use store::materials::{self, Material};
use store::picture_tries::{self, PictureTry};
use store::records;
use store::relationships::{self, Relationship};
use store::submissions::{self, Submission};
use uuid::Uuid;

use super::asked_again::{AskedAgain, asked_again};
use super::card_photo::{CARD_PHOTO, frame_of};
use super::case_view::{
    self, CaseView, MaterialView, RelationshipView, SubmissionView, is_filled_in,
};
use super::correction::open_items;
use super::field_ids::{AGENT_MOBILE, BRANCH, CHILD_ID_NUMBER, RELATIONSHIP};
use super::judging::taken_despite;
use crate::Service;
use crate::ServiceError;
use crate::decided::{self, About};

/// The rules of the day: what a transaction needs to judge an application. Cheap to clone.
#[derive(Clone)]
pub(super) struct Rules {
    pub(super) release: Arc<Release>,
    pub(super) age: AgeRule,
    pub(super) now: Timestamp,
    pub(super) today: Date,
}

impl Rules {
    pub(super) fn of(service: &Service) -> Rules {
        // Reads the clock once: around midnight two readings could fall on two days.
        let now = service.clock.now();
        Rules {
            release: Arc::clone(&service.rules.in_force),
            age: service.settings.age,
            now,
            today: beijing_date(now),
        }
    }
}

/// An application with everything that belongs to it.
#[derive(Clone)]
pub(super) struct CaseFile {
    pub(super) case: Case,
    /// Number and hash of the release that it is pinned to.
    pub(super) release: (String, Digest),
    pub(super) answers: BTreeMap<String, Answer>,
    pub(super) items_asked_again: Vec<ItemAskedAgain>,
    pub(super) materials: Vec<Material>,
    pub(super) tries: Vec<PictureTry>,
    pub(super) relationship: Option<Relationship>,
    pub(super) submissions: Vec<Submission>,
    pub(super) records: Records,
}

impl CaseFile {
    /// Loads the application of this account.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none, or it is somebody else's.
    pub(super) async fn load(tx: &Tx, account: Uuid, id: Uuid) -> Result<CaseFile, ServiceError> {
        let stored = cases::load_owned(tx, account, id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        journal::check(tx, id).await?;
        tracing::trace!(case = %id, "loaded an application");
        Ok(CaseFile {
            case: stored.case,
            release: (stored.release, stored.release_hash),
            answers: store::answers::list(tx, id).await?,
            items_asked_again: store::asked_again::list(tx, id).await?,
            materials: materials::list(tx, id).await?,
            tries: picture_tries::list(tx, id).await?,
            relationship: relationships::get(tx, id).await?,
            submissions: submissions::list(tx, id).await?,
            records: records::load(tx, id).await?,
        })
    }

    /// The application as it is now: as it was read (`known`), if nothing has changed since, or else loaded again.
    ///
    /// Every change of an application raises its version, so one row tells.
    ///
    /// # Errors
    /// Those of [`Self::load`].
    pub(super) async fn current(tx: &Tx, known: &CaseFile) -> Result<CaseFile, ServiceError> {
        let (owner, id) = (known.case.owner, known.case.id);
        let stored = cases::load_owned(tx, owner, id).await?;
        if stored.is_none_or(|stored| stored.case != known.case) {
            return Self::load(tx, owner, id).await;
        }
        journal::check(tx, id).await?;
        Ok(known.clone())
    }

    /// Only the values, and which materials are present, as the rules take them.
    pub(super) fn plain_answers(&self) -> Answers {
        let mut answers: Answers = self
            .answers
            .iter()
            .map(|(id, answer)| (id, answer.value.as_str()))
            .collect();
        for material in &self.materials {
            answers.set_present(&material.material);
        }
        answers
    }

    /// What is visible, required, wrong and next today.
    pub(super) fn plan(&self, rules: &Rules) -> Result<Arc<Plan>, ServiceError> {
        let facts = Facts {
            relationship_state: self
                .relationship
                .as_ref()
                .map_or(RelationshipState::Unasked, |found| found.state),
            mobile_proved: self
                .answers
                .get(AGENT_MOBILE)
                .is_some_and(|answer| answer.provenance == Provenance::LogIn),
            age_rule: rules.age,
        };
        let channel = self.case.channel;
        tracing::trace!(case = %self.case.id, "planned an application");
        // Answers that only another release asks for stay in the draft, but out of this plan.
        let known =
            |id: &str| rules.release.field(id).is_some() || rules.release.material(id).is_some();
        let stored = self.plain_answers();
        let mut answers: Answers = stored.iter().filter(|(id, _)| known(id)).collect();
        for (id, asked) in self.asked_again(&rules.release) {
            answers.ask_again(&id, asked.why);
        }
        plan(&rules.release, channel, &answers, rules.today, &facts)
            .map(Arc::new)
            .ok_or_else(|| {
                ServiceError::Internal(format!(
                    "the release has no flow for the channel {}",
                    channel.code()
                ))
            })
    }

    /// What is known about agent and child, as decisions take it.
    pub(super) fn known_relationship(&self) -> application::Relationship {
        self.relationship
            .as_ref()
            .map_or(application::Relationship::UNASKED, Relationship::facts)
    }

    /// When the registry was asked about the relationship.
    pub(super) fn found_at(&self) -> Option<Timestamp> {
        self.relationship.as_ref().map(|found| found.asked_at)
    }

    /// Whether the stored relationship comes from a registry and not from the agent.
    pub(super) fn relationship_is_registered(&self) -> bool {
        self.answers
            .get(RELATIONSHIP)
            .is_some_and(|answer| answer.provenance == Provenance::Registry)
    }

    /// Whether this is a draft that is pinned to another release than the one in force.
    pub(super) fn is_behind(&self, in_force: &Release) -> bool {
        let pinned = (self.release.0.as_str(), self.release.1);
        self.case.state == CaseState::Draft
            && pinned != (in_force.number(), in_force.content_hash())
    }

    /// What has to be answered again, by id.
    pub(super) fn asked_again(&self, in_force: &Release) -> BTreeMap<String, AskedAgain> {
        asked_again(&self.items_asked_again, in_force)
    }

    /// Fails unless this is a draft.
    pub(super) fn require_draft(&self) -> Result<(), ServiceError> {
        match self.case.state {
            CaseState::Draft => Ok(()),
            _ => Err(ServiceError::WrongState),
        }
    }

    /// Fails unless its agent fills it in: a draft, or returned for correction.
    pub(super) fn require_open(&self) -> Result<(), ServiceError> {
        if is_filled_in(self.case.state) {
            Ok(())
        } else {
            Err(ServiceError::WrongState)
        }
    }

    /// Fails unless its agent may change these fields and materials now.
    pub(super) fn require_unlocked(&self, ids: &[&str]) -> Result<(), ServiceError> {
        self.require_open()?;
        Ok(self.standing().unlocked(ids)?)
    }

    fn standing(&self) -> Standing<'_> {
        Standing {
            records: &self.records,
            ..Standing::bare(&self.case)
        }
    }

    /// Decides on the agent's action, and stores the decision ([`decided::apply`]). The caller writes what the action carries, in the
    /// same transaction.
    ///
    /// `about`: the payload of the entry, beyond the event itself: ids of fields, a hash. Never values.
    pub(super) async fn change(
        &mut self,
        tx: &Tx,
        rules: &Rules,
        action: Action<'_>,
        about: &str,
    ) -> Result<(), ServiceError> {
        // Opening a draft moves it first; only another process with another release can come in between.
        if self.is_behind(&rules.release) && !matches!(action, Action::Withdraw) {
            return Err(ServiceError::Stale);
        }
        let agent = Actor::Agent(self.case.owner);
        self.change_as(tx, rules, agent, action, about).await
    }

    /// Like [`Self::change`], for actions of the service itself.
    pub(super) async fn change_as(
        &mut self,
        tx: &Tx,
        rules: &Rules,
        actor: Actor,
        action: Action<'_>,
        about: &str,
    ) -> Result<(), ServiceError> {
        let (standing, version) = (self.standing(), self.case.version);
        let decision = application::decide_on(standing, actor, action, version, rules.now)?;
        let child = self.answers.get(CHILD_ID_NUMBER);
        let about = About {
            payload: about,
            child: child.map(|answer| answer.value.as_str()),
            district: self.district(&rules.release),
            ..About::default()
        };
        decided::apply(tx, &self.records, &decision, about).await?;
        self.case = decision.next;
        self.records = decision.records;
        Ok(())
    }

    /// The district of the branch where the card is to be handed over: its staff review the application.
    fn district<'r>(&self, release: &'r Release) -> Option<&'r str> {
        let branch = &self.answers.get(BRANCH)?.value;
        let branch = release.codes().branches.get(branch)?;
        Some(&branch.district)
    }

    /// What [`CaseView::once`] would return.
    pub(super) fn once(&self, plan: &Plan) -> String {
        let pictures = self.pictures();
        case_view::once(
            self.case.id,
            self.submissions.len(),
            plan,
            &self.answers,
            &pictures,
        )
    }

    /// The pictures as their agent sees them.
    fn pictures(&self) -> Vec<MaterialView> {
        let views = self.materials.iter();
        views
            .map(|picture| MaterialView {
                is_doubtful: taken_despite(&self.tries, picture).is_some(),
                ..material_view(picture)
            })
            .collect()
    }

    /// The application as its agent sees it.
    pub(super) fn view(self, rules: &Rules) -> Result<CaseView, ServiceError> {
        let plan = self.plan(rules)?;
        Ok(self.planned(rules, plan))
    }

    /// The same with its plan.
    pub(super) fn planned(self, rules: &Rules, mut plan: Arc<Plan>) -> CaseView {
        if let Some(returned) = &self.records.returned {
            let stored = self.plain_answers();
            let open = open_items(&plan, returned, |id| stored.get(id).is_some());
            Arc::make_mut(&mut plan).lock_all_but(&open);
        }
        let asked_again = self.asked_again(&rules.release);
        let pictures = self.pictures();
        CaseView {
            id: self.case.id,
            channel: self.case.channel,
            state: self.case.state,
            version: self.case.version,
            created_at: self.case.created_at,
            saved_at: self.case.updated_at,
            plan,
            answers: self.answers,
            asked_again,
            materials: pictures,
            relationship: self.relationship.map(|found| RelationshipView {
                state: found.state,
                relation_code: found.relation.map(|code| code.expose().to_owned()),
                chosen_code: found.chosen.map(|code| code.expose().to_owned()),
                asked_at: found.asked_at,
                confirmed_at: found.confirmed_at,
                disputed_at: found.disputed_at,
            }),
            submissions: self
                .submissions
                .iter()
                .map(|submission| SubmissionView {
                    number: submission.snapshot.number,
                    receipt: submission.receipt.to_string(),
                    submitted_at: submission.snapshot.submitted_at,
                    verified: submission.snapshot.relationship_verified,
                })
                .collect(),
            returned: self.records.returned,
            card: self.records.card,
        }
    }
}

/// A picture without its pixels.
pub(super) fn material_view(material: &Material) -> MaterialView {
    MaterialView {
        material: material.material.clone(),
        uploaded_at: material.uploaded_at,
        width_px: material.width_px,
        height_px: material.height_px,
        size_bytes: material.size_bytes,
        from_earlier: material.from_earlier,
        is_doubtful: false,
        frame: (material.material == CARD_PHOTO).then(|| frame_of(material)),
    }
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> ServiceError {
        match refusal {
            Refusal::NotYours => ServiceError::NotFound,
            Refusal::Stale { .. } => ServiceError::Stale,
            Refusal::ItemLocked { item } => ServiceError::ItemLocked { item },
            Refusal::NotCorrected { items } => ServiceError::NotCorrected { items },
            Refusal::WrongState { .. }
            | Refusal::NotAllowed { .. }
            | Refusal::OwnCase
            | Refusal::Incomplete { .. }
            | Refusal::NothingFound
            | Refusal::NotExpired { .. }
            | Refusal::NoOpenReturn
            | Refusal::EmptyReturn
            | Refusal::ItemTwice { .. }
            | Refusal::NoSentence { .. }
            | Refusal::ReasonUnknown { .. }
            | Refusal::NotAssigned
            | Refusal::LeaseOfAnother { .. }
            | Refusal::AssignsOthers
            | Refusal::OnHold
            | Refusal::NotOnHold
            | Refusal::SecondReviewAsked
            | Refusal::NoSecondReview
            | Refusal::FirstReviewMissing
            | Refusal::SameReviewer
            | Refusal::FindingKnown
            | Refusal::FindingUnknown
            | Refusal::NotOverridable
            | Refusal::FindingsOpen { .. }
            | Refusal::NotChecked { .. }
            | Refusal::FlagsOpen { .. }
            | Refusal::HumanNeeded { .. }
            | Refusal::CardNotRefused => ServiceError::WrongState,
        }
    }
}
