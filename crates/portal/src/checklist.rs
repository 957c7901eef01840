//! The checklist before log-in: a few replies, then exactly the papers to have ready.
//!
//! Only the address holds the replies, as short codes that name nobody: so a result can be kept, printed and passed on, and
//! nothing of it is stored here.

use std::fmt::Write;

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use service::parent::card_photo::CARD_PHOTO;
use service::parent::plan_papers::{
    Checklist, Paper, Papers, Question, Replies, Reply, plan_papers,
};
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::addresses::{self, SERVICE};
use super::pages::checklist::{
    ChecklistQuestion, ChecklistResult, NeededPaper, ReplyLink, ReplyRow,
};
use super::{code, draw::draw, layout::layout};

/// Names the question to show even though it has a reply.
const ASK: &str = "ask";

type Pairs = Vec<(String, String)>;

/// `GET /services/minor-card/checklist`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    Query(pairs): Query<Pairs>,
) -> Result<Html<String>, RequestError> {
    let given = replies(&pairs);
    let told = plan_papers(&web.service, given.clone()).await?;
    let again = asked_again(&pairs).filter(|question| told.replies.get(*question).is_some());
    match again.or(told.open) {
        Some(question) => draw(&question_page(&page, question, &given, &told)),
        None => draw(&result_page(&page, &told, &web.site.public_url)),
    }
}

/// `GET /services/minor-card/checklist/code.svg`: the address of a result as a QR code.
pub(super) async fn code(
    State(web): State<Shared>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, RequestError> {
    let told = plan_papers(&web.service, replies(&pairs)).await?;
    if told.open.is_some() {
        return Err(RequestError::NotFound);
    }
    let url = format!("{}{}", web.site.public_url, address(&told.replies, None));
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "no-store")];
    Ok((headers, code::svg(&url)?).into_response())
}

fn replies(pairs: &Pairs) -> Replies {
    Replies::of(
        pairs
            .iter()
            .map(|(question, reply)| (question.as_str(), reply.as_str())),
    )
}

fn asked_again(pairs: &Pairs) -> Option<Question> {
    let (_, wanted) = pairs.iter().find(|(name, _)| name == ASK)?;
    Question::ALL
        .into_iter()
        .find(|question| question.code() == wanted)
}

/// Where these replies lead; with `again`, back to a question that has a reply.
fn address(replies: &Replies, again: Option<Question>) -> String {
    let pairs = replies
        .iter()
        .map(|reply| (reply.question().code(), reply.code()))
        .chain(again.map(|question| (ASK, question.code())));
    let mut url = addresses::CHECKLIST.to_owned();
    for (at, (name, value)) in pairs.enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(url, "{}{name}={value}", if at == 0 { '?' } else { '&' });
    }
    url
}

fn question_page(
    page: &Page,
    question: Question,
    given: &Replies,
    told: &Checklist,
) -> ChecklistQuestion {
    let before: Vec<Question> = told
        .replies
        .iter()
        .map(Reply::question)
        .take_while(|before| *before < question)
        .collect();
    let (heading, hint) = words_of(question);
    let mut layout = layout(page, page.t(heading));
    layout.here = address(
        given,
        Some(question).filter(|_| told.open != Some(question)),
    );
    ChecklistQuestion {
        page: layout,
        question: question.code(),
        position: page.w(
            "checklist.position",
            &[
                ("at", &(before.len() + 1).to_string()),
                ("most", &Question::ALL.len().to_string()),
            ],
        ),
        heading: page.t(heading).to_owned(),
        hint: page.t(hint).to_owned(),
        back: before
            .last()
            .map_or_else(|| SERVICE.to_owned(), |last| address(given, Some(*last))),
        replies: question
            .replies()
            .iter()
            .map(|reply| {
                let (label, detail) = words_of_reply(*reply);
                ReplyLink {
                    label: page.t(label).to_owned(),
                    detail: detail.map(|key| page.t(key).to_owned()).unwrap_or_default(),
                    url: address(&given.with(*reply), None),
                    chosen: given.get(question) == Some(*reply),
                }
            })
            .collect(),
    }
}

