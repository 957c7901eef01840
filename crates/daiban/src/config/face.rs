//! The authority that checks faces for the portal.

use gateways::Settings;
use gateways::face::BaiduFaceSettings;

use super::reader::{Reader, at_least_one};

/// The authority that checks faces for the portal.
#[derive(Clone, Debug)]
pub enum FaceConfig {
    /// There is none: nobody proves a real name in the portal.
    None,
    /// Baidu's page.
    Baidu {
        /// The application.
        access: Box<Settings>,
        /// Its plan, and the page.
        face: BaiduFaceSettings,
    },
}

#[derive(Clone, Copy)]
enum Provider {
    None,
    Baidu,
}

pub(super) fn read(r: &mut Reader) -> FaceConfig {
    let provider = r.choice(
        "face.provider",
        &[("none", Provider::None), ("baidu", Provider::Baidu)],
    );
    let base_url = r.text("face.base_url", "https://aip.baidubce.com");
    let timeout_ms = r.number("face.timeout_ms", 4_000, at_least_one).into();
    let access = Settings {
        connect_timeout_ms: r
            .number("face.connect_timeout_ms", 1_500, at_least_one)
            .into(),
        timeout_ms,
        whole_call_ms: timeout_ms,
        ..Settings::new(
            base_url.trim_end_matches('/'),
            r.text("face.app_id", ""),
            r.secret("face.key", "face.key_file").into_bytes(),
        )
    };
    let face = BaiduFaceSettings {
        plan_id: r.text("face.plan_id", ""),
        page_url: r.text("face.page_url", "https://brain.baidu.com/face/print/"),
    };
    match provider {
        Provider::None => FaceConfig::None,
        Provider::Baidu => FaceConfig::Baidu {
            access: Box::new(access),
            face,
        },
    }
}
