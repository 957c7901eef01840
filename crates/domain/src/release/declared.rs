//! The changes that a release declares itself: `[[change]]` in `release.toml`.
//!
//! A declaration counts for drafts of releases that do not contain it yet, so it stays in the file for good: a draft that
//! skips a release still gets it. `since` distinguishes two changes of one field.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::change_class::ChangeClass;
use super::declaration::Declared;
use super::{Reading, Release};
use crate::catalogue::FieldKind;
use crate::lang::Text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChange {
    field: Option<Spanned<String>>,
    material: Option<Spanned<String>>,
    agreement: Option<Spanned<String>>,
    class: Spanned<String>,
    since: Spanned<String>,
    reason: Option<Text>,
}

/// Checks the declarations against the catalogue and texts of their release.
pub(super) fn checked(
    raw: Vec<RawChange>,
    release: &Release,
    reading: &mut Reading<'_>,
) -> Vec<Declared> {
    let mut seen = BTreeSet::new();
    raw.into_iter()
        .filter_map(|change| change.checked(release, reading, &mut seen))
        .collect()
}

impl RawChange {
    fn checked(
        self,
        release: &Release,
        reading: &mut Reading<'_>,
        seen: &mut BTreeSet<(String, String)>,
    ) -> Option<Declared> {
        let ids = self.ids(release, reading)?;
        let (at, name) = (self.class.span().start, self.class.get_ref());
        let Some(class) = ChangeClass::from_code(name) else {
            let known = ChangeClass::ALL.map(ChangeClass::code).join(", ");
            let what = format!("no class of change is called `{name}`");
            reading.fault(at, what, format!("use one of: {known}"));
            return None;
        };
        let owner = ids.join(", ");
        let agreed = |id: &String| {
            let field = release.field(id);
            field.is_some_and(|field| field.kind == FieldKind::Consent)
        };
        if class == ChangeClass::Harmless && ids.iter().any(agreed) {
            let what = format!("what one agrees to is never harmless: `{owner}`");
            let cure = "take the entry away: nobody has agreed to a text that they have not seen";
            reading.fault(at, what, cure);
        }
        match (&self.reason, class) {
            (Some(reason), ChangeClass::ForcedByLaw) => {
                reading.check_text(at, &owner, reason);
                reading.check_placeholders(at, &owner, reason, &[]);
            }
            (None, ChangeClass::ForcedByLaw) => reading.fault(
                at,
                format!("the law that changes `{owner}` is not named"),
                "add `reason` with zh and en: people read it where they answer again",
            ),
            (Some(_), ChangeClass::Harmless | ChangeClass::AskAgain) => reading.fault(
                at,
                format!("nobody is shown the reason for the change of `{owner}`"),
                "take `reason` away, or let the class be forced_by_law",
            ),
            (None, ChangeClass::Harmless | ChangeClass::AskAgain) => {}
        }
        let (at, since) = (self.since.span().start, self.since.into_inner());
        if since.trim().is_empty() {
            let cure = "write the number of the release that brought it";
            reading.fault(at, format!("the change of `{owner}` has no `since`"), cure);
        }
        for id in &ids {
            if !seen.insert((id.clone(), since.clone())) {
                let what = format!("the change of `{id}` since {since} stands twice");
                reading.fault(at, what, "keep one of the two");
            }
        }
        Some(Declared {
            ids,
            class,
            since,
            reason: self.reason,
        })
    }

    /// The ids that the change is about; for a text, every field that asks for agreement to it.
    fn ids(&self, release: &Release, reading: &mut Reading<'_>) -> Option<Vec<String>> {
        let (name, ids, cure) = match (&self.field, &self.material, &self.agreement) {
            (Some(name), None, None) => {
                let known = release.field(name.get_ref()).is_some();
                let ids = known.then(|| vec![name.get_ref().clone()]);
                (name, ids, "use the id of a field in flows/catalogue.toml")
            }
            (None, Some(name), None) => {
                let known = release.material(name.get_ref()).is_some();
                let ids = known.then(|| vec![name.get_ref().clone()]);
                (
                    name,
                    ids,
                    "use the id of a material in flows/catalogue.toml",
                )
            }
            (None, None, Some(name)) => {
                let fields = release.catalogue().fields().iter();
                let ids: Vec<_> = fields
                    .filter(|field| field.agreement.as_ref() == Some(name.get_ref()))
                    .map(|field| field.id.clone())
                    .collect();
                let ids = (!ids.is_empty()).then_some(ids);
                (
                    name,
                    ids,
                    "use the name of a file in flows/texts/ that a field names as `agreement`",
                )
            }
            _ => {
                reading.fault(
                    self.class.span().start,
                    "a change is about one thing",
                    "name it by one of `field`, `material`, `agreement`",
                );
                return None;
            }
        };
        if ids.is_none() {
            let what = format!("this release has no `{}` to change", name.get_ref());
            reading.fault(name.span().start, what, cure);
        }
        ids
    }
}

#[cfg(test)]
mod tests;
