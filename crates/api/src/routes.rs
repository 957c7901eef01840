//! Every operation.

use web::route::{Access, Route};

use crate::takes::strict;
use crate::{
    account, application, code_table, describe, grants, material, portal_login, session, step, text,
};

/// Where the interface stands.
pub const PREFIX: &str = "/api/v1";

/// Every operation, with who may call it. None takes what its description does not name.
pub fn routes() -> Vec<Route> {
    let described = describe::openapi();
    let routes = of_sessions().into_iter().chain(of_applications());
    routes.map(|route| strict(route, &described)).collect()
}

/// Who somebody is, where they are logged in, and how this interface is described.
fn of_sessions() -> Vec<Route> {
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

/// Applications, their pictures, and what is read for them.
fn of_applications() -> Vec<Route> {
    use Access::{Bearer, Open};
    vec![
        Route::post(
            "/api/v1/applications",
            Bearer,
            application::begin::begin_application,
        ),
        Route::get(
            "/api/v1/applications",
            Bearer,
            application::list::list_applications,
        ),
        Route::get(
            "/api/v1/applications/{id}",
            Bearer,
            application::show::get_application,
        ),
        Route::post(
            "/api/v1/applications/{id}/submission",
            Bearer,
            application::submit::submit_application,
        ),
        Route::get(
            "/api/v1/applications/{id}/receipt",
            Bearer,
            application::receipt::get_receipt,
        ),
        Route::post(
            "/api/v1/applications/{id}/take-back",
            Bearer,
            application::end::take_back_application,
        ),
        Route::post(
            "/api/v1/applications/{id}/withdrawal",
            Bearer,
            application::end::withdraw_application,
        ),
        Route::get(
            "/api/v1/applications/{id}/steps/{step}",
            Bearer,
            step::show::get_step,
        ),
        Route::put(
            "/api/v1/applications/{id}/steps/{step}",
            Bearer,
            step::save::save_step,
        ),
        Route::put(
            "/api/v1/applications/{id}/materials/{material}",
            Bearer,
            material::upload::upload_material,
        ),
        Route::get(
            "/api/v1/applications/{id}/materials/{material}",
            Bearer,
            material::show::get_material,
        ),
        Route::delete(
            "/api/v1/applications/{id}/materials/{material}",
            Bearer,
            material::remove::remove_material,
        ),
        Route::put(
            "/api/v1/applications/{id}/materials/card_photo/frame",
            Bearer,
            material::frame::frame_card_photo,
        ),
        Route::put(
            "/api/v1/captures/{token}",
            Open,
            material::capture::upload_capture,
        ),
        Route::get("/api/v1/account", Bearer, account::get_account),
        Route::get(
            "/api/v1/messages/templates",
            Bearer,
            grants::list_message_templates,
        ),
        Route::put("/api/v1/messages/grants", Bearer, grants::grant_messages),
        Route::get("/api/v1/codes/{table}", Open, code_table::list_code_table),
        Route::get("/api/v1/texts/{text}", Open, text::get_text),
    ]
}
