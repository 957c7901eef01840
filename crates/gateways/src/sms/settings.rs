//! What each platform needs to know besides its address and our keys.

use super::Message;
use crate::{Settings, SettingsProblem};
use domain::lang::Lang;
use std::collections::BTreeMap;

/// Our names of templates ([`template_name`]), and what the platform calls each of them.
pub type Templates = BTreeMap<String, String>;

/// Under which name the text of a template in a language stands in [`Templates`].
pub fn template_name(template: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => template.to_owned(),
        Lang::En => format!("{template}.{}", lang.tag()),
    }
}

/// What the platform calls the text of a message: in its language if there is one, else in Chinese.
pub(super) fn id_of<'a>(templates: &'a Templates, message: &Message) -> Option<&'a String> {
    let wanted = templates.get(&template_name(&message.template, message.lang));
    wanted.or_else(|| templates.get(&message.template))
}

/// How to send through Aliyun.
#[derive(Clone, Debug)]
pub struct AliyunSettings {
    /// Address, access key id and access key secret. The address has no path.
    pub access: Settings,
    /// The approved sign, shown in front of every message.
    pub sign_name: String,
    /// `TemplateCode` of each template, such as `SMS_1234`.
    pub templates: Templates,
}

/// How to send through Tencent Cloud.
#[derive(Clone, Debug)]
pub struct TencentSettings {
    /// Address, secret id and secret key. The address has no path.
    pub access: Settings,
    /// Where the request is handled, such as `ap-beijing`.
    pub region: String,
    /// The application of the SMS console.
    pub sdk_app_id: String,
    /// The approved sign, shown in front of every message.
    pub sign_name: String,
    /// `TemplateId` of each template.
    pub templates: Templates,
}

impl AliyunSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        problems(
            &self.access,
            &[("sign_name", &self.sign_name)],
            &self.templates,
        )
    }

    pub(super) fn checked(self) -> Result<Self, SettingsProblem> {
        self.problems().into_iter().next().map_or(Ok(self), Err)
    }
}

impl TencentSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let needed = [
            ("region", &self.region),
            ("sdk_app_id", &self.sdk_app_id),
            ("sign_name", &self.sign_name),
        ];
        let mut problems = problems(&self.access, &needed, &self.templates);
        // It travels in a header.
        if !self.region.bytes().all(|byte| byte.is_ascii_graphic()) {
            problems.push(SettingsProblem::NoHeader { setting: "region" });
        }
        problems
    }

    pub(super) fn checked(self) -> Result<Self, SettingsProblem> {
        self.problems().into_iter().next().map_or(Ok(self), Err)
    }
}

fn problems(
    access: &Settings,
    needed: &[(&'static str, &String)],
    templates: &Templates,
) -> Vec<SettingsProblem> {
    let blank = |text: &str| text.trim().is_empty();
    let mut problems = access.problems();
    let lacking = needed.iter().filter(|(_, value)| blank(value));
    problems.extend(lacking.map(|(setting, _)| SettingsProblem::Blank { setting }));
    if templates.is_empty() || templates.iter().any(|(ours, id)| blank(ours) || blank(id)) {
        problems.push(SettingsProblem::Blank {
            setting: "templates",
        });
    }
    problems
}
