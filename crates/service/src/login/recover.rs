//! Gives an account a new password: by a code to the mobile that it proved, and by the name and ID number that its person proved.
//!
//! The code alone is not enough: numbers get new owners, and telephones are taken. What was typed is compared with what the account
//! has proved, and no registry is asked, else this page would tell anybody with an account whether a name and a number belong
//! together. An account that never proved who its person is holds nothing to come back for: its owner registers again with the
//! same mobile, and the two become one when they prove who they are.
//!
//! An unknown name, a code that is wrong and a person that is wrong get one answer, and cost the same try. Every session and every
//! browser's mark ends with the old password, and the owner is told by message.

use std::sync::Arc;

use domain::id::{CitizenId, CitizenIdError, NameError, PersonalName};
use domain::lang::Lang;
use domain::people::{Identity, Provider};
use jiff::Timestamp;
use store::passwords::{self, Password};
use store::seal::Secret;
use store::{Tx, accounts, challenges, portal_logins, proved_people, sessions, ways_in};
use uuid::Uuid;

use super::code_answer::{CodeProblem, Right, compare, misread};
use super::code_ask::{CodePurpose, Recipient};
use crate::jobs::send_message::{Notice, tell};
use crate::known_browser::KnownBrowser;
use crate::new_password::PasswordProblem;
use crate::templates::Template;
use crate::{ServiceError, Shared};

/// The input of the form.
#[derive(Clone)]
pub struct RecoverInput {
    /// The log-in name, for which a code was sent for [`CodePurpose::Recover`].
    pub login: String,
    /// That code.
    pub sms_code: String,
    /// The name of the account's person.
    pub name: String,
    /// Their ID number.
    pub id_number: String,
    /// The new password.
    pub password: String,
    /// The language in which its owner reads.
    pub lang: Lang,
    /// The browser's marks of earlier log-ins.
    pub known: KnownBrowser,
}

/// What came of it.
#[derive(Debug)]
pub enum RecoverOutcome {
    /// The account has the new password, and nobody is logged in to it.
    Recovered {
        /// Give the browser these marks, by which it is known at the log-in that follows.
        known: KnownBrowser,
    },
    /// It is not; all that is wrong.
    Refused(Vec<RecoverProblem>),
}

/// What is wrong with a recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoverProblem {
    /// No log-in name was typed, or one that nobody can have.
    LogIn,
    /// It is no name of a person.
    Name(NameError),
    /// It is no ID number.
    IdNumber(CitizenIdError),
    /// It is no password for an account.
    Password(PasswordProblem),
    /// The code is not the one that was sent, or something else is not the account's: one answer for all.
    Code(CodeProblem),
}

/// Gives an account a new password and ends every session of it.
///
/// # Errors
/// [`ServiceError::Busy`] when too many passwords wait to be hashed; those of the store.
pub async fn recover(
    service: &Shared,
    input: RecoverInput,
) -> Result<RecoverOutcome, ServiceError> {
    let whole = Arc::clone(service);
    let task = async move { check_and_replace(&whole, input).await };
    service.work.tasks.see_through(task).await
}

