//! The description of the interface (`OpenAPI` 3.1).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use web::Shared;

use crate::around::Around;
use crate::{
    account, application, code_table, grants, material, portal_login, session, step, text,
};

/// The description.
#[derive(OpenApi)]
#[openapi(
    info(title = "Daiban", description = "Third-generation social security cards for children, applied for by a parent."),
    paths(
        session::begin::begin_session,
        session::renew::renew_session,
        session::end::end_session,
        session::sms::send_sms_code,
        session::phone::prove_phone,
        session::face::begin_face_check,
        session::face::finish_face_check,
        portal_login::show_portal_login,
        portal_login::confirm_portal_login,
        application::begin::begin_application,
        application::list::list_applications,
        application::show::get_application,
        application::submit::submit_application,
        application::receipt::get_receipt,
        application::end::take_back_application,
        application::end::withdraw_application,
        step::show::get_step,
        step::save::save_step,
        material::upload::upload_material,
        material::show::get_material,
        material::remove::remove_material,
        material::frame::frame_card_photo,
        material::capture::upload_capture,
        account::get_account,
        grants::list_message_templates,
        grants::grant_messages,
        code_table::list_code_table,
        text::get_text,
    ),
    modifiers(&Bearer, &Around),
    security(("bearer" = [])),
)]
struct Described;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("bearer", scheme);
    }
}

/// The description of every operation.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

/// `GET /api/v1/openapi.json`
pub(crate) async fn get(State(_): State<Shared>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        // It changes with the program alone, and holds nothing about anybody.
        (CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, DESCRIPTION).into_response()
}

/// As checked in; a test compares it with [`openapi`].
const DESCRIPTION: &str = include_str!("../openapi.json");
