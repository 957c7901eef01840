//! Pictures that are held back, taken at the third try, and replaced.

use domain::application::{FindingKind, FindingState};
use jpeg_encoder::{ColorType, Encoder};
use sandbox::world::Case;
use service::agent::Agent;
use service::parent::add_material::AddOutcome;
use service::parent::capture::Captured;
use service::parent::case_view::{CaseView, MaterialView};
use service::parent::judging::PictureFault;
use service::parent::submit::{SubmitOutcome, submit};
use service::parent::take_back::take_back;
use uuid::Uuid;
use vision::judge::Fault;

use crate::capturing::Desk;
use crate::house::House;
use crate::jobs::found;
use crate::returning::send_back;

const EMBLEM: &str = "agent_id_emblem";
const PORTRAIT: &str = "agent_id_portrait";
const PHOTO: &str = "card_photo";

const WIDTH: u16 = 1000;
const HEIGHT: u16 = 800;

/// A picture whose brightness is this, by column and row.
pub(crate) fn drawn(level: impl Fn(f32, f32) -> f32) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a level is a byte"
            )]
            pixels.push(level(f32::from(x), f32::from(y)) as u8);
        }
    }
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 90)
        .encode(&pixels, WIDTH, HEIGHT, ColorType::Luma)
        .unwrap();
    jpeg
}

/// Nothing but this brightness.
pub(crate) fn plain(level: u8) -> Vec<u8> {
    drawn(|_, _| f32::from(level))
}

/// Nothing on it is sharp.
fn blurred() -> Vec<u8> {
    drawn(|x, y| 128.0 + 50.0 * ((x / 5.0).sin() + (y / 5.0).sin()))
}

/// A draft of a family, with what it takes to send pictures.
struct Draft {
    house: House,
    case: Case,
    agent: Agent,
    id: Uuid,
}

impl Draft {
    async fn begun() -> Draft {
        let house = House::open().await;
        let case = house.case("family-01");
        let agent = house.agent(&case).await;
        let id = house.begin(&agent).await;
        Draft {
            house,
            case,
            agent,
            id,
        }
    }

    /// Sends a picture; returns what held it back.
    async fn send(&self, material: &str, picture: Vec<u8>) -> Option<PictureFault> {
        match self
            .house
            .upload(&self.agent, self.id, material, picture)
            .await
        {
            AddOutcome::HeldBack(fault) => Some(fault),
            AddOutcome::Added { .. } => None,
            AddOutcome::Refused(refusal) => panic!("{refusal}"),
        }
    }

    async fn view(&self) -> CaseView {
        self.house.show(&self.agent, self.id).await
    }

    async fn picture(&self, material: &str) -> Option<MaterialView> {
        let mut pictures = self.view().await.materials.into_iter();
        pictures.find(|known| known.material == material)
    }

    async fn hand_in(&self) -> CaseView {
        let walked = self.house.walk(&self.agent, &self.case, self.id, None);
        let once = walked.await.view().once();
        match submit(self.house.service(), &self.agent, self.id, Some(&once))
            .await
            .unwrap()
        {
            SubmitOutcome::Submitted { view } => view,
            other => panic!("{other:?}"),
        }
    }

    /// Item, codes and state of the findings about pictures.
    async fn overrides(&self) -> Vec<(String, String, FindingState)> {
        let found = found(&self.house, self.id).await.into_iter();
        found
            .filter(|one| one.finding.kind == FindingKind::QualityOverride)
            .map(|one| {
                let codes = one.evidence.unwrap().expose().to_owned();
                (one.finding.item.unwrap(), codes, one.finding.state)
            })
            .collect()
    }

    /// Sends three plain pictures, the third of which is taken.
    async fn insist(&self, material: &str) {
        for level in [3, 90] {
            let held = self.send(material, plain(level)).await;
            assert_eq!(held, Some(PictureFault::Seen(Fault::Blank)));
        }
        assert_eq!(self.send(material, blurred()).await, None);
    }

