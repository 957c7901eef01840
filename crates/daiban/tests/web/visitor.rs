//! A service on a free port, and a headless client of it.

use daiban::config::{Config, Overrides};
use daiban::wiring::{self, Running};
use domain::channel::Channel;
use reqwest::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use service::agent::Agent;
use service::known_browser::KnownBrowser;
use service::login::log_in::{LogInInput, LogInOutcome, log_in};
use service::login::picture_code::{CodeForm, new_challenge};
use service::parent::begin_draft::begin_draft;
use service::parent::case_view::CaseView;
use service::parent::show_case::show_case;
use service::sessions::{self, Where};
use service::token::Token;
use tempfile::TempDir;
use uuid::Uuid;
use web::session;

/// The header with which a test says from which address a request comes; without it, from this machine.
pub(crate) const ADDRESS_HEADER: &str = "x-real-ip";

pub(crate) struct House {
    pub(crate) running: Running,
    client: Client,
    pub(crate) folder: TempDir,
}

/// Random families beside those written by hand. Accounts for all of them would take longer than most tests.
const FEW: u32 = 16;

/// A logged-in parent.
pub(crate) struct Parent {
    pub(crate) agent: Agent,
    pub(crate) token: Token,
}

impl House {
    pub(crate) async fn open() -> House {
        House::open_with("").await
    }

    /// A service with these settings in addition to the usual ones.
    pub(crate) async fn open_with(more: &str) -> House {
        House::open_of(FEW, more).await
    }

    /// A service whose sandbox has all its random families.
    pub(crate) async fn open_with_every_family() -> House {
        House::open_of(sandbox::DRAWN, "").await
    }

    async fn open_of(drawn: u32, more: &str) -> House {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let settings = format!(
            "[server]\nlisten = '127.0.0.1:0'\nproxies = ['127.0.0.1']\nclient_address_header = '{ADDRESS_HEADER}'\n[data]\nfolder = '{data}'\n[sandbox]\nlisten = '127.0.0.1:0'\nallow_beyond_loopback = true\ndrawn_families = {drawn}\n{more}"
        );
        let overrides = Overrides {
            sandbox: true,
            sandbox_day: Some(jiff::civil::date(2026, 11, 22)),
        };
        let running = wiring::start(Config::load(&settings, [], &overrides).unwrap())
            .await
            .unwrap();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        House {
            running,
            client,
            folder,
        }
    }

    pub(crate) fn service(&self) -> &service::Shared {
        &self.running.web.service
    }

    pub(crate) fn sandbox(&self) -> &demo::Sandbox {
        let stand_in = self.running.stand_in.as_ref();
        stand_in
            .expect("these tests run with the sandbox")
            .sandbox()
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("http://{}{path}", self.running.address))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// Logs in a family's agent, below the pages.
    pub(crate) async fn parent(&self, case: &str) -> Parent {
        let service = self.service();
        let sandbox = self.sandbox();
        let known = sandbox.world.case(case).unwrap().agent.clone();
        let challenge = new_challenge(service, CodeForm::Words).await.unwrap();
        let input = LogInInput {
            login: known.username,
            password: known.password,
            picture_code: sandbox.outbox.code_for(&challenge.id).unwrap(),
            challenge: challenge.id,
            address: [127, 0, 0, 1].into(),
            replaces: None,
            known: KnownBrowser::default(),
        };
        let LogInOutcome::LoggedIn { token, .. } = log_in(service, input).await.unwrap() else {
            panic!("not logged in")
        };
        let found = sessions::find(
            service,
            &token,
            Where::InABrowser,
            Some([127, 0, 0, 1].into()),
        )
        .await;
        let agent = found.unwrap().unwrap().agent().unwrap().clone();
        Parent { agent, token }
    }

    pub(crate) async fn draft(&self, parent: &Parent) -> Uuid {
        begin_draft(self.service(), &parent.agent, Channel::Portal)
            .await
            .unwrap()
    }

    pub(crate) async fn view(&self, parent: &Parent, id: Uuid) -> CaseView {
        show_case(self.service(), &parent.agent, id).await.unwrap()
    }

    /// The request as this parent's browser sends it.
    pub(crate) fn of(&self, parent: &Parent, request: RequestBuilder) -> RequestBuilder {
        let cookie = session::cookie(&self.running.web, &parent.token);
        request.header(COOKIE, cookie.to_str().unwrap().split(';').next().unwrap())
    }
}

/// The cookies that an answer sets.
pub(crate) fn cookies(response: &Response) -> Vec<String> {
    response
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

/// The request with a form that holds nothing but its token.
pub(crate) fn form(request: RequestBuilder, token: &str) -> RequestBuilder {
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(format!("csrf={token}"))
}

/// The request with a form that brings a file.
pub(crate) fn upload(request: RequestBuilder, token: &str) -> RequestBuilder {
    let part = |head: &str, body: &str| {
        format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let file = "name=\"agent_id_portrait\"; filename=\"a.jpg\"";
    let body = format!(
        "{}{}--b--\r\n",
        part("name=\"csrf\"", token),
        part(file, "no picture")
    );
    request
        .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(body)
}

/// The request with these inputs, and a file unless it is empty, as the form of a step sends them.
pub(crate) fn multipart(
    request: RequestBuilder,
    fields: &[(&str, &str)],
    file: &str,
) -> RequestBuilder {
    let part = |head: &str, body: &str| {
        format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&part(&format!("name=\"{name}\""), value));
    }
    if !file.is_empty() {
        let head = "name=\"agent_id_portrait\"; filename=\"a.jpg\"";
        body.push_str(&part(head, file));
    }
    body.push_str("--b--\r\n");
    request
        .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(body)
}

/// The value of the first hidden input of this name.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let from = page
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    from.split('"').next().unwrap().to_owned()
}
