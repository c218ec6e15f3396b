//! Pages that show the channels as people see them: a phone with `WhatsApp`, and posts with their
//! replies on Instagram and X.
//!
//! Their scripts speak to the stand-ins, so they have a policy of their own. `/channels/{name}` is
//! the English page, `/channels/{name}/ar` the Arabic one.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{Site, pages};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/channels/{*path}", get(show))
}

/// Answers with a page, or with a script or a style sheet of one.
async fn show(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let mut response = pages::file(&site, &whole(uri.path())).await;
    let headers = response.headers_mut();
    let Ok(policy) = HeaderValue::try_from(content_security(&site.stand_ins)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("microphone=(self), camera=(), geolocation=(self)"),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Returns the path of a page in English, if it names no language.
fn whole(path: &str) -> String {
    let name = path.trim_start_matches("/channels/");
    let names_page = !name.contains(['/', '.']);
    if names_page { format!("{path}/en") } else { path.to_owned() }
}

fn content_security(stand_ins: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: {stand_ins}; \
         media-src blob: {stand_ins}; connect-src {stand_ins}; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'self'; report-uri /csp-report"
    )
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    const PAGES: [&str; 3] = ["whatsapp", "instagram", "x"];

    fn read(name: &str, language: &str) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages/channels").join(name);
        fs::read_to_string(folder.join(language).with_extension("html")).unwrap()
    }

    /// Returns the keys of the words that a page hands to its script.
    fn keys(page: &str) -> Vec<&str> {
        page.split("data-key=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap_or_default())
            .collect()
    }

    #[test]
    fn a_page_without_a_language_is_english() {
        assert_eq!(whole("/channels/whatsapp"), "/channels/whatsapp/en");
        assert_eq!(whole("/channels/whatsapp/ar"), "/channels/whatsapp/ar");
        assert_eq!(whole("/channels/phone.js"), "/channels/phone.js");
    }

    #[test]
    fn pages_have_no_inline_code_and_the_same_words_in_both_languages() {
        for name in PAGES {
            let [english, arabic] = ["en", "ar"].map(|language| read(name, language));
            assert!(!keys(&english).is_empty() && keys(&english) == keys(&arabic), "{name}");
            assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\""), "{name}");
            for inline in ["<style", " style=", "<script>", " onclick=", "javascript:"] {
                assert!(!english.contains(inline) && !arabic.contains(inline), "{name}: {inline}");
            }
        }
    }

    #[test]
    fn the_policy_names_the_stand_ins_and_nothing_looser() {
        let policy = content_security("http://127.0.0.1:8790");
        assert!(policy.contains("connect-src http://127.0.0.1:8790;"));
        assert!(!policy.contains("unsafe") && !policy.contains('*'));
    }
}
