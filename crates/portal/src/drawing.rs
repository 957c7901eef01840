//! Turns a step of an application into what a page draws: fields, slots, the list of steps.

use std::collections::BTreeMap;

use domain::catalogue::FieldKind;
use domain::flow::{AskedWith, PlannedField, PlannedSlot};
use domain::id::CitizenId;
use domain::lang::{Lang, Text};
use service::parent::card_photo::CARD_PHOTO;
use service::parent::case_view::{CaseView, MaterialView};
use service::parent::step_view::{self, FieldView, ItemView, LockView, SlotView, StepView};
use service::parent::way;
use web::page::Page;

use super::layout::layout;
use super::news::News;
use super::pages::field::{Field, Lock, OpenProblem, Problem, Shape};
use super::pages::layout::Layout;
use super::pages::slot::{Picture, Slot};
use super::pages::step::{Asks, ListedStep, StepForm};
use super::{addresses, card_photo, returned, shape, wording};

/// What a page of a step is drawn from.
pub(super) struct Drawn<'a> {
    /// Who sees it, and in which language.
    pub(super) page: &'a Page,
    /// The step of the application, or one of its pages.
    pub(super) shown: StepView<'a>,
    /// What is wrong on it; empty when it is shown for the first time.
    pub(super) problems: Vec<Problem>,
    /// What is wrong elsewhere, if that keeps this page from handing in.
    pub(super) elsewhere: Vec<OpenProblem>,
    /// Whether the way leads back to the summary.
    pub(super) from_review: bool,
    /// Whether the fields that name a child stay open although one of the registry was chosen.
    pub(super) is_another: bool,
    /// What alone is to be changed, if the summary led here for that; empty otherwise.
    pub(super) only: &'a str,
    /// What has just happened and must be said on the page.
    pub(super) news: Option<News>,
    /// The mark of the form that is shown again; `None` to use today's.
    pub(super) mark: Option<&'a str>,
}

