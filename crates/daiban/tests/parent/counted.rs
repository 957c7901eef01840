//! How often a page or a saved step reads an application, plans it, and asks a register.
//!
//! Counted by the events that store and service trace, on one thread, so that nothing of another test is counted.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use service::jobs::run_due;
use service::parent::offer_children::offer_children;
use service::parent::withdraw::withdraw;
use store::{lines, lookups};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use uuid::Uuid;

use crate::browser::Browser;
use crate::house::House;
use crate::jobs::days_later;
use crate::returning::send_back;
use crate::walking::Walked;

/// The events of this thread: each with its fields, as text.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<String>>>);

impl Events {
    /// Takes what was seen since the last time.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl<S: tracing::Subscriber> Layer<S> for Events {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let target = event.metadata().target();
        if !target.starts_with("store") && !target.starts_with("service") {
            return;
        }
        let mut text = Text(String::new());
        event.record(&mut text);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(text.0);
    }
}

/// Counts from now on, until the guard is dropped.
fn counting() -> (Events, tracing::subscriber::DefaultGuard) {
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    (events, tracing::subscriber::set_default(subscriber))
}

fn how_many(events: &[String], holding: &[&str]) -> usize {
    let fits = |event: &&String| holding.iter().all(|part| event.contains(part));
    events.iter().filter(fits).count()
}

#[tokio::test]
async fn the_list_and_the_pages_that_offer_drafts_are_one_query_and_open_nothing() {
    let (events, _counting) = counting();
    let house = House::open().await;
    let case = house.case("family-05");
    let browser = Browser::of(&house, "family-05").await;
    let agent = house.agent(&case).await;
    assert!(matches!(
        house.apply(&agent, &case).await,
        Walked::Submitted(_)
    ));
    for until in ["agent", "relationship"] {
        let id = house.begin(&agent).await;
        house.walk(&agent, &case, id, Some(until)).await;
    }
    run_due(house.service()).await.unwrap();
    for path in ["/", "/applications", "/services/minor-card"] {
        events.take();
        let page = browser.get(path).await.text().await.unwrap();
        assert!(page.contains(&case.child.name), "{path}");
        let seen = events.take();
        let list = ["FROM \\\"cases\\\"", "account_id"];
        assert_eq!(how_many(&seen, &list), 1, "{path}: {seen:#?}");
        for table in ["answers", "submissions", "materials", "relationships"] {
            let from = format!("FROM \\\"{table}\\\"");
            assert_eq!(how_many(&seen, &[&from]), 0, "{path}: {seen:#?}");
        }
        assert_eq!(how_many(&seen, &["an application"]), 0, "{path}");
    }
}

#[tokio::test]
async fn a_line_says_what_the_application_says_until_it_is_erased() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let account = agent.account;
    let line = async || {
        let store = &house.service().store;
        let lines = store.read(async |tx| lines::list_owned(tx, account, 9).await);
        let line = lines.await.unwrap().remove(0);
        let name = line.child_name.map(|name| name.expose().to_owned());
        (name, line.receipt.map(|receipt| receipt.to_string()))
    };
    let id = house.begin(&agent).await;
    assert_eq!(line().await, (None, None));
    house.walk(&agent, &case, id, Some("papers")).await;
    let name = Some(case.child.name.clone());
    assert_eq!(line().await, (name.clone(), None));
    house
        .save(&agent, id, "child", &[("child.name", "王小明")])
        .await;
    assert_eq!(line().await, (Some("王小明".to_owned()), None));
    house
        .save(&agent, id, "child", &[("child.name", &case.child.name)])
        .await;
    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    let receipt = view.receipt().map(str::to_owned);
    assert!(receipt.is_some());
    assert_eq!(line().await, (name, receipt));

    let draft = house.begin(&agent).await;
    house.walk(&agent, &case, draft, Some("papers")).await;
    withdraw(house.service(), &agent, draft).await.unwrap();
    assert_eq!(line().await, (None, None), "erased with its answers");
}

#[tokio::test]
async fn a_saved_step_reads_and_plans_the_application_twice() {
    let (events, _counting) = counting();
    let house = House::open().await;
    let case = house.case("family-01");
    let browser = Browser::of(&house, "family-01").await;
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("review")).await;
    house
        .save(
            &agent,
            id,
            "supplement",
            &[("residence.district", "110101")],
        )
        .await;
    let of_it = id.to_string();
    let post = async |address: &str| {
        let seen = house.show(&agent, id).await.mark("supplement");
        let path = format!("/applications/{id}/supplement");
        events.take();
        let fields = [
            ("page", "supplement"),
            ("seen", seen.as_str()),
            ("residence.address", address),
        ];
        let answer = browser.post(&path, &fields).await;
        assert_eq!(answer.status(), 303);
        let seen = events.take();
        let saved = house.show(&agent, id).await.answers;
        assert_eq!(saved["residence.address"].value, address);
        let loaded = how_many(&seen, &["loaded an application", &of_it]);
        let planned = how_many(&seen, &["planned an application", &of_it]);
        (loaded, planned)
    };
    assert_eq!(post("东交民巷7号").await, (2, 2));
    // The same once more changes nothing, and needs no second look.
    assert_eq!(post("东交民巷7号").await, (1, 1));

    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    send_back(&house, &view, &["residence.address"]).await;
    assert_eq!(
        post("东交民巷9号").await,
        (2, 2),
        "and when it was returned"
    );
}

#[tokio::test]
async fn the_page_that_names_the_child_asks_the_register_once_a_day() {
    let house = House::open().await;
    let case = house.case("family-01");
    let browser = Browser::of(&house, "family-01").await;
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("child")).await;
    let path = format!("/applications/{id}/child");
    let shown = async || {
        let page = browser.get(&path).await.text().await.unwrap();
        assert!(page.contains("choose:"), "{page}");
        asked(&house, id).await
    };
    assert_eq!(shown().await, 1);
    assert_eq!(shown().await, 1);
    let other = house.begin(&agent).await;
    house.walk(&agent, &case, other, Some("child")).await;
    offer_children(house.service(), &agent, other)
        .await
        .unwrap();
    assert_eq!(
        asked(&house, other).await,
        1,
        "each application asks for itself"
    );
    days_later(&house, 1).await;
    let offered = offer_children(house.service(), &agent, id).await.unwrap();
    assert!(!offered.is_empty());
    assert_eq!(asked(&house, id).await, 2, "the next day it is asked again");

    // Whoever takes back the consent is offered nothing, and nothing is kept.
    house
        .save(&agent, other, "disclaimer", &[("consent.lookup", "no")])
        .await;
    assert!(!is_kept(&house, other).await);
    assert!(is_kept(&house, id).await);
    house.finish(&agent, &case, id).await;
    assert!(!is_kept(&house, id).await, "erased at the submission");
}

/// How often a register was asked for the children of the agent.
async fn asked(house: &House, case: Uuid) -> usize {
    let store = &house.service().store;
    let asked = store.read(async |tx| lookups::list(tx, case).await);
    let asked = asked.await.unwrap();
    let children = asked.iter().filter(|one| one.purpose == "offer_children");
    children.count()
}

async fn is_kept(house: &House, case: Uuid) -> bool {
    let store = &house.service().store;
    let kept = store.read(async |tx| lines::offered(tx, case).await);
    kept.await.unwrap().is_some()
}
