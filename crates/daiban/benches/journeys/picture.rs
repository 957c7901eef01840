//! Pictures as a telephone sends them: a drawn paper on a table, with the texture and the noise of a photograph.
//!
//! 1920 x 1440 pixels, 4:2:0, quality 90, about 487 KB: what the figures before this bench were measured with. No two are equal:
//! the noise differs, so that nobody can keep the outcome of one for another.

use std::sync::Arc;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

pub(crate) const WIDTH_PX: u16 = 1920;
pub(crate) const HEIGHT_PX: u16 = 1440;
const QUALITY: u8 = 90;
const WANTED_BYTES: usize = 487_000;
/// How far a size may be from the wanted one before the noise is changed.
const TOLERANCE_BYTES: usize = 8_000;
const CHANNELS: usize = 3;
/// Different papers: as many as an application has slots, so that no two slots hold the same one.
pub(crate) const PAPERS: usize = 6;
/// Values of noise that are drawn once; where a row begins in them is drawn for each row of each picture.
const NOISE: usize = 1 << 16;

/// One picture, ready to be sent.
pub(crate) type Picture = Arc<[u8]>;

/// The pictures of many applications: the `n`th of an application shows another paper than its others.
pub(crate) struct Album(Vec<Picture>);

impl Album {
    /// Makes this many, on both processors.
    pub(crate) fn make(count: usize) -> Album {
        let scenes: Vec<Scene> = (0..PAPERS as u64).map(Scene::photographed).collect();
        let of = |n: usize| scenes[n % PAPERS].taken(n as u64);
        let half = count / 2;
        let pictures = std::thread::scope(|scope| {
            let first = scope.spawn(|| (0..half).map(of).collect::<Vec<_>>());
            let second: Vec<_> = (half..count).map(of).collect();
            let mut all = first.join().unwrap();
            all.extend(second);
            all
        });
        Album(pictures)
    }

    /// The next picture of an application; begins again where there are no more.
    pub(crate) fn picture(&self, application: usize, number: usize) -> Picture {
        let at = application * PAPERS + number % PAPERS;
        Arc::clone(&self.0[at % self.0.len()])
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Bytes of a picture, on average; 0 where none was needed.
    pub(crate) fn mean_bytes(&self) -> usize {
        let bytes: usize = self.0.iter().map(|picture| picture.len()).sum();
        bytes.checked_div(self.0.len()).unwrap_or(0)
    }
}

/// How many pictures that many applications need.
pub(crate) fn needed_by(applications: usize) -> usize {
    applications * PAPERS
}

/// A paper on a table, without noise, and the noise that makes a picture of it as large as a photograph.
struct Scene {
    pixels: Vec<u8>,
    noise: Vec<i16>,
}

impl Scene {
    /// Draws the paper `number` and finds the strength of its noise by halving.
    fn photographed(number: u64) -> Scene {
        let mut scene = Scene {
            pixels: drawn(number),
            noise: Vec::new(),
        };
        let (mut low, mut high) = (0.0, 12.0);
        for _ in 0..10 {
            let strength = f64::midpoint(low, high);
            scene.noise = noise(strength);
            let bytes = scene.taken(number).len();
            if bytes.abs_diff(WANTED_BYTES) < TOLERANCE_BYTES {
                break;
            }
            if bytes < WANTED_BYTES {
                low = strength;
            } else {
                high = strength;
            }
        }
        scene
    }

