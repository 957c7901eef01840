//! The child's photo: which part of it is printed, and that this is stored, frozen and shown to nobody else.

use domain::application::EventKind;
use domain::crop::Crop;
use service::ServiceError;
use service::agent::Agent;
use service::parent::add_material::AddOutcome;
use service::parent::card_photo::{CARD_PHOTO, show_card_photo};
use service::parent::case_view::CaseView;
use service::parent::crop_photo::{CropOutcome, Wanted, crop_photo};
use service::parent::submit::{SubmitOutcome, submit};
use service::parent::take_back::take_back;
use store::materials::{self, Material};
use store::{journal, submissions};
use uuid::Uuid;
use vision::card_photo::{Frame, QuarterTurns, SIZE_BYTES};

use crate::house::House;
use crate::walking::Walked;

/// A frame of half the width, slightly off the corner.
fn half(frame: Frame) -> Wanted {
    Wanted {
        x_px: 7,
        y_px: 9,
        width_px: frame.width_px() / 2,
        turns: QuarterTurns::NONE,
    }
}

fn wider(wanted: Wanted) -> Wanted {
    Wanted {
        width_px: wanted.width_px + 10,
        ..wanted
    }
}

fn frame_of(view: &CaseView) -> Frame {
    view.card_photo().unwrap().1
}

fn numbers(frame: Frame) -> (u32, u32, u32) {
    (frame.x_px(), frame.y_px(), frame.width_px())
}

async fn with_photo(house: &House) -> (Agent, Uuid, CaseView) {
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let paper = house.paper("family-01", CARD_PHOTO);
    let AddOutcome::Added { view, .. } = house.upload(&agent, id, CARD_PHOTO, paper).await else {
        panic!("not added")
    };
    (agent, id, view)
}

async fn saved(house: &House, agent: &Agent, id: Uuid, wanted: Wanted) -> CaseView {
    match crop_photo(house.service(), agent, id, None, wanted).await {
        Ok(CropOutcome::Saved { view }) => view,
        other => panic!("{other:?}"),
    }
}

