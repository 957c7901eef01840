//! Codes by short message, on every page that asks for one: the form that sends them, and what is wrong with an answer.

use std::net::IpAddr;

use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::application::refusal::ServiceRefusal;
use domain::characters::number;
use domain::id::Mobile;
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use service::login::code_answer::CodeProblem;
use service::login::picture_code::PictureAnswer;
use service::login::sms_code::{CodeAsk, CodePurpose, SendOutcome, send_code};
use service::token::Session;
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;
use web::return_address::safe_return;

use super::layout::layout;
use super::pages::codes::{Codes, Sent};
use super::pages::field::Problem;
use super::pages::layout::Layout;
use super::preferences::Look;
use super::question::{asked_anew, in_words, question};
use super::{addresses, wording};

/// The query of these pages.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// Where to go afterwards.
    pub(super) to: Option<String>,
    /// The form in which the question is to be asked; without one, none is asked yet.
    form: Option<String>,
}

/// What the codes of a page are for.
#[derive(Clone, Copy)]
pub(super) struct Purpose {
    pub(super) of: CodePurpose,
    /// The address of the page.
    pub(super) address: &'static str,
    /// The input that says whom the code is for.
    pub(super) input: &'static str,
}

/// What became of a post of one of these pages.
pub(super) enum Answered {
    /// The page is shown again: its forms, and how.
    Shown(Codes, Showing),
    /// The code is to be compared; the forms, in case it is not taken.
    Compare(Codes),
}

/// How a page is shown again.
#[derive(Default)]
pub(super) struct Showing {
    /// The cookie that keeps a choice of language or type.
    cookie: Option<String>,
    /// Seconds to wait, if that is what is wrong.
    wait_s: Option<u64>,
}

/// Digits of a code by short message.
const SMS_DIGITS: usize = 6;

/// From one code to the next.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

impl Purpose {
    /// The forms of a page that is opened.
    pub(super) async fn opened(
        self,
        web: &Shared,
        page: &Page,
        asking: &Asking,
        otherwise: &str,
    ) -> Result<Codes, RequestError> {
        let to = asking.to.as_deref().and_then(safe_return);
        let mut codes = self.empty(to.unwrap_or(otherwise));
        if let Some(form) = asking.form.as_deref() {
            self.ask(web, page, &mut codes, form == "words").await?;
        }
        Ok(codes)
    }

    /// Takes what either form of the page sent, and sends the code if that is what was asked for.
    pub(super) async fn take(
        self,
        web: &Shared,
        page: &mut Page,
        session: &Session,
        from: IpAddr,
        posted: &Posted,
        otherwise: &str,
    ) -> Result<Answered, RequestError> {
        let look = Look::of_button(posted.text("action"));
        if let Some(look) = &look {
            look.apply(web, page);
        }
        let words = in_words(posted);
        let next = safe_return(posted.text("next")).unwrap_or(otherwise);
        let mut codes = self.empty(next);
        codes.sent = self.sent_before(web, page, posted);
        let sends = wants_code(posted);
        let is_shown_again = look.is_some() || asked_anew(posted).is_some();
        // Where both forms are sent as one, the lower one names whom the next code is for, and stands last.
        let named = posted.fields.iter().rev();
        let mut named = named.filter(|(name, _)| name == self.input);
        let to = named.next().map_or("", |(_, value)| value);
        to.clone_into(&mut codes.typed);
        if !sends {
            let sent = codes.sent.take();
            let sent = sent.unwrap_or_else(|| self.sent(web, page, to, Timestamp::MIN));
            if !is_shown_again {
                codes.typed.clone_from(&sent.to);
            }
            codes.sent = Some(sent);
        }
        if let Some(sent) = &mut codes.sent {
            posted.text("sms_code").clone_into(&mut sent.typed);
        }
        if !sends && !is_shown_again {
            return Ok(Answered::Compare(codes));
        }
        if codes.sent.is_some() || posted.get("challenge").is_some() {
            self.ask(web, page, &mut codes, words).await?;
        }
        if is_shown_again {
            let showing = Showing {
                cookie: look.and_then(|look| look.cookie(web)),
                wait_s: None,
            };
            return Ok(Answered::Shown(codes, showing));
        }
        let ask = CodeAsk {
            purpose: self.of,
            to: codes.typed.clone(),
            browser: session.token.clone(),
            from: Some(from),
            lang: page.lang,
            picture: posted.get("challenge").map(|challenge| PictureAnswer {
                challenge: challenge.to_owned(),
                code: posted.text("picture_code").to_owned(),
            }),
        };
        let outcome = send_code(&web.service, ask).await?;
        let asks = matches!(outcome, SendOutcome::Sent | SendOutcome::PictureCodeNeeded);
        if asks && codes.question.is_none() {
            self.ask(web, page, &mut codes, words).await?;
        }
        let mut showing = Showing::default();
        if let SendOutcome::Wait { wait_s } = outcome {
            showing.wait_s = Some(wait_s);
        }
        if outcome == SendOutcome::Sent {
            let again_at = web.service.clock.now() + PAUSE;
            codes.sent = Some(self.sent(web, page, &codes.typed, again_at));
        } else {
            codes.problems = vec![self.not_sent(page, outcome)];
        }
        Ok(Answered::Shown(codes, showing))
    }

