//! The messages that the service sends outside of its pages: what each is called, and what goes into it.
//!
//! Their texts stand in `locales/`, `[sms]`, by the same names. A platform sends none that it has not approved, so the settings say what
//! it calls each, and no text has a name, an ID number or an address in it.

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// A code to be typed: the value `code`.
    Code,
    /// An application was submitted: the value `receipt` is its number as shown.
    Submitted,
    /// The password was changed: whoever did not do it must act.
    PasswordChanged,
}

impl Template {
    /// Every message.
    pub const ALL: [Template; 3] = [
        Template::Code,
        Template::Submitted,
        Template::PasswordChanged,
    ];

    /// The stable code: in rows, in the settings of the platform, in the texts, and in the outbox of the sandbox.
    pub const fn code(self) -> &'static str {
        match self {
            Template::Code => "code",
            Template::Submitted => "submitted",
            Template::PasswordChanged => "password_changed",
        }
    }

    /// The message of this code.
    pub fn from_code(code: &str) -> Option<Template> {
        Template::ALL.into_iter().find(|known| known.code() == code)
    }

    /// The names of its values, in the order in which they stand in the text: some platforms know only that.
    pub const fn places(self) -> &'static [&'static str] {
        match self {
            Template::Code => &["code"],
            Template::Submitted => &["receipt"],
            Template::PasswordChanged => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_code_of_its_own() {
        for template in Template::ALL {
            assert_eq!(Template::from_code(template.code()), Some(template));
        }
    }
}
