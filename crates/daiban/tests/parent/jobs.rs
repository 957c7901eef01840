//! What the service does in the background: drafts expire, leftovers are swept, a registry that was down is asked again.

use std::path::Path;

use domain::application::{CaseState, EventKind, FindingKind};
use domain::flow::RelationshipState;
use jiff::SignedDuration;
use sandbox::Behaviour;
use sandbox::world::Case;
use service::agent::Agent;
use service::jobs::run_due;
use service::login::log_in::LogInOutcome;
use service::parent::case_view::CaseView;
use service::parent::list_mine::list_mine;
use service::parent::take_back::take_back;
use store::findings::StoredFinding;
use store::jobs::{Job, JobState, Lease};
use store::objects::{NewPicture, PictureId};
use store::seal::Secret;
use store::{StoreError, findings, jobs, journal, live_children};
use uuid::Uuid;
use web::session::cookie;

use crate::house::House;
use crate::walking::Walked;

pub(crate) async fn days_later(house: &House, days: u32) {
    demo::move_forward(house.service(), days).await.unwrap();
    run_due(house.service()).await.unwrap();
}

async fn pictures(house: &House) -> Vec<Uuid> {
    house.service().store.pictures().list().await.unwrap()
}

pub(crate) async fn waiting(house: &House, kind: &str) -> Vec<Job> {
    let store = &house.service().store;
    let mut all = store
        .read(async |tx| jobs::list(tx, None, 100).await)
        .await
        .unwrap();
    all.retain(|job| job.kind == kind);
    all
}

pub(crate) async fn found(house: &House, case: Uuid) -> Vec<StoredFinding> {
    let store = &house.service().store;
    store
        .read(async |tx| findings::list(tx, case).await)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_nobody_touched_for_30_days_is_erased_and_another_is_not() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let (left, touched) = (house.begin(&agent).await, house.begin(&agent).await);
    for id in [left, touched] {
        house.walk(&agent, &case, id, Some("supplement")).await;
    }
    let both = pictures(&house).await.len();
    days_later(&house, 29).await;
    assert_eq!(
        house.show(&agent, left).await.state,
        CaseState::Draft,
        "a day too early"
    );
    let step = house.walk(&agent, &case, touched, None).await.view();
    assert!(step.plan.next.is_none());
    let kept = house.show(&agent, touched).await;
    days_later(&house, 1).await;

    let view = house.show(&agent, left).await;
    assert_eq!(view.state, CaseState::Expired);
    assert!(view.answers.is_empty() && view.materials.is_empty());
    assert!(view.relationship.is_none());
    let lines = list_mine(house.service(), &agent).await.unwrap();
    let line = lines.iter().find(|line| line.id == left).unwrap();
    assert_eq!((line.state, &line.child_name), (CaseState::Expired, &None));
    for path in ["/applications".to_owned(), format!("/applications/{left}")] {
        let page = page(&house, &case, &path).await;
        assert!(page.contains("已过期"), "{path}");
    }
    let page = page(&house, &case, &format!("/applications/{left}")).await;
    assert!(page.contains("data-state=\"expired\""));
    assert!(!page.contains(&case.child.name));
    let stays = house.show(&agent, touched).await;
    assert_eq!(stays.state, CaseState::Draft);
    assert_eq!(stays.answers, kept.answers);
    assert_eq!(pictures(&house).await.len(), stays.materials.len());
    assert!(pictures(&house).await.len() < both);

    let store = &house.service().store;
    let (entries, verdict) = store
        .read(async |tx| {
            let entries = journal::list(tx, left).await?;
            Ok::<_, StoreError>((entries, journal::verify(tx, left).await?))
        })
        .await
        .unwrap();
    let (last, before) = entries.split_last().unwrap();
    let last_seq = last.seq;
    assert_eq!(last.event.kind, EventKind::Expired);
    assert!(before.iter().all(|entry| entry.payload.is_none()));
    assert_eq!(verdict, Ok(last_seq));
    assert!(store::audit::verify(store).await.unwrap().is_sound());
}

