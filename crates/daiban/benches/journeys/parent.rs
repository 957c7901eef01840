//! A parent who applies: the pages are answered as they ask, by the hooks of `docs/contract.md` alone.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;

use crate::browser::{Browser, Filled, Measured, Page, note};
use crate::family::Family;
use crate::forms::{self, Form, Kind};
use crate::picture::{Album, PAPERS, Picture};

/// More pages than any flow has: beyond it we run in circles.
const PAGES_AT_MOST: usize = 60;
const SERVICE_PAGE: &str = "/services/minor-card";

/// A parent with their own account and browser.
pub(crate) struct Parent {
    pub(crate) browser: Browser,
    pub(crate) family: Family,
    /// The application that was begun last.
    draft: Option<String>,
    /// How long each step took, until its next page was there.
    pub(crate) steps: Measured,
    /// How long each kind of form took, until it was acknowledged.
    pub(crate) forms: Measured,
}

impl Parent {
    pub(crate) fn new(url: &str, family: Family) -> Parent {
        Parent {
            browser: Browser::new(url),
            family,
            draft: None,
            steps: Measured::new(),
            forms: Measured::new(),
        }
    }

    /// Logs in. The time that counts is that of the form and the two pages around it, not the glance at the outbox.
    pub(crate) async fn log_in(&mut self) {
        let begun = Instant::now();
        let page = self.browser.open("/login").await;
        let asked = begun.elapsed();
        let form = forms::forms(&page.text)
            .into_iter()
            .find(|form| form.asks_for("login"))
            .expect("a form to log in");
        let mut filled = hidden(&form);
        let challenge = form.value("challenge").expect("a challenge").to_owned();
        let code = self.code_for(&challenge).await;
        for (name, value) in [
            ("login", &self.family.username),
            ("password", &self.family.password),
            ("picture_code", &code),
        ] {
            filled.values.push((name.to_owned(), value.clone()));
        }
        let begun = Instant::now();
        let page = self.browser.send(&form, &filled).await;
        note(&mut self.steps, "log-in", asked + begun.elapsed());
        assert!(
            page.path != "/login",
            "{}: not logged in: {:?}",
            self.family.case,
            forms::problems(&page.text)
        );
    }

