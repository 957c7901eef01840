//! People of these tests: their accounts, what they proved, and where they are logged in.

use domain::channel::{Channel, Host};
use domain::id::{CitizenId, Mobile, PersonalName};
use domain::people::{Identity, ProofMethod, Provider};
use jiff::SignedDuration;
use service::known_browser::KnownBrowser;
use service::login::log_in::{self, LogInInput, LogInOutcome};
use service::login::prove_phone::Prover;
use service::people::{NewAccount, NewProof, Proved, Registered, Taken, prove, register};
use service::token::Token;
use store::sessions::{self, SessionRow};
use uuid::Uuid;

use crate::house::House;

/// The password of every account here.
pub(crate) const PASSWORD: &str = "a lorry full of onions";

/// An account with one log-in name, and the mobile that it proved.
pub(crate) async fn visitor(house: &House, name: &str, mobile: Option<&str>) -> Uuid {
    let (chance, at) = (&house.service.chance, house.clock.now());
    let hash = house.service.work.passwords.hash(PASSWORD, chance).await;
    let new = NewAccount::new(chance, vec![name.into()], hash.unwrap().into(), at);
    let id = new.id;
    let done = house
        .service
        .store
        .write(async move |tx| register(tx, &new).await);
    assert_eq!(done.await.unwrap(), Registered::New);
    if let Some(mobile) = mobile {
        let mobile = Mobile::parse(mobile).unwrap();
        bring(house, id, Proved::Phone(mobile), ProofMethod::Sms).await;
    }
    id
}

/// Proves who the person of an account is, at a counter, now.
pub(crate) async fn real_name(house: &House, account: Uuid, identity: Identity) {
    let proved = Proved::RealName(identity, None);
    bring(house, account, proved, ProofMethod::Counter).await;
}

/// Proves who they are by their face, in this session, now.
pub(crate) async fn real_name_here(house: &House, who: &Prover, identity: Identity) {
    let proved = Proved::RealName(identity, Some(who.token.hash()));
    bring(house, who.account, proved, ProofMethod::FaceCheck).await;
}

/// Proves another mobile of the account, now.
pub(crate) async fn phone(house: &House, account: Uuid, mobile: &str) {
    let mobile = Mobile::parse(mobile).unwrap();
    bring(house, account, Proved::Phone(mobile), ProofMethod::Sms).await;
}

async fn bring(house: &House, account: Uuid, proved: Proved, method: ProofMethod) {
    let at = house.clock.now();
    let proof = NewProof {
        id: house.service.chance.id(),
        proved,
        method,
        provider: None,
        at,
        until: None,
    };
    let store = &house.service.store;
    let taken = store.write(async move |tx| prove(tx, account, &proof, at).await);
    assert_eq!(taken.await.unwrap(), Taken::For(account));
}

/// Another person for each number.
pub(crate) fn person(number: u32, name: &str) -> Identity {
    let digits = format!("11010519491231{number:03}");
    let check = domain::id::check_character(&digits).unwrap();
    Identity {
        name: PersonalName::parse(name).unwrap(),
        id_number: CitizenId::from_stored(&format!("{digits}{check}")).unwrap(),
    }
}

/// A session of an account in the portal.
pub(crate) async fn logged_in(house: &House, account: Uuid) -> Prover {
    let token = Token::logged_in(&house.service.chance);
    let now = house.clock.now();
    let session = SessionRow {
        token: token.hash(),
        account,
        provider: Provider::Password,
        way: None,
        channel: Channel::Portal,
        host: Host::Web,
        host_secret: None,
        created_at: now,
        last_seen_at: now,
        expires_at: now + SignedDuration::from_hours(12),
    };
    let store = &house.service.store;
    let begun = store.write(async move |tx| sessions::create(tx, &session).await);
    begun.await.unwrap();
    Prover { account, token }
}

/// Logs in by password, with a picture code, and says whose account that is.
pub(crate) async fn log_in(
    house: &House,
    login: &str,
    password: &str,
    known: &KnownBrowser,
) -> Option<Uuid> {
    let picture = house.picture().await;
    let input = LogInInput {
        login: login.to_owned(),
        password: password.to_owned(),
        picture_code: picture.code,
        challenge: picture.challenge,
        address: crate::house::address(1),
        replaces: None,
        known: known.clone(),
    };
    match log_in::log_in(&house.service, input).await.unwrap() {
        LogInOutcome::LoggedIn { token, .. } => {
            let (hash, now) = (token.hash(), house.clock.now());
            let store = &house.service.store;
            let found = store.read(async |tx| sessions::find(tx, &hash, now).await);
            found.await.unwrap().map(|session| session.account)
        }
        LogInOutcome::Refused(_) => None,
    }
}
