//! Who runs the service, as its pages say.

use web::site::Operator;

use super::reader::Reader;

pub(super) fn read(r: &mut Reader) -> Operator {
    Operator {
        name_zh: r.text("operator.name_zh", ""),
        name_en: r.text("operator.name_en", ""),
        icp: r.text("operator.icp", ""),
        site_code: r.text("operator.site_code", ""),
        help_hours_zh: r.text("operator.help_hours_zh", ""),
        help_hours_en: r.text("operator.help_hours_en", ""),
    }
}
