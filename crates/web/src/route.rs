//! An address and a method, and who may call it.

use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, get, on};
use http::Method;

use crate::kept::Typed;
use crate::state::Shared;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without asking who it is: probes, style sheets, switches, how long a session lasts; a slot that was handed over to
    /// a phone, which takes one picture from whoever has the secret in its address.
    Open,
    /// Anyone; a visitor who is not logged in gets a form token as well.
    Public,
    /// Anybody who is logged in, whatever is proved about them.
    Account,
    /// Any agent who is logged in.
    Agent,
    /// The agent who owns application `{id}`; for everyone else it does not exist. The use case checks ownership.
    Owner,
    /// A program that sends the token of its session (`Authorization: Bearer`), whatever is proved about its person.
    Bearer,
    /// Anyone, but only while the sandbox runs; without it the route does not exist.
    Sandbox,
}

impl Access {
    /// The name in the list of routes.
    pub fn code(self) -> &'static str {
        match self {
            Access::Open => "open",
            Access::Public => "public",
            Access::Account => "account",
            Access::Agent => "agent",
            Access::Owner => "owner",
            Access::Bearer => "bearer",
            Access::Sandbox => "sandbox",
        }
    }
}

/// One address and method, who may call it, and what answers.
pub struct Route {
    /// Template of the path, such as `/applications/{id}`.
    pub path: &'static str,
    /// Method. `GET` answers `HEAD` as well.
    pub method: Method,
    /// Who may call it.
    pub access: Access,
    pub(crate) handler: MethodRouter<Shared>,
    pub(crate) is_shed: bool,
    pub(crate) is_open_in_maintenance: bool,
    pub(crate) typed: Option<Typed>,
}

impl Route {
    /// A page or file.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Route
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        Route::new(path, Method::GET, access, get(handler))
    }

    /// A form. Its handler takes [`crate::form::Posted`], which checks the form token; the phone's has none, since its address is
    /// a secret of its own.
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Route
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let handler = on(MethodFilter::POST, handler);
        Route::new(path, Method::POST, access, handler)
    }

    /// Something that a program puts in place.
    pub fn put<H, T>(path: &'static str, access: Access, handler: H) -> Route
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        Route::new(path, Method::PUT, access, on(MethodFilter::PUT, handler))
    }

    /// Something that a program removes.
    pub fn delete<H, T>(path: &'static str, access: Access, handler: H) -> Route
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let handler = on(MethodFilter::DELETE, handler);
        Route::new(path, Method::DELETE, access, handler)
    }

    fn new(
        path: &'static str,
        method: Method,
        access: Access,
        handler: MethodRouter<Shared>,
    ) -> Route {
        Route {
            path,
            method,
            access,
            handler,
            is_shed: false,
            is_open_in_maintenance: false,
            typed: None,
        }
    }

    /// Puts the route under load shedding: it is expensive and open to anyone, so an address that asks too often is turned away.
    #[must_use]
    pub fn shed(self) -> Route {
        Route {
            is_shed: true,
            ..self
        }
    }

    /// Keeps the route open during a maintenance.
    #[must_use]
    pub fn open_in_maintenance(self) -> Route {
        Route {
            is_open_in_maintenance: true,
            ..self
        }
    }

    /// What is typed into its form comes back if it is not accepted.
    #[must_use]
    pub fn keeps_typed(self, what: Typed) -> Route {
        Route {
            typed: Some(what),
            ..self
        }
    }

    /// Puts a check of its face behind all guards of the route: it lets the request through, or answers itself.
    #[must_use]
    pub fn behind<F, C>(self, check: F) -> Route
    where
        F: Fn(Request) -> C + Clone + Send + Sync + 'static,
        C: Future<Output = Result<Request, Response>> + Send + 'static,
    {
        let layer = from_fn(move |request: Request, next: Next| {
            let checked = check(request);
            async move {
                match checked.await {
                    Ok(request) => next.run(request).await,
                    Err(answer) => answer,
                }
            }
        });
        Route {
            handler: self.handler.layer(layer),
            ..self
        }
    }

    /// Adds `known` to the extensions of every request.
    #[must_use]
    pub fn with<T: Clone + Send + Sync + 'static>(self, known: T) -> Route {
        Route {
            handler: self.handler.layer(axum::Extension(known)),
            ..self
        }
    }
}
