//! The release changes between two starts: drafts move by class of change, and submissions stay as they are.

use domain::answer::Again;
use domain::application::CaseState;
use domain::digest::Digest;
use service::agent::Agent;
use service::parent::case_view::CaseView;
use service::parent::save_step::{SaveOutcome, StepInput, save_step};
use service::parent::submit::{SubmitOutcome, submit};
use service::parent::take_back::take_back;
use store::{StoreError, cases, journal};
use uuid::Uuid;

use crate::altered::spoil;
use crate::browser::Browser;
use crate::flows::Flows;
use crate::house::House;
use crate::walking::Walked;

const CATALOGUE: &str = "catalogue.toml";
const DISCLAIMER: &str = "texts/disclaimer.toml";

/// A draft of the first release in which only the promise is left, in a service with another release.
struct Moving {
    house: House,
    flows: Flows,
    agent: Agent,
    id: Uuid,
    before: CaseView,
}

impl Moving {
    /// The first release is `a`; `change` makes the next one.
    async fn over(change: impl FnOnce(&Flows)) -> Moving {
        let flows = Flows::new();
        let house = House::open_with(&flows.settings()).await;
        let case = house.case("family-01");
        let agent = house.agent(&case).await;
        let id = house.begin(&agent).await;
        let Walked::Stopped(before) = house.walk(&agent, &case, id, Some("promise")).await else {
            panic!("not at the promise")
        };
        change(&flows);
        let house = house.restart_with(&flows.settings()).await.unwrap();
        Moving {
            house,
            flows,
            agent,
            id,
            before,
        }
    }

    /// The same, with one more release.
    async fn and_over(self, change: impl FnOnce(&Flows)) -> Moving {
        change(&self.flows);
        let settings = self.flows.settings();
        let house = self.house.restart_with(&settings).await.unwrap();
        Moving { house, ..self }
    }

    async fn open(&self) -> CaseView {
        self.house.show(&self.agent, self.id).await
    }

    /// The number of the release that the application is pinned to, and its events.
    async fn pinned(&self) -> (String, Vec<(String, Option<String>)>) {
        let id = self.id;
        let read = self.house.service().store.read(async |tx| {
            let stored = cases::load(tx, id).await?.unwrap();
            let entries = journal::list(tx, id).await?;
            assert!(journal::verify(tx, id).await?.is_ok());
            Ok::<_, StoreError>((stored.release, entries))
        });
        let (release, entries) = read.await.unwrap();
        let events = entries
            .into_iter()
            .map(|entry| (entry.event.kind.code().to_owned(), entry.event.subject))
            .collect();
        (release, events)
    }

    /// Saves the step with its present answers, as a form with this mark does.
    async fn save_as_it_is(&self, step: &str, mark: Option<String>) -> SaveOutcome {
        let view = self.open().await;
        let fields = view.plan.step(step).unwrap().fields();
        let fields = fields
            .filter_map(|field| Some((field.id.clone(), field.value.clone()?)))
            .collect();
        let input = StepInput {
            step: step.to_owned(),
            mark,
            fields,
            ..StepInput::default()
        };
        save_step(self.house.service(), &self.agent, self.id, input)
            .await
            .unwrap()
    }
}

