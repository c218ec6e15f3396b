//! Static files that the worker hands through. The platform serves files by itself, but it answers
//! no preflight; so requests for files that web pages fetch reach the worker first, see
//! `run_worker_first` in wrangler.toml.
//!
//! The platform has the files of the present deployment alone. A page may name a version of the
//! loader for good, and may have loaded the form just before a deployment. So each deployment puts
//! these files into R2 too (`xtask/src/operator/media.rs`), and those of earlier ones come from
//! there.

use axum::body::Body;
use http::{
    Response, Uri,
    header::{
        ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
        X_CONTENT_TYPE_OPTIONS,
    },
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::{Env, web_sys};

/// Folders of the files: those of the widget, versions of the loader, and the writer of
/// spreadsheets. Their content never changes under their names.
const FOLDERS: [&str; 3] = ["/w/", "/embed/v/", OURS];

/// The folder that pages of the edge alone read: the writer of spreadsheets.
const OURS: &str = "/s/";

#[wasm_bindgen]
extern "C" {
    type Assets;

    #[wasm_bindgen(method, catch)]
    async fn fetch(this: &Assets, request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// Returns whether a request reads one of the files.
pub(crate) fn is_read(request: &web_sys::Request) -> bool {
    is_read_of(&request.method(), &request.url())
}

fn is_read_of(method: &str, address: &str) -> bool {
    matches!(method, "GET" | "HEAD") && path(address).is_some()
}

/// Returns the path of an address, if it is one of the files.
fn path(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    let path = uri.path();
    // An entity may be called `v`: its form's address has no file name.
    let is_file = FOLDERS.iter().any(|folder| path.starts_with(folder)) && path.contains('.');
    is_file.then(|| path.to_owned())
}

/// Answers with the file, as the platform would.
pub(crate) async fn answer(
    env: &Env,
    request: &web_sys::Request,
) -> worker::Result<web_sys::Response> {
    let assets: Assets = env.assets("ASSETS")?.into_rpc();
    let present: web_sys::Response = assets.fetch(request).await?.unchecked_into();
    if present.status() != 404 {
        return Ok(present);
    }
    Ok(earlier(env, request).await?.unwrap_or(present))
}

/// Returns the file of an earlier deployment, with the headers that `_headers` gives to those of
/// the present one.
async fn earlier(
    env: &Env,
    request: &web_sys::Request,
) -> worker::Result<Option<web_sys::Response>> {
    let Some(path) = path(&request.url()) else { return Ok(None) };
    let Some(media_type) = media_type(&path) else { return Ok(None) };
    let object = env.bucket("MEDIA")?.get(["static", &path].concat()).execute().await?;
    let Some(object) = object else { return Ok(None) };
    let Some(content) = object.body() else { return Ok(None) };
    let bytes = if request.method() == "HEAD" { Vec::new() } else { content.bytes().await? };
    let mut response = Response::builder()
        .header(CONTENT_TYPE, media_type)
        .header(CACHE_CONTROL, "public, max-age=31536000, immutable");
    if !path.starts_with(OURS) {
        response = response
            .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .header("Timing-Allow-Origin", "*")
            .header("Cross-Origin-Resource-Policy", "cross-origin");
    }
    let response = response
        .header(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        .header("Referrer-Policy", "no-referrer")
        .body(Body::from(bytes))
        .map_err(|error| worker::Error::RustError(error.to_string()))?;
    super::sent(response).await.map(Some)
}

/// Returns the media type of a file by its name; `None` for a file that no deployment has.
fn media_type(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "json" => Some("application/json"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_read_of, media_type};

    #[test]
    fn only_reads_of_files_that_never_change_are_handed_through() {
        assert!(is_read_of("GET", "https://sawtak.example/w/12ab/widget.js"));
        assert!(is_read_of("HEAD", "https://sawtak.example/w/12ab/widget_bg.wasm?x=1"));
        assert!(is_read_of("GET", "https://sawtak.example/embed/v/12ab/embed.js"));
        assert!(is_read_of("GET", "https://sawtak.example/s/12ab/spreadsheet_bg.wasm"));
        assert!(!is_read_of("GET", "https://sawtak.example/embed/rta/first"));
        assert!(!is_read_of("OPTIONS", "https://sawtak.example/w/12ab/widget.js"));
        assert!(!is_read_of("GET", "https://sawtak.example/f/rta?/w/"));
        assert!(!is_read_of("GET", "no address"));
    }

    #[test]
    fn an_earlier_file_has_the_type_that_browsers_require() {
        assert_eq!(media_type("/w/1.2/widget_bg.wasm"), Some("application/wasm"));
        assert!(media_type("/embed/v/1/embed.js").unwrap().starts_with("text/javascript"));
        assert_eq!(media_type("/w/1/en.json"), Some("application/json"));
        assert_eq!((media_type("/w/1/x.html"), media_type("/w/")), (None, None));
    }
}