impl Drawn<'_> {
    /// The surroundings of the page, whose switches keep what was typed into its form.
    pub(super) fn layout(&self, heading: &str) -> Layout {
        layout(self.page, heading)
            .with_problem(self.has_problem())
            .around("step")
    }

    /// Whether the step stands on the page of the summary.
    pub(super) fn stands_on_review(&self) -> bool {
        way::stands_on_review(&self.shown.case.plan, &self.shown.step.id)
    }

    /// Whether anything is wrong that the page says.
    pub(super) fn has_problem(&self) -> bool {
        !self.problems.is_empty() || !self.elsewhere.is_empty()
    }

    /// The form around the questions, under this heading.
    pub(super) fn form(&self, heading: &str) -> StepForm {
        let Drawn { page, shown, .. } = self;
        let (case, step) = (shown.case, shown.step);
        let part = shown.page.map(|part| part.id.clone());
        let (number, total) = way::position(case, step, shown.page);
        let by_law = case.reasons_by_law(self.problems.iter().map(|problem| &*problem.field));
        StepForm {
            step: step.id.clone(),
            state: case.state.code().to_owned(),
            heading: heading.to_owned(),
            action: addresses::step(case.id, &step.id, None, false),
            part: part.unwrap_or_default(),
            mark: self.mark.map_or_else(|| shown.mark(), str::to_owned),
            from_review: self.from_review,
            only: self.only.to_owned(),
            steps: shown
                .steps()
                .filter(|mark| !way::stands_on_review(&case.plan, &mark.step.id))
                .map(|mark| self.listed(&mark))
                .collect(),
            number,
            total,
            problems: self.problems.clone(),
            elsewhere: self.elsewhere.clone(),
            returned: shown
                .returned
                .iter()
                .map(|item| returned::shown(page, case, item))
                .collect(),
            by_law: by_law
                .into_iter()
                .map(|reason| reason.get(page.lang).to_owned())
                .collect(),
            // Next to values that are not saved yet, the time of the last save would mislead.
            saved_at: if self.news == Some(News::Kept) {
                String::new()
            } else {
                wording::time(case.saved_at)
            },
            primary: if case.returned.is_some() && shown.once().is_some() {
                page.t("returned.hand_in").to_owned()
            } else {
                step.button.get(page.lang).to_owned()
            },
            either: None,
            back: match shown.back(self.from_review) {
                Some(before) => addresses::stop(case.id, &before, false),
                None if case.returned.is_some() => addresses::application(case.id),
                None => addresses::SERVICE.to_owned(),
            },
            notes: self.notes(),
            asks: if shown.offers_children() {
                Some(Asks::Relationship)
            } else {
                shown.confirmation().map(|_| Asks::Eligibility)
            },
            idle_minutes: page.idle_minutes,
            is_typed: shown.is_typed(),
        }
    }

    fn listed(&self, mark: &step_view::ListedStep<'_>) -> ListedStep {
        ListedStep {
            title: mark.step.short.get(self.page.lang).to_owned(),
            url: addresses::step(self.shown.case.id, &mark.step.id, None, false),
            progress: mark.progress,
        }
    }

    /// What must be said before the questions: pictures that are no longer needed, answers taken over from earlier.
    fn notes(&self) -> Vec<String> {
        let Drawn { page, shown, .. } = self;
        let mut notes = Vec::new();
        match self.news {
            Some(News::Kept) => notes.push(page.t("kept.step").to_owned()),
            Some(News::Changed) => notes.push(page.t("step.changed").to_owned()),
            Some(News::NotOffered) => notes.push(page.t("child.not_offered").to_owned()),
            Some(News::TakenBack) => notes.push(page.t("step.taken_back").to_owned()),
            Some(News::Released) => {
                let separator = page.t("step.separator");
                let what = unneeded(page, shown.case).map(|(label, _)| label);
                let what: Vec<String> = what.collect();
                if !what.is_empty() {
                    notes.push(page.w("step.released", &[("what", &what.join(separator))]));
                }
            }
            None => {}
        }
        if shown.is_carried() {
            notes.push(page.t("step.carried").to_owned());
        }
        notes
    }

    /// A field as the page draws it.
    pub(super) fn field(&self, field: &FieldView<'_>) -> Field {
        let (page, planned) = (self.page, field.planned);
        Field {
            id: planned.id.clone(),
            label: planned.label.get(page.lang).to_owned(),
            hint: sentences(page, &planned.hints),
            example: planned
                .example
                .as_ref()
                .map(|example| example.get(page.lang).to_owned())
                .unwrap_or_default(),
            value: field.value.unwrap_or_default().to_owned(),
            required: field.is_required,
            shape: match &field.lock {
                Some(lock) => Shape::Locked(self.lock(field, lock)),
                None => {
                    card_photo::with_pictures(self.shown.case, planned, shape::of(page, planned))
                }
            },
            problem: self.problem_at(&planned.id),
        }
    }

    /// A slot as the page draws it.
    pub(super) fn slot(&self, slot: &SlotView<'_>) -> Slot {
        let (page, view) = (self.page, self.shown.case);
        let SlotView {
            planned: slot,
            stored,
        } = *slot;
        Slot {
            id: slot.id.clone(),
            label: slot.label.get(page.lang).to_owned(),
            hint: sentences(page, &slot.hints),
            is_face: slot.id == CARD_PHOTO,
            required: slot.required,
            asked_with: slot
                .asked_with
                .clone()
                .filter(|asked| self.asks(&asked.field)),
            asked_when: self.asked_when(slot),
            picture: stored.map(|material| picture(view, material)),
            card: stored.and_then(|material| card_photo::finished(view, material)),
            problem: self.problem_at(&slot.id),
            upload_url: addresses::document(view.id, &slot.id),
        }
    }

    /// Whether this question is on the page: where one thing alone is changed, others of the step are not.
    fn asks(&self, id: &str) -> bool {
        let mut items = self.shown.items.iter();
        items.any(|item| matches!(item, ItemView::Field(field) if field.planned.id == id))
    }

    /// The combinations of answers that require a picture, for script: a list of alternatives, each with the values of its
    /// questions. What is not asked on this page stays as it is answered.
    fn asked_when(&self, slot: &PlannedSlot) -> String {
        if slot.asked_when.is_empty() {
            return String::new();
        }
        let plan = &self.shown.case.plan;
        let stays = |asked: &AskedWith| {
            let value = plan
                .field(&asked.field)
                .and_then(|field| field.value.as_ref());
            self.asks(&asked.field) || value.is_some_and(|value| asked.values.contains(value))
        };
        let possible = slot.asked_when.iter().filter(|all| all.iter().all(stays));
        let alternatives: Vec<BTreeMap<&str, &[String]>> = possible
            .map(|all| {
                let asked = all.iter().filter(|asked| self.asks(&asked.field));
                asked
                    .map(|asked| (asked.field.as_str(), asked.values.as_slice()))
                    .collect()
            })
            .collect();
        serde_json::to_string(&alternatives).unwrap_or_default()
    }

    fn problem_at(&self, id: &str) -> Option<Problem> {
        self.problems
            .iter()
            .find(|problem| problem.field == id)
            .cloned()
    }

    fn lock(&self, field: &FieldView<'_>, lock: &LockView<'_>) -> Lock {
        let page = self.page;
        let disputed_at = lock.disputed_at.as_ref();
        Lock {
            shown: shown(page, field.planned, true),
            source: field
                .provenance
                .map(|provenance| wording::source(page, provenance))
                .unwrap_or_default(),
            at: lock
                .at
                .map(|at| wording::day_time(page, at))
                .unwrap_or_default(),
            reason: lock
                .reason
                .map(|reason| reason.get(page.lang).to_owned())
                .unwrap_or_default(),
            dispute: disputed_at
                .map(|stop| addresses::stop(self.shown.case.id, stop, false))
                .unwrap_or_default(),
        }
    }
}

