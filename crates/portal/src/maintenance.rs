//! What replaces every page while the service is closed.

use web::kept::Kept;
use web::page::Page;

use super::announced::with_words;
use super::pages::notice::{Drawing, Notice};
use super::{given_back, layout::layout, wording};

/// What replaces every page during a maintenance. Input that was not accepted waits in it, to be sent afterwards.
pub(super) fn notice(page: &Page, kept: Option<&Kept>) -> Notice {
    let again = kept.and_then(|kept| given_back::again(page, kept));
    let happened = page.maintenance.as_ref().map(|planned| {
        let until = wording::day_time(page, planned.until);
        let told = page.w("maintenance.happened", &[("until", &until)]);
        with_words(page, planned, told)
    });
    Notice {
        page: layout(page, page.t("maintenance.title")),
        drawing: Drawing::Wait,
        refusal: String::new(),
        heading: page.t("maintenance.title").to_owned(),
        happened: happened.unwrap_or_default(),
        safe: page.t("maintenance.safe").to_owned(),
        cure: page
            .t(if again.is_some() {
                "maintenance.kept_cure"
            } else {
                "maintenance.cure"
            })
            .to_owned(),
        again,
        action: page.t("error.reload").to_owned(),
        action_url: page.path.clone(),
        leads_beside: false,
        help: false,
        request_id: String::new(),
    }
}
