//! Renders SVG to JPEG with the fonts of this machine.

use std::sync::{Arc, OnceLock};

use jpeg_encoder::{ColorType, Encoder};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::PaperError;

/// Font families with simplified Chinese; the first one found is used.
const CHINESE: [&str; 9] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
    "Droid Sans Fallback",
];

/// Good enough for small print, and far under 2 MB.
const QUALITY: u8 = 88;

struct Fonts {
    database: Arc<Database>,
    chinese: bool,
}

/// Loaded once per process: loading takes longer than drawing.
fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut database = Database::new();
        database.load_system_fonts();
        let found = |family: &&str| {
            database.faces().any(|face| face.families.iter().any(|(name, _)| name == *family))
        };
        let chinese = CHINESE.iter().find(|family| found(family)).copied();
        let fallback = chinese.map(str::to_owned).or_else(|| {
            database.faces().find_map(|face| face.families.first()).map(|(name, _)| name.clone())
        });
        if let Some(family) = fallback {
            database.set_serif_family(family.clone());
            database.set_sans_serif_family(family);
        }
        if chinese.is_none() {
            tracing::warn!("no Chinese font on this machine: papers say so instead of showing their text; install fonts-noto-cjk");
        }
        Fonts { database: Arc::new(database), chinese: chinese.is_some() }
    })
}

/// Whether this machine can print Chinese.
pub(super) fn prints_chinese() -> bool {
    fonts().chinese
}

/// Renders an SVG of `width_px` by `height_px`.
pub(super) fn jpeg(svg: &str, (width_px, height_px): (u16, u16)) -> Result<Vec<u8>, PaperError> {
    let pixmap = pixels(svg, (width_px, height_px))?;
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, QUALITY)
        .encode(pixmap.data(), width_px, height_px, ColorType::Rgba)
        .map_err(|error| PaperError::Drawing(error.to_string()))?;
    Ok(jpeg)
}

fn pixels(svg: &str, (width_px, height_px): (u16, u16)) -> Result<Pixmap, PaperError> {
    let options = Options {
        fontdb: fonts().database.clone(),
        ..Options::default()
    };
    let tree =
        Tree::from_str(svg, &options).map_err(|error| PaperError::Drawing(error.to_string()))?;
    let mut pixmap = Pixmap::new(width_px.into(), height_px.into())
        .ok_or_else(|| PaperError::Drawing("a paper has a width and a height".to_owned()))?;
    // An opaque background, so that no alpha is left to remove.
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    Ok(pixmap)
}