/// The pictures that the application no longer asks for, each with its label.
pub(super) fn unneeded<'a>(
    page: &'a Page,
    view: &'a CaseView,
) -> impl Iterator<Item = (String, &'a MaterialView)> {
    view.unneeded().filter_map(|picture| {
        let slot = view.plan.slots().find(|slot| slot.id == picture.material)?;
        Some((slot.label.get(page.lang).to_owned(), picture))
    })
}

/// A value as people read it. If `masked`, ID numbers show only their ends.
pub(super) fn shown(page: &Page, field: &PlannedField, masked: bool) -> String {
    let value = field.value.as_deref().unwrap_or_default();
    if field.kind == FieldKind::IdNumber && masked {
        return mask(value);
    }
    field
        .shown
        .as_ref()
        .map_or(value, |text| text.get(page.lang))
        .to_owned()
}

/// An ID number with its birth date hidden; anything else is hidden completely.
pub(super) fn mask(number: &str) -> String {
    CitizenId::from_stored(number).map_or_else(
        |_| "*".repeat(number.chars().count()),
        |number| number.masked(),
    )
}

/// A stored picture with its addresses, which change when the picture does.
pub(super) fn picture(view: &CaseView, material: &MaterialView) -> Picture {
    let at = material.uploaded_at.as_millisecond();
    let of_size = |size| addresses::picture(view.id, &material.material, at, size);
    Picture {
        thumbnail_url: of_size(Some("small")),
        url: of_size(None),
        width_px: material.width_px,
        height_px: material.height_px,
        printed: material.frame.map(card_photo::printed),
        at: wording::time(material.uploaded_at),
        from_earlier: material.from_earlier,
        is_doubtful: material.is_doubtful,
        mark: at.to_string(),
    }
}

/// Joins sentences. In Chinese the full stop is as wide as a character, and nothing goes between them.
fn sentences(page: &Page, texts: &[Text]) -> String {
    let between = match page.lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    let texts: Vec<&str> = texts.iter().map(|text| text.get(page.lang)).collect();
    texts.join(between)
}

/// What is to be changed alone; a bank and its branch only together.
pub(super) fn narrowed<'a>(shown: StepView<'a>, only: &str) -> StepView<'a> {
    match only {
        "" => shown,
        "bank" | "branch" => shown.narrowed(&["bank", "branch"]),
        one => shown.narrowed(&[one]),
    }
}
