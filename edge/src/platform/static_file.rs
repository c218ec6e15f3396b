//! Static files that the worker hands through. The platform serves files by itself, but it answers
//! no preflight; so requests for files that web pages fetch reach the worker first, see
//! `run_worker_first` in wrangler.toml.

use http::Uri;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::{Env, web_sys};

/// The folder of the widget's files.
const FOLDER: &str = "/w/";

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
    let is_read = matches!(method, "GET" | "HEAD");
    is_read && address.parse().is_ok_and(|uri: Uri| uri.path().starts_with(FOLDER))
}

/// Answers with the file, as the platform would.
pub(crate) async fn answer(
    env: &Env,
    request: &web_sys::Request,
) -> worker::Result<web_sys::Response> {
    let assets: Assets = env.assets("ASSETS")?.into_rpc();
    Ok(assets.fetch(request).await?.unchecked_into())
}

#[cfg(test)]
mod tests {
    use super::is_read_of;

    #[test]
    fn only_reads_of_the_widgets_files_are_handed_through() {
        assert!(is_read_of("GET", "https://sawtak.example/w/12ab/widget.js"));
        assert!(is_read_of("HEAD", "https://sawtak.example/w/12ab/widget_bg.wasm?x=1"));
        assert!(!is_read_of("OPTIONS", "https://sawtak.example/w/12ab/widget.js"));
        assert!(!is_read_of("GET", "https://sawtak.example/f/rta?/w/"));
        assert!(!is_read_of("GET", "no address"));
    }
}
