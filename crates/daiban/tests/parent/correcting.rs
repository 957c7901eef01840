//! An application that was returned: what is shown and open, by every way, until it is handed in again.

use domain::application::CaseState;
use domain::flow::PlannedStep;
use service::ServiceError;
use service::parent::add_material::add_material;
use service::parent::capture::{Captured, attempt, capture, wanted};
use service::parent::case_view::CaseView;
use service::parent::offer_capture::{Offered, offer_capture};
use service::parent::offer_children::offer_children;
use service::parent::returned_view::Correction::{self, Done, Open};
use service::parent::save_step::{SaveOutcome, StepInput, save_step};
use service::parent::step_view::{ItemView, StepView};
use service::parent::submit::{SubmitOutcome, submit};
use service::parent::watch_materials::hear_of_materials;
use service::parent::way::{self, Opened, Stop};
use uuid::Uuid;

use crate::capturing::log_in;
use crate::house::{HERE, House};
use crate::jobs::{days_later, found, handed_in_without_register};
use crate::returning::{ADDRESS, SENTENCE, one_field, returned, send_back};

const PHOTO: &str = "card_photo";

/// The stops from the first to hand in again, each with the items on its page.
fn stops(house: &House, view: &CaseView) -> Vec<String> {
    let release = &house.service().rules.in_force;
    let mut stops = Vec::new();
    let is_on_the_way = |step: &&PlannedStep| view.leads_through(step);
    for step in view.plan.steps.iter().filter(is_on_the_way) {
        for page in step.pages.iter().filter(|page| page.answerable) {
            let opened = way::opened(view, &step.id, Some(&page.id));
            let Some(Opened::Here(step, Some(page))) = opened else {
                panic!("{} does not open: {opened:?}", page.id)
            };
            let shown = StepView::of(view, release, step, Some(page));
            let items = shown.items.iter().map(|item| match item {
                ItemView::Field(field) => field.planned.id.as_str(),
                ItemView::Slot(slot) => slot.planned.id.as_str(),
            });
            let items: Vec<&str> = items.collect();
            stops.push(format!("{}/{}: {}", step.id, page.id, items.join(" ")));
            let listed: Vec<&str> = shown.steps().map(|mark| mark.step.id.as_str()).collect();
            assert!(listed.contains(&step.id.as_str()), "{listed:?}");
        }
    }
    stops
}

