//! Every address of the portal, each defined in one place.

use std::fmt::Display;

use domain::application::CaseState;
use domain::people::Level;
use service::parent::card_photo::CARD_PHOTO;
use service::parent::case_view::CaseView;
use service::parent::way::Stop;
use uuid::Uuid;
use web::return_address::escape;

/// The first page.
pub const HOME: &str = "/";
/// The log-in.
pub const LOGIN: &str = "/login";
/// Begins an account.
pub const REGISTER: &str = "/register";
/// What follows it.
pub const REGISTERED: &str = "/register/done";
/// Gives an account a new password.
pub const RECOVER: &str = "/recover";
/// Proves a mobile.
pub const PROVE_PHONE: &str = "/prove/phone";
/// Proves a real name by a face check.
pub const PROVE_REAL_NAME: &str = "/prove/real-name";
/// Shows a code that logs in.
pub const QR_LOGIN: &str = "/login/qr";
/// The button that ends the log-in.
pub const LOGOUT: &str = "/logout";
/// The account.
pub const ACCOUNT: &str = "/account";
/// Ends the other sessions of an account.
pub const END_OTHERS: &str = "/account/end-others";
/// Ends one session of an account.
pub const END_SESSION: &str = "/account/end-session";
/// Takes a way into an account away.
pub const UNLINK: &str = "/account/unlink";
/// Takes back a consent.
pub const WITHDRAW_CONSENT: &str = "/account/withdraw-consent";
/// Gives the account another password.
pub const CHANGE_PASSWORD: &str = "/account/password";
/// Adds a platform to the account.
pub const ADD_WAY: &str = "/account/add-way";
/// Says that an alert was read.
pub const ALERT: &str = "/account/alert";
/// The rules on personal data.
pub const PRIVACY: &str = "/privacy";
/// Help.
pub const HELP: &str = "/help";
/// What the words mean.
pub const GLOSSARY: &str = "/glossary";
/// The service's own page, with the button that begins an application.
pub const SERVICE: &str = "/services/minor-card";
/// Which papers a family needs.
pub const CHECKLIST: &str = "/services/minor-card/checklist";
/// The agent's own applications.
pub const APPLICATIONS: &str = "/applications";
/// Where a log-in leads if the button that begins an application was pressed before it.
pub(crate) const BEGIN: &str = "/applications/new";
/// The same for everyone whose picture was accepted.
pub(crate) const CAPTURED: &str = "/capture/done";

/// Endings of the addresses that only take what a button sends: none of them can be opened.
const BUTTONS: [&str; 11] = [
    "/logout",
    "/continue",
    "/take-back",
    "/withdraw",
    "/end-others",
    "/end-session",
    "/unlink",
    "/add-way",
    "/withdraw-consent",
    "/alert",
    "/keep",
];

/// Leads back to the summary.
const FROM_REVIEW: &str = "from=review";

/// The log-in, which then leads to this page.
pub(crate) fn log_in(to: &str) -> String {
    format!("{LOGIN}?to={}", escape(to))
}

/// The log-in with its question in this form, which then leads to this page.
pub(crate) fn log_in_with(form: &str, to: &str) -> String {
    format!("{LOGIN}?form={form}&to={}", escape(to))
}

/// A way to log in at another place, which then leads to this page.
pub(crate) fn log_in_by(way: &str, to: &str) -> String {
    format!("{LOGIN}/{way}?to={}", escape(to))
}

/// The log-in after another way failed, which then leads to this page.
pub(crate) fn log_in_failed(code: &str, to: &str) -> String {
    format!("{LOGIN}?problem={code}&to={}", escape(to))
}

/// The account after a platform was not added to it.
pub(crate) fn not_added(code: &str) -> String {
    format!("{ACCOUNT}?problem={code}")
}

/// What the code of a ticket holds, after the public address.
pub(crate) fn scanned(ticket: &str) -> String {
    format!("/q/{ticket}")
}

/// Looks whether a telephone has let this browser in.
pub(crate) fn look_at_qr(ticket: &str) -> String {
    format!("{QR_LOGIN}/{ticket}")
}

/// Where a script listens for the same.
pub(crate) fn qr_changes(ticket: &str) -> String {
    format!("{QR_LOGIN}/{ticket}/changes")
}

/// The page that plays the telephone, in the sandbox.
pub(crate) fn played_phone(ticket: &str) -> String {
    format!("/sandbox/phone?ticket={ticket}")
}

