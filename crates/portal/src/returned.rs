//! What staff returned for correction, in the page's language.

use domain::channel::Channel;
use service::parent::case_view::CaseView;
use service::parent::returned_view::{Correction, ReturnedView};
use service::parent::way::{open_step, where_corrected};
use web::page::Page;

use super::addresses;
use super::pages::field::{OpenProblem, Problem};
use super::pages::returned::{Returned, ReturnedItem};

/// What was returned, for the application's page; `None` unless it is returned.
pub(super) fn of_application(page: &Page, view: &CaseView) -> Option<Returned> {
    view.returned.as_ref()?;
    let items = view.returned_items();
    let is_here = view.channel == Channel::Portal;
    let is_ready = items.iter().all(|item| item.correction != Correction::Open);
    Some(Returned {
        lead: page
            .t(match (is_here, is_ready) {
                (false, _) => "returned.elsewhere",
                (true, false) => "returned.lead",
                (true, true) => "returned.ready",
            })
            .to_owned(),
        items: items.iter().map(|item| shown(page, view, item)).collect(),
        go_url: if is_here {
            addresses::step(view.id, open_step(view), None, false)
        } else {
            String::new()
        },
        go: page
            .t(if is_ready {
                "returned.hand_in"
            } else {
                "returned.go"
            })
            .to_owned(),
    })
}

/// One returned item.
pub(super) fn shown(page: &Page, view: &CaseView, returned: &ReturnedView<'_>) -> ReturnedItem {
    let at = returned.at.as_ref();
    let at = at.filter(|_| view.channel == Channel::Portal);
    ReturnedItem {
        id: returned.item.item.clone(),
        label: label(page, view, &returned.item.item),
        sentence: returned.item.sentence.clone(),
        correction: returned.correction.code(),
        correction_label: page
            .t(match returned.correction {
                Correction::Open => "returned.open",
                Correction::Done => "returned.done",
                Correction::Unneeded => "returned.unneeded",
            })
            .to_owned(),
        url: at.map_or_else(String::new, |stop| addresses::stop(view.id, stop, false)),
    }
}

/// What is still to be corrected before the application can be handed in again, each with the way there.
pub(super) fn not_corrected(page: &Page, view: &CaseView, items: &[String]) -> Vec<OpenProblem> {
    let problem = |id: &String| OpenProblem {
        problem: Problem {
            field: id.clone(),
            code: "not_corrected".to_owned(),
            text: page.w(
                "returned.not_corrected",
                &[("what", &label(page, view, id))],
            ),
        },
        url: where_corrected(&view.plan, id).map_or_else(
            || addresses::application(view.id),
            |stop| addresses::stop(view.id, &stop, false),
        ),
    };
    items.iter().map(problem).collect()
}

/// A field or material in words.
fn label(page: &Page, view: &CaseView, id: &str) -> String {
    let field = view.plan.field(id).map(|field| &field.label);
    let mut slots = view.plan.slots();
    let label = field.or_else(|| slots.find(|slot| slot.id == id).map(|slot| &slot.label));
    label.map_or_else(
        || page.t("returned.something").to_owned(),
        |label| label.get(page.lang).to_owned(),
    )
}
