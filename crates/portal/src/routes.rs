//! Every route of the portal.

use web::kept::Typed;
use web::route::{Access, Route};

use crate::filled_in::FillsIn;
use crate::{
    account, addresses, application, applications, assets, capture, card_photo, change_password,
    changes, checklist, crop, glossary, help, home, login, material, phone, platform_login,
    preferences, prove_phone, qr_login, real_name, receipt, recover, register, session, step,
    the_service,
};

/// Every route of the portal. `fills_in` is for people who try out the service.
pub fn routes(fills_in: Option<FillsIn>) -> Vec<Route> {
    let mut routes = for_everybody();
    routes.extend(of_the_log_in(fills_in));
    routes.extend(of_an_application());
    routes.extend(of_its_pictures());
    routes
}

fn for_everybody() -> Vec<Route> {
    vec![
        Route::get("/assets/{version}/{*file}", Access::Open, assets::get).open_in_maintenance(),
        Route::get(addresses::HOME, Access::Public, home::get),
        Route::get(addresses::SERVICE, Access::Public, the_service::get),
        Route::get(addresses::CHECKLIST, Access::Public, checklist::get).shed(),
        Route::get(
            "/services/minor-card/checklist/code.svg",
            Access::Public,
            checklist::code,
        )
        .shed(),
        Route::get(addresses::PRIVACY, Access::Public, home::privacy),
        Route::get(addresses::HELP, Access::Public, help::get),
        Route::get(addresses::GLOSSARY, Access::Public, glossary::get),
        Route::get("/language/{lang}", Access::Open, preferences::language).open_in_maintenance(),
        Route::get("/care/{state}", Access::Open, preferences::care).open_in_maintenance(),
        // A phone has no log-in here: the secret in the address is its right.
        Route::get(addresses::CAPTURED, Access::Open, capture::done),
        Route::get("/capture/{token}", Access::Open, capture::get),
        Route::post("/capture/{token}", Access::Open, capture::post),
    ]
}

fn of_the_log_in(fills_in: Option<FillsIn>) -> Vec<Route> {
    vec![
        Route::get(addresses::LOGIN, Access::Public, login::get)
            .shed()
            .with(fills_in),
        Route::post(addresses::LOGIN, Access::Public, login::post)
            .shed()
            .keeps_typed(Typed::Carried),
        Route::get(addresses::QR_LOGIN, Access::Public, qr_login::get).shed(),
        Route::get("/login/qr/{ticket}", Access::Public, qr_login::look),
        Route::get(
            "/login/qr/{ticket}/changes",
            Access::Public,
            qr_login::changes,
        ),
        Route::get("/q/{ticket}", Access::Public, qr_login::on_a_phone).shed(),
        Route::get("/login/{provider}", Access::Public, platform_login::get).shed(),
        Route::get(
            "/login/{provider}/callback",
            Access::Public,
            platform_login::back,
        )
        .shed(),
        Route::post(addresses::ADD_WAY, Access::Account, platform_login::add),
        Route::post(addresses::LOGOUT, Access::Public, login::log_out),
        Route::get(addresses::REGISTER, Access::Public, register::get).shed(),
        Route::post(addresses::REGISTER, Access::Public, register::post).shed(),
        Route::get(addresses::REGISTERED, Access::Account, register::done),
        Route::get(addresses::RECOVER, Access::Public, recover::get).shed(),
        Route::post(addresses::RECOVER, Access::Public, recover::post).shed(),
        Route::get(addresses::PROVE_PHONE, Access::Account, prove_phone::get),
        Route::post(addresses::PROVE_PHONE, Access::Account, prove_phone::post),
        Route::get(addresses::PROVE_REAL_NAME, Access::Account, real_name::get),
        Route::post(addresses::PROVE_REAL_NAME, Access::Account, real_name::post),
        Route::get(
            "/prove/real-name/{check}",
            Access::Account,
            real_name::returned,
        ),
        Route::get(
            "/prove/real-name/{check}/failed",
            Access::Account,
            real_name::returned_failed,
        ),
        Route::get("/session", Access::Open, session::left),
        Route::post("/session/keep", Access::Agent, session::keep),
        Route::get(addresses::ACCOUNT, Access::Account, account::get),
        Route::post(addresses::END_OTHERS, Access::Account, account::end_others),
        Route::post(addresses::END_SESSION, Access::Account, account::end_one),
        Route::post(addresses::UNLINK, Access::Account, account::take_way),
        Route::post(
            addresses::WITHDRAW_CONSENT,
            Access::Account,
            account::withdraw,
        ),
        Route::get(
            addresses::CHANGE_PASSWORD,
            Access::Agent,
            change_password::get,
        ),
        Route::post(
            addresses::CHANGE_PASSWORD,
            Access::Agent,
            change_password::post,
        ),
        Route::post(addresses::ALERT, Access::Agent, account::has_read),
    ]
}

fn of_an_application() -> Vec<Route> {
    vec![
        Route::get(addresses::APPLICATIONS, Access::Agent, applications::get),
        // Public, so that a visitor who is not logged in is led to the log-in and back instead of an error.
        Route::post(addresses::APPLICATIONS, Access::Public, applications::post),
        Route::get(addresses::BEGIN, Access::Account, applications::new),
        Route::get("/applications/{id}", Access::Owner, application::get),
        Route::post(
            "/applications/{id}/continue",
            Access::Owner,
            application::take_over,
        ),
        Route::post(
            "/applications/{id}/take-back",
            Access::Owner,
            application::take_back,
        ),
        Route::post(
            "/applications/{id}/withdraw",
            Access::Owner,
            application::withdraw,
        ),
        Route::get("/applications/{id}/receipt", Access::Owner, receipt::get),
        Route::get(
            "/applications/{id}/receipt.svg",
            Access::Owner,
            receipt::code,
        ),
        Route::get(
            "/applications/{id}/receipt.pdf",
            Access::Owner,
            receipt::pdf,
        ),
        Route::get("/applications/{id}/{step}", Access::Owner, step::get),
        Route::post("/applications/{id}/{step}", Access::Owner, step::post)
            .keeps_typed(Typed::Whole),
    ]
}

fn of_its_pictures() -> Vec<Route> {
    vec![
        Route::get(
            "/applications/{id}/materials/{material}",
            Access::Owner,
            material::get,
        ),
        Route::post(
            "/applications/{id}/materials/{material}",
            Access::Owner,
            material::post,
        ),
        Route::get(
            "/applications/{id}/materials/card_photo/made",
            Access::Owner,
            card_photo::made,
        ),
        Route::get(
            "/applications/{id}/materials/card_photo/crop",
            Access::Owner,
            crop::get,
        ),
        Route::post(
            "/applications/{id}/materials/card_photo/crop",
            Access::Owner,
            crop::post,
        ),
        Route::get(
            "/applications/{id}/materials/{material}/slot",
            Access::Owner,
            material::redrawn,
        ),
        Route::get(
            "/applications/{id}/materials/{material}/phone",
            Access::Owner,
            phone::get,
        ),
        Route::post(
            "/applications/{id}/materials/{material}/phone",
            Access::Owner,
            phone::post,
        ),
        Route::get("/applications/{id}/changes", Access::Owner, changes::get),
    ]
}
