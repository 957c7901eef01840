//! How a picture is taken on the device that shows a page.

use web::device::Device;
use web::page::Page;

use super::addresses;

/// The device. Whoever follows a code holds a phone, whatever its browser calls itself.
pub(super) fn device(page: &Page) -> Device {
    match page.device {
        Device::Computer if addresses::is_by_code(&page.path) => Device::OtherPhone,
        device => device,
    }
}

/// What to do for a new picture, as a part of a sentence.
pub(super) fn take(page: &Page) -> &str {
    page.t(match device(page) {
        Device::Iphone | Device::OtherPhone => "slot.take_here",
        Device::Computer => "slot.take_with_phone",
    })
}
