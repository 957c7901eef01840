//! A browser in which a parent is logged in, as a program plays it.

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use service::agent::Agent;
use service::login::log_in::LogInOutcome;
use service::token::Token;
use web::session::cookie;

use crate::house::House;

/// A browser in which an agent is logged in.
pub(crate) struct Browser<'a> {
    pub(crate) house: &'a House,
    token: Token,
    pub(crate) agent: Agent,
    client: Client,
}

impl<'a> Browser<'a> {
    pub(crate) async fn of(house: &'a House, family: &str) -> Browser<'a> {
        let known = house.case(family).agent;
        let LogInOutcome::LoggedIn { token, .. } =
            house.try_log_in(&known.username, &known.password).await
        else {
            panic!("refused")
        };
        let agent = house.agent_of(&token).await;
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Browser {
            house,
            token,
            agent,
            client,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        let cookie = cookie(self.house.web(), &self.token);
        self.client
            .get(format!("http://{}{path}", self.house.address()))
            .header(
                "cookie",
                cookie.to_str().unwrap().split(';').next().unwrap(),
            )
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn send(&self, path: &str, kind: &str, body: String) -> Response {
        let cookie = cookie(self.house.web(), &self.token);
        self.client
            .post(format!("http://{}{path}", self.house.address()))
            .header(
                "cookie",
                cookie.to_str().unwrap().split(';').next().unwrap(),
            )
            .header("content-type", kind)
            .header("x-csrf-token", self.token.form_token())
            .body(body)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let token = self.token.form_token();
        let body: Vec<String> = fields
            .iter()
            .chain([&("csrf", token.as_str())])
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        self.send(path, "application/x-www-form-urlencoded", body.join("&"))
            .await
    }
}

/// A value as forms send it.
pub(crate) fn percent(value: &str) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap();
    value
        .bytes()
        .flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)])
        .collect()
}
