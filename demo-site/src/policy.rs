//! Response headers of every page: a Content-Security-Policy as strict as a careful web team's, and
//! permission to use the microphone, the camera and the position.

use axum::http::{HeaderMap, HeaderValue, header};

/// Returns the headers of every response, or `None` if `edge` is not an origin.
pub(crate) fn headers(edge: &str) -> Option<HeaderMap> {
    if !is_origin(edge) {
        return None;
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_SECURITY_POLICY, content_security(edge).parse().ok()?);
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("microphone=(self), camera=(self), geolocation=(self)"),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    Some(headers)
}

fn content_security(edge: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {edge} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src {edge}; media-src blob: {edge}; worker-src blob:; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'self'; report-uri /csp-report"
    )
}

/// Returns whether `text` consists of a scheme, a host and optionally a port, so that it cannot end
/// a directive or an attribute.
pub(crate) fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_edge_and_nothing_looser() {
        let headers = headers("http://127.0.0.1:8787").unwrap();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with(
            "default-src 'none'; script-src 'self' http://127.0.0.1:8787 'wasm-unsafe-eval';"
        ));
        assert!(policy.contains("; connect-src http://127.0.0.1:8787;"));
        assert!(
            !policy.contains("unsafe-inline")
                && !policy.contains("'unsafe-eval'")
                && !policy.contains('*')
        );
    }

    #[test]
    fn takes_origins_only() {
        for good in ["https://voice.example", "http://127.0.0.1:8787", "http://[::1]:8787"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "",
            "voice.example",
            "https://",
            "https://voice.example/",
            "https://a; script-src *",
            "https://a\"",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
