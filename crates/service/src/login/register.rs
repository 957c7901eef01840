//! Begins an account: a mobile that a code proves, a log-in name and a password.
//!
//! Everything is checked before the code is, so that a slip costs no try. What others have is found only after the code was right,
//! by whoever has the mobile: that the chosen name is taken, which they are told, and that the mobile enters another account. The
//! latter changes nothing but that it does not enter this one too: a family may share a mobile, numbers get new owners, and of
//! two accounts of one person one is joined to the other as soon as they prove who they are.

use std::sync::Arc;

use domain::id::{LogInName, LogInNameError, Mobile};
use domain::people::{ProofMethod, Provider};
use jiff::Timestamp;
use store::passwords::Password;
use store::seal::Secret;
use store::sessions::{self, TokenHash};
use store::{challenges, ways_in};

use super::code_answer::{CodeProblem, Right, compare, misread};
use super::code_ask::{CodePurpose, Recipient};
use crate::known_browser::KnownBrowser;
use crate::new_password::PasswordProblem;
use crate::people::{self, NewAccount, NewProof, Proved, Registered, Taken};
use crate::sessions::begun;
use crate::token::Token;
use crate::{ServiceError, Shared};

/// The input of the form.
#[derive(Clone)]
pub struct RegisterInput {
    /// The mobile, to which a code was sent for [`CodePurpose::Register`].
    pub mobile: String,
    /// That code.
    pub sms_code: String,
    /// The name to log in with, besides the mobile.
    pub login: String,
    /// The password.
    pub password: String,
    /// The session that this browser still has; the new one replaces it.
    pub replaces: Option<TokenHash>,
    /// The browser's marks of earlier log-ins.
    pub known: KnownBrowser,
}

/// What came of it.
#[derive(Debug)]
pub enum RegisterOutcome {
    /// The account is there, and its owner is logged in.
    Registered {
        /// Give the browser this token.
        token: Token,
        /// And these marks, by which it is known the next time.
        known: KnownBrowser,
        /// Whether the mobile enters this account, as the log-in name does; else it enters another one.
        enters_by_mobile: bool,
    },
    /// It is not; all that is wrong.
    Refused(Vec<RegisterProblem>),
}

/// What is wrong with a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterProblem {
    /// It is no mobile.
    Mobile,
    /// It is no log-in name.
    LogIn(LogInNameError),
    /// It is no password for a new account.
    Password(PasswordProblem),
    /// The code is not the one that was sent. The other problems are found before it is compared.
    Code(CodeProblem),
    /// Somebody has this log-in name. The code is still good for another one, with a try less.
    NameTaken,
}

/// Begins an account and logs its owner in.
///
/// # Errors
/// [`ServiceError::Busy`] when too many passwords wait to be hashed; those of the store.
pub async fn register(
    service: &Shared,
    input: RegisterInput,
) -> Result<RegisterOutcome, ServiceError> {
    let whole = Arc::clone(service);
    let task = async move { check_and_begin(&whole, input).await };
    service.work.tasks.see_through(task).await
}

async fn check_and_begin(
    service: &Shared,
    input: RegisterInput,
) -> Result<RegisterOutcome, ServiceError> {
    let now = service.clock.now();
    let (mobile, login) = (Mobile::parse(&input.mobile), LogInName::parse(&input.login));
    // As they are, not as they were typed: with blanks, say.
    let mut own: Vec<String> = login.iter().map(|name| name.as_str().to_owned()).collect();
    own.extend(mobile.iter().map(|mobile| mobile.as_str().to_owned()));
    let judged = service.work.passwords.judge(&input.password, own).await?;
    let misread = misread(&input.sms_code);
    let (mobile, login) = match (mobile, login, judged, misread) {
        (Ok(mobile), Ok(login), None, None) => (mobile, login),
        (mobile, login, judged, misread) => {
            let mobile = mobile.err().map(|_| RegisterProblem::Mobile);
            let login = login.err().map(RegisterProblem::LogIn);
            let password = judged.map(RegisterProblem::Password);
            let code = misread.map(RegisterProblem::Code);
            let problems = [mobile, code, login, password].into_iter().flatten();
            return Ok(RegisterOutcome::Refused(problems.collect()));
        }
    };
    let refused = |problem| Ok(RegisterOutcome::Refused(vec![problem]));
    let to = Recipient::Mobile(mobile);
    let compared = compare(service, CodePurpose::Register, &to, &input.sms_code, now);
    let right = match compared.await? {
        Ok(right) => right,
        Err(problem) => return refused(RegisterProblem::Code(problem)),
    };
    let chance = &service.chance;
    let hash = service.work.passwords.hash(&input.password, chance).await?;
    let wish = Wish {
        login,
        hash: hash.into(),
        right,
        replaces: input.replaces,
        now,
    };
    let token = Token::logged_in(chance);
    match begin(service, &token, wish).await? {
        Begun::Account {
            password,
            enters_by_mobile,
        } => {
            tracing::info!("an account was begun");
            let keyring = service.store.keyring();
            Ok(RegisterOutcome::Registered {
                known: input.known.renewed(&password, keyring, chance, now),
                token,
                enters_by_mobile,
            })
        }
        Begun::NameTaken => refused(RegisterProblem::NameTaken),
        Begun::CodeGone => refused(RegisterProblem::Code(CodeProblem::Gone)),
    }
}

#[derive(Clone)]
struct Wish {
    login: LogInName,
    hash: Secret,
    right: Right,
    replaces: Option<TokenHash>,
    now: Timestamp,
}

enum Begun {
    Account {
        password: Password,
        enters_by_mobile: bool,
    },
    NameTaken,
    CodeGone,
}

/// Uses up the code, makes the account with its proof, and opens its session, all at once or not at all.
async fn begin(service: &Shared, token: &Token, wish: Wish) -> Result<Begun, ServiceError> {
    let (whole, token) = (Arc::clone(service), token.clone());
    service
        .store
        .write(async move |tx| {
            let (name, mobile) = (wish.login.as_str(), wish.right.reached.mobile);
            if !ways_in::with_name(tx, name).await?.is_empty() {
                return Ok(Begun::NameTaken);
            }
            if !challenges::use_up(tx, &wish.right.tried).await? {
                return Ok(Begun::CodeGone);
            }
            let is_free = ways_in::with_name(tx, mobile.as_str()).await?.is_empty();
            let names = [Some(name), is_free.then_some(mobile.as_str())];
            let names = names.into_iter().flatten().map(Secret::from).collect();
            let new = NewAccount::new(&whole.chance, names, wish.hash.clone(), wish.now);
            if people::register(tx, &new).await? != Registered::New {
                let what = "a log-in name that was free is taken".to_owned();
                return Err(ServiceError::Internal(what));
            }
            let proof = NewProof {
                id: whole.chance.id_at(wish.now),
                proved: Proved::Phone(mobile),
                method: ProofMethod::Sms,
                provider: None,
                at: wish.now,
                until: None,
            };
            match people::prove(tx, new.id, &proof, wish.now).await? {
                Taken::For(_) => {}
                Taken::Refused(refusal) => {
                    let what = format!("the proof of a new account was not taken: {refusal:?}");
                    return Err(ServiceError::Internal(what));
                }
            }
            if let Some(old) = &wish.replaces {
                sessions::end(tx, old).await?;
            }
            let session = begun(&whole, &token, new.id, Provider::Password, wish.now);
            sessions::create(tx, &session).await?;
            Ok(Begun::Account {
                password: new.password().clone(),
                enters_by_mobile: is_free,
            })
        })
        .await
}
