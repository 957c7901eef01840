//! A parent who walks through a whole application, as the family would.

use sandbox::world::Case;
use service::agent::Agent;
use service::parent::add_material::AddOutcome;
use service::parent::case_view::CaseView;
use service::parent::save_step::{SaveOutcome, StepInput, save_step};
use service::parent::submit::{SubmitOutcome, submit};
use uuid::Uuid;

use crate::house::House;

/// How far a parent got.
#[derive(Debug)]
pub(crate) enum Walked {
    /// Nothing is left but to submit.
    Ready(CaseView),
    /// At the step that was asked for.
    Stopped(CaseView),
    /// The service cannot continue.
    Refused(CaseView, &'static str),
    /// With a receipt.
    Submitted(CaseView),
}

impl Walked {
    pub(crate) fn view(self) -> CaseView {
        match self {
            Walked::Ready(view)
            | Walked::Stopped(view)
            | Walked::Refused(view, _)
            | Walked::Submitted(view) => view,
        }
    }
}

impl House {
    /// Answers one open step after the other, up to the step `until`, a refusal, or the end.
    pub(crate) async fn walk(
        &self,
        agent: &Agent,
        case: &Case,
        id: Uuid,
        until: Option<&str>,
    ) -> Walked {
        let mut steps: Vec<String> = Vec::new();
        loop {
            let view = self.show(agent, id).await;
            let Some(step) = view.plan.next.clone() else {
                return Walked::Ready(view);
            };
            if until == Some(step.as_str()) {
                return Walked::Stopped(view);
            }
            // A step that asks the registry and shows its answer is answered page by page.
            let times = steps
                .iter()
                .rev()
                .take_while(|known| **known == step)
                .count();
            assert!(
                times < 3 && steps.len() < 40,
                "{} hangs at {step}: {:?}",
                case.case,
                view.plan.problems
            );
            if let Some(refused) = self.answer(agent, case, id, &view, &step).await {
                return refused;
            }
            steps.push(step);
        }
    }

    /// Fills in a whole step as the family would.
    async fn answer(
        &self,
        agent: &Agent,
        case: &Case,
        id: Uuid,
        view: &CaseView,
        step: &str,
    ) -> Option<Walked> {
        let fields: Vec<(String, String)> = view
            .plan
            .step(step)?
            .fields()
            .filter(|field| field.visible && !field.locked)
            .filter_map(|field| Some((field.id.clone(), case.answers.get(&field.id)?.clone())))
            .collect();
        let input = StepInput {
            step: step.to_owned(),
            fields,
            ..StepInput::default()
        };
        let view = match save_step(self.service(), agent, id, input).await.unwrap() {
            SaveOutcome::Saved { view, .. } | SaveOutcome::Problems { view, .. } => view,
            SaveOutcome::Refused { view, refusal } => {
                return Some(Walked::Refused(view, refusal.code()));
            }
            SaveOutcome::Stale { .. } => panic!("nobody else is at {}", case.case),
        };
        for slot in view
            .plan
            .step(step)?
            .slots()
            .filter(|slot| slot.required && !slot.present)
            // The family lacks some papers, and says so when asked.
            .filter(|slot| case.papers.contains_key(&slot.id))
        {
            let paper = self.paper_like(case, &slot.id);
            let added = self.upload(agent, id, &slot.id, paper).await;
            assert!(
                matches!(added, AddOutcome::Added { .. }),
                "{}: {added:?}",
                slot.id
            );
        }
        None
    }

    /// Walks a whole case as its agent, and says how it ended in the contract's words.
    pub(crate) async fn end_of(&self, case: &Case) -> (String, Walked) {
        let agent = self.agent(case).await;
        let walked = self.apply(&agent, case).await;
        let end = match &walked {
            Walked::Submitted(view) if view.submissions[0].verified => "submits".to_owned(),
            Walked::Submitted(_) => "evidence".to_owned(),
            Walked::Refused(_, code) => format!("refused:{code}"),
            other => panic!("{}: {other:?}", case.case),
        };
        (end, walked)
    }

    /// Walks from the beginning to the end and submits.
    pub(crate) async fn apply(&self, agent: &Agent, case: &Case) -> Walked {
        let id = self.begin(agent).await;
        self.finish(agent, case, id).await
    }

    /// Walks on from where a draft is, and submits.
    pub(crate) async fn finish(&self, agent: &Agent, case: &Case, id: Uuid) -> Walked {
        match self.walk(agent, case, id, None).await {
            Walked::Ready(view) => match submit(self.service(), agent, id, Some(&view.once()))
                .await
                .unwrap()
            {
                SubmitOutcome::Submitted { view } => Walked::Submitted(view),
                SubmitOutcome::NotReady { view } => {
                    panic!("{}: {:?}", case.case, view.plan.problems)
                }
                SubmitOutcome::NotCorrected { items, .. } => {
                    panic!("{}: {items:?} is not corrected", case.case)
                }
                SubmitOutcome::Refused { view, refusal } => Walked::Refused(view, refusal.code()),
            },
            other => other,
        }
    }
}
