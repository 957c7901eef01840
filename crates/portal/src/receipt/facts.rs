//! What a receipt and the pages about an application say in the same words.

use domain::code::Branch;
use service::parent::case_view::CaseView;
use service::parent::timeline;
use web::Web;
use web::page::Page;

use super::super::wording;

/// By when the card is made, in words.
pub(in super::super) fn made_by(page: &Page, submitted_at: jiff::Timestamp) -> String {
    wording::day(page, timeline::made_by(submitted_at))
}

/// How the agent learns that the card is at the branch: by a message of the bank, to a number whose ends are shown.
pub(in super::super) fn bank_writes(page: &Page, view: &CaseView) -> String {
    match timeline::bank_writes_to(view) {
        Some(number) => page.w("way.bank_writes_to", &[("mobile", &number.masked())]),
        None => page.t("way.at_branch_detail").to_owned(),
    }
}

/// Where the card will be collected.
pub(super) fn branch<'a>(web: &'a Web, view: &CaseView) -> Option<&'a Branch> {
    let chosen = view.answers.get("branch")?;
    web.service
        .rules
        .in_force
        .codes()
        .branches
        .get(&chosen.value)
}

/// The child's name, or words for "not named yet".
pub(in super::super) fn child_name(page: &Page, view: &CaseView) -> String {
    let named = view
        .answers
        .get("child.name")
        .map(|answer| answer.value.clone());
    named.unwrap_or_else(|| page.t("applications.unnamed").to_owned())
}
