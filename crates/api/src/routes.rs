//! Every operation.

use web::route::{Access, Route};

use crate::{describe, portal_login, session};

/// Where the interface stands.
pub const PREFIX: &str = "/api/v1";

/// Every operation, with who may call it.
pub fn routes() -> Vec<Route> {
    use Access::{Bearer, Open};
    vec![
        Route::get("/api/v1/openapi.json", Open, describe::get),
        Route::post("/api/v1/sessions", Open, session::begin::begin_session).shed(),
        Route::post(
            "/api/v1/session/renewal",
            Bearer,
            session::renew::renew_session,
        ),
        Route::delete("/api/v1/session", Bearer, session::end::end_session),
        Route::post("/api/v1/session/sms", Bearer, session::sms::send_sms_code),
        Route::post("/api/v1/session/phone", Bearer, session::phone::prove_phone),
        Route::post(
            "/api/v1/session/face",
            Bearer,
            session::face::begin_face_check,
        ),
        Route::post(
            "/api/v1/session/face/{check_id}",
            Bearer,
            session::face::finish_face_check,
        ),
        Route::get(
            "/api/v1/portal-logins/{ticket}",
            Bearer,
            portal_login::show_portal_login,
        ),
        Route::post(
            "/api/v1/portal-logins/{ticket}",
            Bearer,
            portal_login::confirm_portal_login,
        ),
    ]
}
