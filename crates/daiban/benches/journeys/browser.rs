//! A browser without script, reduced to HTTP: cookies, redirects, forms, and how long each answer takes.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, StatusCode};

use crate::forms::Form;
use crate::picture::Picture;
use crate::times::Times;

const BOUNDARY: &str = "----daiban-journeys-4c1f";

/// How long things took, by name.
pub(crate) type Measured = BTreeMap<String, Times>;

/// A page, and what it cost to come there.
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    pub(crate) text: String,
    /// Until the form was acknowledged; zero if none was sent.
    pub(crate) acknowledged: Duration,
}

/// What is sent with a form.
#[derive(Default)]
pub(crate) struct Filled {
    pub(crate) values: Vec<(String, String)>,
    pub(crate) pictures: Vec<(String, Picture)>,
}

pub(crate) struct Browser {
    client: Client,
    url: String,
    cookies: HashMap<String, String>,
    /// Times of pages and pictures that it fetched.
    pub(crate) fetched: Measured,
    /// Requests so far.
    pub(crate) requests: usize,
}

struct Answer {
    status: StatusCode,
    leads_to: Option<String>,
    body: Vec<u8>,
}

impl Browser {
    pub(crate) fn new(url: &str) -> Browser {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Browser {
            client,
            url: url.to_owned(),
            cookies: HashMap::new(),
            fetched: Measured::new(),
            requests: 0,
        }
    }

    /// Fetches a page and follows where it leads.
    pub(crate) async fn open(&mut self, path: &str) -> Page {
        let mut path = path.to_owned();
        loop {
            let begun = Instant::now();
            let answer = self.exchange(Method::GET, &path, None).await;
            note(&mut self.fetched, "page", begun.elapsed());
            match answer.leads_to {
                Some(next) => path = next,
                None => {
                    return Page {
                        path,
                        status: answer.status,
                        text: String::from_utf8(answer.body).unwrap(),
                        acknowledged: Duration::ZERO,
                    };
                }
            }
        }
    }

    /// Sends a form as a browser does, and opens the page that it leads to.
    pub(crate) async fn send(&mut self, form: &Form, filled: &Filled) -> Page {
        let begun = Instant::now();
        let body = encoded(form, filled);
        let answer = self.exchange(Method::POST, &form.action, Some(body)).await;
        let acknowledged = begun.elapsed();
        let page = match answer.leads_to {
            Some(next) => self.open(&next).await,
            None => Page {
                path: form.action.clone(),
                status: answer.status,
                text: String::from_utf8(answer.body).unwrap(),
                acknowledged,
            },
        };
        Page {
            acknowledged,
            ..page
        }
    }

    /// Sends a form and reads nothing but its acknowledgement: a redirect.
    pub(crate) async fn save(&mut self, form: &Form, filled: &Filled) -> Option<Duration> {
        let begun = Instant::now();
        let body = encoded(form, filled);
        let answer = self.exchange(Method::POST, &form.action, Some(body)).await;
        answer.leads_to.map(|_| begun.elapsed())
    }

    /// Fetches a picture that a page shows.
    pub(crate) async fn picture(&mut self, path: &str) {
        let begun = Instant::now();
        let answer = self.exchange(Method::GET, path, None).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.status);
        note(&mut self.fetched, "picture shown", begun.elapsed());
    }

    async fn exchange(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Answer {
        self.requests += 1;
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .header(COOKIE, cookies.join("; "));
        if let Some((kind, body)) = body {
            request = request.header(CONTENT_TYPE, kind).body(body);
        }
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let leads_to = answer.headers().get(LOCATION);
        Answer {
            status: answer.status(),
            leads_to: leads_to.map(|to| to.to_str().unwrap().to_owned()),
            body: answer.bytes().await.unwrap().to_vec(),
        }
    }
}

/// Adds a time to those of this name.
pub(crate) fn note(measured: &mut Measured, name: &str, time: Duration) {
    if let Some(times) = measured.get_mut(name) {
        times.add(time);
    } else {
        let mut times = Times::default();
        times.add(time);
        measured.insert(name.to_owned(), times);
    }
}

/// The body of a form and its type: multipart if it asks for pictures, else the plain one.
fn encoded(form: &Form, filled: &Filled) -> (&'static str, Vec<u8>) {
    if !form.asks_for_pictures() {
        let pairs = filled.values.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect();
        return (
            "application/x-www-form-urlencoded",
            pairs.join("&").into_bytes(),
        );
    }
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in &filled.values {
        part(&format!("name=\"{name}\""), value.as_bytes());
    }
    for (name, picture) in &filled.pictures {
        let head = format!("name=\"{name}\"; filename=\"{name}.jpg\"\r\nContent-Type: image/jpeg");
        part(&head, picture);
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (
        "multipart/form-data; boundary=----daiban-journeys-4c1f",
        body,
    )
}

/// A text as it stands in a form's body.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;

    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._*".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("a text takes all");
        }
    }
    escaped
}