    /// The forms once more, after an answer was not taken. A code with which nothing is wrong stays typed.
    pub(super) async fn refused(
        self,
        web: &Shared,
        page: &Page,
        mut codes: Codes,
        problems: Vec<Problem>,
    ) -> Result<Codes, RequestError> {
        codes.problems = problems;
        let is_code_wrong = codes.problem("sms_code").is_some();
        if let Some(sent) = &mut codes.sent
            && is_code_wrong
        {
            sent.typed.clear();
        }
        self.ask(web, page, &mut codes, false).await?;
        Ok(codes)
    }

    /// Why no code was sent.
    fn not_sent(self, page: &Page, outcome: SendOutcome) -> Problem {
        let (field, code, text) = match outcome {
            SendOutcome::Sent | SendOutcome::NotSent => {
                (self.input, "not_sent", page.t("codes.not_sent").to_owned())
            }
            SendOutcome::NoRecipient if self.input == "mobile" => (
                self.input,
                "mobile_format",
                page.t("codes.mobile_format").to_owned(),
            ),
            SendOutcome::NoRecipient => (
                self.input,
                "missing",
                page.t("login.missing_login").to_owned(),
            ),
            SendOutcome::PictureCodeNeeded => (
                "picture_code",
                "picture_code_needed",
                page.t("codes.picture_code_needed").to_owned(),
            ),
            SendOutcome::PictureCodeWrong => (
                "picture_code",
                "picture_code",
                page.t("login.picture_code_wrong").to_owned(),
            ),
            SendOutcome::Wait { wait_s } => {
                let time = wording::duration(page, wait_s);
                (
                    self.input,
                    ServiceRefusal::TooManyTries.code(),
                    page.w("codes.too_many", &[("time", &time)]),
                )
            }
            SendOutcome::NumberRefused => (
                self.input,
                "number_refused",
                page.t("codes.number_refused").to_owned(),
            ),
        };
        problem(field, code, text)
    }

    fn empty(self, next: &str) -> Codes {
        Codes {
            address: self.address,
            input: self.input,
            typed: String::new(),
            next: next.to_owned(),
            sent: None,
            question: None,
            problems: Vec::new(),
        }
    }

    /// Puts a new question.
    async fn ask(
        self,
        web: &Shared,
        page: &Page,
        codes: &mut Codes,
        words: bool,
    ) -> Result<(), RequestError> {
        let asks_in = |form: &str| addresses::question(self.address, form);
        codes.question = Some(question(web, page, words, asks_in).await?);
        Ok(())
    }