/// The proof of a mobile, which then leads to this page.
pub(crate) fn prove_phone(to: &str) -> String {
    format!("{PROVE_PHONE}?to={}", escape(to))
}

/// The proof of who somebody is, which then leads to this page.
pub(crate) fn prove_real_name(to: &str) -> String {
    format!("{PROVE_REAL_NAME}?to={}", escape(to))
}

/// The same after a check from which this came.
pub(crate) fn not_proved(to: &str, problem: &str) -> String {
    format!("{PROVE_REAL_NAME}?problem={problem}&to={}", escape(to))
}

/// Where a browser comes back from a face check.
pub(crate) fn face_check(check: Uuid) -> String {
    format!("{PROVE_REAL_NAME}/{check}")
}

/// The page that proves what is lacking for an application, which then leads to this page: a mobile first.
pub(crate) fn next_proof(level: Level, to: &str) -> String {
    match level {
        Level::Account => prove_phone(to),
        Level::Phone | Level::RealName => prove_real_name(to),
    }
}

/// Of a mobile that enters another account already.
pub(crate) const BY_NAME: &str = "name";

/// What follows a registration: the way to this page, and that the mobile may enter another account.
pub(crate) fn registered(to: &str, enters_by_mobile: bool) -> String {
    let to = format!("to={}", escape(to));
    let by = format!("by={BY_NAME}");
    let query = [Some(to.as_str()), (!enters_by_mobile).then_some(&*by)];
    let query: Vec<&str> = query.into_iter().flatten().collect();
    with(REGISTERED.to_owned(), &query)
}

/// The page that asks its question in this form.
pub(crate) fn question(page: &str, form: &str) -> String {
    format!("{page}?form={form}")
}

/// A page that says what was just done.
pub(crate) fn done(page: &str, what: &str) -> String {
    format!("{page}?done={what}")
}

/// An application.
pub(crate) fn application(id: Uuid) -> String {
    format!("{APPLICATIONS}/{id}")
}

/// An application, or the step of its draft that comes next.
pub(crate) fn goes_on(id: Uuid) -> String {
    with(application(id), &["go=on"])
}

/// What a button of an application does, or one of its pages.
pub(crate) fn of_application(id: Uuid, what: &str) -> String {
    format!("{APPLICATIONS}/{id}/{what}")
}

/// The receipt.
pub(crate) fn receipt(id: Uuid) -> String {
    of_application(id, "receipt")
}

/// The code of the receipt.
pub(crate) fn receipt_code(id: Uuid) -> String {
    of_application(id, "receipt.svg")
}

/// The receipt as a file.
pub(crate) fn receipt_pdf(id: Uuid) -> String {
    of_application(id, "receipt.pdf")
}

/// Where an open page listens for changes.
pub(crate) fn changes(id: Uuid) -> String {
    of_application(id, "changes")
}

/// A step, or one of its pages.
pub(crate) fn step(id: Uuid, step: &str, page: Option<&str>, from_review: bool) -> String {
    let page = page.map(|page| format!("page={page}"));
    let back = from_review.then_some(FROM_REVIEW);
    let query: Vec<&str> = page.as_deref().into_iter().chain(back).collect();
    with(of_application(id, step), &query)
}

/// The page of a step with nothing but what is to be changed, from where the way leads back to the summary.
pub(crate) fn change(id: Uuid, step: &str, page: &str, only: &str) -> String {
    let (page, only) = (format!("page={page}"), format!("only={only}"));
    with(of_application(id, step), &[&page, FROM_REVIEW, &only])
}

/// Where a child is named whom the registry does not list.
pub(crate) fn another_child(id: Uuid, step: &str) -> String {
    with(of_application(id, step), &["another=yes"])
}

/// A stop on the way through a draft.
pub(crate) fn stop(id: Uuid, stop: &Stop, from_review: bool) -> String {
    step(id, &stop.step, stop.page.as_deref(), from_review)
}

/// Where an application is shown once it is no longer a draft.
pub(crate) fn after_the_end(view: &CaseView) -> String {
    if view.state == CaseState::Submitted {
        receipt(view.id)
    } else {
        application(view.id)
    }
}

/// The application and the step in the address of a step.
pub(crate) fn application_and_step(path: &str) -> Option<(Uuid, &str)> {
    let rest = path.strip_prefix(APPLICATIONS)?.strip_prefix('/')?;
    let (id, step) = rest.split_once('/')?;
    let is_step = !step.is_empty()
        && step
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    Some((Uuid::try_parse(id).ok()?, step)).filter(|_| is_step)
}

