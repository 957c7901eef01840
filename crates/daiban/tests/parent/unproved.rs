//! Who is logged in and has not proved who they are: no look-up and no application.

use domain::id::{CitizenId, Mobile, PersonalName};
use domain::people::{Identity, Level, ProofMethod};
use jiff::{SignedDuration, Timestamp};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use service::agent::LoggedIn;
use service::login::log_in::LogInOutcome;
use service::people::{self, NewAccount, NewProof, Proved, Registered, Taken};
use service::sessions::{self, Where};
use service::token::Token;
use store::{accounts, lookups};
use uuid::Uuid;
use web::session::cookie;

use crate::browser::percent;
use crate::house::{HERE, House};
use crate::walking::Walked;

const PASSWORD: &str = "long enough";

/// Begins an account under this user name.
async fn register(house: &House, name: &str) -> Uuid {
    let service = house.service();
    let hash = service.work.passwords.hash(PASSWORD, &service.chance).await;
    let names = vec![name.into()];
    let now = service.clock.now();
    let new = NewAccount::new(&service.chance, names, hash.unwrap().into(), now);
    let id = new.id;
    let done = service
        .store
        .write(async move |tx| people::register(tx, &new).await);
    assert_eq!(done.await.unwrap(), Registered::New);
    id
}

async fn prove(house: &House, account: Uuid, proved: Proved, until: Option<Timestamp>) {
    let service = house.service();
    let now = service.clock.now();
    let proof = NewProof {
        id: service.chance.id(),
        proved,
        method: ProofMethod::Counter,
        provider: None,
        at: now,
        until,
    };
    let taken = service
        .store
        .write(async move |tx| people::prove(tx, account, &proof, now).await);
    assert_eq!(taken.await.unwrap(), Taken::For(account));
}

async fn log_in(house: &House, name: &str) -> Token {
    match house.try_log_in(name, PASSWORD).await {
        LogInOutcome::LoggedIn { token, .. } => token,
        LogInOutcome::Refused(problem) => panic!("{problem:?}"),
    }
}

async fn who(house: &House, token: &Token) -> LoggedIn {
    let found = sessions::find(house.service(), token, Where::InABrowser, Some(HERE)).await;
    found.unwrap().unwrap()
}

/// A browser with this token.
struct Browser<'a> {
    house: &'a House,
    token: &'a Token,
    client: Client,
}

impl<'a> Browser<'a> {
    fn with(house: &'a House, token: &'a Token) -> Browser<'a> {
        let client = Client::builder().redirect(Policy::none()).no_proxy();
        Browser {
            house,
            token,
            client: client.build().unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Response {
        self.sent(self.client.get(self.url(path))).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let token = self.token.form_token();
        let fields: Vec<String> = fields
            .iter()
            .chain([&("csrf", token.as_str())])
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        let request = self.client.post(self.url(path)).body(fields.join("&"));
        let kind = "application/x-www-form-urlencoded";
        self.sent(request.header("content-type", kind)).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.house.address())
    }

    async fn sent(&self, request: RequestBuilder) -> Response {
        let cookie = cookie(self.house.web(), self.token);
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
        request.header("cookie", cookie).send().await.unwrap()
    }
}

const CHILD: &str = "钱小满";

async fn account_page(browser: &Browser<'_>) -> String {
    let answer = browser.get("/account").await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.text().await.unwrap()
}

fn me() -> Identity {
    Identity {
        name: PersonalName::parse("钱未央").unwrap(),
        id_number: CitizenId::from_stored("11010519491231002X").unwrap(),
    }
}

/// Where somebody is led whose mobile is not proved, and everybody else whose real name is not.
const PHONE_FIRST: &str = "/prove/phone?to=";
const REAL_NAME: &str = "/prove/real-name?to=";

/// What a page of the level's refusal must be.
async fn is_refused(answer: Response, cure: &str) {
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let page = answer.text().await.unwrap();
    assert!(page.contains("data-refusal=\"level\""), "{page}");
    assert!(page.contains(cure), "it says what to do: {page}");
    assert!(page.contains("action=\"/logout\""), "{page}");
}

