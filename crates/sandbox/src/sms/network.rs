//! What lies behind both platforms: it takes messages, counts them for each number, and brings them, or does not.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::account::{Kind, Template};
use crate::clocks::WorldClock;

/// Messages remembered for questions about their delivery.
const REMEMBERED: usize = 10_000;

/// Hears of every message that a platform took, at once, whatever becomes of it.
pub type Sink = Box<dyn Fn(Taken) + Send + Sync>;

/// The network. Both platforms share one.
pub struct Network {
    clock: WorldClock,
    sink: Sink,
    state: Mutex<State>,
}

struct State {
    limits: Limits,
    fates: BTreeMap<String, Fate>,
    sent: VecDeque<Record>,
    numbered: u64,
}

/// A message that a platform took. Not printed: it may be a code.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// The eleven digits.
    pub mobile: String,
    /// What the service calls the template.
    pub template: String,
    /// The language of its text.
    pub language: String,
    /// What the template is for.
    pub kind: Kind,
    /// The variables with their values.
    pub values: Vec<(String, String)>,
    /// What the mobile shows.
    pub text: String,
    /// When it reaches the mobile, by the world's clock; `None` when it never does.
    pub arrives_at: Option<Timestamp>,
    /// When it was taken, by the world's clock.
    pub at: Timestamp,
}

/// What happens to messages to a number.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Fate {
    /// They arrive.
    #[default]
    Arrives,
    /// They arrive after this much of the world's time.
    Delayed(Duration),
    /// They are taken, and the carrier reports that they cannot be brought.
    Lost,
    /// The platform refuses the number.
    Refused,
    /// The platform says that it cannot do it now.
    Down,
    /// The connection is reset without an answer, and nothing is taken.
    Silent,
}

/// How many messages one number gets from one sign, by what they are for. No window: no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For codes.
    pub codes: Vec<Window>,
    /// For notices.
    pub notices: Vec<Window>,
}

/// So many messages within so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Length in seconds, of the world's time.
    pub seconds: i64,
    /// Messages allowed in it.
    pub messages: usize,
}

/// A message that a platform wants to be brought.
pub(super) struct Offered<'a> {
    pub(super) platform: &'static str,
    pub(super) sign: &'a str,
    pub(super) mobile: &'a str,
    pub(super) template: &'a Template,
    pub(super) values: &'a [(String, String)],
    /// The sender's own note, told with the delivery.
    pub(super) context: &'a str,
    /// The machine's time, which platforms write on the wire.
    pub(super) wire_at: Timestamp,
}

/// A message that was taken, for questions about its delivery.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) platform: &'static str,
    sign: String,
    kind: Kind,
    pub(super) mobile: String,
    pub(super) id: String,
    pub(super) template: String,
    pub(super) text: String,
    pub(super) context: String,
    pub(super) wire_at: Timestamp,
    at: Timestamp,
    fate: Fate,
}

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Waiting,
    /// At this time on the wire.
    Arrived(Timestamp),
    Failed,
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// More than this window allows.
    TooMany(Window),
    Refused,
    Down,
    Silent,
}

impl Default for Limits {
    /// One code a minute, 5 an hour, 10 a day; 50 notices a day: Aliyun's, and Tencent Cloud's unless an account changes them.
    fn default() -> Self {
        let window = |seconds, messages| Window { seconds, messages };
        Self {
            codes: vec![window(60, 1), window(3_600, 5), window(86_400, 10)],
            notices: vec![window(86_400, 50)],
        }
    }
}

impl Limits {
    /// Every message is taken.
    pub fn none() -> Self {
        Self {
            codes: Vec::new(),
            notices: Vec::new(),
        }
    }
}

impl Network {
    /// A network with the platforms' usual limits.
    pub fn new(clock: WorldClock, sink: Sink) -> Self {
        let state = State {
            limits: Limits::default(),
            fates: BTreeMap::new(),
            sent: VecDeque::new(),
            numbered: 0,
        };
        Self {
            clock,
            sink,
            state: Mutex::new(state),
        }
    }

    /// From now on these limits hold, over what was taken already.
    pub fn set_limits(&self, limits: Limits) {
        self.lock().limits = limits;
    }