/// The frame in the row of the photo, and those in the submissions.
async fn stored(house: &House, id: Uuid) -> (Option<Crop>, Vec<Option<Crop>>) {
    house
        .service()
        .store
        .read(async |tx| {
            let row = materials::get(tx, id, CARD_PHOTO).await?;
            let handed_in = submissions::list(tx, id).await?;
            let crops = handed_in
                .iter()
                .map(|one| one.snapshot.materials[CARD_PHOTO].crop);
            Ok::<_, store::StoreError>((row.and_then(|row| row.crop), crops.collect()))
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_suggested_frame_stands_from_the_upload_on_and_each_frame_makes_its_picture() {
    let house = House::open().await;
    let (agent, id, view) = with_photo(&house).await;
    let (photo, frame) = view.card_photo().unwrap();
    assert_eq!(frame, Frame::suggest(photo.width_px, photo.height_px));
    assert!(
        stored(&house, id).await.0.is_some(),
        "it is kept, not guessed again"
    );
    let made = show_card_photo(house.service(), &agent, id).await.unwrap();
    assert!(SIZE_BYTES.contains(&made.len()));

    let other = saved(&house, &agent, id, half(frame)).await;
    assert_eq!(other.version, view.version + 1);
    assert_eq!(numbers(frame_of(&other)), (7, 9, frame.width_px() / 2));
    assert_ne!(
        show_card_photo(house.service(), &agent, id).await.unwrap(),
        made
    );
    let again = saved(&house, &agent, id, half(frame)).await;
    assert_eq!(
        again.version, other.version,
        "the same frame changes nothing"
    );
    let entries = house
        .service()
        .store
        .read(async |tx| journal::list(tx, id).await)
        .await
        .unwrap();
    let cropped = entries
        .iter()
        .filter(|entry| entry.event.kind == EventKind::MaterialCropped);
    assert_eq!(cropped.count(), 1);

    // The same file again is no new picture; another file gets a frame of its own.
    let paper = house.paper("family-01", CARD_PHOTO);
    house.upload(&agent, id, CARD_PHOTO, paper).await;
    let view = house.show(&agent, id).await;
    assert_eq!(frame_of(&view), frame_of(&other));
    let paper = house.paper("family-01", "birth_certificate");
    house.upload(&agent, id, CARD_PHOTO, paper).await;
    let view = house.show(&agent, id).await;
    let (photo, frame) = view.card_photo().unwrap();
    assert_eq!(frame, Frame::suggest(photo.width_px, photo.height_px));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_frame_of_the_photo_or_was_drawn_before_a_change_is_not_kept() {
    let house = House::open().await;
    let (agent, id, view) = with_photo(&house).await;
    let frame = frame_of(&view);
    let too_far = Wanted {
        x_px: u32::MAX,
        ..half(frame)
    };
    let refused = crop_photo(house.service(), &agent, id, None, too_far).await;
    assert!(
        matches!(refused, Ok(CropOutcome::Refused(_))),
        "{refused:?}"
    );
    let seen = view.crop_mark();
    saved(&house, &agent, id, half(frame)).await;
    let late = Wanted {
        x_px: 0,
        y_px: 0,
        width_px: frame.width_px() / 3,
        turns: QuarterTurns::NONE,
    };
    let stale = crop_photo(house.service(), &agent, id, Some(&seen), late).await;
    let Ok(CropOutcome::Stale { view }) = stale else {
        panic!("{stale:?}")
    };
    assert_eq!(numbers(frame_of(&view)), (7, 9, frame.width_px() / 2));
    let drawn_now = view.crop_mark();
    let kept = crop_photo(house.service(), &agent, id, Some(&drawn_now), late).await;
    assert!(matches!(kept, Ok(CropOutcome::Saved { .. })), "{kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_the_picture_or_moves_the_frame() {
    let house = House::open().await;
    let (_, id, view) = with_photo(&house).await;
    let stranger = house.agent(&house.case("family-02")).await;
    let wanted = half(frame_of(&view));
    let made = show_card_photo(house.service(), &stranger, id).await;
    assert!(matches!(made, Err(ServiceError::NotFound)));
    let moved = crop_photo(house.service(), &stranger, id, None, wanted).await;
    assert!(matches!(moved, Err(ServiceError::NotFound)));
    // Before the photo is there, nothing can be shown or moved either.
    let own = house.begin(&stranger).await;
    let made = show_card_photo(house.service(), &stranger, own).await;
    assert!(matches!(made, Err(ServiceError::NotFound)));
    let moved = crop_photo(house.service(), &stranger, own, None, wanted).await;
    assert!(matches!(moved, Err(ServiceError::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_keeps_its_frame_and_one_moved_since_the_promise_is_not_handed_in() {
    let house = House::open().await;
    let (agent, id, _) = with_photo(&house).await;
    let case = house.case("family-01");
    let Walked::Ready(view) = house.walk(&agent, &case, id, None).await else {
        panic!("not ready")
    };
    let frame = frame_of(&view);
    let moved = saved(&house, &agent, id, half(frame)).await;
    let promised = submit(house.service(), &agent, id, Some(&view.once())).await;
    assert!(matches!(promised, Err(ServiceError::Stale)), "{promised:?}");
    let submitted = submit(house.service(), &agent, id, Some(&moved.once())).await;
    assert!(matches!(submitted, Ok(SubmitOutcome::Submitted { .. })));
    let first = stored(&house, id).await;
    assert_eq!(first.1, [first.0]);
    assert_eq!(first.0.unwrap().to_string().split(',').next(), Some("7"));

    let late = crop_photo(house.service(), &agent, id, None, wider(half(frame))).await;
    assert!(matches!(late, Err(ServiceError::WrongState)), "{late:?}");
    let taken_back = take_back(house.service(), &agent, id).await.unwrap();
    assert_eq!(
        frame_of(&taken_back),
        frame_of(&moved),
        "the frame came along"
    );
    saved(&house, &agent, id, wider(half(frame))).await;
    let Walked::Submitted(_) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    let (now, handed_in) = stored(&house, id).await;
    assert_eq!(handed_in, [first.0, now]);
    assert_ne!(now, first.0);
    let report = store::audit::verify(&house.service().store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_from_before_frames_were_kept_is_handed_in_with_the_one_that_was_shown() {
    let house = House::open().await;
    let (agent, id, view) = with_photo(&house).await;
    let store = &house.service().store;
    let emptied = store.write(async move |tx| {
        let row = materials::get(tx, id, CARD_PHOTO).await?.unwrap();
        materials::put(tx, id, &Material { crop: None, ..row }).await
    });
    assert_eq!(emptied.await.unwrap(), None);
    assert_eq!(stored(&house, id).await, (None, Vec::new()));
    assert_eq!(frame_of(&house.show(&agent, id).await), frame_of(&view));
    let case = house.case("family-01");
    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    let (now, handed_in) = stored(&house, id).await;
    let (x, y, width) = numbers(frame_of(&view));
    let shown = Crop::new(x, y, width, frame_of(&view).height_px());
    assert_eq!((now, handed_in), (shown, vec![shown]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_is_turned_stays_as_it_is_and_its_turn_is_stored_and_handed_in() {
    let house = House::open().await;
    let (agent, id, view) = with_photo(&house).await;
    let (photo, frame) = view.card_photo().unwrap();
    let made = show_card_photo(house.service(), &agent, id).await.unwrap();
    let turned = frame.turned(true);
    let wanted = Wanted {
        x_px: turned.x_px(),
        y_px: turned.y_px(),
        width_px: turned.width_px(),
        turns: turned.turns(),
    };
    let seen = view.crop_mark();
    let after = saved(&house, &agent, id, wanted).await;
    let (same, kept) = after.card_photo().unwrap();
    assert_eq!(kept, turned);
    assert_eq!(
        (same.width_px, same.height_px, same.size_bytes),
        (photo.width_px, photo.height_px, photo.size_bytes),
        "the stored picture"
    );
    assert_ne!(after.crop_mark(), seen, "an older page is noticed");
    let lying = show_card_photo(house.service(), &agent, id).await.unwrap();
    assert!(SIZE_BYTES.contains(&lying.len()) && lying != made);
    // The same four numbers without the turn are another frame, or none.
    let upright = Wanted {
        turns: QuarterTurns::NONE,
        ..wanted
    };
    let refused = crop_photo(house.service(), &agent, id, None, upright).await;
    assert!(
        !matches!(refused, Ok(CropOutcome::Saved { view }) if frame_of(&view) == turned),
        "a turn is no detail"
    );
    saved(&house, &agent, id, wanted).await;

    let case = house.case("family-01");
    let Walked::Submitted(_) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    let (now, handed_in) = stored(&house, id).await;
    assert_eq!(now.map(|crop| crop.quarter_turns()), Some(1));
    assert_eq!(handed_in, [now]);
    let shown = show_card_photo(house.service(), &agent, id).await.unwrap();
    assert_eq!(shown, lying);
    let report = store::audit::verify(&house.service().store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
}