/// An answer that leads to a page that proves what is lacking, and from there back to the application.
fn is_led_to(answer: &Response, proof: &str) {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let to = answer.headers()["location"].to_str().unwrap();
    assert_eq!(to, format!("{proof}/applications/new"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_unproved_begins_no_draft_and_sees_no_application() {
    let house = House::open().await;
    let account = register(&house, "newcomer").await;
    // What is merely typed lets nobody in, even where the family is one that the registry knows.
    let known = house.case("family-01").agent;
    let typed = Identity {
        name: PersonalName::parse(&known.name).unwrap(),
        id_number: CitizenId::from_stored(&known.id_number).unwrap(),
    };
    let service = house.service();
    service
        .store
        .write(async move |tx| accounts::set_typed(tx, account, &typed).await)
        .await
        .unwrap();
    let token = log_in(&house, "newcomer").await;
    let level = async || match who(&house, &token).await {
        LoggedIn::Unproved {
            account: whose,
            level,
        } if whose == account => level,
        other => panic!("{other:?}"),
    };
    assert_eq!(level().await, Level::Account);
    let browser = Browser::with(&house, &token);
    is_refused(browser.get("/applications").await, PHONE_FIRST).await;
    let page = account_page(&browser).await;
    assert!(page.contains("data-prove-name"), "{page}");
    assert!(!page.contains(&known.name), "typed is not proved: {page}");
    is_led_to(&browser.get("/applications/new").await, PHONE_FIRST);
    is_led_to(&browser.post("/applications", &[]).await, PHONE_FIRST);
    // Pages for everybody are open, and so is the way out.
    let page = browser.get("/services/minor-card").await;
    assert_eq!(page.status(), StatusCode::OK);

    let mobile = Mobile::parse("13800130001").unwrap();
    prove(&house, account, Proved::Phone(mobile), None).await;
    assert_eq!(level().await, Level::Phone);
    is_refused(browser.get("/applications").await, REAL_NAME).await;
    is_led_to(&browser.get("/applications/new").await, REAL_NAME);
    is_led_to(&browser.post("/applications", &[]).await, REAL_NAME);

    let out = browser.post("/logout", &[]).await;
    assert_eq!(out.status(), StatusCode::SEE_OTHER);
    let found = sessions::find(house.service(), &token, Where::InABrowser, Some(HERE)).await;
    assert!(found.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_proof_has_lapsed_asks_no_registry_and_gets_back_what_they_typed() {
    let house = House::open().await;
    let account = register(&house, "newcomer").await;
    let until = house.service().clock.now() + SignedDuration::from_mins(10);
    let mobile = Mobile::parse("13800130001").unwrap();
    prove(&house, account, Proved::Phone(mobile), None).await;
    prove(&house, account, Proved::RealName(me(), None), Some(until)).await;
    let token = log_in(&house, "newcomer").await;
    let agent = house.agent_of(&token).await;
    assert_eq!(agent.name, me().name);
    assert_eq!(agent.mobile, Some(mobile));
    let id = house.begin(&agent).await;
    let browser = Browser::with(&house, &token);
    let path = format!("/applications/{id}/child");
    assert_eq!(
        browser.get(&format!("/applications/{id}")).await.status(),
        StatusCode::OK
    );
    let consents = ["disclaimer", "sensitive_data", "lookup"].map(|of| format!("consent.{of}"));
    let consents: Vec<(&str, &str)> = consents.iter().map(|of| (of.as_str(), "yes")).collect();
    house.save(&agent, id, "disclaimer", &consents).await;
    house
        .save(&agent, id, "child", &[("child.name", CHILD)])
        .await;
    let page = account_page(&browser).await;
    assert!(
        page.contains(CHILD) && page.contains(me().name.as_str()),
        "{page}"
    );

    house.service().clock.move_minutes(10);

    assert!(who(&house, &token).await.agent().is_none());
    let page = account_page(&browser).await;
    assert!(page.contains("data-consent") && page.contains("data-session-row"));
    assert!(
        !page.contains(CHILD) && !page.contains(me().name.as_str()),
        "{page}"
    );
    is_refused(browser.get(&path).await, REAL_NAME).await;
    let answer = browser.post(&path, &[("child.name", "钱多多")]).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("data-refusal=\"level\"") && page.contains("钱多多"),
        "{page}"
    );
    assert!(
        page.contains(REAL_NAME) && page.contains("_blank"),
        "the way is beside what was typed: {page}"
    );
    let asked = house
        .service()
        .store
        .read(async |tx| lookups::list(tx, id).await)
        .await
        .unwrap();
    assert!(asked.is_empty(), "{asked:?}");

    // Proved again, everything is where it was.
    prove(&house, account, Proved::RealName(me(), None), None).await;
    let agent = house.agent_of(&token).await;
    house.show(&agent, id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn consents_are_on_record_with_their_text_until_they_are_taken_back() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let walked = house.walk(&agent, &case, id, None).await;
    assert!(matches!(walked, Walked::Ready(_)), "{walked:?}");
    let standing = async || {
        let given = house
            .service()
            .store
            .read(async |tx| store::consents::list(tx, agent.account).await)
            .await
            .unwrap();
        let mut standing: Vec<String> = Vec::new();
        for consent in given {
            assert_eq!(consent.case, Some(id));
            let field = house.service().rules.in_force.field(&consent.consent);
            let text = field.unwrap().agreement.clone().unwrap();
            let text = house.service().rules.in_force.agreement(&text).unwrap();
            assert_eq!(consent.digest, text.hash());
            assert_eq!(consent.version, text.version);
            if consent.withdrawn_at.is_none() {
                standing.push(consent.consent);
            }
        }
        standing.sort();
        standing
    };
    let all = standing().await;
    assert!(all.contains(&"consent.lookup".to_owned()), "{all:?}");
    assert!(!all.contains(&"promise".to_owned()), "{all:?}");
    let view = house.show(&agent, id).await;
    let step = view
        .plan
        .steps
        .iter()
        .find(|step| step.fields().any(|field| field.id == "consent.lookup"))
        .unwrap()
        .id
        .clone();
    house
        .save(&agent, id, &step, &[("consent.lookup", "no")])
        .await;
    let left = standing().await;
    assert!(!left.contains(&"consent.lookup".to_owned()), "{left:?}");
    house
        .save(&agent, id, &step, &[("consent.lookup", "yes")])
        .await;
    assert!(standing().await.contains(&"consent.lookup".to_owned()));
    let saved = house
        .service()
        .store
        .read(async |tx| store::consents::list(tx, agent.account).await)
        .await;
    let lookups = |given: Vec<store::consents::Consent>| {
        given
            .iter()
            .filter(|one| one.consent == "consent.lookup")
            .count()
    };
    assert_eq!(
        lookups(saved.unwrap()),
        2,
        "what was taken back stays on record"
    );
}
