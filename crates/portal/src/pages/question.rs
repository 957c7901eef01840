//! The question that keeps programs away, as a form shows it.

/// A question with its answer so far.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its id.
    pub challenge: String,
    /// How it is asked.
    pub form: ChallengeForm,
    /// The answer that is filled in: for a sandbox family only, empty otherwise.
    pub typed: String,
    /// The address that asks in the other form.
    pub other_url: String,
    /// The address that asks with another picture.
    pub another_url: String,
}

/// The two forms of the picture code.
#[derive(Debug, Clone)]
pub enum ChallengeForm {
    /// Letters in a picture, by its address.
    Picture(String),
    /// A sum in words.
    Words(String),
}
