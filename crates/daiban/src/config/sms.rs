//! The platform that sends short messages.

use domain::lang::Lang;
use gateways::Settings;
use gateways::sms::{AliyunSettings, Templates, TencentSettings, template_name};

use super::reader::{Reader, at_least_one};

/// The platform that sends short messages.
#[derive(Clone, Debug)]
pub enum SmsConfig {
    /// There is none: nobody is sent anything.
    None,
    /// Aliyun.
    Aliyun(AliyunSettings),
    /// Tencent Cloud.
    Tencent(TencentSettings),
}

#[derive(Clone, Copy)]
enum Provider {
    None,
    Aliyun,
    Tencent,
}

pub(super) fn read(r: &mut Reader) -> SmsConfig {
    let provider = r.choice(
        "sms.provider",
        &[
            ("none", Provider::None),
            ("aliyun", Provider::Aliyun),
            ("tencent", Provider::Tencent),
        ],
    );
    let base_url = r.text("sms.base_url", "");
    let timeout_ms = r.number("sms.timeout_ms", 4_000, at_least_one).into();
    let access = Settings {
        connect_timeout_ms: r
            .number("sms.connect_timeout_ms", 1_500, at_least_one)
            .into(),
        timeout_ms,
        whole_call_ms: timeout_ms,
        ..Settings::new(
            base_url.trim_end_matches('/'),
            r.text("sms.app_id", ""),
            r.secret("sms.key", "sms.key_file").into_bytes(),
        )
    };
    let sign_name = r.text("sms.sign_name", "");
    let (region, sdk_app_id) = (
        r.text("sms.region", "ap-beijing"),
        r.text("sms.sdk_app_id", ""),
    );
    // A template without its id is a fault of the settings: what it says would reach nobody.
    let mut templates = Templates::from([
        ("code".to_owned(), r.text("sms.template_code", "")),
        ("submitted".to_owned(), r.text("sms.template_submitted", "")),
        (
            "password_changed".to_owned(),
            r.text("sms.template_password_changed", ""),
        ),
    ]);
    for (name, id) in [
        ("code", r.text("sms.template_code_en", "")),
        ("submitted", r.text("sms.template_submitted_en", "")),
        (
            "password_changed",
            r.text("sms.template_password_changed_en", ""),
        ),
    ] {
        // Without one the Chinese text goes out.
        if !id.is_empty() {
            templates.insert(template_name(name, Lang::En), id);
        }
    }
    match provider {
        Provider::None => SmsConfig::None,
        Provider::Aliyun => SmsConfig::Aliyun(AliyunSettings {
            access,
            sign_name,
            templates,
        }),
        Provider::Tencent => SmsConfig::Tencent(TencentSettings {
            access,
            region,
            sdk_app_id,
            sign_name,
            templates,
        }),
    }
}
