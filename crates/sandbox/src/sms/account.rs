//! Who may send, and what was approved for them.

use std::fmt;

/// An account at a platform, with what is approved for it.
#[derive(Clone)]
pub struct Account {
    /// Access key id (Aliyun), secret id (Tencent Cloud).
    pub id: String,
    /// Access key secret, secret key.
    pub secret: String,
    /// The approved signs.
    pub sign_names: Vec<String>,
    /// The approved templates.
    pub templates: Vec<Template>,
}

/// An approved template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The platform's id: `TemplateCode`, `TemplateId`.
    pub id: String,
    /// What the service calls it.
    pub name: String,
    /// The language of its text: `zh-CN`, `en`.
    pub language: String,
    /// What it is for; limits differ.
    pub kind: Kind,
    /// The text, with `${name}` where a variable stands.
    pub text: String,
}

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One-time codes.
    Code,
    /// Notices.
    Notice,
}

impl Account {
    pub(super) fn template(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    pub(super) fn has_sign(&self, name: &str) -> bool {
        self.sign_names.iter().any(|sign| sign == name)
    }
}

impl Template {
    /// The variables, in the order in which they first stand in the text.
    pub(super) fn variables(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for part in self.text.split("${").skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The text with its values in place, behind the sign.
    pub(super) fn filled(&self, sign: &str, values: &[(String, String)]) -> String {
        let text = values
            .iter()
            .fold(self.text.clone(), |text, (name, value)| {
                text.replace(&format!("${{{name}}}"), value)
            });
        format!("【{sign}】{text}")
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("secret", &"***")
            .field("sign_names", &self.sign_names)
            .field("templates", &self.templates)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_knows_its_variables_in_order() {
        let template = Template {
            id: "1".into(),
            name: "submitted".into(),
            language: "zh-CN".into(),
            kind: Kind::Notice,
            text: "回执号${receipt}，${days}日内办结，${receipt}".into(),
        };
        assert_eq!(template.variables(), ["receipt", "days"]);
        let values = [("receipt".into(), "R1".into()), ("days".into(), "3".into())];
        assert_eq!(
            template.filled("京", &values),
            "【京】回执号R1，3日内办结，R1"
        );
    }
}