async fn check_and_replace(
    service: &Shared,
    input: RecoverInput,
) -> Result<RecoverOutcome, ServiceError> {
    let now = service.clock.now();
    let to = Recipient::of(CodePurpose::Recover, &input.login);
    let name = PersonalName::parse(&input.name);
    let id_number = CitizenId::parse(&input.id_number, service.clock.today());
    let mut own: Vec<String> = to.iter().map(|to| to.as_str().to_owned()).collect();
    own.extend(name.iter().map(|name| name.as_str().to_owned()));
    own.extend(id_number.iter().map(|number| number.as_str().to_owned()));
    let judged = service.work.passwords.judge(&input.password, own).await?;
    let misread = misread(&input.sms_code);
    let (to, identity) = match (to, name, id_number, judged, misread) {
        (Some(to), Ok(name), Ok(id_number), None, None) => (to, Identity { name, id_number }),
        (to, name, id_number, judged, misread) => {
            let login = to.is_none().then_some(RecoverProblem::LogIn);
            let name = name.err().map(RecoverProblem::Name);
            let id_number = id_number.err().map(RecoverProblem::IdNumber);
            let password = judged.map(RecoverProblem::Password);
            let code = misread.map(RecoverProblem::Code);
            let problems = [login, code, name, id_number, password];
            let problems = problems.into_iter().flatten();
            return Ok(RecoverOutcome::Refused(problems.collect()));
        }
    };
    let refused = |problem| {
        let problems = vec![RecoverProblem::Code(problem)];
        Ok(RecoverOutcome::Refused(problems))
    };
    let compared = compare(service, CodePurpose::Recover, &to, &input.sms_code, now);
    let right = match compared.await? {
        Ok(right) => right,
        Err(problem) => return refused(problem),
    };
    let chance = &service.chance;
    let hash = service.work.passwords.hash(&input.password, chance).await?;
    let tries_left = right.tried.tries_left();
    let wish = Wish {
        login: to.as_str().to_owned(),
        identity,
        hash: hash.into(),
        right,
        notice: chance.id_at(now),
        lang: input.lang,
        now,
    };
    let done = service
        .store
        .write(async move |tx| replace(tx, &wish).await)
        .await?;
    match done {
        Done::Replaced(password) => {
            tracing::info!("an account was recovered");
            let keyring = service.store.keyring();
            Ok(RecoverOutcome::Recovered {
                known: input.known.renewed(&password, keyring, chance, now),
            })
        }
        Done::OtherPerson => refused(CodeProblem::Wrong { tries_left }),
        Done::CodeGone => refused(CodeProblem::Gone),
    }
}

#[derive(Clone)]
struct Wish {
    login: String,
    identity: Identity,
    hash: Secret,
    right: Right,
    notice: Uuid,
    lang: Lang,
    now: Timestamp,
}

enum Done {
    Replaced(Password),
    OtherPerson,
    CodeGone,
}

/// Compares the person, uses up the code, replaces the password and ends the sessions, all at once or not at all.
async fn replace(tx: &Tx, wish: &Wish) -> Result<Done, ServiceError> {
    let way = ways_in::find(tx, Provider::Password, "", &wish.login).await?;
    let way = way.filter(|way| Some(way.account) == wish.right.reached.account);
    let Some((account, Some(password))) = way.map(|way| (way.account, way.password)) else {
        return Ok(Done::CodeGone);
    };
    if !is_person(tx, account, &wish.identity).await? {
        return Ok(Done::OtherPerson);
    }
    if !challenges::use_up(tx, &wish.right.tried).await? {
        return Ok(Done::CodeGone);
    }
    passwords::replace(tx, account, &wish.hash).await?;
    sessions::end_all(tx, account).await?;
    portal_logins::remove_confirmed(tx, account).await?;
    let notice = Notice {
        id: wish.notice,
        account,
        case: None,
        template: Template::PasswordChanged,
        lang: wish.lang,
        values: &[],
    };
    tell(tx, &notice, wish.now).await?;
    let changed = passwords::get(tx, password).await?;
    changed
        .map(Done::Replaced)
        .ok_or_else(|| ServiceError::Internal("a log-in name has no password any more".to_owned()))
}

/// Whether the account has proved to be this person's, now or once: a real name lapses for applications, but stays whose it is.
async fn is_person(tx: &Tx, account: Uuid, typed: &Identity) -> Result<bool, ServiceError> {
    let known = accounts::get(tx, account).await?;
    let known = known.and_then(|account| account.identity);
    let is_same = known
        .is_some_and(|known| known.id_number == typed.id_number && known.name.same_as(&typed.name));
    Ok(is_same && proved_people::has_proved(tx, account).await?)
}
