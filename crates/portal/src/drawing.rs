//! Turns the engine's plan into what a page draws: fields, slots, the list of steps.

use domain::answer::Provenance;
use domain::catalogue::FieldKind;
use domain::flow::{PlannedField, PlannedPage, PlannedSlot, PlannedStep, StepKind};
use domain::id::CitizenId;
use domain::lang::{Lang, Text};
use service::parent::card_photo::CARD_PHOTO;
use service::parent::case_view::{CaseView, MaterialView};
use web::page::Page;

use super::leading::{confirmation_url, index, review};
use super::news::News;
use super::pages::field::{Field, Lock, Problem, Shape};
use super::pages::slot::{Picture, Slot};
use super::pages::step::{Place, StepForm, StepMark};
use super::{addresses, asked_again, card_photo, shape, wording};

/// What a page of a step is drawn from.
pub(super) struct Drawn<'a> {
    /// Who sees it, in which language.
    pub(super) page: &'a Page,
    /// The application.
    pub(super) view: &'a CaseView,
    /// The step.
    pub(super) step: &'a PlannedStep,
    /// The page of the step; none for the review.
    pub(super) part: Option<&'a PlannedPage>,
    /// What is wrong on it; empty when it is shown for the first time.
    pub(super) problems: Vec<Problem>,
    /// Whether the way leads back to the summary.
    pub(super) from_review: bool,
    /// What has just happened that the page must say.
    pub(super) news: Option<News>,
    /// The mark that its form was drawn with before, when it stands here again; none for today's.
    pub(super) seen: Option<&'a str>,
}

impl Drawn<'_> {
    /// The form around the questions, under this heading.
    pub(super) fn form(&self, heading: &str) -> StepForm {
        let Drawn {
            page, view, step, ..
        } = self;
        StepForm {
            step: step.id.clone(),
            state: view.state.code().to_owned(),
            heading: heading.to_owned(),
            action: addresses::step(view.id, &step.id, None, false),
            part: self.part.map(|part| part.id.clone()).unwrap_or_default(),
            version: self.seen.map_or_else(|| view.mark(&step.id), str::to_owned),
            from_review: self.from_review,
            steps: marks(page, view, step),
            within: self.within(),
            problems: self.problems.clone(),
            by_law: asked_again::reasons(page, view, &self.problems),
            // Beside what is not saved yet, the time of what was would mislead.
            saved_at: if self.news == Some(News::Kept) {
                String::new()
            } else {
                wording::time(view.saved_at)
            },
            primary: step.button.get(page.lang).to_owned(),
            back: self.back(),
            notes: self.notes(),
            idle_minutes: page.idle_minutes,
            is_typed: self.is_typed(),
        }
    }

    /// Which page of its step this is, where the step has several.
    fn within(&self) -> String {
        let Drawn { page, step, .. } = self;
        let stops = step
            .pages
            .iter()
            .filter(|part| part.visible && part.answerable);
        let stops: Vec<&str> = stops.map(|part| part.id.as_str()).collect();
        let here = self.part.map(|part| part.id.as_str());
        match stops.iter().position(|stop| Some(*stop) == here) {
            Some(at) if stops.len() > 1 => page.w(
                "step.within",
                &[
                    ("title", step.short.get(page.lang)),
                    ("at", &(at + 1).to_string()),
                    ("of", &stops.len().to_string()),
                ],
            ),
            _ => String::new(),
        }
    }

    /// Whether something is typed on the page: then it says how long one may take.
    fn is_typed(&self) -> bool {
        let typed = |kind| {
            matches!(
                kind,
                FieldKind::Name | FieldKind::IdNumber | FieldKind::Mobile | FieldKind::Address
            )
        };
        let mut fields = self.part.into_iter().flat_map(PlannedPage::fields);
        fields.any(|field| field.visible && !field.locked && typed(field.kind))
    }

    /// What must be said before the questions: pictures that became needless, answers taken over from before.
    fn notes(&self) -> Vec<String> {
        let Drawn { page, view, .. } = self;
        let mut notes = Vec::new();
        match self.news {
            Some(News::Kept) => notes.push(page.t("kept.step").to_owned()),
            Some(News::Changed) => notes.push(page.t("step.changed").to_owned()),
            Some(News::NotOffered) => notes.push(page.t("child.not_offered").to_owned()),
            Some(News::TakenBack) => notes.push(page.t("step.taken_back").to_owned()),
            Some(News::Released) => {
                let separator = page.t("step.separator");
                let what: Vec<String> = unneeded(page, view).map(|(label, _)| label).collect();
                if !what.is_empty() {
                    notes.push(page.w("step.released", &[("what", &what.join(separator))]));
                }
            }
            None => {}
        }
        let carried = self.part.is_some_and(|part| {
            part.fields().any(|field| {
                let answer = view.answers.get(&field.id).filter(|_| field.visible);
                answer.is_some_and(|answer| answer.provenance == Provenance::EarlierApplication)
            }) || part.slots().any(|slot| {
                let mut pictures = view.materials.iter();
                pictures.any(|picture| picture.material == slot.id && picture.from_earlier)
            })
        });
        if carried {
            notes.push(page.t("step.carried").to_owned());
        }
        notes
    }

    /// The page before this one: of the same step, or the last of the step before.
    fn back(&self) -> String {
        let view = self.view;
        if self.from_review {
            return addresses::step(view.id, review(&view.plan), None, false);
        }
        let seen = |step: &'_ PlannedStep| -> Vec<Option<String>> {
            if step.kind == StepKind::Review {
                return vec![None];
            }
            step.pages
                .iter()
                .filter(|page| page.answerable)
                .map(|page| Some(page.id.clone()))
                .collect()
        };
        let before: Vec<(String, Option<String>)> = view
            .plan
            .steps
            .iter()
            .filter(|step| step.reached)
            .flat_map(|step| seen(step).into_iter().map(|part| (step.id.clone(), part)))
            .take_while(|(step, part)| {
                (step, part.as_deref()) != (&self.step.id, self.part.map(|part| part.id.as_str()))
            })
            .collect();
        match before.last() {
            Some((step, part)) => addresses::step(view.id, step, part.as_deref(), false),
            None => addresses::SERVICE.to_owned(),
        }
    }

    /// A field as the page draws it.
    pub(super) fn field(&self, field: &PlannedField) -> Field {
        let page = self.page;
        Field {
            id: field.id.clone(),
            label: field.label.get(page.lang).to_owned(),
            hint: sentences(page, &field.hints),
            example: field
                .example
                .as_ref()
                .map(|example| example.get(page.lang).to_owned())
                .unwrap_or_default(),
            value: field
                .value
                .clone()
                .or_else(|| field.suggested.clone())
                .unwrap_or_default(),
            // A question with a default or suggested answer is answered already: nobody needs to be told that it may stay empty.
            required: field.required || field.value.is_some() || field.suggested.is_some(),
            shape: if field.locked {
                Shape::Locked(self.lock(field))
            } else {
                shape::of(page, field)
            },
            problem: self.problem_at(&field.id),
        }
    }

    /// A slot as the page draws it.
    pub(super) fn slot(&self, slot: &PlannedSlot) -> Slot {
        let Drawn { page, view, .. } = self;
        let mut stored = view.materials.iter();
        let stored = stored.find(|material| material.material == slot.id);
        Slot {
            id: slot.id.clone(),
            label: slot.label.get(page.lang).to_owned(),
            hint: sentences(page, &slot.hints),
            is_face: slot.id == CARD_PHOTO,
            required: slot.required,
            asked_with: slot.asked_with.clone(),
            picture: stored.map(|material| picture(view, material)),
            card: stored.and_then(|material| card_photo::finished(view, material)),
            problem: self.problem_at(&slot.id),
            upload_url: addresses::document(view.id, &slot.id),
        }
    }

    fn problem_at(&self, id: &str) -> Option<Problem> {
        self.problems
            .iter()
            .find(|problem| problem.field == id)
            .cloned()
    }

    fn lock(&self, field: &PlannedField) -> Lock {
        let Drawn { page, view, .. } = self;
        let answer = view.answers.get(&field.id);
        let relationship = field.id == "relationship";
        Lock {
            shown: shown(page, field, true),
            source: answer
                .map(|answer| wording::source(page, answer.provenance))
                .unwrap_or_default(),
            at: answer
                .filter(|_| relationship)
                .map(|answer| wording::day_time(page, answer.at))
                .unwrap_or_default(),
            reason: field
                .locked_reason
                .as_ref()
                .map(|reason| reason.get(page.lang).to_owned())
                .unwrap_or_default(),
            dispute: if relationship {
                confirmation_url(view, false).unwrap_or_default()
            } else {
                String::new()
            },
        }
    }
}

