//! What waits for a person's word at the platforms' pages, the codes that were given out, and who holds which token.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use data_encoding::{BASE64, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use ring::rand::{SecureRandom as _, SystemRandom};

use super::people::{Holder, Platform};
use super::returning::Asked;
use crate::clocks::MachineClock;
use crate::sha256;
use crate::world::World;

/// Life of a code, in seconds.
const CODE_S: i64 = 300;
/// How long a platform's page waits, in seconds.
const PAGE_S: i64 = 600;
/// Life of a person's access token, in seconds.
const TOKEN_S: i64 = 7_200;

/// Every log-in, at all platforms.
pub struct Logins {
    world: Arc<World>,
    machine: MachineClock,
    page_url: String,
    callbacks: Vec<Callback>,
    /// Makes codes and tokens that nobody guesses.
    secret: [u8; 32],
    state: Mutex<State>,
}

/// An address to which a platform lets browsers return, as registered there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// Where it is registered.
    pub platform: Platform,
    /// For which app.
    pub app_id: String,
    /// The address.
    pub redirect_uri: String,
}

/// A log-in that waits for a person's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// At which platform.
    pub platform: Platform,
    /// For which app.
    pub app_id: String,
    /// Where the browser goes afterwards.
    pub redirect_uri: String,
}

#[derive(Default)]
struct State {
    made: u64,
    pending: BTreeMap<String, (Asked, Timestamp)>,
    codes: BTreeMap<String, Code>,
    tokens: BTreeMap<String, (Holder, Timestamp)>,
    /// The key that the platform and one client share.
    session_keys: BTreeMap<Holder, String>,
}

/// What a code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Good {
    /// A browser's log-in.
    AtPage,
    /// A log-in in a mini-program.
    LogIn,
    /// A mobile number.
    Phone,
}

/// A code that was given out.
#[derive(Clone)]
struct Code {
    good: Good,
    holder: Holder,
    asked: Asked,
    /// The platform breaks when it is exchanged.
    breaks: bool,
    used: bool,
    until: Timestamp,
}

/// A code that was exchanged.
pub(super) struct Exchanged {
    pub(super) holder: Holder,
    pub(super) asked: Asked,
    pub(super) breaks: bool,
}

/// Why a code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// There is none such: for another app, another platform or another use there is none, too.
    Unknown,
    Used,
    Over,
}

impl Logins {
    /// No log-ins yet. `machine`: they end by the machine's clock. `page_url`: where the page is on which a person says yes or no;
    /// `?id=` is put behind it. `callbacks`: where platforms let browsers return.
    pub fn new(
        world: Arc<World>,
        machine: MachineClock,
        page_url: String,
        callbacks: Vec<Callback>,
    ) -> Self {
        let mut secret = [0; 32];
        SystemRandom::new()
            .fill(&mut secret)
            .expect("an operating system that has no randomness runs no service");
        Self {
            world,
            machine,
            page_url,
            callbacks,
            secret,
            state: Mutex::default(),
        }
    }

    /// The log-in of this id, if it waits for a person's word.
    pub fn waiting(&self, id: &str) -> Option<Waiting> {
        let state = self.lock();
        let (asked, until) = state.pending.get(id)?;
        (self.machine.now() < *until).then(|| Waiting {
            platform: asked.platform,
            app_id: asked.app_id.clone(),
            redirect_uri: asked.redirect_uri.clone(),
        })
    }

    /// The person of this user name agrees. Answers where the browser goes; `None` when nothing waits, or nobody is called so.
    pub fn grant(&self, id: &str, username: &str) -> Option<String> {
        self.decided(id, Some((username, false)))
    }

    /// The person declines. Answers where the browser goes.
    pub fn refuse(&self, id: &str) -> Option<String> {
        self.decided(id, None)
    }

    /// The person agrees, and then the platform breaks: its connection is reset when the code is exchanged.
    pub fn break_off(&self, id: &str, username: &str) -> Option<String> {
        self.decided(id, Some((username, true)))
    }

    fn decided(&self, id: &str, granted: Option<(&str, bool)>) -> Option<String> {
        self.waiting(id)?;
        let granted = match granted {
            Some((username, breaks)) => Some((self.person(username)?, breaks)),
            None => None,
        };
        let (asked, _) = self.lock().pending.remove(id)?;
        let code = granted.map(|(person, breaks)| {
            let holder = Holder {
                platform: asked.platform,
                app_id: asked.app_id.clone(),
                person,
            };
            self.issue(Good::AtPage, holder, asked.clone(), breaks)
        });
        Some(asked.returning.address(&asked, code.as_deref()))
    }

