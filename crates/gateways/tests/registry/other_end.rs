//! The other end of the wire, scripted by a test. It has its own signing code, so that agreement is proved.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use data_encoding::HEXLOWER;
use domain::id::{CitizenId, PersonalName};
use futures::stream;
use gateways::registry::{LookUp, Person, Purpose, RegistryClient, Settings};
use gateways::{MachineClock, ServiceClock};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use sm3::{Digest, Sm3};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) const KEY: &[u8] = b"key of both ends 0001";
pub(crate) const NOW: &str = "20261122T025900Z";
/// Half an hour before [`NOW`], so beyond the tolerance.
const FAR_FROM_NOW: &str = "20261122T022900Z";

/// How the other end treats one request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Answers by the contract: status and envelope.
    Signed(u16, String),
    /// Signs with another key.
    OtherKey(String),
    /// Signs over another request's nonce.
    OtherNonce(String),
    /// Signs one body and sends another.
    OtherBody(String),
    /// Signs one status and sends another.
    OtherStatus(String),
    /// Signs a time far from now.
    OldTime(String),
    /// Names another algorithm.
    OtherAlgorithm(String),
    /// Answers without a signature.
    Unsigned(u16, String),
    /// Never answers.
    Late,
    /// Closes the connection in the middle of the body.
    CutOff,
}

/// One request as received.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A server on this machine, with scripted replies and the requests it received. After the last reply it repeats that one.
#[derive(Clone)]
pub(crate) struct OtherEnd {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    requests: Arc<Mutex<Vec<Request>>>,
    pub(crate) base_url: String,
    milliseconds: Arc<AtomicI64>,
}

impl OtherEnd {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let now: Timestamp = "2026-11-22T02:59:00Z".parse().unwrap();
        let other_end = Self {
            replies: Arc::new(Mutex::new(replies.into_iter().collect())),
            requests: Arc::default(),
            base_url: format!("http://{}", listener.local_addr().unwrap()),
            milliseconds: Arc::new(AtomicI64::new(now.as_millisecond())),
        };
        let app = Router::new().fallback(answer).with_state(other_end.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        other_end
    }

    /// A client with short waits and two retries.
    pub(crate) fn client(&self) -> RegistryClient {
        self.client_with(self.settings())
    }

    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::new(&self.base_url, "daiban-test", KEY.to_vec());
        settings.timeout_ms = 300;
        settings.first_wait_ms = 1;
        settings
    }

    pub(crate) fn client_with(&self, settings: Settings) -> RegistryClient {
        let milliseconds = self.milliseconds.clone();
        let machine = MachineClock::new(move || {
            Timestamp::from_millisecond(milliseconds.load(Ordering::Relaxed)).unwrap()
        });
        // Years ahead, as a sandbox may be: nothing on the wire follows it.
        let clock = ServiceClock::new(|| "2031-01-01T00:00:00Z".parse().unwrap());
        let chance = Box::new(StdRng::seed_from_u64(1));
        RegistryClient::new(settings, machine, clock, chance).unwrap()
    }

    pub(crate) fn move_clock(&self, forward: Duration) {
        self.milliseconds
            .fetch_add(forward.as_millis().try_into().unwrap(), Ordering::Relaxed);
    }

    pub(crate) fn now_answers(&self, reply: Reply) {
        *self.replies.lock().unwrap() = VecDeque::from([reply]);
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    fn next_reply(&self) -> Reply {
        let mut replies = self.replies.lock().unwrap();
        if replies.len() > 1 {
            replies.pop_front().unwrap()
        } else {
            replies[0].clone()
        }
    }
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A successful envelope.
pub(crate) fn data(json: &str) -> Reply {
    Reply::Signed(
        200,
        format!(r#"{{"code":"0","message":"ok","requestId":"r","data":{json},"more":1}}"#),
    )
}

/// An envelope with a code, over the given status.
pub(crate) fn code(status: u16, code: &str) -> Reply {
    Reply::Signed(
        status,
        format!(r#"{{"code":"{code}","message":"m","requestId":"r","data":null}}"#),
    )
}

pub(crate) fn agent() -> Person {
    person("张三", "11010519491231002X")
}

pub(crate) fn child() -> Person {
    person("张小明", "110101202008310015")
}

pub(crate) fn person(name: &str, id_number: &str) -> Person {
    let today = jiff::civil::date(2026, 11, 22);
    Person {
        name: PersonalName::parse(name).unwrap(),
        id_number: CitizenId::parse(id_number, today).unwrap(),
    }
}

pub(crate) fn why() -> LookUp {
    LookUp {
        purpose: Purpose::Relationship,
        consent_id: "consent-7".into(),
        operator: "account-9".into(),
        request_id: "request-3".into(),
    }
}

/// HMAC-SM3 in lower-case hexadecimal.
pub(crate) fn signature(key: &[u8], text: &str) -> String {
    let mut mac = Hmac::<Sm3>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

pub(crate) fn body_hash(body: &[u8]) -> String {
    HEXLOWER.encode(&Sm3::digest(body))
}

async fn answer(
    State(end): State<OtherEnd>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let nonce = headers["x-nonce"].to_str().unwrap().to_owned();
    end.requests.lock().unwrap().push(Request {
        path: uri.path().to_owned(),
        headers,
        body,
    });
    let signed = |key: &[u8], signed_status: u16, time: &str, nonce: &str, signed_body: &str| {
        let hash = body_hash(signed_body.as_bytes());
        let text = format!("{signed_status}\n{time}\n{nonce}\n{hash}");
        Response::builder()
            .header("X-Timestamp", time)
            .header("X-Sign-Alg", "HMAC-SM3")
            .header("X-Signature", signature(key, &text))
    };
    match end.next_reply() {
        Reply::Signed(status, body) => signed(KEY, status, NOW, &nonce, &body)
            .status(status)
            .body(body.into())
            .unwrap(),
        Reply::OtherKey(body) => signed(b"key of somebody else", 200, NOW, &nonce, &body)
            .body(body.into())
            .unwrap(),
        Reply::OtherNonce(body) => signed(KEY, 200, NOW, &"0".repeat(32), &body)
            .body(body.into())
            .unwrap(),
        Reply::OtherBody(body) => signed(KEY, 200, NOW, &nonce, "{}")
            .body(body.into())
            .unwrap(),
        Reply::OtherStatus(body) => signed(KEY, 200, NOW, &nonce, &body)
            .status(201)
            .body(body.into())
            .unwrap(),
        Reply::OldTime(body) => signed(KEY, 200, FAR_FROM_NOW, &nonce, &body)
            .body(body.into())
            .unwrap(),
        Reply::OtherAlgorithm(body) => {
            let mut response = signed(KEY, 200, NOW, &nonce, &body)
                .body(body.into())
                .unwrap();
            response
                .headers_mut()
                .insert("x-sign-alg", "SM2-SM3".parse().unwrap());
            response
        }
        Reply::Unsigned(status, body) => Response::builder()
            .status(status)
            .body(body.into())
            .unwrap(),
        Reply::Late => std::future::pending().await,
        Reply::CutOff => {
            let begun = [
                Ok("{"),
                Err(std::io::Error::other("the end of this connection")),
            ];
            Response::new(Body::from_stream(stream::iter(begun)))
        }
    }
}
