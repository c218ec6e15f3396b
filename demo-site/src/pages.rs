//! Static pages from `demo-site/pages`, read anew for each request so that an edit shows on reload.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    extract::State,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

use crate::Site;

/// Placeholder for the edge's origin in a page.
const EDGE: &str = "{{edge}}";
/// Placeholder for the origin of the stand-ins.
const STAND_INS: &str = "{{stand_ins}}";

/// Answers with the file that the path names.
pub(crate) async fn show(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    file(&site, uri.path()).await
}

/// Returns the file that a path names.
pub(crate) async fn file(site: &Site, path: &str) -> Response {
    let Some((file, content_type)) = locate(path) else {
        return missing();
    };
    match tokio::fs::read_to_string(root().join(file)).await {
        Ok(text) => {
            let text = fill_in(&text, &site.edge).replace(STAND_INS, &site.stand_ins);
            ([(header::CONTENT_TYPE, content_type)], text).into_response()
        }
        Err(_) => missing(),
    }
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such page.\n").into_response()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/pages"))
}

/// Returns the file below `root` that a request's path names, and its content type.
///
/// A page's path has no extension. Only names of ASCII letters, digits and hyphens are accepted,
/// with at most one dot before the extension, so escapes, hidden files and parent folders are
/// refused.
fn locate(path: &str) -> Option<(PathBuf, &'static str)> {
    let path = path.strip_prefix('/')?;
    let path = if path.is_empty() { "index" } else { path };
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, "html"));
    stem.split('/').all(is_plain).then_some(())?;
    Some((format!("{stem}.{extension}").into(), content_type(extension)?))
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn content_type(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

fn fill_in(text: &str, edge: &str) -> String {
    text.replace(EDGE, edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> Option<String> {
        locate(path).map(|(file, _)| file.to_string_lossy().into_owned())
    }

    #[test]
    fn finds_pages_and_what_they_load() {
        assert_eq!(file("/").as_deref(), Some("index.html"));
        assert_eq!(file("/rta/en").as_deref(), Some("rta/en.html"));
        assert_eq!(file("/rta/site.css").as_deref(), Some("rta/site.css"));
        assert_eq!(locate("/happiness-meter.js").unwrap().1, "text/javascript; charset=utf-8");
    }

    #[test]
    fn never_leaves_its_folder() {
        for path in [
            "",
            "//",
            "/..",
            "/../Cargo.toml",
            "/../src/lib.rs",
            "/rta/../../src/main",
            "/rta/..%2f..%2fsecret",
            "/%2e%2e/secret",
            "/./index",
            "/rta/",
            "//etc/passwd",
            "/rta\\en",
            "/.hidden.js",
            "/rta/.css",
            "/a.b.js",
            "/C:/index",
            "/rta/en\0",
            "/rta/en.txt",
        ] {
            assert_eq!(file(path), None, "{path}");
        }
    }

    #[test]
    fn puts_the_edge_in_every_place() {
        let text = "<script src=\"{{edge}}/embed.js\"></script> {{edge}}";
        let filled = fill_in(text, "https://voice.example");
        assert_eq!(
            filled,
            "<script src=\"https://voice.example/embed.js\"></script> https://voice.example"
        );
    }

    #[test]
    fn every_site_embeds_the_tag_without_inline_code() {
        for page in ["rta/en", "rta/ar", "iacad/en", "iacad/ar", "sawaid/en"] {
            let text = std::fs::read_to_string(root().join(page).with_extension("html")).unwrap();
            assert!(text.contains("<script src=\"{{edge}}/embed.js\" data-entity=\""), "{page}");
            for inline in ["<style", " style=", "<script>", " onclick=", "javascript:"] {
                assert!(!text.contains(inline), "{page}: {inline}");
            }
        }
    }
}