/// A document: where its picture is sent.
pub(crate) fn document(id: Uuid, material: &str) -> String {
    format!("{APPLICATIONS}/{id}/materials/{material}")
}

/// The picture that was sent at this millisecond, so that a replaced one is fetched anew.
pub(crate) fn picture(id: Uuid, material: &str, at_ms: i64, size: Option<&str>) -> String {
    let at = format!("at={at_ms}");
    let size = size.map(|size| format!("size={size}"));
    let query: Vec<&str> = [Some(&*at), size.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    with(document(id, material), &query)
}

/// The photo for the card, made from the picture of this millisecond and this frame.
pub(crate) fn made_photo(id: Uuid, at_ms: i64, frame: &str) -> String {
    let (at, frame) = (format!("at={at_ms}"), format!("frame={frame}"));
    with(format!("{}/made", document(id, CARD_PHOTO)), &[&at, &frame])
}

/// Where the part of the photo is chosen; `frame` is a frame to try.
pub(crate) fn crop(id: Uuid, from_review: bool, frame: Option<&dyn Display>) -> String {
    let frame = frame.map(|frame| format!("frame={frame}"));
    let back = from_review.then_some(FROM_REVIEW);
    let query: Vec<&str> = back.into_iter().chain(frame.as_deref()).collect();
    with(format!("{}/crop", document(id, CARD_PHOTO)), &query)
}

/// Where a document is handed over to a phone.
pub(crate) fn handover(id: Uuid, material: &str, from_review: bool) -> String {
    let back = from_review.then_some(FROM_REVIEW);
    with(
        format!("{}/phone", document(id, material)),
        &back.into_iter().collect::<Vec<_>>(),
    )
}

/// What a phone opens.
pub(crate) fn capture(secret: &str) -> String {
    format!("/capture/{secret}")
}

/// Whether a path belongs to a phone that scanned a code.
pub(crate) fn is_by_code(path: &str) -> bool {
    path.starts_with("/capture/")
}

/// A path that links may name: empty if the path itself is a secret.
pub(crate) fn without_secret(path: &str) -> &str {
    if is_by_code(path) && path != CAPTURED {
        ""
    } else {
        path
    }
}

/// Where to try again what failed at this address: there, or at the page with its button.
pub(crate) fn again(path: &str) -> &str {
    let is_button = BUTTONS.iter().any(|end| path.ends_with(end));
    match is_button {
        true if path.starts_with(ACCOUNT) => ACCOUNT,
        true => APPLICATIONS,
        false => path,
    }
}

/// An address with a query.
fn with(mut address: String, query: &[&str]) -> String {
    for (number, part) in query.iter().enumerate() {
        address.push(if number == 0 { '?' } else { '&' });
        address.push_str(part);
    }
    address
}

#[cfg(test)]
mod tests {
    use http::Method;
    use web::route::Access;

    use super::*;
    use crate::routes::routes;

    #[test]
    fn only_the_address_of_a_step_takes_kept_answers() {
        let id = Uuid::nil();
        let path = step(id, "child", None, false);
        assert_eq!(application_and_step(&path), Some((id, "child")));
        for other in [
            APPLICATIONS,
            "/applications/x/child",
            SERVICE,
            &application(id),
            &format!("/applications/{id}/"),
            &document(id, "x"),
            &step(id, "child", Some("x"), false),
        ] {
            assert_eq!(application_and_step(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_asked_for_stands_in_the_query() {
        let id = Uuid::nil();
        let of = |rest: &str| format!("/applications/{id}/{rest}");
        assert_eq!(step(id, "a", Some("b"), true), of("a?page=b&from=review"));
        assert_eq!(step(id, "a", None, true), of("a?from=review"));
        let crop = crop(id, true, Some(&"1,2,3"));
        assert_eq!(
            crop,
            of("materials/card_photo/crop?from=review&frame=1,2,3")
        );
        let small = picture(id, "m", 7, Some("small"));
        assert_eq!(small, of("materials/m?at=7&size=small"));
    }

    #[test]
    fn nobody_is_led_to_an_address_that_only_takes_what_a_button_sends() {
        let all = routes(None);
        let opens = |path: &str| {
            let mut routes = all.iter();
            routes.any(|route| route.method == Method::GET && route.path == path)
        };
        for route in all.iter().filter(|route| route.method == Method::POST) {
            if route.access != Access::Sandbox {
                assert!(opens(again(route.path)), "{}", route.path);
            }
        }
    }
}
