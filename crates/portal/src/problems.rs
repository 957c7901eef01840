//! What is wrong with an answer or a picture, in the page's language.

use domain::flow::Problem as PlannedProblem;
use vision::{IntakeRefusal, Unsupported};
use web::device::Device;
use web::page::Page;

use super::pages::field::Problem;
use super::taking::{device, take};

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

/// Why a file cannot be used as a picture, and the cure on the device that shows the page.
pub(super) fn of_picture(page: &Page, refusal: &IntakeRefusal) -> Problem {
    let cure = |key: &str| page.w(key, &[("take", take(page))]);
    let text = match refusal {
        IntakeRefusal::TooLarge { .. } => {
            let megabytes = page.picture_megabytes.to_string();
            let values = [("megabytes", &*megabytes), ("take", take(page))];
            page.w("slot.too_large_problem", &values)
        }
        IntakeRefusal::Empty => cure("slot.empty"),
        IntakeRefusal::NotAPicture => cure("slot.not_a_picture"),
        IntakeRefusal::Unsupported { what } => unsupported(page, *what),
        IntakeRefusal::TooManyPixels {
            width_px,
            height_px,
            ..
        } => sized(page, too_many_pixels(page), *width_px, *height_px),
        IntakeRefusal::TooLong {
            width_px,
            height_px,
        } => sized(page, "slot.too_long", *width_px, *height_px),
        IntakeRefusal::TooSmall { .. } => page.t("slot.too_small").to_owned(),
        IntakeRefusal::Broken => page.t("slot.broken").to_owned(),
    };
    Problem {
        field: String::new(),
        code: refusal.code().to_owned(),
        text,
    }
}

/// Words that name the size of the picture.
fn sized(page: &Page, key: &str, width_px: u32, height_px: u32) -> String {
    let (width, height) = (width_px.to_string(), height_px.to_string());
    let values = [
        ("take", take(page)),
        ("width", &*width),
        ("height", &*height),
    ];
    page.w(key, &values)
}

fn too_many_pixels(page: &Page) -> &'static str {
    match device(page) {
        Device::Iphone => "slot.too_many_pixels_iphone",
        Device::OtherPhone => "slot.too_many_pixels_phone",
        Device::Computer => "slot.too_many_pixels_computer",
    }
}

fn unsupported(page: &Page, what: Unsupported) -> String {
    let key = match (what, device(page)) {
        (Unsupported::Heic, Device::Iphone) => "slot.unsupported_heic_iphone",
        (Unsupported::Heic, Device::OtherPhone) => "slot.unsupported_heic_phone",
        (Unsupported::Heic, Device::Computer) => "slot.unsupported_heic_computer",
        (Unsupported::Pdf, _) => "slot.unsupported_pdf",
        (Unsupported::Film, _) => "slot.unsupported_film",
        (Unsupported::Tiff, _) => "slot.unsupported_tiff",
        (Unsupported::Avif | Unsupported::Gif | Unsupported::Bmp, _) => "slot.unsupported",
    };
    page.w(key, &[("take", take(page)), ("format", &what.to_string())])
}
