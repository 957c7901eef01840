//! The step as every face shows it.

use domain::answer::Provenance;
use service::parent::case_view::CaseView;
use service::parent::step_view::{ItemView, Progress, StepView};
use service::parent::way::{self, Opened, Stop};

use super::house::House;
use super::walking::Walked;

/// Every stop of a draft, from the first to the last, found by going back.
fn stops(view: &CaseView) -> Vec<Stop> {
    let last = view.plan.steps.iter().rfind(|step| step.reached).unwrap();
    let mut page = last.pages.iter().rfind(|page| page.answerable);
    let mut step = last;
    let mut stops = vec![Stop {
        step: step.id.clone(),
        page: page.map(|page| page.id.clone()),
    }];
    while let Some(before) = way::before(view, step, page) {
        step = view.plan.step(&before.step).unwrap();
        page = before.page.as_deref().and_then(|page| step.page(page));
        stops.push(before);
        assert!(
            stops.len() < 60,
            "the way back leads in a circle: {stops:?}"
        );
    }
    stops.reverse();
    stops
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_stands_there_where_it_came_from_and_why_it_is_locked() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let Walked::Ready(view) = house.walk(&agent, &case, id, None).await else {
        panic!("the family gets through");
    };
    let release = &house.service().rules.in_force;
    let mut seen = (0, 0, 0);
    for stop in stops(&view) {
        let page = stop.page.as_deref();
        let Some(Opened::Here(step, page)) = way::opened(&view, &stop.step, page) else {
            panic!("{stop:?} does not open");
        };
        let shown = StepView::of(&view, release, step, page);
        assert_eq!(shown.mark(), view.mark(&stop.step));
        let here = shown.steps().filter(|mark| mark.progress == Progress::Here);
        assert_eq!(here.count(), 1, "{stop:?}");
        assert!(shown.asked_again.is_empty());
        assert_eq!(shown.back(true).unwrap().step, way::review(&view.plan));
        for item in &shown.items {
            match item {
                ItemView::Field(field) => {
                    let id = &field.planned.id;
                    let stored = view.answers.get(id);
                    assert_eq!(field.provenance, stored.map(|answer| answer.provenance));
                    assert_eq!(field.lock.is_some(), field.planned.locked, "{id}");
                    assert_eq!(
                        field.agreement.is_some(),
                        field.planned.agreement.is_some(),
                        "{id}"
                    );
                    seen.0 += usize::from(field.agreement.is_some());
                    if let Some(lock) = &field.lock {
                        assert!(lock.reason.is_some(), "{id}");
                        seen.1 += 1;
                    }
                }
                ItemView::Slot(slot) => {
                    assert_eq!(slot.stored.is_some(), slot.planned.present);
                    seen.2 += usize::from(slot.stored.is_some());
                }
            }
        }
    }
    let (agreements, locks, pictures) = seen;
    assert!(agreements > 2 && locks > 0 && pictures > 2, "{seen:?}");

    // A value from the registry says when it came, and where it can be disputed.
    let field = view.plan.field("relationship").unwrap();
    let found = service::parent::step_view::FieldView::of(&view, release, field);
    assert_eq!(found.provenance, Some(Provenance::Registry));
    let lock = found.lock.unwrap();
    assert!(lock.at.is_some());
    assert_eq!(lock.disputed_at, way::where_confirmed(&view.plan));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_is_not_yet_to_be_answered_leads_to_the_one_that_is() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let view = house.show(&agent, id).await;
    let first = way::open_step(&view).to_owned();
    let later = view.plan.steps.iter().rfind(|step| step.reached).unwrap();
    assert!(matches!(
        way::opened(&view, &later.id, None),
        Some(Opened::Elsewhere(stop)) if stop == Stop::at(&first)
    ));
    assert!(matches!(
        way::opened(&view, way::review(&view.plan), None),
        Some(Opened::Here(_, None))
    ));
    assert!(way::opened(&view, "nothing", None).is_none());
    let step = view.plan.step(&first).unwrap();
    assert_eq!(way::before(&view, step, step.pages.first()), None);
}
