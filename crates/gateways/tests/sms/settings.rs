//! What an operator is told about wrong settings.

use crate::other_end::{SECRET, aliyun_settings, tencent_settings};
use gateways::SettingsProblem;
use gateways::sms::{AliyunSettings, TencentSettings};

const URL: &str = "https://sms.example";

#[test]
fn good_settings_have_no_problems() {
    assert_eq!(aliyun_settings(URL).problems(), []);
    assert_eq!(tencent_settings(URL).problems(), []);
}

#[test]
fn every_fault_is_named_at_once() {
    let blank = |setting| SettingsProblem::Blank { setting };
    let settings = AliyunSettings {
        sign_name: " ".into(),
        templates: [("code".into(), String::new())].into(),
        ..aliyun_settings("http://sms.example")
    };
    assert_eq!(
        settings.problems(),
        [
            SettingsProblem::PlainHttp,
            blank("sign_name"),
            blank("templates")
        ]
    );
    let settings = TencentSettings {
        region: "北京".into(),
        sdk_app_id: String::new(),
        templates: [].into(),
        ..tencent_settings(URL)
    };
    assert_eq!(
        settings.problems(),
        [
            blank("sdk_app_id"),
            blank("templates"),
            SettingsProblem::NoHeader { setting: "region" }
        ]
    );
}

#[test]
fn secrets_are_not_printed() {
    let printed = format!("{:?} {:?}", aliyun_settings(URL), tencent_settings(URL));
    assert!(
        !printed.contains(SECRET) && !printed.contains("115, 101"),
        "{printed}"
    );
}
