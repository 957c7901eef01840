//! Where the families live: real districts, streets that do not exist.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::people::Address;

/// A district as written on papers.
#[derive(Debug, Clone, Copy)]
pub(super) struct District {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// The code in numbers issued before a merger, where there was one.
    pub(super) old_code: &'static str,
}

/// The districts that stories choose from. Source: GB/T 2260; old codes of 崇文, 宣武 and of the districts that used to be
/// counties.
pub(super) const DISTRICTS: [District; 16] = [
    District {
        code: "110101",
        name: "东城区",
        old_code: "110103",
    },
    District {
        code: "110102",
        name: "西城区",
        old_code: "110104",
    },
    District {
        code: "110105",
        name: "朝阳区",
        old_code: "110105",
    },
    District {
        code: "110106",
        name: "丰台区",
        old_code: "110106",
    },
    District {
        code: "110108",
        name: "海淀区",
        old_code: "110108",
    },
    District {
        code: "110112",
        name: "通州区",
        old_code: "110112",
    },
    District {
        code: "110114",
        name: "昌平区",
        old_code: "110221",
    },
    District {
        code: "110115",
        name: "大兴区",
        old_code: "110224",
    },
    District {
        code: "110107",
        name: "石景山区",
        old_code: "110107",
    },
    District {
        code: "110109",
        name: "门头沟区",
        old_code: "110109",
    },
    District {
        code: "110111",
        name: "房山区",
        old_code: "110111",
    },
    District {
        code: "110113",
        name: "顺义区",
        old_code: "110222",
    },
    District {
        code: "110116",
        name: "怀柔区",
        old_code: "110227",
    },
    District {
        code: "110117",
        name: "平谷区",
        old_code: "110226",
    },
    District {
        code: "110118",
        name: "密云区",
        old_code: "110228",
    },
    District {
        code: "110119",
        name: "延庆区",
        old_code: "110229",
    },
];

/// The words 示例 (example), 样本 (sample) and 范例 (model) tell every reader that there is no such street.
const STREETS: [&str; 6] = [
    "示例路",
    "样本街",
    "范例东路",
    "示范里",
    "样张胡同",
    "示例西街",
];

impl District {
    /// 东城 of 东城区.
    pub(super) fn short(self) -> &'static str {
        self.name.trim_end_matches('区')
    }

    pub(super) fn authority(self) -> String {
        format!("北京市公安局{}分局", self.short())
    }

    pub(super) fn station(self) -> String {
        format!("北京市公安局{}分局样本派出所", self.short())
    }

    pub(super) fn address(self, rng: &mut ChaCha8Rng) -> Address {
        let street = STREETS[rng.random_range(0..STREETS.len())];
        let rest = format!(
            "{street}{}号院{}号楼{}单元{}0{}室",
            rng.random_range(2..60),
            rng.random_range(1..12),
            rng.random_range(1..6),
            rng.random_range(1..18),
            rng.random_range(1..4),
        );
        Address {
            district: self.code.to_owned(),
            district_name: self.name.to_owned(),
            rest,
        }
    }
}