/// What is open, as `field: code`.
fn open(view: &CaseView) -> Vec<String> {
    let told =
        |problem: &domain::flow::Problem| format!("{}: {}", problem.field, problem.code.as_str());
    view.plan.problems.iter().map(told).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_content_needs_another_number() {
    let flows = Flows::new();
    let house = House::open_with(&flows.settings()).await;
    let house = house.restart_with(&flows.settings()).await.unwrap();
    let hash = house.service().rules.in_force.content_hash().to_string();
    flows.edit(CATALOGUE, "代办人姓名", "代办人的姓名");
    let Err(refused) = house.restart_with(&flows.settings()).await else {
        panic!("started")
    };
    for told in ["release a ", &hash, "a new number in flows/release.toml"] {
        assert!(refused.contains(told), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_alone_move_a_draft_silently() {
    let moving = Moving::over(|flows| {
        flows.publish("b", &[(CATALOGUE, "代办人姓名", "代办人的姓名")]);
    })
    .await;
    assert_eq!(moving.pinned().await.0, "a", "nobody has opened it yet");
    let view = moving.open().await;
    assert_eq!(
        (view.plan.release.as_str(), view.version),
        ("b", moving.before.version + 1)
    );
    assert_eq!(open(&view), open(&moving.before));
    assert!(view.asked_again.is_empty());
    assert_eq!(view.answers, moving.before.answers);
    let (release, events) = moving.pinned().await;
    assert_eq!(release, "b");
    assert_eq!(
        events.last().unwrap(),
        &("release_moved".to_owned(), Some("a b".to_owned()))
    );
    assert_eq!(moving.open().await.version, view.version, "it moves once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_changed_is_asked_again_with_its_answer_kept() {
    let moving = Moving::over(|flows| {
        flows.publish("b", &[(CATALOGUE, "用孩子的照片", "用孩子的证件照")]);
    })
    .await;
    let drawn_before = moving.before.mark("supplement");
    let view = moving.open().await;
    assert_eq!(view.plan.next.as_deref(), Some("supplement"));
    assert_eq!(open(&view)[0], "photo_choice: missing");
    assert_eq!(view.answers["photo_choice"].value, "own");
    assert!(view.plan.problems[0].text.zh.contains("要求有变化"));
    assert_eq!(view.asked_again["photo_choice"].why, Again::Changed);

    // A form that was drawn earlier does not answer a question that it did not ask.
    let old_form = moving.save_as_it_is("supplement", Some(drawn_before)).await;
    assert!(
        matches!(old_form, SaveOutcome::Problems { .. }),
        "{old_form:?}"
    );
    let SaveOutcome::Saved { view, .. } = moving
        .save_as_it_is("supplement", Some(view.mark("supplement")))
        .await
    else {
        panic!("not saved")
    };
    assert!(view.asked_again.is_empty());
    assert_eq!(view.plan.next.as_deref(), Some("promise"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_text_is_agreed_to_anew() {
    let moving = Moving::over(|flows| {
        flows.publish("b", &[(DISCLAIMER, "2026-11-26", "2027-01-01")]);
    })
    .await;
    let view = moving.open().await;
    assert_eq!(view.plan.next.as_deref(), Some("disclaimer"));
    assert!(!view.answers.contains_key("consent.disclaimer"));
    assert!(view.plan.problems[0].text.zh.contains("文本有更新"));
    let SubmitOutcome::NotReady { .. } =
        submit(moving.house.service(), &moving.agent, moving.id, None)
            .await
            .unwrap()
    else {
        panic!("submitted")
    };
    let (case, agent) = (moving.house.case("family-01"), &moving.agent);
    let Walked::Ready(view) = moving.house.walk(agent, &case, moving.id, None).await else {
        panic!("not ready")
    };
    let SubmitOutcome::Submitted { .. } =
        submit(moving.house.service(), agent, moving.id, Some(&view.once()))
            .await
            .unwrap()
    else {
        panic!("not submitted")
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_law_changed_gives_its_reason() {
    let moving = Moving::over(|flows| {
        flows.publish("b", &[]);
        flows.declare(
            "material = \"card_photo\"\nclass = \"forced_by_law\"\nsince = \"b\"\nreason = { zh = \"照片须为近三个月内拍摄。\", en = \"The photo must be from the last three months.\" }",
        );
    })
    .await;
    let view = moving.open().await;
    let Again::ByLaw(reason) = &view.asked_again["card_photo"].why else {
        panic!("no reason")
    };
    assert_eq!(reason.zh, "照片须为近三个月内拍摄。");
    assert_eq!(open(&view)[0], "card_photo: missing");
    assert!(view.plan.problems[0].text.zh.contains(&reason.zh));
    let browser = Browser::of(&moving.house, "family-01").await;
    let path = format!("/applications/{}/supplement?page=supplement", moving.id);
    let shown = browser.get(&path).await.text().await.unwrap();
    for told in ["data-changed", "data-field=\"card_photo\"", &reason.zh] {
        assert!(shown.contains(told), "no {told} in {shown}");
    }
    // Another picture answers it.
    let paper = moving.house.paper("family-01", "card_photo");
    moving
        .house
        .upload(&moving.agent, moving.id, "card_photo", paper)
        .await;
    let SaveOutcome::Saved { view, .. } = moving.save_as_it_is("supplement", None).await else {
        panic!("not saved")
    };
    assert!(view.asked_again.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_skipped_a_release_hears_each_one_s_own_word() {
    let moving = Moving::over(|flows| {
        flows.publish("b", &[(CATALOGUE, "用孩子的照片", "用孩子的相片")]);
        flows.declare("field = \"photo_choice\"\nclass = \"harmless\"\nsince = \"b\"");
    })
    .await
    // A change that was declared harmless says nothing about the next one.
    .and_over(|flows| flows.publish("c", &[(CATALOGUE, "用孩子的相片", "用孩子的艺术照")]))
    .await;
    let view = moving.open().await;
    assert_eq!(
        view.asked_again.keys().collect::<Vec<_>>(),
        ["photo_choice"]
    );
    assert_eq!(view.asked_again["photo_choice"].since, "c");
    let (release, events) = moving.pinned().await;
    assert_eq!(
        (release.as_str(), events.last().unwrap().1.as_deref()),
        ("c", Some("a c"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_handed_in_stays_under_its_release() {
    let flows = Flows::new();
    let house = House::open_with(&flows.settings()).await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let Walked::Submitted(before) = house.apply(&agent, &case).await else {
        panic!("not submitted")
    };
    flows.publish("b", &[(DISCLAIMER, "2026-11-26", "2027-01-01")]);
    let house = house.restart_with(&flows.settings()).await.unwrap();
    let id = before.id;
    let moving = Moving {
        house,
        flows,
        agent,
        id,
        before,
    };
    let view = moving.open().await;
    assert_eq!(
        (view.state, view.version),
        (CaseState::Submitted, moving.before.version)
    );
    assert_eq!(moving.pinned().await.0, "a");

    let view = take_back(moving.house.service(), &moving.agent, id)
        .await
        .unwrap();
    assert_eq!(view.plan.next.as_deref(), Some("disclaimer"));
    let (release, events) = moving.pinned().await;
    assert_eq!(
        (release.as_str(), events.last().unwrap().0.as_str()),
        ("b", "release_moved")
    );
    let submissions = moving
        .house
        .service()
        .store
        .read(async |tx| store::submissions::list(tx, id).await);
    assert_eq!(submissions.await.unwrap()[0].snapshot.release, "a");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_a_release_that_nobody_can_read_is_asked_what_it_chose() {
    let moving = Moving::over(|flows| flows.publish("b", &[])).await;
    let id = moving.id;
    moving
        .house
        .service()
        .store
        .write(async move |tx| cases::pin(tx, id, "2020.1", &Digest::of("lost")).await)
        .await
        .unwrap();
    let view = moving.open().await;
    assert!(view.asked_again.contains_key("bank"));
    assert!(!view.asked_again.contains_key("child.name"));
    let (case, agent) = (moving.house.case("family-01"), &moving.agent);
    let walked = moving.house.walk(agent, &case, id, None).await;
    assert!(matches!(walked, Walked::Ready(_)), "{walked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_altered_release_in_between_asks_nothing_of_a_draft() {
    let moving = Moving::over(|flows| flows.publish("b", &[])).await;
    let moving = moving.and_over(|flows| flows.publish("c", &[])).await;
    // A question that changed there would be asked again.
    let altered = spoil(
        &moving.house,
        "UPDATE release_files SET content = replace(content, '用孩子的照片', '用孩子的证件照') \
         WHERE release = 'b' AND path LIKE '%catalogue.toml'",
    )
    .await;
    assert_eq!(altered, 1);
    let view = moving.open().await;
    assert_eq!(view.plan.release, "c");
    assert!(view.asked_again.is_empty(), "{:?}", view.asked_again);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_stood_under_another_text_is_not_taken_for_this_one() {
    let flows = Flows::new();
    let house = House::open_with(&flows.settings()).await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let drawn = house.show(&agent, id).await.mark("disclaimer");
    flows.publish("b", &[(DISCLAIMER, "version = \"", "version = \"9.")]);
    let house = house.restart_with(&flows.settings()).await.unwrap();

    // A page that was drawn before the release changed, sent after it.
    let consents = [
        "consent.disclaimer",
        "consent.sensitive_data",
        "consent.lookup",
    ];
    let tick = |seen: &str| StepInput {
        step: "disclaimer".to_owned(),
        mark: Some(seen.to_owned()),
        fields: consents
            .map(|id| (id.to_owned(), "yes".to_owned()))
            .to_vec(),
        ..StepInput::default()
    };
    let saved = save_step(house.service(), &agent, id, tick(&drawn))
        .await
        .unwrap();
    assert!(matches!(saved, SaveOutcome::Stale { .. }), "{saved:?}");
    let view = house.show(&agent, id).await;
    assert!(!view.answers.contains_key("consent.disclaimer"));
    let saved = save_step(house.service(), &agent, id, tick(&view.mark("disclaimer")))
        .await
        .unwrap();
    assert!(matches!(saved, SaveOutcome::Saved { .. }), "{saved:?}");
}
