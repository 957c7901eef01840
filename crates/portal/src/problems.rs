//! What is wrong with an answer or a picture, in the page's language.

use domain::flow::Problem as PlannedProblem;
use vision::{IntakeRefusal, Unsupported};
use web::page::Page;

use super::pages::field::Problem;

/// A problem of the plan, in the page's language.
pub(super) fn of_plan(page: &Page, problem: &PlannedProblem) -> Problem {
    Problem {
        field: problem.field.clone(),
        code: problem.code.as_str().to_owned(),
        text: problem.text.get(page.lang).to_owned(),
    }
}

/// Problems of the plan, in the page's language.
pub(super) fn of_plan_all<'a>(
    page: &Page,
    problems: impl IntoIterator<Item = &'a PlannedProblem>,
) -> Vec<Problem> {
    let problems = problems.into_iter();
    problems.map(|problem| of_plan(page, problem)).collect()
}

/// Why a file cannot be used as a picture, and the cure.
pub(super) fn of_picture(page: &Page, refusal: &IntakeRefusal) -> Problem {
    let (code, text) = match refusal {
        IntakeRefusal::TooLarge { .. } => {
            let megabytes = page.picture_megabytes.to_string();
            (
                "picture_too_large",
                page.w("slot.too_large_problem", &[("megabytes", &megabytes)]),
            )
        }
        IntakeRefusal::NotAPicture => ("picture_unknown", page.t("slot.not_a_picture").to_owned()),
        IntakeRefusal::Unsupported { what } => {
            ("picture_unsupported", page.t(unsupported(*what)).to_owned())
        }
        IntakeRefusal::TooManyPixels { .. } => (
            "picture_too_many_pixels",
            page.t("slot.too_many_pixels").to_owned(),
        ),
        IntakeRefusal::TooSmall { .. } => {
            ("picture_too_small", page.t("slot.too_small").to_owned())
        }
        IntakeRefusal::Broken => ("picture_broken", page.t("slot.broken").to_owned()),
    };
    Problem {
        field: String::new(),
        code: code.to_owned(),
        text,
    }
}

fn unsupported(what: Unsupported) -> &'static str {
    match what {
        Unsupported::Heic => "slot.unsupported_heic",
        Unsupported::Pdf => "slot.unsupported_pdf",
        _ => "slot.unsupported",
    }
}
