//! The other end of the wire, scripted by a test: what each path answers.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use gateways::login::{Attempt, Code, Returned, WebLogin};
use gateways::{MachineClock, ServiceClock, Settings};
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

pub(crate) const NOW: &str = "2026-11-22T02:59:00Z";
pub(crate) const SECRET: &str = "00112233445566778899aabbccddeeff";

/// One request as received.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What each path answers next: a status and a body, which of a redirection is where to.
type Answers = BTreeMap<String, VecDeque<(u16, String)>>;

/// A server on this machine. After the last answer of a path it repeats that one; a path without one is 404.
#[derive(Clone)]
pub(crate) struct OtherEnd {
    answers: Arc<Mutex<Answers>>,
    requests: Arc<Mutex<Vec<Request>>>,
    pub(crate) base_url: String,
}

impl OtherEnd {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let other_end = Self {
            answers: Arc::default(),
            requests: Arc::default(),
            base_url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let app = Router::new().fallback(answer).with_state(other_end.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        other_end
    }

    /// From now on this path answers so, after what it was to answer before.
    pub(crate) fn says(&self, path: &str, status: u16, body: impl Into<String>) {
        let mut answers = self.answers.lock().unwrap();
        let of_path = answers.entry(path.to_owned()).or_default();
        of_path.push_back((status, body.into()));
    }

    pub(crate) fn access(&self, key: &str) -> Settings {
        Settings {
            first_wait_ms: 1,
            timeout_ms: 500,
            ..Settings::new(&self.base_url, "an-app", key.as_bytes().to_vec())
        }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// How often a path was asked.
    pub(crate) fn asked(&self, path: &str) -> usize {
        let requests = self.requests();
        requests
            .iter()
            .filter(|request| request.uri.path() == path)
            .count()
    }
}

impl Request {
    pub(crate) fn form(&self) -> BTreeMap<String, String> {
        pairs(str::from_utf8(&self.body).unwrap())
    }

    pub(crate) fn query(&self) -> BTreeMap<String, String> {
        pairs(self.uri.query().unwrap_or_default())
    }
}

/// Names and values of a query or a form.
pub(crate) fn pairs(query: &str) -> BTreeMap<String, String> {
    let url: reqwest::Url = format!("http://a.example/?{query}").parse().unwrap();
    url.query_pairs().into_owned().collect()
}

pub(crate) fn machine() -> MachineClock {
    MachineClock::new(|| NOW.parse().unwrap())
}

pub(crate) fn service() -> ServiceClock {
    ServiceClock::new(|| NOW.parse().unwrap())
}

pub(crate) fn now_s() -> i64 {
    NOW.parse::<Timestamp>().unwrap().as_second()
}

pub(crate) fn chance() -> Box<StdRng> {
    Box::new(StdRng::seed_from_u64(1))
}

/// The verifier of RFC 7636, appendix B.
pub(crate) fn attempt() -> Attempt {
    Attempt {
        state: "a-state".into(),
        nonce: "a-nonce".into(),
        code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
        redirect_uri: "https://portal.example/login/callback?x=1&y".into(),
    }
}

/// The code with which a browser comes back.
pub(crate) fn code(web: &dyn WebLogin, query: &str) -> Code {
    match web.returned(query) {
        Returned::Code { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

async fn answer(
    State(end): State<OtherEnd>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap, String) {
    let path = uri.path().to_owned();
    let request = Request { uri, headers, body };
    end.requests.lock().unwrap().push(request);
    let mut answers = end.answers.lock().unwrap();
    let Some(of_path) = answers.get_mut(&path) else {
        return (StatusCode::NOT_FOUND, HeaderMap::new(), String::new());
    };
    let (status, body) = if of_path.len() > 1 {
        of_path.pop_front().unwrap()
    } else {
        of_path[0].clone()
    };
    let status = StatusCode::from_u16(status).unwrap();
    let mut headers = HeaderMap::new();
    if status.is_redirection() {
        headers.insert("location", body.parse().unwrap());
    }
    (status, headers, body)
}