    /// A log-in waits from now on. Answers where the browser goes.
    pub(super) fn wait(&self, asked: Asked) -> String {
        let id = self.fresh("page");
        let now = self.machine.now();
        let mut state = self.lock();
        state.pending.retain(|_, (_, until)| now < *until);
        let until = now + SignedDuration::from_secs(PAGE_S);
        state.pending.insert(id.clone(), (asked, until));
        let separator = if self.page_url.contains('?') {
            '&'
        } else {
            '?'
        };
        format!("{}{separator}id={id}", self.page_url)
    }

    /// Whether a browser of this app may return to this address.
    pub(super) fn may_return(&self, platform: Platform, app_id: &str, redirect_uri: &str) -> bool {
        self.callbacks_of(platform, app_id)
            .any(|callback| callback.redirect_uri == redirect_uri)
    }

    pub(super) fn callbacks_of<'a>(
        &'a self,
        platform: Platform,
        app_id: &'a str,
    ) -> impl Iterator<Item = &'a Callback> {
        let callbacks = self.callbacks.iter();
        callbacks.filter(move |callback| callback.platform == platform && callback.app_id == app_id)
    }

    /// A new code.
    pub(super) fn issue(&self, good: Good, holder: Holder, asked: Asked, breaks: bool) -> String {
        let text = self.fresh("code");
        let code = Code {
            good,
            holder,
            asked,
            breaks,
            used: false,
            until: self.machine.now() + SignedDuration::from_secs(CODE_S),
        };
        self.lock().codes.insert(text.clone(), code);
        text
    }

    /// Uses a code up.
    pub(super) fn exchange(
        &self,
        good: Good,
        platform: Platform,
        app_id: &str,
        code: &str,
    ) -> Result<Exchanged, NotTaken> {
        let now = self.machine.now();
        let mut state = self.lock();
        let code = state.codes.get_mut(code).ok_or(NotTaken::Unknown)?;
        let holder = &code.holder;
        if code.good != good || holder.platform != platform || holder.app_id != app_id {
            return Err(NotTaken::Unknown);
        }
        if code.used {
            return Err(NotTaken::Used);
        }
        if now >= code.until {
            return Err(NotTaken::Over);
        }
        code.used = true;
        Ok(Exchanged {
            holder: code.holder.clone(),
            asked: code.asked.clone(),
            breaks: code.breaks,
        })
    }

    /// A token with which the platform is asked about this person.
    pub(super) fn token(&self, holder: Holder) -> String {
        let token = self.fresh("token");
        let until = self.machine.now() + SignedDuration::from_secs(TOKEN_S);
        self.lock().tokens.insert(token.clone(), (holder, until));
        token
    }

    /// Whom a token is about.
    pub(super) fn of_token(&self, platform: Platform, token: &str) -> Option<Holder> {
        let state = self.lock();
        let (holder, until) = state.tokens.get(token)?;
        (holder.platform == platform && self.machine.now() < *until).then(|| holder.clone())
    }

    /// The key that the platform and the client of this person share, of so many bytes, in base64. It stays as it is: platforms
    /// change it without notice, and may leave it.
    pub(super) fn session_key(&self, holder: &Holder, length: usize) -> String {
        let fresh = BASE64.encode(&self.fresh_bytes("session")[..length]);
        let mut state = self.lock();
        let key = state.session_keys.entry(holder.clone());
        key.or_insert(fresh).clone()
    }

    pub(super) fn world(&self) -> &World {
        &self.world
    }

    pub(super) fn machine(&self) -> &MachineClock {
        &self.machine
    }

    /// The ID number of the agent with this user name.
    pub(super) fn person(&self, username: &str) -> Option<String> {
        let mut agents = self.world.cases().iter().map(|case| &case.agent);
        let agent = agents.find(|agent| agent.username == username)?;
        Some(agent.id_number.clone())
    }

    pub(super) fn fresh(&self, use_of_it: &str) -> String {
        HEXLOWER.encode(&self.fresh_bytes(use_of_it))
    }

    pub(super) fn fresh_bytes(&self, use_of_it: &str) -> Vec<u8> {
        let mut state = self.lock();
        state.made += 1;
        sha256::mac(&self.secret, &format!("{use_of_it} {}", state.made))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Consistent after every statement, so the state that a panicking test leaves is valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
