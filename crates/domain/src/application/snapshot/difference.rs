//! What one submission of an application changed compared with the previous one.

use std::collections::BTreeMap;
use std::fmt;

use super::{AgreedText, Picture, Snapshot};
use crate::answer::Answer;

/// The change of one answer, material or text. `Debug` shows only the kind of change: values are personal data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Change<'a, T> {
    /// New.
    Added(&'a T),
    /// Different.
    Changed {
        /// The old one.
        before: &'a T,
        /// The new one.
        after: &'a T,
    },
    /// No longer there.
    Removed(&'a T),
}

impl<T> fmt::Debug for Change<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Added(_) => "Added",
            Self::Changed { .. } => "Changed",
            Self::Removed(_) => "Removed",
        })
    }
}

/// What differs between two submissions, by ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference<'a> {
    /// Answers with another value, or with the same value from another source.
    pub answers: BTreeMap<&'a str, Change<'a, Answer>>,
    /// Pictures with other bytes, or with another part in use.
    pub materials: BTreeMap<&'a str, Change<'a, Picture>>,
    /// Texts with another wording.
    pub texts: BTreeMap<&'a str, Change<'a, AgreedText>>,
}

impl Difference<'_> {
    /// Whether both submit the same.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.materials.is_empty() && self.texts.is_empty()
    }

    /// The ids alone, each prefixed with `+` (added), `~` (changed) or `-` (removed), for the journal's payload, which holds
    /// no values.
    pub fn summary(&self) -> String {
        fn marks<'d, T>(
            changes: &'d BTreeMap<&str, Change<'_, T>>,
        ) -> impl Iterator<Item = String> + 'd {
            changes.iter().map(|(id, change)| match change {
                Change::Added(_) => format!("+{id}"),
                Change::Changed { .. } => format!("~{id}"),
                Change::Removed(_) => format!("-{id}"),
            })
        }
        let all = marks(&self.answers)
            .chain(marks(&self.materials))
            .chain(marks(&self.texts));
        all.collect::<Vec<_>>().join(" ")
    }
}

/// What `after` changed compared with `before`, for the reviewer of a resubmission and for the journal.
///
/// An answer saved again with the same value is no change: time and channel do not count, but its provenance does.
///
/// ```
/// use domain::application::snapshot::{Change, Picture, Snapshot, difference};
/// # use domain::{channel::Channel, digest::Digest};
/// # let first = Snapshot {
/// #     case: uuid::Uuid::from_u128(1), number: 1, agent: uuid::Uuid::from_u128(2),
/// #     channel: Channel::Portal, release: "2026.1".into(), release_digest: Digest::of("release"),
/// #     submitted_at: "2026-11-22T13:00:00Z".parse().unwrap(), relationship_verified: true,
/// #     answers: Default::default(), materials: Default::default(), texts: Default::default(),
/// # };
/// let mut second = Snapshot { number: 2, ..first.clone() };
/// assert!(difference(&first, &second).is_empty());
/// let sharper = Picture { sm3: Digest::of("sharper"), crop: None };
/// second.materials.insert("card_photo".into(), sharper);
/// let found = difference(&first, &second);
/// assert!(matches!(found.materials["card_photo"], Change::Added(_)));
/// assert_eq!(found.summary(), "+card_photo");
/// ```
pub fn difference<'a>(before: &'a Snapshot, after: &'a Snapshot) -> Difference<'a> {
    let same_answer = |a: &Answer, b: &Answer| (&a.value, a.provenance) == (&b.value, b.provenance);
    Difference {
        answers: changes(&before.answers, &after.answers, same_answer),
        materials: changes(&before.materials, &after.materials, PartialEq::eq),
        texts: changes(&before.texts, &after.texts, PartialEq::eq),
    }
}

