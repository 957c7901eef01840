//! The account.

use axum::Json;
use axum::extract::State;
use domain::people::ProofKind;
use serde::Serialize;
use service::parent::account::show::{AccountPage, show};
use utoipa::ToSchema;
use uuid::Uuid;
use web::Shared;

use crate::caller::{Caller, Person};
use crate::refusal::ApiError;

/// An account as its owner sees it. Numbers show their ends alone.
#[derive(Serialize, ToSchema)]
pub(crate) struct Account {
    /// The person's name, once it is proved.
    #[schema(required)]
    name: Option<String>,
    /// Their ID number, once it is proved.
    #[schema(required, example = "1101**********002X")]
    id_number: Option<String>,
    /// The mobile that they proved last.
    #[schema(required, example = "137****2222")]
    mobile: Option<String>,
    /// How the account is entered.
    ways: Vec<WayIn>,
    /// What is proved about the person, the newest first.
    proofs: Vec<ProofShown>,
    /// Where somebody is logged in, this session first.
    sessions: Vec<SessionShown>,
    /// What was agreed to, the newest first.
    consents: Vec<ConsentShown>,
    /// What a mini-program may tell its owner (`grant_messages`).
    grants: Vec<GrantShown>,
}

/// What somebody said to one kind of message.
#[derive(Serialize, ToSchema)]
pub(crate) struct GrantShown {
    /// The kind.
    #[schema(example = "at_branch")]
    template: String,
    /// `accept` or `reject`.
    #[schema(example = "accept")]
    answer: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// A way into an account.
#[derive(Serialize, ToSchema)]
pub(crate) struct WayIn {
    /// Its id.
    id: Uuid,
    /// Who says who comes in.
    #[schema(example = "wechat")]
    provider: String,
    /// The log-in names.
    names: Vec<String>,
    /// When it was added.
    #[schema(format = DateTime)]
    added_at: String,
}

/// A proof.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProofShown {
    /// What was proved.
    #[schema(example = "phone")]
    kind: String,
    /// How.
    #[schema(example = "sms")]
    method: String,
    /// The platform that vouches for it.
    #[schema(required)]
    provider: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// When it lapses or lapsed.
    #[schema(required)]
    until: Option<String>,
    /// Whether it counts now.
    is_valid: bool,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionShown {
    /// Its name. It opens nothing.
    name: String,
    /// Whether it is this one.
    is_current: bool,
    /// How it began.
    #[schema(example = "wechat")]
    provider: String,
    /// Its channel.
    #[schema(example = "jingtong")]
    channel: String,
    /// The program that the channel runs in.
    #[schema(example = "wechat")]
    host: String,
    /// When it began.
    #[schema(format = DateTime)]
    began_at: String,
    /// When it ends at the latest.
    #[schema(format = DateTime)]
    ends_at: String,
}

/// A consent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentShown {
    /// Its id.
    id: Uuid,
    /// What was agreed to.
    #[schema(example = "consent.lookup")]
    consent: String,
    /// The version of the text.
    version: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// When it was taken back.
    #[schema(required)]
    withdrawn_at: Option<String>,
}

/// The account: how it is entered, what is proved about its person, where it is open, what was agreed to.
#[utoipa::path(
    get,
    path = "/api/v1/account",
    operation_id = "get_account",
    tag = "account",
    responses(
        (status = 200, description = "the account", body = Account),
    )
)]
pub(crate) async fn get_account(
    State(web): State<Shared>,
    caller: Caller,
    Person(person): Person,
) -> Result<Json<Account>, ApiError> {
    let page = show(&web.service, &caller.token).await?;
    let agent = person.as_ref();
    let mut valid = page.proofs.iter().filter(|proof| proof.is_valid);
    let mobile = valid.find(|proof| proof.kind == ProofKind::Phone);
    let mobile = mobile.and_then(|proof| proof.mobile.clone());
    Ok(Json(Account {
        name: agent.map(|agent| agent.name.as_str().to_owned()),
        id_number: agent.map(|agent| agent.id_number.masked()),
        mobile,
        ..Account::of(page)
    }))
}

impl Account {
    fn of(page: AccountPage) -> Account {
        let ways = page.ways.into_iter().map(|way| WayIn {
            id: way.id,
            provider: way.provider.code().to_owned(),
            names: way.names,
            added_at: way.added_at.to_string(),
        });
        let proofs = page.proofs.into_iter().map(|proof| ProofShown {
            kind: proof.kind.code().to_owned(),
            method: proof.method.code().to_owned(),
            provider: proof.provider.map(|by| by.code().to_owned()),
            at: proof.at.to_string(),
            until: proof.until.map(|until| until.to_string()),
            is_valid: proof.is_valid,
        });
        let sessions = page.sessions.into_iter().map(|session| SessionShown {
            name: session.name,
            is_current: session.is_current,
            provider: session.provider.code().to_owned(),
            channel: session.channel.code().to_owned(),
            host: session.host.code().to_owned(),
            began_at: session.began_at.to_string(),
            ends_at: session.ends_at.to_string(),
        });
        let consents = page.consents.into_iter().map(|given| ConsentShown {
            id: given.id,
            consent: given.consent,
            version: given.version,
            at: given.at.to_string(),
            withdrawn_at: given.withdrawn_at.map(|at| at.to_string()),
        });
        let grants = page.grants.into_iter().map(|grant| GrantShown {
            template: grant.template,
            answer: if grant.is_accepted {
                "accept"
            } else {
                "reject"
            }
            .to_owned(),
            at: grant.at.to_string(),
        });
        Account {
            name: None,
            id_number: None,
            mobile: None,
            ways: ways.collect(),
            proofs: proofs.collect(),
            sessions: sessions.collect(),
            consents: consents.collect(),
            grants: grants.collect(),
        }
    }
}