/// A page in Chinese, as the agent of the case sees it.
async fn page(house: &House, case: &Case, path: &str) -> String {
    let LogInOutcome::LoggedIn { token, .. } = house
        .try_log_in(&case.agent.username, &case.agent.password)
        .await
    else {
        panic!("refused")
    };
    let cookie = cookie(house.web(), &token);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client
        .get(format!("http://{}{path}", house.address()))
        .header(
            "cookie",
            cookie.to_str().unwrap().split(';').next().unwrap(),
        )
        .header("accept-language", "zh-CN")
        .send()
        .await
        .unwrap();
    answer.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_no_row_names_is_set_aside_once_it_is_a_day_old_and_deleted_later() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("child")).await;
    let named = pictures(&house).await;
    assert!(!named.is_empty());
    let (old, new) = (Uuid::from_u128(1), Uuid::from_u128(2));
    for orphan in [old, new] {
        let store = &house.service().store;
        let picture = PictureId {
            case: id,
            material: "card_photo".to_owned(),
            object: orphan,
        };
        let bytes = NewPicture {
            jpeg: b"left over",
            thumbnail: b"small",
        };
        store.pictures().put(&picture, bytes).await.unwrap();
    }
    let two_days_ago = house.service().clock.machine_now() - SignedDuration::from_hours(48);
    for file in picture_files(&house.pictures_folder()) {
        if !file.ends_with(new.to_string()) {
            let file = std::fs::File::open(file).unwrap();
            file.set_modified(two_days_ago.into()).unwrap();
        }
    }
    // The sandbox's day does not make files older.
    days_later(&house, 2).await;
    let mut left = pictures(&house).await;
    left.sort();
    let mut expected = [named, vec![new]].concat();
    expected.sort();
    assert_eq!(left, expected);
    // A person has 30 days of the machine's clock to find that the rows are wrong.
    let aside = house
        .pictures_folder()
        .join("unnamed")
        .join(old.to_string());
    days_later(&house, 2).await;
    let file = std::fs::File::open(&aside).unwrap();
    let long_ago = house.service().clock.machine_now() - SignedDuration::from_hours(30 * 24 + 1);
    file.set_modified(long_ago.into()).unwrap();
    days_later(&house, 2).await;
    assert!(!aside.exists());
    assert_eq!(pictures(&house).await.len(), expected.len());
}

fn picture_files(folder: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // Next to the folders of pictures is the mark of the database.
        .filter(|path| path.is_dir())
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|file| file.unwrap().path())
        .collect()
}

