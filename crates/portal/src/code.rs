//! QR codes.

use data_encoding::BASE64;
use qrcode::QrCode;
use qrcode::render::svg;
use web::errors::RequestError;

/// The minimum width of a drawn code, including its margin.
const SIDE_PX: u32 = 264;

/// A text as a QR code, drawn in SVG.
pub(super) fn svg(text: &str) -> Result<String, RequestError> {
    let code = QrCode::new(text.as_bytes()).map_err(|error| RequestError::internal(&error))?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(SIDE_PX, SIDE_PX)
        .build();
    Ok(drawn)
}

/// The same as a data address for an `img`, so that it exists only in its page.
pub(super) fn data_address(text: &str) -> Result<String, RequestError> {
    Ok(in_address("image/svg+xml", svg(text)?.as_bytes()))
}

/// A picture as a data address.
pub(super) fn in_address(kind: &str, picture: &[u8]) -> String {
    format!("data:{kind};base64,{}", BASE64.encode(picture))
}
