//! A parent's browser without script, as far as a draft of the portal needs it.

use std::collections::BTreeMap;

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, StatusCode, Url};
use sandbox::world::Case;
use serde_json::Value;

use crate::house::House;

const BOUNDARY: &str = "----of-a-test";

pub(crate) struct Browser<'a> {
    house: &'a House,
    client: Client,
    cookies: BTreeMap<String, String>,
}

/// A page, and where it stands.
pub(crate) struct Page {
    pub(crate) path: String,
    text: String,
}

/// A form of a page.
struct Form<'a>(&'a str);

impl House {
    pub(crate) fn browser(&self) -> Browser<'_> {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Browser {
            house: self,
            client,
            cookies: BTreeMap::new(),
        }
    }
}

impl Browser<'_> {
    pub(crate) async fn log_in(&mut self, case: &Case) {
        let page = self.open("/login").await;
        let form = page.form("name=\"picture_code\"");
        let mut fields = form.hidden();
        let challenge = fields.iter().find(|(name, _)| name == "challenge");
        let challenge = challenge.unwrap().1.clone();
        let outbox: Value =
            serde_json::from_str(&self.open("/sandbox/outbox.json").await.text).unwrap();
        let mut sent = outbox.as_array().unwrap().iter().rev();
        let code = sent.find(|one| one["kind"] == "picture_code" && one["to"] == *challenge);
        let code = code.unwrap()["code"].as_str().unwrap();
        for (name, value) in [
            ("login", &*case.agent.username),
            ("password", &*case.agent.password),
            ("picture_code", code),
        ] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        let page = self.send(&form.action(&page), &fields, &[]).await;
        assert_ne!(page.path, "/login", "not logged in");
    }

    /// Presses the button that begins an application.
    pub(crate) async fn begin(&mut self) -> Page {
        let page = self.open("/services/minor-card").await;
        let form = page.form("data-start");
        self.send(&form.action(&page), &form.hidden(), &[]).await
    }

    /// Answers the step that a page asks as this family does, with its papers.
    pub(crate) async fn answer(&mut self, case: &Case, page: &Page) -> Page {
        let form = page.form("data-step");
        let asked = |name: &str| form.0.contains(&format!("name=\"{name}\""));
        let mut fields = form.hidden();
        let answers = case.answers.iter().filter(|(field, _)| asked(field));
        fields.extend(answers.map(|(field, answer)| (field.clone(), answer.clone())));
        let materials = case.papers.keys().filter(|material| asked(material));
        let papers: Vec<_> = materials
            .map(|material| (material.clone(), self.house.paper(case, material).unwrap()))
            .collect();
        self.send(&form.action(page), &fields, &papers).await
    }

    async fn open(&mut self, path: &str) -> Page {
        let mut path = path.to_owned();
        loop {
            let (_, to, text) = self.exchange(Method::GET, &path, None).await;
            match to {
                Some(to) => path = to,
                None => return Page { path, text },
            }
        }
    }

    async fn send(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        files: &[(String, Vec<u8>)],
    ) -> Page {
        let body = if files.is_empty() {
            let address = Url::parse_with_params("http://x", fields).unwrap();
            let pairs = address.query().unwrap_or_default().as_bytes().to_vec();
            ("application/x-www-form-urlencoded".to_owned(), pairs)
        } else {
            let kind = format!("multipart/form-data; boundary={BOUNDARY}");
            (kind, parts(fields, files))
        };
        let (status, to, text) = self.exchange(Method::POST, path, Some(body)).await;
        match to {
            Some(to) => self.open(&to).await,
            None => panic!("{path}: {status} {text}"),
        }
    }

    async fn exchange(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(String, Vec<u8>)>,
    ) -> (StatusCode, Option<String>, String) {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        let address = format!("{}{path}", self.house.site());
        let mut request = self.client.request(method, address).header(COOKIE, cookies);
        if let Some((kind, body)) = body {
            request = request.header(CONTENT_TYPE, kind).body(body);
        }
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let to = answer.headers().get(LOCATION);
        let to = to.map(|to| to.to_str().unwrap().to_owned());
        (answer.status(), to, answer.text().await.unwrap())
    }
}

fn parts(fields: &[(String, String)], files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: String, content: &[u8]| {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for (name, file) in files {
        let kind = "Content-Type: image/jpeg";
        part(
            format!("name=\"{name}\"; filename=\"a.jpg\"\r\n{kind}"),
            file,
        );
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

impl Page {
    /// The first form that holds `mark`.
    fn form(&self, mark: &str) -> Form<'_> {
        let mut forms = self.text.split("<form").skip(1);
        let mut forms = forms
            .by_ref()
            .map(|rest| rest.split("</form>").next().unwrap());
        let form = forms.find(|form| form.contains(mark));
        Form(form.unwrap_or_else(|| panic!("no form with {mark} at {}: {}", self.path, self.text)))
    }
}

impl Form<'_> {
    fn action(&self, page: &Page) -> String {
        let tag = self.0.split('>').next().unwrap();
        attribute(tag, "action").unwrap_or_else(|| page.path.clone())
    }

    fn hidden(&self) -> Vec<(String, String)> {
        let inputs = self.0.split("<input").skip(1);
        let inputs = inputs.map(|rest| rest.split('>').next().unwrap());
        let hidden = inputs.filter(|tag| tag.contains("type=\"hidden\""));
        hidden
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.split(&format!(" {name}=\"")).nth(1)?;
    let value = from.split('"').next()?;
    Some(
        value
            .replace("&#38;", "&")
            .replace("&amp;", "&")
            .replace("&#34;", "\""),
    )
}
