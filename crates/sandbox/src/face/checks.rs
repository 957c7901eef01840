//! The checks of all authorities, and how each went.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::clocks::MachineClock;
use crate::sha256;
use crate::world::World;

/// An authority that checks faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authority {
    /// WeChat's interface 2.0, in its mini-programs.
    Wechat,
    /// Alipay's certification.
    Alipay,
    /// Baidu's page.
    Baidu,
}

/// What happens in front of the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The face is a living one, and recognised.
    Pass,
    /// It is not.
    Fail,
    /// The person leaves.
    Cancel,
    /// Nothing happens for too long.
    Timeout,
}

/// Every check, of all authorities.
pub struct Faces {
    world: Arc<World>,
    machine: MachineClock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    checks: BTreeMap<String, Check>,
    begun: u64,
}

/// A check that waits for its person. Not printed: it is about one.
#[derive(Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Who checks.
    pub authority: Authority,
    /// The name asked about.
    pub name: String,
    /// The ID number asked about.
    pub id_number: String,
}

/// A check that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Whether it passed.
    pub passed: bool,
    /// Where the browser goes, if whoever began the check said so.
    pub return_to: Option<String>,
}

/// A check as an authority is asked for it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) app_id: String,
    /// The asker's id of the attempt.
    pub(super) attempt: String,
    pub(super) name: String,
    pub(super) id_number: String,
    /// Who the person is at the platform.
    pub(super) subject: String,
    pub(super) passed_url: Option<String>,
    pub(super) failed_url: Option<String>,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Waiting,
    Passed,
    /// Name and number do not belong together.
    NoSuchIdentity,
    OtherFace,
    Cancelled,
    TimedOut,
}

/// A check that was begun.
#[derive(Clone)]
pub(super) struct Check {
    authority: Authority,
    pub(super) asked: Asked,
    pub(super) verdict: Verdict,
    until: Timestamp,
}

impl Faces {
    /// No checks yet. `machine`: checks end by the machine's clock, as what they are asked with does.
    pub fn new(world: Arc<World>, machine: MachineClock) -> Self {
        Self {
            world,
            machine,
            state: Mutex::default(),
        }
    }

    /// The check of this id, if it waits.
    pub fn waiting(&self, id: &str) -> Option<Waiting> {
        let state = self.lock();
        let check = state.waiting(id, self.machine.now())?;
        Some(Waiting {
            authority: check.authority,
            name: check.asked.name.clone(),
            id_number: check.asked.id_number.clone(),
        })
    }

    /// Ends the check of this id with the person of this ID number in front of the camera. `None` when it does not wait, since a
    /// check ends once.
    pub fn end(&self, id: &str, in_front: &str, outcome: Outcome) -> Option<Ended> {
        let mut state = self.lock();
        let asked = &state.waiting(id, self.machine.now())?.asked;
        let verdict = match outcome {
            Outcome::Cancel => Verdict::Cancelled,
            Outcome::Timeout => Verdict::TimedOut,
            _ if !self.is_registered(asked) => Verdict::NoSuchIdentity,
            Outcome::Pass if asked.id_number.eq_ignore_ascii_case(in_front) => Verdict::Passed,
            Outcome::Pass | Outcome::Fail => Verdict::OtherFace,
        };
        let check = state.checks.get_mut(id)?;
        check.verdict = verdict;
        let passed = verdict == Verdict::Passed;
        let return_to = if passed {
            &check.asked.passed_url
        } else {
            &check.asked.failed_url
        };
        Some(Ended {
            passed,
            return_to: return_to.clone(),
        })
    }

    /// Begins a check and answers its id. The same attempt gives the same check; `None` when it was about somebody else.
    pub(super) fn begin(
        &self,
        authority: Authority,
        asked: Asked,
        life: SignedDuration,
    ) -> Option<String> {
        let mut state = self.lock();
        let now = self.machine.now();
        state.checks.retain(|_, check| now < check.until);
        let known = state.checks.iter().find(|(_, check)| {
            check.authority == authority
                && check.asked.app_id == asked.app_id
                && check.asked.attempt == asked.attempt
        });
        if let Some((id, check)) = known {
            return (check.asked == asked).then(|| id.clone());
        }
        state.begun += 1;
        let id = sha256::digest_of(format!("{authority:?} {now} {}", state.begun).as_bytes());
        let check = Check {
            authority,
            asked,
            verdict: Verdict::Waiting,
            until: now.saturating_add(life).unwrap_or(Timestamp::MAX),
        };
        state.checks.insert(id.clone(), check);
        Some(id)
    }

    /// Changes a check that waits, before its person is known.
    pub(super) fn change(&self, id: &str, change: impl FnOnce(&mut Asked)) -> Option<()> {
        let mut state = self.lock();
        state.waiting(id, self.machine.now())?;
        change(&mut state.checks.get_mut(id)?.asked);
        Some(())
    }

    /// A check of this authority and app, waiting or over, while the authority remembers it.
    pub(super) fn find(&self, authority: Authority, app_id: &str, id: &str) -> Option<Check> {
        let state = self.lock();
        let check = state.checks.get(id)?;
        (check.authority == authority
            && check.asked.app_id == app_id
            && self.machine.now() < check.until)
            .then(|| check.clone())
    }

    fn is_registered(&self, asked: &Asked) -> bool {
        let number = asked.id_number.to_ascii_uppercase();
        self.world
            .kept()
            .person(&number)
            .is_some_and(|person| person.registered_name() == asked.name)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Consistent after every statement, so the state that a panicking test leaves is valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn waiting(&self, id: &str, now: Timestamp) -> Option<&Check> {
        self.checks
            .get(id)
            .filter(|check| check.verdict == Verdict::Waiting && now < check.until)
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({:?}, ***)", self.authority)
    }
}