    /// The code of a challenge, from the outbox.
    pub(crate) async fn code_for(&mut self, challenge: &str) -> String {
        let outbox = self.browser.open("/sandbox/outbox.json").await.text;
        let sent: Vec<Value> = serde_json::from_str(&outbox).unwrap();
        let code = sent
            .iter()
            .rfind(|message| message["kind"] == "picture_code" && message["to"] == challenge);
        code.expect("the code was sent")["code"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Begins an application and answers it to its receipt, sending exactly these pictures.
    pub(crate) async fn apply(&mut self, mut pictures: VecDeque<Picture>) {
        let mut page = self.begin().await;
        for _ in 0..PAGES_AT_MOST {
            if forms::of_main(&page.text, "data-receipt").is_some() {
                assert!(
                    pictures.is_empty(),
                    "{}: {} pictures were not asked for",
                    self.family.case,
                    pictures.len()
                );
                self.look_at(&page).await;
                return;
            }
            page = self.answer(page, &mut pictures).await;
        }
        panic!(
            "{}: no receipt after {PAGES_AT_MOST} pages",
            self.family.case
        );
    }

    /// Begins an application and answers it up to the page that asks for this field or material. Returns its page.
    pub(crate) async fn reach(&mut self, wanted: &str, album: &Arc<Album>, number: usize) -> Page {
        let mut pictures = (0..PAPERS).map(|n| album.picture(number, n)).collect();
        let mut page = self.begin().await;
        for _ in 0..PAGES_AT_MOST {
            if question(&page).is_some_and(|form| form.asks_for(wanted)) {
                return page;
            }
            page = self.answer(page, &mut pictures).await;
        }
        panic!("{}: never asked for {wanted}", self.family.case);
    }

    /// Withdraws the application that was handed in, so that there may be another one for the child.
    pub(crate) async fn withdraw(&mut self) {
        let draft = self.draft.take().expect("there is an application");
        let page = self.browser.open(&format!("/applications/{draft}")).await;
        let withdrawing = forms::forms(&page.text)
            .into_iter()
            .find(|form| form.action.ends_with("/withdraw"))
            .expect("a form to withdraw");
        self.browser.send(&withdrawing, &hidden(&withdrawing)).await;
    }

    async fn begin(&mut self) -> Page {
        let begun = Instant::now();
        let page = self.browser.open(SERVICE_PAGE).await;
        let form = forms::forms(&page.text)
            .into_iter()
            .find(|form| form.starts)
            .unwrap_or_else(|| panic!("{}: nothing can be begun", self.family.case));
        let page = self.browser.send(&form, &hidden(&form)).await;
        note(&mut self.forms, "start", page.acknowledged);
        note(&mut self.steps, "start", begun.elapsed());
        self.draft = page.path.split('/').nth(2).map(str::to_owned);
        page
    }

    /// Answers a page, and looks at the pictures that it shows, as a browser does.
    async fn answer(&mut self, page: Page, pictures: &mut VecDeque<Picture>) -> Page {
        let case = &self.family.case;
        let form = question(&page).unwrap_or_else(|| {
            panic!(
                "{case}: nothing is asked at {} ({})",
                page.path, page.status
            )
        });
        self.look_at(&page).await;
        let filled = self.filled(&form, pictures);
        let sent = filled.pictures.len();
        let begun = Instant::now();
        let next = self.browser.send(&form, &filled).await;
        let problems = forms::problems(&next.text);
        let case = &self.family.case;
        // An answer may ask for another picture on the same page. Without script that is said by the page that comes back.
        let is_new = |problem: &String| {
            let field = problem.strip_suffix(": missing");
            field.is_some_and(|field| !form.asks_for(field))
        };
        assert!(
            if problems.is_empty() {
                next.status.is_success()
            } else {
                problems.iter().all(is_new)
            },
            "{case} at {}: {} {problems:?}",
            page.path,
            next.status
        );
        let step = form.step.as_deref().unwrap_or_default();
        let (kind, name) = match (sent, step) {
            // The promise stands under the summary.
            (0, "review") => ("hand in".to_owned(), step.to_owned()),
            (0, _) => ("save".to_owned(), step.to_owned()),
            _ => (
                format!("save with {sent} pictures"),
                format!("{step}, {sent} pictures"),
            ),
        };
        note(&mut self.forms, &kind, next.acknowledged);
        note(&mut self.steps, &name, begun.elapsed());
        next
    }

    async fn look_at(&mut self, page: &Page) {
        for path in forms::pictures(&page.text, "/applications/") {
            self.browser.picture(&path).await;
        }
    }

    /// What this parent answers on a form; pictures only where none is there.
    pub(crate) fn filled(&self, form: &Form, pictures: &mut VecDeque<Picture>) -> Filled {
        let mut filled = hidden(form);
        for field in &form.fields {
            match (field.kind, self.family.answers.get(&field.name)) {
                (Kind::File, _) if !field.is_present => {
                    let picture = pictures.pop_front().expect("as many as are asked for");
                    filled.pictures.push((field.name.clone(), picture));
                }
                (Kind::Choice, Some(answer)) if *answer == field.value => {
                    filled.values.push((field.name.clone(), answer.clone()));
                }
                (Kind::Text, Some(answer)) => {
                    filled.values.push((field.name.clone(), answer.clone()));
                }
                _ => {}
            }
        }
        filled
    }
}

/// The form of a page that asks something.
pub(crate) fn question(page: &Page) -> Option<Form> {
    forms::forms(&page.text)
        .into_iter()
        .find(|form| form.step.is_some())
}

/// The hidden inputs of a form: its tokens.
pub(crate) fn hidden(form: &Form) -> Filled {
    let fields = form
        .fields
        .iter()
        .filter(|field| field.kind == Kind::Hidden);
    Filled {
        values: fields
            .map(|field| (field.name.clone(), field.value.clone()))
            .collect(),
        pictures: Vec::new(),
    }
}
