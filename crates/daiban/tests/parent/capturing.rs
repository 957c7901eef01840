//! A picture taken with a phone: what the phone's right covers.

use service::ServiceError;
use service::agent::{Agent, LoggedIn};
use service::login::log_in::LogInOutcome;
use service::login::log_out::log_out;
use service::parent::capture::{Captured, attempt, capture, wanted};
use service::parent::offer_capture::{Offered, offer_capture};
use service::parent::show_material::{Size, show_material};
use service::parent::watch_materials::hear_of_materials;
use service::token::{Session, Token};
use uuid::Uuid;

use crate::house::{HERE, House};

pub(crate) const EMBLEM: &str = "agent_id_emblem";
pub(crate) const PORTRAIT: &str = "agent_id_portrait";

/// A parent at the computer, with a draft.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) agent: Agent,
    pub(crate) log_in: Token,
    pub(crate) id: Uuid,
}

impl Desk {
    pub(crate) async fn open() -> Desk {
        Desk::of(House::open().await).await
    }

    pub(crate) async fn of(house: House) -> Desk {
        let case = house.case("family-01");
        let log_in = log_in(&house, "family-01").await;
        let agent = house.agent(&case).await;
        let id = house.begin(&agent).await;
        Desk {
            house,
            agent,
            log_in,
            id,
        }
    }

    pub(crate) async fn offer(&self, material: &str, anew: bool) -> Result<Offered, ServiceError> {
        let service = self.house.service();
        offer_capture(service, &self.agent, &self.log_in, self.id, material, anew)
            .await
            .map(|(offered, _)| offered)
    }

    /// The secret of a new code.
    pub(crate) async fn code(&self, material: &str) -> String {
        match self.offer(material, true).await.unwrap() {
            Offered::Open { secret, .. } => secret,
            Offered::Received => panic!("{material} was asked for anew"),
        }
    }

    pub(crate) async fn stands(&self, secret: &str) -> bool {
        match wanted(self.house.service(), secret).await {
            Ok(_) => true,
            Err(ServiceError::NotFound) => false,
            Err(other) => panic!("{other:?}"),
        }
    }

    pub(crate) async fn capture(
        &self,
        secret: &str,
        file: Vec<u8>,
    ) -> Result<Captured, ServiceError> {
        let service = self.house.service();
        let tried = attempt(service, secret, HERE).await?;
        capture(service, &tried, file.into()).await
    }

    /// The materials whose slots hold a picture.
    pub(crate) async fn pictures(&self) -> Vec<String> {
        let view = self.house.show(&self.agent, self.id).await;
        view.materials
            .into_iter()
            .map(|known| known.material)
            .collect()
    }

    pub(crate) fn paper(&self, material: &str) -> Vec<u8> {
        self.house.paper("family-01", material)
    }

    pub(crate) async fn log_out(&self) {
        let session = Session {
            token: self.log_in.clone(),
            logged_in: Some(LoggedIn::Agent(self.agent.clone())),
            expired: None,
        };
        log_out(self.house.service(), &session).await.unwrap();
    }
}

