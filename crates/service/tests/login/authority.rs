//! An authority that checks faces, as tests play it.

use std::sync::{Arc, Mutex, PoisonError};

use domain::channel::{Channel, Host};
use domain::people::Provider;
use gateways::face::{Begun, Check, FaceAuthority, NotPassed, Verdict, Wanted};
use gateways::{Answer, GatewayError, Person};
use service::face_authorities::{AuthorityAt, FaceAuthorities};

/// Our app at WeChat.
pub(crate) const MINI_APP: &str = "wx-jingtong";

/// What becomes of a check that passes.
pub(crate) fn passed() -> Verdict {
    Verdict::Passed
}

/// The authority of every channel and host, which answers as it was told last.
#[derive(Default)]
pub(crate) struct Authority {
    begun: Mutex<Vec<Wanted>>,
    answer: Mutex<Option<Result<Verdict, GatewayError>>>,
    fault: Mutex<Option<GatewayError>>,
    asked: Mutex<usize>,
}

impl Authority {
    /// The portal's and that of Jingtong in WeChat.
    pub(crate) fn everywhere(authority: &Arc<Authority>) -> FaceAuthorities {
        let at = |channel, host, provider, app: &str| AuthorityAt {
            channel,
            host,
            provider,
            app: app.to_owned(),
            authority: Arc::<Authority>::clone(authority),
            page_origin: None,
        };
        FaceAuthorities::new(vec![
            at(Channel::Portal, Host::Web, Provider::Baidu, "a-plan"),
            at(Channel::Jingtong, Host::WeChat, Provider::WeChat, MINI_APP),
        ])
    }

    /// What it answers from now on; without it nothing is known yet.
    pub(crate) fn answer(&self, answer: Result<Verdict, GatewayError>) {
        *lock(&self.answer) = Some(answer);
    }

    pub(crate) fn verdict(&self, verdict: Verdict) {
        self.answer(Ok(verdict));
    }

    /// From now on every call fails like this, or none.
    pub(crate) fn fail(&self, fault: Option<GatewayError>) {
        *lock(&self.fault) = fault;
    }

    /// The checks that it began, in order.
    pub(crate) fn begun(&self) -> Vec<Wanted> {
        lock(&self.begun).clone()
    }

    /// How often it was asked what came of one.
    pub(crate) fn asked(&self) -> usize {
        *lock(&self.asked)
    }

    fn fault(&self) -> Result<(), GatewayError> {
        lock(&self.fault).clone().map_or(Ok(()), Err)
    }
}

impl FaceAuthority for Authority {
    fn begin<'a>(&'a self, wanted: &'a Wanted, _: &'a str) -> Answer<'a, Begun> {
        Box::pin(async move {
            self.fault()?;
            lock(&self.begun).push(wanted.clone());
            Ok(Begun {
                check: Check {
                    id: format!("authority/{}", wanted.attempt),
                    attempt: wanted.attempt.clone(),
                    subject: wanted.subject.clone(),
                },
                native: serde_json::json!({"verifyId": wanted.attempt}),
                page: Some(format!("https://page.example/{}", wanted.attempt)),
            })
        })
    }

    fn decide<'a>(
        &'a self,
        check: &'a Check,
        expected: &'a Person,
        _: &'a str,
    ) -> Answer<'a, Verdict> {
        Box::pin(async move {
            *lock(&self.asked) += 1;
            self.fault()?;
            let known = lock(&self.begun);
            let known = known.iter().find(|one| one.attempt == check.attempt);
            let is_it = known.is_some_and(|known| {
                known.person == *expected
                    && known.subject == check.subject
                    && check.id == format!("authority/{}", known.attempt)
            });
            if !is_it {
                return Ok(Verdict::NotPassed {
                    why: NotPassed::Identity,
                    code: "another".to_owned(),
                });
            }
            lock(&self.answer).clone().unwrap_or(Ok(Verdict::Pending))
        })
    }
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
