//! What an operation takes, as its description says. Whatever else is sent is refused before the operation is called.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use http::Method;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr};
use web::form::drain;
use web::route::Route;

use crate::body::read_nothing;
use crate::query::names_of;
use crate::refusal::{ApiError, Refused};

/// What an operation takes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Takes {
    /// The names that its query may have.
    pub(crate) query: Vec<String>,
    /// Whether its path names something.
    pub(crate) path: bool,
    /// Whether it has a body, and whether that is JSON.
    pub(crate) body: Content,
}

/// What a body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Content {
    /// There is none. An empty object says the same.
    #[default]
    Nothing,
    /// JSON.
    Json,
    /// A picture.
    Picture,
}

impl Takes {
    /// What is described of an operation.
    pub(crate) fn of(operation: &Operation) -> Takes {
        let mut takes = Takes::default();
        for parameter in operation.parameters.iter().flatten() {
            if let RefOr::T(parameter) = parameter {
                match parameter.parameter_in {
                    ParameterIn::Query => takes.query.push(parameter.name.clone()),
                    ParameterIn::Path => takes.path = true,
                    ParameterIn::Header | ParameterIn::Cookie | ParameterIn::QueryString => {}
                }
            }
        }
        if let Some(RefOr::T(body)) = &operation.request_body {
            let is_json = body.content.contains_key("application/json");
            takes.body = if is_json {
                Content::Json
            } else {
                Content::Picture
            };
        }
        takes
    }

    /// The request, if it has nothing else.
    async fn only(&self, request: Request) -> Result<Request, ApiError> {
        let unknown = names_of(request.uri()).map(|names| {
            let mut names = names.into_iter();
            names.find(|name| !self.query.contains(name))
        });
        let refused = match unknown {
            Ok(None) => None,
            Ok(Some(name)) => Some(Refused::of_field(name, "unknown_key").into()),
            Err(error) => Some(error),
        };
        if let Some(refused) = refused {
            drain(request.into_body()).await;
            return Err(refused);
        }
        if self.body == Content::Nothing {
            read_nothing(request).await
        } else {
            Ok(request)
        }
    }
}

/// The same route, which takes nothing but what is described.
pub(crate) fn strict(route: Route, described: &OpenApi) -> Route {
    let operation = described
        .paths
        .paths
        .get(route.path)
        .and_then(|item| match route.method {
            Method::GET => item.get.as_ref(),
            Method::PUT => item.put.as_ref(),
            Method::POST => item.post.as_ref(),
            Method::DELETE => item.delete.as_ref(),
            _ => None,
        });
    let takes = Arc::new(operation.map(Takes::of).unwrap_or_default());
    route.behind(move |request| {
        let takes = Arc::clone(&takes);
        async move {
            let only = takes.only(request).await;
            only.map_err(|refused| -> Response { refused.into_response() })
        }
    })
}