fn result_page(page: &Page, told: &Checklist, public_url: &str) -> ChecklistResult {
    let here = address(&told.replies, None);
    let mut layout = layout(page, page.t("checklist.result_title"));
    layout.here.clone_from(&here);
    let papers = &told.papers;
    let site = public_url
        .split_once("://")
        .map_or(public_url, |(_, site)| site);
    ChecklistResult {
        page: layout,
        lead: page.w(
            "checklist.result_lead",
            &[
                ("count", &papers.needed.len().to_string()),
                ("minutes", &papers.minutes().to_string()),
            ],
        ),
        notes: notes(page, told),
        papers: papers
            .needed
            .iter()
            .enumerate()
            .map(|(at, paper)| needed(page, papers, paper, at % 2 == 0))
            .collect(),
        replies: told
            .replies
            .iter()
            .map(|reply| ReplyRow {
                question: page.t(words_of(reply.question()).0).to_owned(),
                reply: page.t(words_of_reply(reply).0).to_owned(),
                change_url: address(&told.replies, Some(reply.question())),
            })
            .collect(),
        back: told
            .replies
            .iter()
            .next_back()
            .map_or_else(String::new, |last| {
                address(&told.replies, Some(last.question()))
            }),
        again: addresses::CHECKLIST.to_owned(),
        code_url: here.replacen(
            addresses::CHECKLIST,
            &format!("{}/code.svg", addresses::CHECKLIST),
            1,
        ),
        shown_address: format!("{site}{here}"),
    }
}

/// What else follows from the replies.
fn notes(page: &Page, told: &Checklist) -> Vec<String> {
    let lacks_certificate = told
        .replies
        .iter()
        .any(|reply| reply == Reply::NoCertificate);
    Question::ALL
        .into_iter()
        .filter_map(|question| told.replies.get(question))
        .filter_map(|reply| match reply {
            Reply::From16 => Some("checklist.note_16"),
            // Without a certificate the next note says the same.
            Reply::OtherGuardian if !lacks_certificate => Some("checklist.note_guardian"),
            Reply::NoCertificate => Some("checklist.note_certificate"),
            Reply::OtherBooklet => Some("checklist.note_two_booklets"),
            Reply::NotHouseholder => Some("checklist.note_not_householder"),
            Reply::OtherGuardian
            | Reply::Under7
            | Reply::From7
            | Reply::IdCard
            | Reply::HouseholdBooklet
            | Reply::Householder
            | Reply::Parent
            | Reply::Certificate => None,
        })
        .map(|key| page.t(key).to_owned())
        .collect()
}

/// A picture to take, with a good and a bad sample; the two kinds of bad sample take turns.
fn needed(page: &Page, papers: &Papers, paper: &Paper, cut: bool) -> NeededPaper {
    let is_face = paper.material == CARD_PHOTO;
    let (good, bad_kind, bad) = match (is_face, cut) {
        (true, _) => ("slot.face_good", "hat", "slot.face_hat"),
        (false, true) => ("slot.good", "cut", "slot.bad_cut"),
        (false, false) => ("slot.good", "glare", "slot.bad_glare"),
    };
    NeededPaper {
        id: paper.material.clone(),
        label: paper.label.get(page.lang).to_owned(),
        hints: paper
            .hints
            .iter()
            .map(|hint| hint.get(page.lang).to_owned())
            .collect(),
        good: page.t(good).to_owned(),
        bad_kind,
        bad: page.t(bad).to_owned(),
        is_face,
        or_default: papers.may_be_drawn(paper),
    }
}

/// Heading and hint of a question.
fn words_of(question: Question) -> (&'static str, &'static str) {
    match question {
        Question::Age => ("checklist.age", "checklist.age_hint"),
        Question::Document => ("checklist.doc", "checklist.doc_hint"),
        Question::Booklet => ("checklist.book", "checklist.book_hint"),
        Question::Guardian => ("checklist.who", "checklist.who_hint"),
        Question::Certificate => ("checklist.cert", "checklist.cert_hint"),
    }
}

/// Label of a reply, and what it leads to.
fn words_of_reply(reply: Reply) -> (&'static str, Option<&'static str>) {
    match reply {
        Reply::Under7 => ("checklist.age_0", Some("checklist.age_0_detail")),
        Reply::From7 => ("checklist.age_7", None),
        Reply::From16 => ("checklist.age_16", None),
        Reply::IdCard => ("checklist.doc_card", None),
        Reply::HouseholdBooklet => ("checklist.doc_book", Some("checklist.doc_book_detail")),
        Reply::Householder => ("checklist.book_one", None),
        Reply::OtherBooklet => ("checklist.book_two", None),
        Reply::NotHouseholder => ("checklist.book_not", Some("checklist.book_not_detail")),
        Reply::Parent => ("checklist.who_parent", None),
        Reply::OtherGuardian => ("checklist.who_other", Some("checklist.who_other_detail")),
        Reply::Certificate => ("checklist.cert_yes", None),
        Reply::NoCertificate => ("checklist.cert_no", Some("checklist.cert_no_detail")),
    }
}