pub(crate) async fn log_in(house: &House, case: &str) -> Token {
    let agent = house.case(case).agent;
    match house.try_log_in(&agent.username, &agent.password).await {
        LogInOutcome::LoggedIn { token, .. } => token,
        LogInOutcome::Refused(problem) => panic!("{problem:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_adds_one_picture_to_one_slot_and_nothing_more() {
    let desk = Desk::open().await;
    let secret = desk.code(EMBLEM).await;
    assert_eq!(
        wanted(desk.house.service(), &secret).await.unwrap().slot.id,
        EMBLEM
    );
    let taken = desk.capture(&secret, desk.paper(EMBLEM)).await.unwrap();
    assert!(matches!(taken, Captured::Taken { .. }), "{taken:?}");
    assert_eq!(desk.pictures().await, [EMBLEM]);
    let kept = show_material(
        desk.house.service(),
        &desk.agent,
        desk.id,
        EMBLEM,
        Size::Whole,
    )
    .await;
    assert!(kept.is_ok());

    let again = desk.capture(&secret, desk.paper(PORTRAIT)).await;
    assert!(matches!(again, Err(ServiceError::NotFound)), "{again:?}");
    assert_eq!(desk.offer(EMBLEM, false).await.unwrap(), Offered::Received);
    assert!(
        store::audit::verify(&desk.house.service().store)
            .await
            .unwrap()
            .is_sound()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_pictures_at_once_one_comes_in() {
    let desk = Desk::open().await;
    let secret = desk.code(EMBLEM).await;
    let (one, other) = (desk.paper(EMBLEM), desk.paper(PORTRAIT));
    let (one, other) = tokio::join!(desk.capture(&secret, one), desk.capture(&secret, other));
    let taken = [&one, &other]
        .into_iter()
        .filter(|outcome| matches!(outcome, Ok(Captured::Taken { .. })))
        .count();
    assert_eq!(taken, 1, "{one:?} {other:?}");
    let pictures = desk.house.service().store.pictures().list().await.unwrap();
    assert_eq!(pictures.len(), 1, "the late one leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_picture_does_not_use_the_code_up_but_ten_do() {
    let desk = Desk::open().await;
    let secret = desk.code(EMBLEM).await;
    for _ in 0..9 {
        let refused = desk.capture(&secret, b"%PDF-1.7".to_vec()).await.unwrap();
        assert!(matches!(refused, Captured::Refused(_)), "{refused:?}");
    }
    let taken = desk.capture(&secret, desk.paper(EMBLEM)).await.unwrap();
    assert!(
        matches!(taken, Captured::Taken { .. }),
        "the last try is as good as the first"
    );

    let secret = desk.code(PORTRAIT).await;
    for _ in 0..10 {
        desk.capture(&secret, b"%PDF-1.7".to_vec()).await.unwrap();
    }
    assert!(!desk.stands(&secret).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_as_is_there_uses_the_code_up() {
    let desk = Desk::open().await;
    let paper = desk.paper(EMBLEM);
    desk.house
        .upload(&desk.agent, desk.id, EMBLEM, paper.clone())
        .await;
    let marks = async || {
        let view = desk.house.show(&desk.agent, desk.id).await;
        view.materials[0].uploaded_at
    };
    let before = marks().await;
    let secret = desk.code(EMBLEM).await;
    desk.house.service().clock.move_minutes(1);
    let taken = desk.capture(&secret, paper).await.unwrap();
    assert!(matches!(taken, Captured::Taken { .. }), "{taken:?}");
    assert!(!desk.stands(&secret).await);
    assert!(
        marks().await > before,
        "the page that waits sees that it came"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_code_ends_the_one_before_and_an_opened_page_shows_the_same() {
    let desk = Desk::open().await;
    let (old, other) = (desk.code(EMBLEM).await, desk.code(PORTRAIT).await);
    let Offered::Open { secret, .. } = desk.offer(EMBLEM, false).await.unwrap() else {
        panic!("nothing came yet")
    };
    assert_eq!(
        secret, old,
        "opened again, the page shows what the phone may have open"
    );
    let new = desk.code(EMBLEM).await;
    assert_ne!(new, old);
    assert!(!desk.stands(&old).await);
    assert!(desk.stands(&new).await && desk.stands(&other).await);

    // Another browser of the same agent has a code of its own.
    let elsewhere = log_in(&desk.house, "family-01").await;
    let service = desk.house.service();
    let (theirs, _) = offer_capture(service, &desk.agent, &elsewhere, desk.id, EMBLEM, false)
        .await
        .unwrap();
    assert!(matches!(theirs, Offered::Open { secret, .. } if secret != new));
    assert!(!desk.stands(&new).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_slots_of_the_agents_own_draft_are_offered() {
    let desk = Desk::open().await;
    let unknown = desk.offer("passport", true).await;
    assert!(
        matches!(unknown, Err(ServiceError::NotFound)),
        "{unknown:?}"
    );
    let stranger = desk.house.agent(&desk.house.case("family-02")).await;
    let theirs = log_in(&desk.house, "family-02").await;
    let service = desk.house.service();
    let foreign = offer_capture(service, &stranger, &theirs, desk.id, EMBLEM, true).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)));
    for guess in [
        "",
        "x",
        "../../etc/passwd",
        "AAAAAAAAAAAAAAAAAAAAAA",
        "\u{0}",
    ] {
        assert!(!desk.stands(guess).await, "{guess:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_a_bounded_number_of_open_codes() {
    let desk = Desk::open().await;
    let service = desk.house.service();
    let mut drafts = vec![desk.id];
    for _ in 1..17 {
        drafts.push(desk.house.begin(&desk.agent).await);
    }
    let offer = async |draft: Uuid| {
        offer_capture(service, &desk.agent, &desk.log_in, draft, EMBLEM, true).await
    };
    for draft in &drafts[..16] {
        offer(*draft).await.unwrap();
    }
    offer(drafts[0]).await.expect("it replaces its own");
    let refused = offer(drafts[16]).await;
    let Err(ServiceError::TooManyTries { wait_s }) = refused else {
        panic!("{refused:?}")
    };
    assert!((1..=600).contains(&wait_s), "{wait_s} s");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_listens_hears_of_pictures_until_the_log_in_ends() {
    let desk = Desk::open().await;
    let service = desk.house.service();
    let hear = async || {
        hear_of_materials(service, &desk.agent, &desk.log_in, desk.id)
            .await
            .unwrap()
    };
    let nothing = hear().await.unwrap();
    assert!(nothing.marks.is_empty() && !nothing.waits);
    let secret = desk.code(EMBLEM).await;
    assert!(hear().await.unwrap().waits);
    desk.capture(&secret, desk.paper(EMBLEM)).await.unwrap();
    let view = desk.house.show(&desk.agent, desk.id).await;
    let at = view.materials[0].uploaded_at.as_millisecond();
    let heard = hear().await.unwrap();
    assert_eq!(heard.marks.get(EMBLEM), Some(&at));
    assert!(heard.waits, "the phone goes on with what is missing");
    let stranger = desk.house.agent(&desk.house.case("family-02")).await;
    let foreign = hear_of_materials(service, &stranger, &desk.log_in, desk.id).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)));
    desk.log_out().await;
    assert_eq!(hear().await, None);
}
