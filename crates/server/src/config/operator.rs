//! Who runs the service, as its pages say.

use super::reader::Reader;

/// Who runs the service.
#[derive(Clone, Debug)]
pub struct OperatorConfig {
    /// 主办单位, in Chinese; empty when not told.
    pub name_zh: String,
    /// 主办单位, in English; empty when not told.
    pub name_en: String,
    /// ICP filing number; empty when there is none.
    pub icp: String,
    /// 网站标识码; empty when there is none.
    pub site_code: String,
    /// When somebody answers the hotlines, in Chinese; empty when not told.
    pub help_hours_zh: String,
    /// The same in English.
    pub help_hours_en: String,
}

impl OperatorConfig {
    pub(super) fn read(r: &mut Reader) -> OperatorConfig {
        OperatorConfig {
            name_zh: r.text("operator.name_zh", ""),
            name_en: r.text("operator.name_en", ""),
            icp: r.text("operator.icp", ""),
            site_code: r.text("operator.site_code", ""),
            help_hours_zh: r.text("operator.help_hours_zh", ""),
            help_hours_en: r.text("operator.help_hours_en", ""),
        }
    }
}