    /// A picture of it with the noise of this seed.
    fn taken(&self, seed: u64) -> Picture {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut pixels = self.pixels.clone();
        for row in pixels.chunks_exact_mut(usize::from(WIDTH_PX) * CHANNELS) {
            let begin = chance.below(NOISE);
            for (x, pixel) in row.chunks_exact_mut(CHANNELS).enumerate() {
                let noise = self.noise[(begin + x) % NOISE];
                for value in pixel {
                    *value = shifted(*value, noise);
                }
            }
        }
        let mut jpeg = Vec::with_capacity(WANTED_BYTES * 2);
        let mut encoder = Encoder::new(&mut jpeg, QUALITY);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder
            .encode(&pixels, WIDTH_PX, HEIGHT_PX, ColorType::Rgb)
            .unwrap();
        jpeg.into()
    }
}

/// Noise of about this standard deviation, nearly normal: the sum of four even draws.
fn noise(strength: f64) -> Vec<i16> {
    let mut chance = Chance(7);
    let draws = (0..NOISE).map(|_| {
        let sum: f64 = (0..4).map(|_| chance.unit() - 0.5).sum();
        #[expect(clippy::cast_possible_truncation, reason = "it is within ±80")]
        let value = (sum * 3f64.sqrt() * strength).round() as i16;
        value
    });
    draws.collect()
}

/// A sheet on a table, turned and moved a little: no two papers look alike, also from afar.
struct Paper {
    turn: f64,
    /// Where the middle of the sheet lies, in pixels from that of the picture, and half its sides.
    at: [f64; 2],
    half: [f64; 2],
    /// Middle of the portrait and of the seal, in pixels from that of the sheet.
    portrait: [f64; 2],
    seal: [f64; 2],
    wood: [f64; CHANNELS],
    signs: Vec<u64>,
}

impl Paper {
    fn of(chance: &mut Chance) -> Paper {
        let (width, height) = (f64::from(WIDTH_PX), f64::from(HEIGHT_PX));
        let wood = [[120.0, 84.0, 56.0], [92.0, 98.0, 104.0], [70.0, 92.0, 76.0]];
        let half = [
            width * chance.between(0.33, 0.43),
            height * chance.between(0.36, 0.44),
        ];
        let side = if chance.below(2) == 0 { 1.0 } else { -1.0 };
        Paper {
            turn: chance.between(-0.07, 0.07),
            at: [chance.between(-90.0, 90.0), chance.between(-60.0, 60.0)],
            half,
            portrait: [
                side * (half[0] - 240.0 - chance.between(0.0, 200.0)),
                chance.between(-200.0, 200.0),
            ],
            seal: [
                -side * chance.between(100.0, 400.0),
                chance.between(-300.0, 300.0),
            ],
            wood: wood[chance.below(wood.len())],
            signs: (0..4_096).map(|_| chance.next()).collect(),
        }
    }

    /// The colour at a point, in pixels from the middle of the picture.
    fn colour(&self, x: f64, y: f64) -> [u8; CHANNELS] {
        let (sine, cosine) = self.turn.sin_cos();
        let (from_x, from_y) = (x - self.at[0], y - self.at[1]);
        let on = [
            from_x * cosine + from_y * sine,
            from_y * cosine - from_x * sine,
        ];
        if on[0].abs() > self.half[0] || on[1].abs() > self.half[1] {
            return table(x, y, self.wood);
        }
        let portrait = [on[0] - self.portrait[0], on[1] - self.portrait[1]];
        if portrait[0].abs() < 190.0 && portrait[1].abs() < 250.0 {
            return face(portrait[0], portrait[1]);
        }
        let from_seal = (on[0] - self.seal[0]).hypot(on[1] - self.seal[1]);
        if (118.0..128.0).contains(&from_seal) || (from_seal < 40.0 && (on[0] + on[1]) % 14.0 < 6.0)
        {
            return [196, 48, 44];
        }
        if self.is_inked(on) {
            return [38, 36, 44];
        }
        // The guilloche that papers are printed on.
        let wave = (on[0] * 0.05 + (on[1] * 0.021).sin() * 4.0).sin() * (on[1] * 0.043).cos();
        [222.0, 224.0, 214.0].map(|value| byte(value + wave * 7.0))
    }

