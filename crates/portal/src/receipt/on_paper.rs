//! The words of the receipt's PDF: those of its page, and what a sheet must say without the pages around it.

use service::parent::case_view::{CaseView, SubmissionView};
use web::Web;
use web::page::Page;

use super::super::receipt_pdf::Content;
use super::super::wording;
use super::facts::{bank_writes, branch, child_name, made_by};
use crate::layout::layout;

/// The words in the language of the page.
pub(super) fn content(
    web: &Web,
    page: &Page,
    view: &CaseView,
    submission: &SubmissionView,
) -> Content {
    let t = |key: &str| page.t(key).to_owned();
    let child = child_name(page, view);
    let number = submission.receipt.as_str();
    Content {
        lang: page.lang.tag().to_owned(),
        title: page.w("receipt_pdf.title", &[("number", number)]),
        brand: t("layout.service_name"),
        owner: t("layout.owner"),
        sandbox: sandbox(page),
        heading: t("receipt.title"),
        lead: page.w("receipt.lead", &[("child", &child)]),
        number_label: t("receipt.number"),
        number: number.to_owned(),
        submitted: page.w(
            "receipt.submitted",
            &[("at", &wording::day_time(page, submission.submitted_at))],
        ),
        code_hint: t("receipt.code"),
        code_words: page.w("receipt.qr", &[("number", number)]),
        facts: facts(web, page, view, submission, child),
        next_title: t("receipt.next"),
        next: next(web, page, view, submission),
        keep: t("receipt_pdf.keep"),
        missing: t("receipt_pdf.missing"),
        foot: foot(page),
    }
}

fn sandbox(page: &Page) -> String {
    page.sandbox_day.map_or_else(String::new, |day| {
        let words = page.w("layout.sandbox_day", &[("day", &day.to_string())]);
        format!("{} · {words}", page.t("layout.sandbox"))
    })
}

fn facts(
    web: &Web,
    page: &Page,
    view: &CaseView,
    submission: &SubmissionView,
    child: String,
) -> Vec<(String, String)> {
    let t = |key: &str| page.t(key).to_owned();
    let state = page.w(
        "receipt_pdf.state_at",
        &[
            ("state", &wording::state(page, view.state)),
            ("at", &wording::day_time(page, page.now)),
        ],
    );
    let mut facts = vec![
        (t("receipt_pdf.child"), child),
        (t("receipt_pdf.state"), state),
        (
            t("receipt_pdf.made_by"),
            made_by(page, submission.submitted_at),
        ),
    ];
    if let Some(branch) = branch(web, view) {
        let (label, address) = (branch.label.get(page.lang), branch.address.get(page.lang));
        facts.push((t("receipt_pdf.branch"), label.to_owned()));
        facts.push((t("receipt_pdf.address"), address.to_owned()));
        facts.push((t("receipt_pdf.phone"), branch.phone.clone()));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn next(
    web: &Web,
    page: &Page,
    view: &CaseView,
    submission: &SubmissionView,
) -> Vec<(String, String)> {
    let t = |key: &str| page.t(key).to_owned();
    let made = made_by(page, submission.submitted_at);
    let (branch, address) = branch(web, view)
        .map(|branch| (branch.label.get(page.lang), branch.address.get(page.lang)))
        .unwrap_or_default();
    let first = if submission.verified {
        (
            t("receipt.next_verified"),
            t("receipt.next_verified_detail"),
        )
    } else {
        (
            t("receipt.next_unverified"),
            t("receipt.next_unverified_detail"),
        )
    };
    let last = page.w("receipt.next_collect", &[("branch", branch)]);
    vec![
        first,
        (
            page.w("receipt.next_made", &[("date", &made)]),
            page.w(
                "receipt.next_made_detail",
                &[("told", &bank_writes(page, view))],
            ),
        ),
        (
            last,
            page.w("receipt.next_collect_detail", &[("address", address)]),
        ),
    ]
}

fn foot(page: &Page) -> Vec<String> {
    let mut lines = vec![page.w(
        "receipt_pdf.help",
        &[
            ("help", page.t("layout.help")),
            ("social", page.t("layout.line_12333")),
            ("cards", page.t("layout.line_96102")),
        ],
    )];
    let operator = layout(page, "").operator;
    if !operator.name.is_empty() {
        let mut words = vec![format!("{} {}", page.t("layout.operator"), operator.name)];
        words.extend(Some(operator.icp).filter(|icp| !icp.is_empty()));
        if !operator.site_code.is_empty() {
            words.push(format!(
                "{} {}",
                page.t("layout.site_code"),
                operator.site_code
            ));
        }
        lines.push(words.join(" · "));
    }
    lines
}
