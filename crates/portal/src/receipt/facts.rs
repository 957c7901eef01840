//! What a receipt and the pages about an application say in the same words.

use domain::code::Branch;
use domain::day::beijing_date;
use domain::id::Mobile;
use jiff::ToSpan;
use service::parent::case_view::CaseView;
use web::Web;
use web::page::Page;

use super::super::wording;

/// A card is made within this many days of the application (京人社数据字〔2024〕133号).
pub(in super::super) const DAYS_TO_MAKE: i64 = 30;

/// By when the card is made, in words.
pub(in super::super) fn made_by(page: &Page, submitted_at: jiff::Timestamp) -> String {
    let day = beijing_date(submitted_at);
    wording::day(page, day.saturating_add(DAYS_TO_MAKE.days()))
}

/// How the agent learns that the card is at the branch: by a message of the bank, to a number whose ends are shown.
pub(in super::super) fn bank_writes(page: &Page, view: &CaseView) -> String {
    let answer = |id: &str| view.answers.get(id);
    let number = answer("child.card_mobile").or_else(|| answer("agent.mobile"));
    match number.and_then(|number| Mobile::parse(&number.value).ok()) {
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