/// An application that was submitted while the registry was down; the registry is up again.
pub(crate) async fn handed_in_without_register(house: &House, case: &Case) -> (Agent, CaseView) {
    let agent = house.agent(case).await;
    let world = &house.sandbox().world;
    world.behaviours().set_everybody(Behaviour::Down);
    let Walked::Submitted(view) = house.apply(&agent, case).await else {
        panic!("the evidence way leads to a receipt")
    };
    world.behaviours().clear();
    (agent, view)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_was_down_is_asked_again_and_only_staff_learn_what_it_says() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (agent, before) = handed_in_without_register(&house, &case).await;
    let kinds =
        |found: &[StoredFinding]| found.iter().map(|one| one.finding.kind).collect::<Vec<_>>();
    assert_eq!(
        kinds(&found(&house, before.id).await),
        [FindingKind::RelationshipDown]
    );
    assert_eq!(waiting(&house, "ask_register").await.len(), 1);

    days_later(&house, 1).await;
    let found = found(&house, before.id).await;
    assert_eq!(
        kinds(&found),
        [FindingKind::RelationshipDown, FindingKind::RegisterSaysHit]
    );
    assert!(!found[0].finding.is_open());
    assert_eq!(
        found[1].evidence.as_ref().map(Secret::expose),
        case.answers.get("relationship").map(String::as_str)
    );
    assert!(waiting(&house, "ask_register").await.is_empty());

    let after = house.show(&agent, before.id).await;
    assert_eq!(after.state, CaseState::Submitted);
    assert_eq!(
        after.relationship.as_ref().unwrap().state,
        RelationshipState::Down
    );
    assert!(!after.verified());
    assert_eq!(after.saved_at, before.saved_at);
    assert_eq!(after.answers, before.answers);
    assert_eq!(
        after.submissions.last().unwrap().receipt,
        before.submissions.last().unwrap().receipt
    );
    assert!(!after.submissions.last().unwrap().verified);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_stays_down_is_asked_for_three_days_and_then_a_person_decides() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (_, view) = handed_in_without_register(&house, &case).await;
    let world = &house.sandbox().world;
    world.behaviours().set_everybody(Behaviour::Down);
    let mut attempts = Vec::new();
    for _ in 0..9 {
        days_later(&house, 2).await;
        let job = waiting(&house, "ask_register").await.remove(0);
        attempts.push(job.attempts);
        if job.state == JobState::Dead {
            assert_eq!(job.last_error.as_deref(), Some("register_down"));
            break;
        }
    }
    assert_eq!(attempts, [1, 2, 3, 4, 5, 6, 7]);
    assert!(found(&house, view.id).await[0].finding.is_open());
    // An operator lets it run again.
    world.behaviours().clear();
    let subject = view.id.to_string();
    let store = &house.service().store;
    store
        .write(async move |tx| jobs::requeue(tx, "ask_register", &subject).await)
        .await
        .unwrap();
    // The gateway's circuit breaker, too, leaves a registry that was down alone for a while.
    days_later(&house, 1).await;
    assert_eq!(
        found(&house, view.id).await[1].finding.kind,
        FindingKind::RegisterSaysHit
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_was_taken_back_is_asked_about_in_the_usual_way() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (agent, view) = handed_in_without_register(&house, &case).await;
    take_back(house.service(), &agent, view.id).await.unwrap();
    days_later(&house, 1).await;
    assert!(waiting(&house, "ask_register").await.is_empty());
    assert_eq!(found(&house, view.id).await.len(), 1, "nothing was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_process_was_killed_is_done_after_the_restart() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (_, view) = handed_in_without_register(&house, &case).await;
    // What a process that is killed midway leaves behind.
    let in_an_hour = house.service().clock.now() + SignedDuration::from_hours(1);
    let store = &house.service().store;
    let leases: Vec<Lease> = store
        .write(async move |tx| {
            let lasts = SignedDuration::from_hours(1);
            jobs::lease(tx, &["ask_register"], "killed", in_an_hour, lasts, 1).await
        })
        .await
        .unwrap();
    assert_eq!(leases.len(), 1);
    let house = house.restart().await;
    run_due(house.service()).await.unwrap();
    let job = waiting(&house, "ask_register").await.remove(0);
    assert_eq!((job.state, job.attempts), (JobState::Leased, 1));
    days_later(&house, 1).await;
    assert!(waiting(&house, "ask_register").await.is_empty());
    assert_eq!(found(&house, view.id).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_handed_in_under_an_old_key_holds_the_child_under_the_new_one() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let Walked::Submitted(view) = house.apply(&agent, &case).await else {
        panic!("refused")
    };
    let house = house.restart_after(change_key).await;
    run_due(house.service()).await.unwrap();
    assert!(waiting(&house, "refresh_fingerprints").await.is_empty());
    // What only the old key would find is no longer needed.
    let number = case.child.id_number.clone();
    let store = &house.service().store;
    let holder = async || {
        let number = number.clone();
        store
            .read(async |tx| {
                let lacking = live_children::lacking(tx, None, 9).await?;
                assert!(lacking.is_empty());
                live_children::holder(tx, &number).await
            })
            .await
            .unwrap()
    };
    assert_eq!(holder().await, Some(view.id));
    take_back(house.service(), &agent, view.id).await.unwrap();
    assert_eq!(holder().await, None, "under no key");
}

/// Gives the fingerprints a second key, and makes it the active one.
pub(crate) fn change_key(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let mut keys: serde_json::Value = serde_json::from_str(&text).unwrap();
    // Any 32 bytes, as base64.
    let fresh = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
    keys["fingerprints"]["keys"]["2"] = serde_json::json!({ "key": fresh });
    keys["fingerprints"]["active"] = 2.into();
    std::fs::write(file, keys.to_string()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_again_and_again_waits_for_its_next_time_over_restarts() {
    let house = House::open().await;
    days_later(&house, 2).await;
    let house = house.restart().await;
    run_due(house.service()).await.unwrap();
    let now = house.service().clock.now();
    for kind in ["expire_drafts", "sweep_pictures", "sweep_rows"] {
        let jobs = waiting(&house, kind).await;
        assert_eq!(jobs.len(), 1, "{kind}");
        assert_eq!(jobs[0].subject, "all");
        assert!(jobs[0].run_at > now, "{kind}");
        assert_eq!(jobs[0].last_error, None, "{kind}");
    }
}
