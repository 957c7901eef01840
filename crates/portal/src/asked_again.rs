//! What a page asks again, since its draft moved to another release.

use domain::answer::Again;
use domain::flow::{PlannedPage, PlannedStep};
use service::parent::case_view::CaseView;
use web::page::Page;

use super::pages::field::Problem;
use super::problems::of_plan;

/// What is asked again on a page: told as soon as the page is opened.
pub(super) fn problems(
    page: &Page,
    view: &CaseView,
    step: &PlannedStep,
    part: Option<&PlannedPage>,
) -> Vec<Problem> {
    let part = part.map(|part| part.id.as_str());
    view.plan
        .problems_of(&step.id)
        .filter(|found| found.page.as_deref() == part)
        .filter(|found| view.asked_again.contains_key(&found.field))
        .map(|found| of_plan(page, found))
        .collect()
}

/// Why the law asks again for something among `problems`, each reason once.
pub(super) fn reasons(page: &Page, view: &CaseView, problems: &[Problem]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for problem in problems {
        let asked = view.asked_again.get(&problem.field);
        if let Some(Again::ByLaw(reason)) = asked.map(|asked| &asked.why) {
            let reason = reason.get(page.lang);
            if !reasons.iter().any(|known| known == reason) {
                reasons.push(reason.to_owned());
            }
        }
    }
    reasons
}
