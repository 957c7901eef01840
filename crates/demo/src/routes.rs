//! Every route of the sandbox's pages.

use web::route::{Access, Route};

use crate::{
    authorise, clock, components, drawn, face, failing, families, files, hosts, messages, native,
    phone, previews, switches,
};

/// Every route of the sandbox's pages, which are mounted with the [`crate::Sandbox`] in the extensions of their requests.
pub fn routes() -> Vec<Route> {
    let routes = vec![
        Route::get("/sandbox", Access::Sandbox, families::get),
        Route::get("/sandbox/drawn", Access::Sandbox, drawn::get),
        Route::get("/sandbox/components", Access::Sandbox, components::get),
        Route::get("/sandbox/cases.json", Access::Sandbox, files::cases),
        Route::get("/sandbox/messages", Access::Sandbox, messages::get),
        Route::get("/sandbox/outbox.json", Access::Sandbox, files::outbox),
        Route::get(switches::SWITCHES, Access::Sandbox, failing::get),
        Route::post(switches::SWITCHES, Access::Sandbox, failing::post),
        Route::get("/sandbox/platforms.json", Access::Sandbox, files::platforms),
        Route::get(
            "/sandbox/papers/{case}/{file}",
            Access::Sandbox,
            files::paper,
        ),
        Route::get(hosts::CAMERA, Access::Sandbox, face::get),
        Route::post(hosts::CAMERA, Access::Sandbox, face::post),
        Route::get(hosts::AUTHORISE, Access::Sandbox, authorise::get),
        Route::post(hosts::AUTHORISE, Access::Sandbox, authorise::post),
        Route::post(
            "/sandbox/native/{host}/login-code",
            Access::Sandbox,
            native::login_code,
        ),
        Route::post(
            "/sandbox/native/{host}/phone",
            Access::Sandbox,
            native::phone,
        ),
        Route::post("/sandbox/native/{host}/face", Access::Sandbox, native::face),
        Route::get("/sandbox/app/{channel}", Access::Sandbox, previews::get),
        Route::get(
            "/sandbox/app/{channel}/{*file}",
            Access::Sandbox,
            previews::part,
        ),
        Route::get("/sandbox/phone", Access::Sandbox, phone::get),
        Route::post("/sandbox/phone", Access::Sandbox, phone::post),
        Route::get("/sandbox/clock.json", Access::Sandbox, clock::get),
        Route::post("/sandbox/clock", Access::Sandbox, clock::post),
    ];
    // A maintenance closes the service, not the outside world.
    routes.into_iter().map(Route::open_in_maintenance).collect()
}
