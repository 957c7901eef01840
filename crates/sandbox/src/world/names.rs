//! Names for people who do not exist, each used once.

use std::collections::BTreeSet;

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::people::Sex;

/// A part of a name: its characters, and its Latin letters for the user name.
pub(super) type Part = (&'static str, &'static str);

/// The age a given name suits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    Child,
    Parent,
    Elder,
}

const SURNAMES: &[Part] = &[
    ("林", "lin"),
    ("陈", "chen"),
    ("周", "zhou"),
    ("沈", "shen"),
    ("许", "xu"),
    ("何", "he"),
    ("吕", "lyu"),
    ("苏", "su"),
    ("卢", "lu"),
    ("蒋", "jiang"),
    ("蔡", "cai"),
    ("贾", "jia"),
    ("丁", "ding"),
    ("魏", "wei"),
    ("薛", "xue"),
    ("叶", "ye"),
    ("阎", "yan"),
    ("余", "yu"),
    ("潘", "pan"),
    ("杜", "du"),
    ("戴", "dai"),
    ("夏", "xia"),
    ("钟", "zhong"),
    ("汪", "wang"),
    ("田", "tian"),
    ("任", "ren"),
    ("姜", "jiang"),
    ("范", "fan"),
    ("方", "fang"),
    ("石", "shi"),
    ("姚", "yao"),
    ("谭", "tan"),
    ("廖", "liao"),
    ("邹", "zou"),
    ("熊", "xiong"),
    ("金", "jin"),
    ("陆", "lu"),
    ("郝", "hao"),
    ("孔", "kong"),
    ("白", "bai"),
];
const BOYS: &[Part] = &[
    ("一鸣", "yiming"),
    ("子墨", "zimo"),
    ("浩宇", "haoyu"),
    ("梓轩", "zixuan"),
    ("沐阳", "muyang"),
    ("宇航", "yuhang"),
    ("知行", "zhixing"),
    ("亦辰", "yichen"),
    ("乐天", "letian"),
    ("景瑞", "jingrui"),
    ("思远", "siyuan"),
    ("修远", "xiuyuan"),
];
const GIRLS: &[Part] = &[
    ("一诺", "yinuo"),
    ("雨桐", "yutong"),
    ("梓涵", "zihan"),
    ("若溪", "ruoxi"),
    ("思语", "siyu"),
    ("语嫣", "yuyan"),
    ("安然", "anran"),
    ("可欣", "kexin"),
    ("念慈", "nianci"),
    ("沐瑶", "muyao"),
    ("知夏", "zhixia"),
    ("晨曦", "chenxi"),
];
const MEN: &[Part] = &[
    ("文博", "wenbo"),
    ("志远", "zhiyuan"),
    ("建平", "jianping"),
    ("浩然", "haoran"),
    ("立群", "liqun"),
    ("明哲", "mingzhe"),
    ("书恒", "shuheng"),
    ("思齐", "siqi"),
    ("承志", "chengzhi"),
    ("景行", "jingxing"),
    ("国栋", "guodong"),
    ("子昂", "ziang"),
    ("逸飞", "yifei"),
    ("云帆", "yunfan"),
    ("彦辰", "yanchen"),
    ("嘉树", "jiashu"),
    ("启明", "qiming"),
    ("光远", "guangyuan"),
    ("学谦", "xueqian"),
    ("修文", "xiuwen"),
];
const WOMEN: &[Part] = &[
    ("静怡", "jingyi"),
    ("雅琴", "yaqin"),
    ("晓岚", "xiaolan"),
    ("若兰", "ruolan"),
    ("慧敏", "huimin"),
    ("佳宁", "jianing"),
    ("婉清", "wanqing"),
    ("思源", "siyuan"),
    ("丽华", "lihua"),
    ("秀云", "xiuyun"),
    ("雪梅", "xuemei"),
    ("玉洁", "yujie"),
    ("梦瑶", "mengyao"),
    ("诗雨", "shiyu"),
    ("欣悦", "xinyue"),
    ("书瑶", "shuyao"),
    ("芷若", "zhiruo"),
    ("海燕", "haiyan"),
    ("春晓", "chunxiao"),
    ("月华", "yuehua"),
];
const OLD_MEN: &[Part] = &[
    ("德厚", "dehou"),
    ("福生", "fusheng"),
    ("振华", "zhenhua"),
    ("长林", "changlin"),
    ("广义", "guangyi"),
    ("守信", "shouxin"),
    ("庆丰", "qingfeng"),
    ("永安", "yongan"),
    ("宝山", "baoshan"),
    ("世昌", "shichang"),
];
const OLD_WOMEN: &[Part] = &[
    ("桂芳", "guifang"),
    ("淑贞", "shuzhen"),
    ("秀兰", "xiulan"),
    ("玉珍", "yuzhen"),
    ("凤英", "fengying"),
    ("素芬", "sufen"),
    ("月娥", "yuee"),
    ("惠兰", "huilan"),
    ("金凤", "jinfeng"),
    ("美云", "meiyun"),
];

/// Hands out names: surnames and given names in turn, and no full name twice.
#[derive(Debug)]
pub(super) struct Names {
    surnames: Deck,
    given: [Deck; 6],
    dealt: BTreeSet<String>,
}

impl Names {
    pub(super) fn new(rng: &mut ChaCha8Rng) -> Self {
        let surnames = Deck::new(SURNAMES, rng);
        let given =
            [BOYS, GIRLS, MEN, WOMEN, OLD_MEN, OLD_WOMEN].map(|parts| Deck::new(parts, rng));
        Self {
            surnames,
            given,
            dealt: BTreeSet::new(),
        }
    }

    pub(super) fn surname(&mut self) -> Part {
        self.surnames.next()
    }

    /// A given name not yet used with the surname, as long as there is one.
    pub(super) fn given(&mut self, surname: Part, sex: Sex, generation: Generation) -> Part {
        let deck = match (generation, sex) {
            (Generation::Child, Sex::Male) => 0,
            (Generation::Child, Sex::Female) => 1,
            (Generation::Parent, Sex::Male) => 2,
            (Generation::Parent, Sex::Female) => 3,
            (Generation::Elder, Sex::Male) => 4,
            (Generation::Elder, Sex::Female) => 5,
        };
        let deck = &mut self.given[deck];
        let mut given = deck.next();
        for _ in 1..deck.parts.len() {
            if self.dealt.insert(format!("{}{}", surname.0, given.0)) {
                break;
            }
            given = deck.next();
        }
        given
    }
}

/// A shuffled list that starts again when it is used up.
#[derive(Debug)]
struct Deck {
    parts: Vec<Part>,
    next: usize,
}

impl Deck {
    fn new(parts: &[Part], rng: &mut ChaCha8Rng) -> Self {
        let mut parts = parts.to_vec();
        for last in (1..parts.len()).rev() {
            parts.swap(last, rng.random_range(0..=last));
        }
        Self { parts, next: 0 }
    }

    fn next(&mut self) -> Part {
        let part = self.parts[self.next % self.parts.len()];
        self.next += 1;
        part
    }
}
