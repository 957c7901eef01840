//! Findings: what stands in the journal, and what their agent does not notice.

use domain::application::{EventKind, FindingKind};
use jiff::SignedDuration;
use store::jobs::{self, NewJob};
use store::journal;

use crate::house::House;
use crate::jobs::{days_later, found, handed_in_without_register, waiting};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_stands_in_the_journal_once_and_without_evidence() {
    let house = House::open().await;
    let (case, kind) = (house.case("family-01"), "ask_register");
    let (_, view) = handed_in_without_register(&house, &case).await;
    let store = &house.service().store;
    for _ in 0..2 {
        days_later(&house, 1).await;
        assert!(waiting(&house, kind).await.is_empty());
        // Once more, as after a process that was killed before it could say that it was done.
        let (subject, now) = (view.id.to_string(), house.service().clock.now());
        store
            .write(async move |tx| {
                let job = NewJob {
                    kind,
                    subject: &subject,
                    run_at: now + SignedDuration::from_hours(1),
                    most_attempts: 1,
                };
                jobs::enqueue(tx, &job, now).await
            })
            .await
            .unwrap();
    }
    let entries = store
        .read(async |tx| journal::list(tx, view.id).await)
        .await
        .unwrap();
    let mut since = entries.iter();
    since.find(|entry| entry.event.kind == EventKind::Submitted);
    let told: Vec<_> = since
        .map(|entry| (entry.event.kind, entry.event.subject.clone().unwrap()))
        .collect();
    let [down, hit] = &*found(&house, view.id).await else {
        panic!("{told:?}")
    };
    let code = |kind: FindingKind| kind.code().to_owned();
    let expected = [
        (EventKind::FindingRaised, code(down.finding.kind)),
        (EventKind::FindingRaised, code(hit.finding.kind)),
        (EventKind::FindingResolved, down.finding.id.to_string()),
        (EventKind::RelationshipRecorded, "hit".to_owned()),
    ];
    assert_eq!(told, expected);
    let raised = entries
        .iter()
        .filter(|entry| entry.event.kind == EventKind::FindingRaised);
    let payloads: Vec<_> = raised
        .map(|entry| entry.payload.as_ref().unwrap().expose())
        .collect();
    let ids = [down, hit].map(|one| one.finding.id.to_string());
    assert_eq!(payloads, ids);
    assert!(store::audit::verify(store).await.unwrap().is_sound());
}
