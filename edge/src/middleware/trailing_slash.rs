//! Trailing slashes in paths: the API answers without regard to them, pages redirect to the path
//! without them.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri, header::LOCATION};

/// Returns the URL to redirect to, if a page was requested with trailing slashes.
pub(crate) fn redirect_target(uri: &Uri, base_url: &str) -> Option<String> {
    let path = uri.path();
    let bare = path.trim_end_matches('/');
    if bare == path || bare.is_empty() || path.starts_with("/api/") {
        return None;
    }
    // It starts with the base URL, so that a path with two leading slashes names no other host.
    Some(format!("{base_url}{}", with_query(bare, uri.query())))
}

/// Redirects permanently, with the same method and body.
pub(crate) fn redirect(location: &str) -> Response {
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response()
}

/// Returns the URI without trailing slashes, by which the router finds the route. A path of the
/// API may have one of them.
pub(crate) fn strip(uri: &Uri) -> Uri {
    let path = uri.path();
    let bare = if path.starts_with("/api/v1/") {
        path.strip_suffix('/').unwrap_or(path)
    } else if path.starts_with("/api/") {
        path
    } else {
        path.trim_end_matches('/')
    };
    if bare == path || bare.is_empty() {
        return uri.clone();
    }
    with_query(bare, uri.query()).parse().unwrap_or_else(|_| uri.clone())
}

fn with_query(path: &str, query: Option<&str>) -> String {
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::{redirect_target, strip};

    const BASE: &str = "https://sawtak.example";

    fn target(uri: &str) -> Option<String> {
        redirect_target(&uri.parse().unwrap(), BASE)
    }

    fn stripped(uri: &str) -> String {
        strip(&uri.parse().unwrap()).to_string()
    }

    #[test]
    fn a_page_redirects_to_its_path_without_trailing_slashes() {
        assert_eq!(target("/f/rta/").as_deref(), Some("https://sawtak.example/f/rta"));
        assert_eq!(target("/f/rta//?a=1").as_deref(), Some("https://sawtak.example/f/rta?a=1"));
        assert_eq!(target("/f/rta"), None);
        assert_eq!(target("/"), None);
    }

    #[test]
    fn the_api_never_redirects() {
        assert_eq!(target("/api/v1/entities/"), None);
        assert_eq!(target("/api/"), None);
    }

    #[test]
    fn a_path_with_leading_slashes_stays_on_this_host() {
        let location = target("//evil.example/").unwrap();
        assert_eq!(location, "https://sawtak.example//evil.example");
    }

    #[test]
    fn the_router_sees_paths_without_trailing_slashes() {
        assert_eq!(stripped("/api/v1/entities/?q=1"), "/api/v1/entities?q=1");
        assert_eq!(stripped("/api/v1/entities//"), "/api/v1/entities/");
        assert_eq!(stripped("/f/rta//"), "/f/rta");
        assert_eq!(stripped("/"), "/");
        assert_eq!(stripped("/api/"), "/api/");
    }
}