    async fn is_sound(&self) -> bool {
        let store = &self.house.service().store;
        store::audit::verify(store).await.unwrap().is_sound()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_come_at_once_are_counted_one_by_one() {
    let draft = Draft::begun().await;
    let sent = [3, 60, 90].map(|level| draft.send(EMBLEM, plain(level)));
    let mut held = futures::future::join_all(sent).await;
    held.sort_unstable_by_key(Option::is_some);
    let blank = Some(PictureFault::Seen(Fault::Blank));
    assert_eq!(held, [None, blank, blank]);
    assert!(draft.picture(EMBLEM).await.unwrap().is_doubtful);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_for_two_slots_at_once_is_taken_for_one() {
    let draft = Draft::begun().await;
    let paper = draft.house.paper("family-01", EMBLEM);
    let sent = [EMBLEM, PORTRAIT].map(|material| draft.send(material, paper.clone()));
    let mut held = futures::future::join_all(sent).await;
    held.sort_unstable_by_key(Option::is_some);
    assert_eq!(held, [None, Some(PictureFault::Twice)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_third_try_is_taken_for_staff_to_see() {
    let draft = Draft::begun().await;
    assert_eq!(
        draft.send(EMBLEM, plain(3)).await,
        Some(PictureFault::Seen(Fault::Blank))
    );
    assert!(draft.picture(EMBLEM).await.is_none());
    assert_eq!(
        draft.send(EMBLEM, blurred()).await,
        Some(PictureFault::Seen(Fault::Blurred))
    );
    // Tries are counted for each slot by itself.
    assert!(draft.send(PORTRAIT, plain(7)).await.is_some());
    assert_eq!(draft.send(EMBLEM, blurred()).await, None);
    assert!(draft.picture(EMBLEM).await.unwrap().is_doubtful);
    assert!(draft.picture(PORTRAIT).await.is_none());

    draft.hand_in().await;
    let codes = "picture_again picture_blurred".to_owned();
    let expected = [(EMBLEM.to_owned(), codes, FindingState::Open)];
    assert_eq!(draft.overrides().await, expected);
    assert!(draft.is_sound().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_held_back_replaces_none_and_leaves_nothing() {
    let draft = Draft::begun().await;
    let paper = draft.house.paper("family-01", EMBLEM);
    assert_eq!(draft.send(EMBLEM, paper.clone()).await, None);
    let before = draft.picture(EMBLEM).await.unwrap();
    let version = draft.view().await.version;
    assert!(draft.send(EMBLEM, plain(3)).await.is_some());
    let after = draft.picture(EMBLEM).await.unwrap();
    assert_eq!(after.uploaded_at, before.uploaded_at);
    assert_eq!(draft.view().await.version, version);
    let pictures = draft.house.service().store.pictures().list().await.unwrap();
    assert_eq!(pictures.len(), 1);
    // The picture that stands is no try, however often it comes.
    for _ in 0..3 {
        assert_eq!(draft.send(EMBLEM, paper.clone()).await, None);
    }
    assert!(!draft.picture(EMBLEM).await.unwrap().is_doubtful);
    assert!(draft.is_sound().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_is_no_other_one() {
    let draft = Draft::begun().await;
    let paper = draft.house.paper("family-01", EMBLEM);
    assert_eq!(draft.send(EMBLEM, paper.clone()).await, None);
    assert_eq!(
        draft.send(PORTRAIT, paper.clone()).await,
        Some(PictureFault::Twice)
    );
    assert_eq!(draft.send(PORTRAIT, paper).await, Some(PictureFault::Again));
    // Another slot knows nothing of what was held back here.
    assert!(draft.send(PHOTO, plain(3)).await.is_some());
    // A good picture ends it, and the next one is counted anew.
    let portrait = draft.house.paper("family-01", PORTRAIT);
    assert_eq!(draft.send(PORTRAIT, portrait).await, None);
    assert!(!draft.picture(PORTRAIT).await.unwrap().is_doubtful);
    assert_eq!(
        draft.send(PORTRAIT, plain(3)).await,
        Some(PictureFault::Seen(Fault::Blank))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_outlive_the_process() {
    let mut draft = Draft::begun().await;
    assert!(draft.send(EMBLEM, plain(3)).await.is_some());
    assert!(draft.send(EMBLEM, plain(90)).await.is_some());
    draft.house = draft.house.restart().await;
    draft.agent = draft.house.agent(&draft.case).await;
    assert_eq!(draft.send(EMBLEM, plain(160)).await, None);
    assert!(draft.picture(EMBLEM).await.unwrap().is_doubtful);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_better_picture_takes_the_doubt_away() {
    let draft = Draft::begun().await;
    draft.insist(EMBLEM).await;
    let paper = draft.house.paper("family-01", EMBLEM);
    assert_eq!(draft.send(EMBLEM, paper).await, None);
    draft.hand_in().await;
    assert!(draft.overrides().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_raised_once_and_settled_by_a_better_picture() {
    let draft = Draft::begun().await;
    draft.insist(PHOTO).await;
    let view = draft.hand_in().await;
    let is_open = |overrides: &[(String, String, FindingState)]| match overrides {
        [(item, codes, state)] => {
            assert_eq!((item.as_str(), codes.as_str()), (PHOTO, "picture_blurred"));
            *state == FindingState::Open
        }
        other => panic!("{other:?}"),
    };
    assert!(is_open(&draft.overrides().await));

    take_back(draft.house.service(), &draft.agent, view.id)
        .await
        .unwrap();
    assert!(draft.picture(PHOTO).await.unwrap().is_doubtful);
    let view = draft.hand_in().await;
    assert!(is_open(&draft.overrides().await));

    send_back(&draft.house, &view, &[PHOTO]).await;
    // The picture that stands was sent three times; the next one is a new one.
    assert!(draft.send(PHOTO, plain(3)).await.is_some());
    assert!(is_open(&draft.overrides().await));
    let photo = draft.house.paper("family-02", PHOTO);
    assert_eq!(draft.send(PHOTO, photo).await, None);
    draft.hand_in().await;
    assert!(!is_open(&draft.overrides().await));
    assert!(draft.is_sound().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_keeps_its_right_until_a_picture_is_taken() {
    let desk = Desk::open().await;
    let secret = desk.code(EMBLEM).await;
    let blank = Captured::HeldBack(PictureFault::Seen(Fault::Blank));
    assert_eq!(desk.capture(&secret, plain(3)).await.unwrap(), blank);
    assert!(desk.stands(&secret).await);
    // The computer's try counts like the phone's.
    let sent = desk
        .house
        .upload(&desk.agent, desk.id, EMBLEM, plain(90))
        .await;
    assert!(matches!(sent, AddOutcome::HeldBack(_)), "{sent:?}");
    let taken = desk.capture(&secret, plain(160)).await.unwrap();
    assert!(matches!(taken, Captured::Taken { .. }), "{taken:?}");
    assert!(!desk.stands(&secret).await);
    let view = desk.house.show(&desk.agent, desk.id).await;
    assert!(view.materials[0].is_doubtful);
}
