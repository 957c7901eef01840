//! WeChat's own code of a mini-program: scanned in WeChat, it opens the mini-program at a page and hands it a text.
//!
//! Source: WeChat open documentation, "`getUnlimitedQRCode`".

use serde_json::json;

use super::error::About;
use super::{Answer, CodePicture, LoginError};
use crate::WechatApp;
use crate::system::{Again, Call};

const PATH: &str = "/wxa/getwxacodeunlimit";
/// Side of the picture: WeChat's smallest, and enough for a page.
const WIDTH_PX: u32 = 280;
/// The longest text that a code holds.
const LONGEST: usize = 32;
/// What WeChat takes in it besides letters and digits.
const MARKS: &str = "!#$&'()*+,/:;=?@-._~";

/// Draws the code that opens `page` with `scene`.
pub(super) fn drawn<'a>(
    app: &'a WechatApp,
    page: &'a str,
    scene: &'a str,
    request_id: &'a str,
) -> Answer<'a, CodePicture> {
    Box::pin(async move {
        if !fits(scene) {
            return Err(LoginError::malformed("the text fits in no code"));
        }
        let body = json!({
            "scene": scene,
            "page": page,
            "check_path": true,
            "env_version": "release",
            "width": WIDTH_PX,
        });
        let call = Call {
            operation: "draw code",
            request_id,
            again: Again::Always,
        };
        let picture = app.post_for_picture(call, PATH, &body).await;
        let picture = picture.map_err(|error| LoginError::of(error, |_| About::Us))?;
        let is_png = picture.header("content-type") == Some("image/png");
        Ok(CodePicture {
            kind: if is_png { "image/png" } else { "image/jpeg" },
            bytes: picture.body,
        })
    })
}

fn fits(scene: &str) -> bool {
    let is_taken = |mark: char| mark.is_ascii_alphanumeric() || MARKS.contains(mark);
    (1..=LONGEST).contains(&scene.len()) && scene.chars().all(is_taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_32_letters_digits_and_marks() {
        for (scene, expected) in [
            ("", false),
            ("a-Z_0", true),
            (&"a".repeat(32), true),
            (&"a".repeat(33), false),
            ("50%", false),
            ("a b", false),
            ("\u{4eac}", false),
        ] {
            assert_eq!(fits(scene), expected, "{scene}");
        }
    }
}