    /// The code that was on its way when the form was shown: what the form says of it is shown and not believed.
    fn sent_before(self, web: &Shared, page: &Page, posted: &Posted) -> Option<Sent> {
        let to = posted.get("sent_to")?;
        let at = posted.text("again_at").parse().ok();
        let at = at.and_then(|at| Timestamp::from_second(at).ok());
        Some(self.sent(web, page, to, at.unwrap_or(Timestamp::MIN)))
    }

    fn sent(self, web: &Shared, page: &Page, to: &str, again_at: Timestamp) -> Sent {
        let minutes = web.service.settings.sms_code_minutes.to_string();
        let left = again_at.as_second() - web.service.clock.now().as_second();
        let wait_s = left.clamp(0, PAUSE.as_secs());
        let wait = wording::duration(page, wait_s.unsigned_abs());
        Sent {
            to: to.to_owned(),
            words: match Mobile::parse(to) {
                Ok(mobile) if self.input == "mobile" => {
                    page.w("codes.sent_to", &[("mobile", &mobile.masked())])
                }
                _ => page.t("codes.sent_to_login").to_owned(),
            },
            lasts: page.w("codes.sms_code_hint", &[("minutes", &minutes)]),
            typed: String::new(),
            again_at_s: again_at.as_second(),
            wait_s,
            wait: if wait_s == 0 {
                String::new()
            } else {
                page.w("codes.wait", &[("time", &wait)])
            },
        }
    }
}

impl Showing {
    /// The answer with this page: 422 with problems, 429 where waiting is the cure.
    pub(super) fn answer(self, has_problems: bool, page: impl IntoResponse) -> Response {
        let cookie = self
            .cookie
            .map(|cookie| AppendHeaders([(SET_COOKIE, cookie)]));
        if let Some(wait_s) = self.wait_s {
            let wait = [(RETRY_AFTER, HeaderValue::from(wait_s))];
            return (StatusCode::TOO_MANY_REQUESTS, wait, cookie, page).into_response();
        }
        let status = if has_problems {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        (status, cookie, page).into_response()
    }
}

/// The surroundings of a page with these forms.
pub(super) fn surroundings(page: &Page, title: &str, codes: &Codes) -> Layout {
    layout(page, page.t(title))
        .around(codes.form())
        .with_problem(!codes.problems.is_empty())
}

/// Whether the forms ask for a code and do not answer one. Once one is on its way both are sent as one, by a button that says which;
/// the Enter key in the lower one presses the upper one's button, so there its answered question tells, unless a whole code is typed.
fn wants_code(posted: &Posted) -> bool {
    let mut wishes = posted.fields.iter().filter(|(name, _)| name == "do");
    match posted.get("do") {
        None => true,
        Some(_) if wishes.any(|(_, wish)| wish == "send") => true,
        Some(_) => {
            let is_answered = !posted.text("picture_code").trim().is_empty();
            is_answered && number(posted.text("sms_code")).len() != SMS_DIGITS
        }
    }
}

/// The attribute of a page on which somebody must wait; empty on others.
pub(super) fn refusal(showing: &Showing) -> &'static str {
    match showing.wait_s {
        Some(_) => ServiceRefusal::TooManyTries.code(),
        None => "",
    }
}

pub(super) fn problem(field: &str, code: &str, text: String) -> Problem {
    Problem {
        field: field.to_owned(),
        code: code.to_owned(),
        text,
    }
}

/// What is wrong with the answer to a code.
pub(super) fn of_answer(page: &Page, wrong: CodeProblem) -> Problem {
    let (code, text) = match wrong {
        CodeProblem::Format => ("code_format", page.t("codes.code_format").to_owned()),
        CodeProblem::Wrong { tries_left: 0 } => {
            ("code_gone", page.t("codes.code_used_up").to_owned())
        }
        CodeProblem::Wrong { tries_left } => {
            let left = tries_left.to_string();
            ("code_wrong", page.w("codes.code_wrong", &[("left", &left)]))
        }
        CodeProblem::Gone => ("code_gone", page.t("codes.code_gone").to_owned()),
    };
    problem("sms_code", code, text)
}