    /// From now on this happens to messages to a number of eleven digits.
    pub fn set_fate(&self, mobile: &str, fate: Fate) {
        self.lock().fates.insert(mobile.to_owned(), fate);
    }

    /// Forgets what was sent, so that nothing of it counts: the world's clock may be put back.
    pub fn forget(&self) {
        self.lock().sent.clear();
    }

    /// Takes a message and answers its id.
    pub(super) fn take(&self, offered: &Offered<'_>) -> Result<String, NotTaken> {
        let at = self.clock.now();
        let mut state = self.lock();
        let fate = state.fates.get(offered.mobile).cloned().unwrap_or_default();
        match fate {
            Fate::Refused => return Err(NotTaken::Refused),
            Fate::Down => return Err(NotTaken::Down),
            Fate::Silent => return Err(NotTaken::Silent),
            Fate::Arrives | Fate::Delayed(_) | Fate::Lost => {}
        }
        if let Some(window) = state.exceeded(offered, at) {
            return Err(NotTaken::TooMany(window));
        }
        state.numbered += 1;
        let id = format!("{}{:04}", offered.wire_at.as_microsecond(), state.numbered);
        let text = offered.template.filled(offered.sign, offered.values);
        let record = Record {
            platform: offered.platform,
            sign: offered.sign.to_owned(),
            kind: offered.template.kind,
            mobile: offered.mobile.to_owned(),
            id: id.clone(),
            template: offered.template.id.clone(),
            text: text.clone(),
            context: offered.context.to_owned(),
            wire_at: offered.wire_at,
            at,
            fate,
        };
        let taken = Taken {
            mobile: record.mobile.clone(),
            template: offered.template.name.clone(),
            language: offered.template.language.clone(),
            kind: offered.template.kind,
            values: offered.values.to_vec(),
            text,
            arrives_at: record.delay().map(|delay| later(at, delay)),
            at,
        };
        state.sent.truncate(REMEMBERED - 1);
        state.sent.push_front(record);
        drop(state);
        (self.sink)(taken);
        Ok(id)
    }

    /// What a platform took for a number, the newest first, with how far each got.
    pub(super) fn taken_for(&self, platform: &str, mobile: &str) -> Vec<(Record, Progress)> {
        let now = self.clock.now();
        let state = self.lock();
        let records = state.sent.iter();
        records
            .filter(|record| record.platform == platform && record.mobile == mobile)
            .map(|record| (record.clone(), record.progress(now)))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Consistent after every statement, so the state that a panicking test leaves is valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The window that one more message would exceed.
    fn exceeded(&self, offered: &Offered<'_>, now: Timestamp) -> Option<Window> {
        let windows = match offered.template.kind {
            Kind::Code => &self.limits.codes,
            Kind::Notice => &self.limits.notices,
        };
        let of_the_same = |record: &&Record| {
            record.platform == offered.platform
                && record.mobile == offered.mobile
                && record.sign == offered.sign
                && record.kind == offered.template.kind
        };
        windows
            .iter()
            .find(|window| {
                let within =
                    |record: &&Record| now.as_second() - record.at.as_second() < window.seconds;
                let recent = self.sent.iter().filter(of_the_same).filter(within);
                recent.count() >= window.messages
            })
            .copied()
    }
}

impl Record {
    /// How long it takes to arrive; `None` when it never does.
    fn delay(&self) -> Option<Duration> {
        match self.fate {
            Fate::Delayed(delay) => Some(delay),
            Fate::Lost => None,
            _ => Some(Duration::ZERO),
        }
    }

    fn progress(&self, now: Timestamp) -> Progress {
        match self.delay() {
            None => Progress::Failed,
            Some(delay) if later(self.at, delay) > now => Progress::Waiting,
            Some(delay) => Progress::Arrived(later(self.wire_at, delay)),
        }
    }
}

fn later(at: Timestamp, delay: Duration) -> Timestamp {
    SignedDuration::try_from(delay)
        .ok()
        .and_then(|delay| at.checked_add(delay).ok())
        .unwrap_or(Timestamp::MAX)
}

impl fmt::Debug for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Taken({}, ***)", self.template)
    }
}
