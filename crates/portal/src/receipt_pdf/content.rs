//! The words of a receipt.

/// The words of a receipt, all in one language and ready to be set.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Content {
    /// The language as HTML names it.
    pub(in super::super) lang: String,
    /// The title of the document.
    pub(in super::super) title: String,
    /// The name of the service.
    pub(in super::super) brand: String,
    /// What the service is for.
    pub(in super::super) owner: String,
    /// A note that nothing here is real, while the sandbox runs; else empty.
    pub(in super::super) sandbox: String,
    /// The heading.
    pub(in super::super) heading: String,
    /// The sentence under it.
    pub(in super::super) lead: String,
    /// The label of the number.
    pub(in super::super) number_label: String,
    /// The receipt number, grouped for reading; the QR code holds it as well.
    pub(in super::super) number: String,
    /// When it was submitted.
    pub(in super::super) submitted: String,
    /// What the QR code holds and what it is for.
    pub(in super::super) code_hint: String,
    /// A description of the QR code for people who do not see it.
    pub(in super::super) code_words: String,
    /// Labels and values.
    pub(in super::super) facts: Vec<(String, String)>,
    /// The heading of what happens next.
    pub(in super::super) next_title: String,
    /// What happens next, each with its detail.
    pub(in super::super) next: Vec<(String, String)>,
    /// The advice to keep the receipt.
    pub(in super::super) keep: String,
    /// A note with `{codes}` for characters without a font; drawing fills it and shows it only then.
    pub(in super::super) missing: String,
    /// The foot: help lines, operator.
    pub(in super::super) foot: Vec<String>,
}

impl Content {
    /// Every text that is set.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let single = [
            &self.brand,
            &self.owner,
            &self.sandbox,
            &self.heading,
            &self.lead,
            &self.number_label,
            &self.number,
            &self.submitted,
            &self.code_hint,
            &self.next_title,
            &self.keep,
            &self.missing,
        ];
        let pairs = self.facts.iter().chain(&self.next);
        single
            .into_iter()
            .chain(pairs.flat_map(|(one, two)| [one, two]))
            .chain(&self.foot)
            .map(String::as_str)
            // the numbers of the list, and marks between the code points
            .chain(["0123456789, "])
    }

    /// The same, naming the characters that no font has.
    pub(super) fn told_what_is_missing(&self, missing: &[char]) -> Content {
        let codes: Vec<String> = missing
            .iter()
            .map(|character| format!("U+{:04X}", u32::from(*character)))
            .collect();
        let missing = if codes.is_empty() {
            String::new()
        } else {
            self.missing.replace("{codes}", &codes.join(", "))
        };
        Content {
            missing,
            ..self.clone()
        }
    }
}