/// The pictures that the case no longer asks for, each with its label.
pub(super) fn unneeded<'a>(
    page: &'a Page,
    view: &'a CaseView,
) -> impl Iterator<Item = (String, &'a MaterialView)> {
    view.unneeded().filter_map(|picture| {
        let slot = view.plan.slots().find(|slot| slot.id == picture.material)?;
        Some((slot.label.get(page.lang).to_owned(), picture))
    })
}

/// A value as people read it. Identity numbers show their ends alone where `masked`.
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

/// An identity number with its birth date hidden, and whatever is none with everything.
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
        thumbnail_url: card_photo::made_url(view, material)
            .unwrap_or_else(|| of_size(Some("small"))),
        url: of_size(None),
        width_px: material.width_px,
        height_px: material.height_px,
        at: wording::time(material.uploaded_at),
        from_earlier: material.from_earlier,
        mark: at.to_string(),
    }
}

/// One sentence after the other. In Chinese the full stop is as wide as a character, and nothing stands between them.
fn sentences(page: &Page, texts: &[Text]) -> String {
    let between = match page.lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    let texts: Vec<&str> = texts.iter().map(|text| text.get(page.lang)).collect();
    texts.join(between)
}

fn marks(page: &Page, view: &CaseView, here: &PlannedStep) -> Vec<StepMark> {
    let plan = &view.plan;
    let at = index(plan, &here.id);
    let open = plan
        .next
        .as_deref()
        .map_or(plan.steps.len(), |next| index(plan, next));
    plan.steps
        .iter()
        .enumerate()
        .map(|(number, step)| StepMark {
            title: step.short.get(page.lang).to_owned(),
            url: addresses::step(view.id, &step.id, None, false),
            place: match number.cmp(&at) {
                std::cmp::Ordering::Equal => Place::Here,
                std::cmp::Ordering::Less if number <= open => Place::Done,
                std::cmp::Ordering::Less | std::cmp::Ordering::Greater => Place::Ahead,
            },
        })
        .collect()
}
