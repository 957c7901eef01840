//! Gives an account another password.

use domain::lang::Lang;
use domain::people::Provider;
use store::passwords;
use store::proofs::{self, Subject};
use store::sessions;
use store::{accounts, portal_logins, ways_in};

use crate::agent::is_real_name_fresh;
use crate::jobs::send_message::{Notice, tell};
use crate::known_browser::KnownBrowser;
use crate::new_password::PasswordProblem;
use crate::sessions::renew;
use crate::templates::Template;
use crate::token::Token;
use crate::{Service, ServiceError};

/// What came of it.
#[derive(Debug)]
pub enum ChangeOutcome {
    /// Every log-in name of the account has the new password; everybody else is logged out.
    Changed {
        /// Give the browser this token: the one before has ended.
        token: Token,
        /// And these marks, by which it is known the next time.
        known: KnownBrowser,
    },
    /// It is no password for an account.
    Refused(PasswordProblem),
    /// The account is entered by platforms alone.
    NoPassword,
    /// The real name must be proved first, within five minutes before.
    RealNameFirst,
}

/// Gives the account that is logged in under `token` another password. The old one is not asked for: who was just proved by their
/// face may have forgotten it. The owner is told by message, in
/// `lang` where the platform has a text in it.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile; [`ServiceError::Busy`] when too many passwords wait to be hashed;
/// those of the store.
pub async fn change_password(
    service: &Service,
    token: &Token,
    password: &str,
    lang: Lang,
    known: &KnownBrowser,
) -> Result<ChangeOutcome, ServiceError> {
    let (now, here) = (service.clock.now(), token.hash());
    let may = service.store.read(async |tx| {
        let current = sessions::find(tx, &here, now).await?;
        let account = current.ok_or(ServiceError::NotFound)?.account;
        if !is_real_name_fresh(tx, account, &here, now).await? {
            return Ok::<_, ServiceError>(None);
        }
        let mut own = Vec::new();
        for way in ways_in::list(tx, account).await? {
            if way.provider == Provider::Password {
                own.push(way.subject.expose().to_owned());
            }
        }
        for proof in proofs::list(tx, account).await? {
            if let Subject::Phone(mobile) = proof.subject {
                own.push(mobile.as_str().to_owned());
            }
        }
        if let Some(identity) = accounts::get(tx, account)
            .await?
            .and_then(|known| known.identity)
        {
            own.push(identity.name.as_str().to_owned());
            own.push(identity.id_number.as_str().to_owned());
        }
        Ok(Some((account, own)))
    });
    let Some((account, own)) = may.await? else {
        return Ok(ChangeOutcome::RealNameFirst);
    };
    if let Some(problem) = service.work.passwords.judge(password, own).await? {
        return Ok(ChangeOutcome::Refused(problem));
    }
    let chance = &service.chance;
    let hash = service.work.passwords.hash(password, chance).await?.into();
    let (new, notice) = (Token::logged_in(chance), chance.id_at(now));
    let to = new.hash();
    let changed = service
        .store
        .write(async move |tx| {
            if !passwords::replace(tx, account, &hash).await? {
                return Ok(None);
            }
            if !renew(tx, account, &here, &to, now).await? {
                return Err(ServiceError::NotFound);
            }
            sessions::end_others(tx, account, &to).await?;
            portal_logins::remove_confirmed(tx, account).await?;
            let notice = Notice {
                id: notice,
                account,
                case: None,
                template: Template::PasswordChanged,
                lang,
                values: &[],
            };
            tell(tx, &notice, now).await?;
            let all = passwords::of_account(tx, account).await?;
            Ok(all.into_iter().next())
        })
        .await?;
    let Some(password) = changed else {
        return Ok(ChangeOutcome::NoPassword);
    };
    let keyring = service.store.keyring();
    Ok(ChangeOutcome::Changed {
        token: new,
        known: known.renewed(&password, keyring, chance, now),
    })
}
