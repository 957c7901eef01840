//! What a code by short message is for, and whom it reaches.

use std::net::IpAddr;

use domain::characters::is_visible;
use domain::id::Mobile;
use domain::lang::Lang;
use domain::people::Provider;
use jiff::Timestamp;
use store::{StoreError, Tx, ways_in};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::log_in_name::{LONGEST, login_name};
use super::picture_code::PictureAnswer;
use crate::agent;
use crate::token::Token;

/// What a code is for: it is valid for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePurpose {
    /// To prove the mobile of whoever is logged in to this account.
    ProvePhone {
        /// The account.
        account: Uuid,
    },
    /// To prove that whoever is logged in to this account reads what is sent to the mobile of a card.
    CardMobile {
        /// The account.
        account: Uuid,
    },
    /// To begin an account.
    Register,
    /// To choose a new password.
    Recover,
}

/// The wish for a code.
#[derive(Clone)]
pub struct CodeAsk {
    /// What it is for.
    pub purpose: CodePurpose,
    /// Whom it is for, as typed: a mobile, or for [`CodePurpose::Recover`] a log-in name.
    pub to: String,
    /// This browser, whether or not somebody is logged in there.
    pub browser: Token,
    /// The address that the wish comes from.
    pub from: Option<IpAddr>,
    /// The language in which its reader reads.
    pub lang: Lang,
    /// The answer to a picture code, once one was asked for.
    pub picture: Option<PictureAnswer>,
}

impl CodePurpose {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::ProvePhone { .. } => "prove_phone",
            Self::CardMobile { .. } => "card_mobile",
            Self::Register => "register",
            Self::Recover => "recover",
        }
    }

    pub(super) const fn account(self) -> Option<Uuid> {
        match self {
            Self::ProvePhone { account } | Self::CardMobile { account } => Some(account),
            Self::Register | Self::Recover => None,
        }
    }
}

/// Whom a code is for, as its answer names them.
#[derive(Clone)]
pub(super) enum Recipient {
    Mobile(Mobile),
    LogIn(String),
}

impl Recipient {
    /// `None` when what was typed cannot be one.
    pub(super) fn of(purpose: CodePurpose, typed: &str) -> Option<Recipient> {
        match purpose {
            CodePurpose::Recover => (is_visible(typed) && typed.len() <= LONGEST)
                .then(|| Recipient::LogIn(login_name(typed))),
            CodePurpose::ProvePhone { .. }
            | CodePurpose::CardMobile { .. }
            | CodePurpose::Register => Mobile::parse(typed).ok().map(Recipient::Mobile),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Recipient::Mobile(mobile) => mobile.as_str(),
            Recipient::LogIn(name) => name,
        }
    }
}

/// Where a code goes.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    pub(super) mobile: Mobile,
    pub(super) account: Option<Uuid>,
}

/// Whom a code reaches: a typed mobile as it is, and for a log-in name the mobile that its account proved last. For a name that
/// leads nowhere the proofs of an account that is not there are read.
pub(super) async fn reached(
    tx: &Tx,
    purpose: CodePurpose,
    to: &Recipient,
    now: Timestamp,
) -> Result<Option<Reached>, StoreError> {
    let name = match to {
        Recipient::Mobile(mobile) => {
            return Ok(Some(Reached {
                mobile: *mobile,
                account: purpose.account(),
            }));
        }
        Recipient::LogIn(name) => name,
    };
    let way = ways_in::find(tx, Provider::Password, "", name).await?;
    let account = way.map_or(Uuid::nil(), |way| way.account);
    let mobile = agent::proved_mobile(tx, account, now).await?;
    Ok(mobile.map(|mobile| Reached {
        mobile,
        account: Some(account),
    }))
}

/// The accepted answer: a code together with where it went, so that it proves nothing else.
pub(super) fn bound(code: &str, reached: Option<&Reached>) -> Zeroizing<String> {
    let (mobile, account) = reached.map_or(("", None), |reached| {
        (reached.mobile.as_str(), reached.account)
    });
    let account = account.map(|account| account.to_string());
    let account = account.as_deref().unwrap_or_default();
    Zeroizing::new(format!("{code}/{mobile}/{account}"))
}
