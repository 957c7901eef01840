//! The ways to log in besides the password: which are offered, in which order, and what is said when one has failed.

use service::login::ways::LogInWay;
use web::Web;
use web::device::Device;
use web::page::Page;

use super::addresses;
use super::pages::login::{Failed, WayLink};

/// The ways that are configured: the one that this browser used last, then the QR code on a computer, then as the office lists
/// them. On a phone the QR code comes last: there is rarely a second phone to scan it with.
pub(super) fn ways(web: &Web, page: &Page, to: &str) -> Vec<WayLink> {
    let last = page.last_way.as_deref();
    let offered = in_order(
        &web.service.gateways.ways,
        page.device == Device::Computer,
        last,
    );
    let links = offered.into_iter().map(|way| WayLink {
        code: way.code(),
        title: page
            .t(match way {
                LogInWay::Qr => "login.by_qr",
                LogInWay::National => "providers.national",
                LogInWay::Alipay => "providers.alipay",
                LogInWay::WeChat => "providers.wechat",
                LogInWay::Baidu => "providers.baidu",
                LogInWay::Essc => "providers.essc",
            })
            .to_owned(),
        url: addresses::log_in_by(way.code(), to),
        is_last: last == Some(way.code()),
    });
    links.collect()
}

fn in_order(offered: &[LogInWay], on_a_computer: bool, last: Option<&str>) -> Vec<LogInWay> {
    let mut ways = offered.to_vec();
    ways.sort_by_key(|way| {
        let is_qr = *way == LogInWay::Qr;
        // The sort is stable: the others stay as the office lists them.
        let place = if !is_qr {
            1
        } else if on_a_computer {
            0
        } else {
            2
        };
        (last != Some(way.code()), place)
    });
    ways
}

/// Why a way led back, by the code in the address.
pub(super) fn failed(page: &Page, code: &str) -> Option<Failed> {
    let (code, key) = match code {
        "refused" => ("refused", "login.failed_refused"),
        "mismatch" => ("mismatch", "login.failed_mismatch"),
        "expired" => ("expired", "login.failed_expired"),
        "unavailable" => ("unavailable", "login.failed_unavailable"),
        "contradicted" => ("contradicted", "login.failed_contradicted"),
        _ => return None,
    };
    Some(Failed {
        code,
        text: page.t(key).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use LogInWay::{Alipay, National, Qr, WeChat};

    #[test]
    fn the_last_way_leads_then_the_code_on_a_computer() {
        let offered = [National, Alipay, WeChat, Qr];
        for (on_a_computer, last, expected) in [
            (true, None, [Qr, National, Alipay, WeChat]),
            (false, None, [National, Alipay, WeChat, Qr]),
            (true, Some("wechat"), [WeChat, Qr, National, Alipay]),
            (false, Some("qr"), [Qr, National, Alipay, WeChat]),
            (true, Some("password"), [Qr, National, Alipay, WeChat]),
        ] {
            let shown = in_order(&offered, on_a_computer, last);
            assert_eq!(shown, expected, "{on_a_computer} {last:?}");
        }
    }
}