/// Each returned item, whether it is corrected, and on which page.
fn corrections(view: &CaseView) -> Vec<(String, Correction, Option<String>)> {
    let items = view.returned_items().into_iter();
    items
        .map(|returned| {
            assert_eq!(returned.item.sentence, SENTENCE);
            let page = returned.at.and_then(|at| at.page);
            (returned.item.item.clone(), returned.correction, page)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_leads_through_the_returned_items_alone() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let mut view = house.apply(&agent, &case).await.view();
    let promise = "promise/promise: promise";
    for (items, first, expected) in [
        (
            vec![PHOTO],
            "supplement",
            vec!["supplement/supplement: card_photo"],
        ),
        (
            vec![ADDRESS, "agent_id_emblem"],
            "agent",
            vec![
                "agent/agent: agent_id_emblem",
                "supplement/supplement: residence.address",
            ],
        ),
        // Whom the registry is asked about anew is confirmed anew, once it was asked.
        (
            vec!["relationship"],
            "relationship",
            vec!["relationship/confirm: relationship_confirmed"],
        ),
    ] {
        send_back(&house, &view, &items).await;
        view = house.show(&agent, view.id).await;
        let mut stops = stops(&house, &view);
        assert_eq!(stops.pop().as_deref(), Some(promise), "{items:?}");
        assert_eq!(stops, expected, "{items:?}");
        assert_eq!(way::open_step(&view), first, "{items:?}");
        for (item, correction, page) in corrections(&view) {
            assert_eq!(correction, Open, "{item}");
            assert!(page.is_some(), "{item}");
        }
        let locked = way::opened(&view, "disclaimer", None);
        let Some(Opened::Elsewhere(stop)) = locked else {
            panic!("{locked:?}")
        };
        assert_eq!(stop, Stop::at(first));
        // Handed in again for the next round.
        view = correct(&house, &agent, &case, view.id, &items).await;
        assert_eq!(view.state, CaseState::Submitted, "{items:?}");
        assert!(view.returned_items().is_empty());
    }
}

/// Corrects everything, promises, and hands in again.
async fn correct(
    house: &House,
    agent: &service::agent::Agent,
    case: &sandbox::world::Case,
    id: Uuid,
    items: &[&str],
) -> CaseView {
    for item in items {
        let view = house.show(agent, id).await;
        match *item {
            ADDRESS => {
                let input = one_field(&view, ADDRESS, "中关村街道新的路9号");
                save_step(house.service(), agent, id, input).await.unwrap();
            }
            "relationship" => {
                let input = one_field(&view, "relationship_confirmed", "disputed");
                save_step(house.service(), agent, id, input).await.unwrap();
            }
            material => {
                let another = house.paper("family-02", material);
                house.upload(agent, id, material, another).await;
            }
        }
    }
    let ready = house.walk(agent, case, id, None).await.view();
    let done = submit(house.service(), agent, id, Some(&ready.once()))
        .await
        .unwrap();
    match done {
        SubmitOutcome::Submitted { view } => view,
        other => panic!("{items:?}: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_item_says_whether_it_is_corrected() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = returned(&house, &agent, &case, &[PHOTO, ADDRESS, "agent.name"]).await;
    let state = async || corrections(&house.show(&agent, id).await);
    let page = Some("supplement".to_owned());
    let items = |first, second| {
        [
            (PHOTO.to_owned(), first, page.clone()),
            (ADDRESS.to_owned(), second, page.clone()),
            // What the log-in knows is not the agent's to correct: it keeps nobody from handing in.
            ("agent.name".to_owned(), Correction::Unneeded, None),
        ]
    };
    assert_eq!(state().await, items(Open, Open));
    let another = house.paper("family-02", PHOTO);
    house.upload(&agent, id, PHOTO, another).await;
    assert_eq!(state().await, items(Done, Open));
    let view = house.show(&agent, id).await;
    // The same address is no correction.
    let same = view.answers[ADDRESS].value.clone();
    let service = house.service();
    save_step(service, &agent, id, one_field(&view, ADDRESS, &same))
        .await
        .unwrap();
    assert_eq!(state().await, items(Done, Open));
    save_step(service, &agent, id, one_field(&view, ADDRESS, "新的路9号"))
        .await
        .unwrap();
    assert_eq!(state().await, items(Done, Done));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_correction_makes_wrong_is_asked_beside_it() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = returned(&house, &agent, &case, &["bank"]).await;
    let view = house.show(&agent, id).await;
    let promise = "promise/promise: promise";
    assert_eq!(stops(&house, &view), ["supplement/branch: bank", promise]);
    let current = view.answers["bank"].value.clone();
    let options = &view.plan.field("bank").unwrap().options;
    let mut others = options.iter().filter(|option| option.value != current);
    let another = others.next().unwrap().value.clone();
    save_step(
        house.service(),
        &agent,
        id,
        one_field(&view, "bank", &another),
    )
    .await
    .unwrap();
    // The branch belonged to the other bank.
    let view = house.show(&agent, id).await;
    assert_eq!(
        stops(&house, &view),
        ["supplement/branch: bank branch", promise]
    );
    let branches = &view.plan.field("branch").unwrap().options;
    let first = branches.first().unwrap().value.clone();
    save_step(
        house.service(),
        &agent,
        id,
        one_field(&view, "branch", &first),
    )
    .await
    .unwrap();
    let done = correct(&house, &agent, &case, id, &[]).await;
    assert_eq!(done.state, CaseState::Submitted);
    assert_eq!(done.answers["branch"].value, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_brings_what_was_returned_and_nothing_else() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let log_in = log_in(&house, "family-01").await;
    let id = returned(&house, &agent, &case, &[PHOTO]).await;
    let service = house.service();
    let emblem = "agent_id_emblem";
    let offer = async |material| offer_capture(service, &agent, &log_in, id, material, true).await;
    let refused = offer(emblem).await;
    assert!(
        matches!(&refused, Err(ServiceError::ItemLocked { item }) if item == emblem),
        "{refused:?}"
    );
    let bytes = house.paper("family-02", emblem);
    let refused = add_material(service, &agent, id, emblem, bytes.into()).await;
    assert!(
        matches!(&refused, Err(ServiceError::ItemLocked { item }) if item == emblem),
        "{refused:?}"
    );

    let Offered::Open { secret, .. } = offer(PHOTO).await.unwrap().0 else {
        panic!("it was asked for anew")
    };
    let hear = async || {
        hear_of_materials(service, &agent, &log_in, id)
            .await
            .unwrap()
    };
    assert!(hear().await.unwrap().waits, "the open page hears of it");
    assert_eq!(wanted(service, &secret).await.unwrap().slot.id, PHOTO);
    let tried = attempt(service, &secret, HERE).await.unwrap();
    let another = house.paper("family-02", PHOTO);
    let taken = capture(service, &tried, another.into()).await.unwrap();
    assert!(matches!(taken, Captured::Taken { .. }), "{taken:?}");
    let view = house.show(&agent, id).await;
    assert_eq!(corrections(&view)[0].1, Done);

    let Offered::Open { secret, .. } = offer(PHOTO).await.unwrap().0 else {
        panic!("it was asked for anew")
    };
    let handed_in = correct(&house, &agent, &case, id, &[]).await;
    assert_eq!(handed_in.state, CaseState::Submitted);
    let ended = wanted(service, &secret).await;
    assert!(matches!(ended, Err(ServiceError::NotFound)), "{ended:?}");
    assert_eq!(hear().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agents_children_are_offered_if_the_child_was_returned() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let mut view = house.apply(&agent, &case).await.view();
    send_back(&house, &view, &[PHOTO]).await;
    let offered = offer_children(house.service(), &agent, view.id).await;
    assert!(
        matches!(offered, Err(ServiceError::ItemLocked { .. })),
        "{offered:?}"
    );
    view = correct(&house, &agent, &case, view.id, &[PHOTO]).await;
    send_back(&house, &view, &["child.name", "child.id_number"]).await;
    let offered = offer_children(house.service(), &agent, view.id)
        .await
        .unwrap();
    assert!(!offered.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_in_the_background_makes_no_open_page_stale() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (agent, submitted) = handed_in_without_register(&house, &case).await;
    send_back(&house, &submitted, &[PHOTO, ADDRESS]).await;
    let id = submitted.id;
    let another = house.paper("family-02", PHOTO);
    house.upload(&agent, id, PHOTO, another).await;
    let seen = house.show(&agent, id).await;
    let mark = seen.mark("supplement");

    let before = found(&house, id).await.len();
    days_later(&house, 1).await;
    assert!(
        found(&house, id).await.len() > before,
        "something was found"
    );
    let now = house.show(&agent, id).await;
    assert!(now.version > seen.version);
    assert_eq!(now.saved_at, seen.saved_at, "nothing is told");

    let input = StepInput {
        mark: Some(mark),
        ..one_field(&seen, ADDRESS, "新的路9号")
    };
    let saved = save_step(house.service(), &agent, id, input).await.unwrap();
    assert!(!matches!(saved, SaveOutcome::Stale { .. }), "{saved:?}");
    let ready = house.walk(&agent, &case, id, None).await.view();
    let done = submit(house.service(), &agent, id, Some(&ready.once())).await;
    assert!(
        matches!(done, Ok(SubmitOutcome::Submitted { .. })),
        "{done:?}"
    );
}