    /// Whether a sign is printed here: a square of eight by eight strokes, each there or not; between lines there are gaps.
    fn is_inked(&self, on: [f64; 2]) -> bool {
        const SIGN_PX: f64 = 62.0;
        const LINE_PX: f64 = 105.0;
        const STROKE_PX: f64 = 7.0;
        const STROKES: f64 = 8.0;
        const MARGIN_PX: f64 = 90.0;
        let (column, line) = ((on[0] / SIGN_PX).floor(), (on[1] / LINE_PX).floor());
        let stroke_x = ((on[0] - column * SIGN_PX) / STROKE_PX).floor();
        let stroke_y = ((on[1] - line * LINE_PX) / STROKE_PX).floor();
        let is_margin =
            on[0].abs() > self.half[0] - MARGIN_PX || on[1].abs() > self.half[1] - MARGIN_PX;
        if is_margin || stroke_x >= STROKES || stroke_y >= STROKES {
            return false;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small whole numbers, brought above zero"
        )]
        let [at, bit] = [
            column + 40.0 + (line + 40.0) * 61.0,
            stroke_x + stroke_y * STROKES,
        ]
        .map(|number| number as usize);
        let sign = self.signs[at % self.signs.len()];
        // Every fifth is a space.
        !sign.is_multiple_of(5) && (sign >> (bit % 64)) & 1 == 1
    }
}

/// The pixels of a paper, without noise.
fn drawn(number: u64) -> Vec<u8> {
    let mut chance = Chance(number + 1);
    let paper = Paper::of(&mut chance);
    let light = chance.between(0.85, 1.0);
    let (width, height) = (f64::from(WIDTH_PX), f64::from(HEIGHT_PX));
    let mut pixels = Vec::with_capacity(usize::from(WIDTH_PX) * usize::from(HEIGHT_PX) * CHANNELS);
    for y in 0..HEIGHT_PX {
        for x in 0..WIDTH_PX {
            let (from_x, from_y) = (f64::from(x) - width / 2.0, f64::from(y) - height / 2.0);
            // The lamp stands on the left.
            let shade = light - 0.12 * (from_x / width + 0.5);
            let colour = paper.colour(from_x, from_y);
            pixels.extend(colour.map(|value| darkened(value, shade)));
        }
    }
    pixels
}

/// Wood: long waves along the grain.
fn table(x: f64, y: f64, wood: [f64; CHANNELS]) -> [u8; CHANNELS] {
    let grain = (y * 0.11 + (x * 0.006).sin() * 6.0).sin() + (y * 0.9 + x * 0.02).sin() * 0.5;
    wood.map(|value| byte(value + grain * 11.0))
}

/// A face before a light wall.
fn face(x: f64, y: f64) -> [u8; CHANNELS] {
    let inside =
        |at_y: f64, wide: f64, high: f64| (x / wide).powi(2) + ((y - at_y) / high).powi(2) < 1.0;
    let is_eye = ((x.abs() - 42.0) / 17.0).powi(2) + ((y + 42.0) / 9.0).powi(2) < 1.0;
    let is_mouth = (x / 34.0).powi(2) + ((y - 52.0) / 8.0).powi(2) < 1.0;
    if is_eye {
        [44, 34, 32]
    } else if is_mouth {
        [164, 84, 80]
    } else if inside(-20.0, 98.0, 126.0) && y > -96.0 {
        [214, 170, 142].map(|value| darkened(value, 1.0 - x.abs() * 0.001))
    } else if inside(-44.0, 112.0, 132.0) {
        [42, 36, 34]
    } else if inside(300.0, 182.0, 190.0) {
        [64, 84, 132]
    } else {
        [206, 210, 214]
    }
}

fn shifted(value: u8, by: i16) -> u8 {
    u8::try_from((i16::from(value) + by).clamp(0, 255)).expect("clamped")
}

fn darkened(value: u8, shade: f64) -> u8 {
    byte(f64::from(value) * shade)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte"
)]
fn byte(value: f64) -> u8 {
    value.clamp(0.0, 255.0) as u8
}

/// `SplitMix64`: the same pictures in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to 1.
    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).expect("32 bits")) / f64::from(u32::MAX)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.unit() * (high - low)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 32).expect("32 bits") % end
    }
}