fn changes<'a, T>(
    before: &'a BTreeMap<String, T>,
    after: &'a BTreeMap<String, T>,
    same: impl Fn(&T, &T) -> bool,
) -> BTreeMap<&'a str, Change<'a, T>> {
    let ids = before.keys().chain(after.keys());
    ids.filter_map(|id| {
        let change = match (before.get(id), after.get(id)) {
            (None, None) => return None,
            (None, Some(after)) => Change::Added(after),
            (Some(before), None) => Change::Removed(before),
            (Some(before), Some(after)) if same(before, after) => return None,
            (Some(before), Some(after)) => Change::Changed { before, after },
        };
        Some((id.as_str(), change))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Provenance;
    use crate::channel::Channel;
    use crate::crop::Crop;
    use crate::digest::Digest;
    use jiff::Timestamp;
    use uuid::Uuid;

    fn answer(value: &str, provenance: Provenance, second: i64) -> Answer {
        Answer {
            value: value.to_owned(),
            provenance,
            at: Timestamp::from_second(second).unwrap(),
            channel: Channel::Portal,
        }
    }

    fn snapshot(answers: &[(&str, Answer)], materials: &[&str], texts: &[&str]) -> Snapshot {
        Snapshot {
            case: Uuid::from_u128(1),
            number: 1,
            agent: Uuid::from_u128(2),
            channel: Channel::Portal,
            release: "2026.1".to_owned(),
            release_digest: Digest::of("release"),
            submitted_at: Timestamp::UNIX_EPOCH,
            relationship_verified: true,
            answers: (answers.iter().cloned())
                .map(|(id, answer)| (id.to_owned(), answer))
                .collect(),
            materials: (materials.iter())
                .map(|text| text.split_once('=').unwrap())
                .map(|(id, bytes)| {
                    let (bytes, crop) = bytes.split_once('@').unwrap_or((bytes, ""));
                    let (sm3, crop) = (Digest::of(bytes), Crop::parse(crop));
                    (id.to_owned(), Picture { sm3, crop })
                })
                .collect(),
            texts: (texts.iter())
                .map(|text| text.split_once('=').unwrap())
                .map(|(id, version)| {
                    let (version, digest) = (version.to_owned(), Digest::of(version));
                    (id.to_owned(), AgreedText { version, digest })
                })
                .collect(),
        }
    }

    #[test]
    fn every_kind_of_change_is_found_and_saving_again_is_none() {
        use Provenance::{Registry, Typed};
        let before = snapshot(
            &[
                ("a.same", answer("1", Typed, 0)),
                ("b.value", answer("李小花", Typed, 0)),
                ("c.source", answer("1", Typed, 0)),
                ("d.gone", answer("1", Typed, 0)),
            ],
            &["same=1@0,0,9,9", "other=1", "gone=1", "part=1@0,0,9,9"],
            &["promise=1", "disclaimer=1"],
        );
        let after = snapshot(
            &[
                ("a.same", answer("1", Typed, 60)),
                ("b.value", answer("李晓花", Typed, 60)),
                ("c.source", answer("1", Registry, 60)),
                ("e.new", answer("1", Typed, 60)),
            ],
            &["same=1@0,0,9,9", "other=2", "new=1", "part=1@0,1,9,9"],
            &["promise=2", "disclaimer=1"],
        );
        let found = difference(&before, &after);
        let expected = "~b.value ~c.source -d.gone +e.new -gone +new ~other ~part ~promise";
        assert_eq!(found.summary(), expected);
        assert!(!found.is_empty());
        let Change::Changed {
            before: old,
            after: new,
        } = found.answers["b.value"]
        else {
            panic!("{found:?}");
        };
        assert_eq!(
            (old.value.as_str(), new.value.as_str()),
            ("李小花", "李晓花")
        );
        let shown = format!("{found:?}");
        assert!(
            shown.contains("b.value") && !shown.contains('李'),
            "{shown}"
        );
    }

    #[test]
    fn there_and_back_turns_what_was_added_into_what_was_removed() {
        let fewer = snapshot(&[], &["photo=1"], &[]);
        let more = snapshot(&[], &["photo=1", "booklet=1"], &["promise=1"]);
        assert_eq!(difference(&fewer, &more).summary(), "+booklet +promise");
        assert_eq!(difference(&more, &fewer).summary(), "-booklet -promise");
        assert!(difference(&more, &more).is_empty());
    }
}
