//! The other end of the wire, scripted by a test.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use domain::id::Mobile;
use futures::stream;
use gateways::sms::{AliyunSettings, AliyunSms, Message, Sent, TencentSettings, TencentSms};
use gateways::{MachineClock, Settings};
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

pub(crate) const NOW: &str = "2026-11-22T02:59:00Z";
pub(crate) const SECRET: &str = "secret of both ends 0001";

/// How the other end treats one request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// This status and body.
    Says(u16, String),
    /// Never answers.
    Late,
    /// Closes the connection in the middle of the body.
    CutOff,
}

/// One request as received.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A server on this machine. After the last reply it repeats that one.
#[derive(Clone)]
pub(crate) struct OtherEnd {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    requests: Arc<Mutex<Vec<Request>>>,
    pub(crate) base_url: String,
}

impl OtherEnd {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let other_end = Self {
            replies: Arc::new(Mutex::new(replies.into_iter().collect())),
            requests: Arc::default(),
            base_url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let app = Router::new().fallback(answer).with_state(other_end.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        other_end
    }

    pub(crate) fn aliyun(&self) -> AliyunSms {
        let settings = aliyun_settings(&self.base_url);
        AliyunSms::new(settings, machine(), Box::new(StdRng::seed_from_u64(1))).unwrap()
    }

    pub(crate) fn tencent(&self) -> TencentSms {
        let settings = tencent_settings(&self.base_url);
        TencentSms::new(settings, machine(), Box::new(StdRng::seed_from_u64(1))).unwrap()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

pub(crate) fn aliyun_settings(base_url: &str) -> AliyunSettings {
    AliyunSettings {
        access: access(base_url, "AliyunKeyId"),
        sign_name: "京通办".into(),
        templates: [("code".into(), "SMS_1234".into())].into(),
    }
}

pub(crate) fn tencent_settings(base_url: &str) -> TencentSettings {
    TencentSettings {
        access: access(base_url, "TencentId"),
        region: "ap-beijing".into(),
        sdk_app_id: "1400006666".into(),
        sign_name: "京通办".into(),
        templates: [("code".into(), "4321".into())].into(),
    }
}

fn access(base_url: &str, id: &str) -> Settings {
    Settings {
        timeout_ms: 300,
        first_wait_ms: 1,
        ..Settings::new(base_url, id, SECRET.as_bytes().to_vec())
    }
}

fn machine() -> MachineClock {
    MachineClock::new(|| NOW.parse().unwrap())
}

pub(crate) fn mobile() -> Mobile {
    Mobile::parse("13711112222").unwrap()
}

pub(crate) fn message() -> Message {
    Message {
        to: mobile(),
        template: "code".into(),
        lang: domain::lang::Lang::Zh,
        values: vec![("code".into(), "048213".into())],
    }
}

pub(crate) fn sent(id: &str) -> Sent {
    let at: Timestamp = NOW.parse().unwrap();
    Sent {
        id: id.into(),
        to: mobile(),
        at,
    }
}

pub(crate) fn says(body: &str) -> Reply {
    Reply::Says(200, body.into())
}

async fn answer(
    State(end): State<OtherEnd>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    end.requests
        .lock()
        .unwrap()
        .push(Request { uri, headers, body });
    let reply = {
        let mut replies = end.replies.lock().unwrap();
        if replies.len() > 1 {
            replies.pop_front().unwrap()
        } else {
            replies[0].clone()
        }
    };
    match reply {
        Reply::Says(status, body) => Response::builder()
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
