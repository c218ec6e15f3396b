//! Paths of the modules of widget, console and spreadsheets, and of the loader's version. The build
//! names these files by a hash of their content and lists them in `engines.txt` among the static
//! assets.

use std::rc::Rc;

use axum::body::{Body, to_bytes};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::wire::console::PinnedLoader;
use sha2::{Digest, Sha384};

use crate::{error::ApiError, platform::cached::Cached, state::App};

/// The time to live of the manifest, in seconds. A deployment changes it together with the worker;
/// a rebuild during development doesn't.
const MANIFEST_AGE: i64 = 60;

/// The longest manifest, in bytes: far more than its few paths need.
const MANIFEST_MAX: usize = 1_000;

/// Limit of the loader's size, in bytes: far more than it has.
const LOADER_MAX: usize = 100_000;

thread_local! {
    static MANIFEST: Cached<String> = const { Cached::new() };
}

/// Returns the path of the widget's module.
pub(crate) async fn widget(app: &App) -> Result<String, ApiError> {
    path_in(app, "/w/").await
}

/// Returns the path of the console's module.
pub(crate) async fn console(app: &App) -> Result<String, ApiError> {
    path_in(app, "/c/").await
}

/// Returns the path of the module that makes spreadsheets.
pub(crate) async fn spreadsheet(app: &App) -> Result<String, ApiError> {
    path_in(app, "/s/").await
}

/// Returns the present version of the loader, which stays when a later one comes.
pub(crate) async fn loader(app: &App) -> Result<PinnedLoader, ApiError> {
    let path = path_in(app, "/embed/v/").await?;
    // The binding looks at the path alone, but a URL must have a host.
    let address = ["https://assets.local", &path].concat();
    let response = app.assets()?.fetch(address, None).await?;
    let bytes = to_bytes(Body::new(response.into_body()), LOADER_MAX).await;
    let bytes = bytes.map_err(|error| ApiError::Internal(format!("the loader: {error}")))?;
    let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes)));
    Ok(PinnedLoader { path, integrity })
}

async fn path_in(app: &App, folder: &str) -> Result<String, ApiError> {
    find(&manifest(app).await?, folder).ok_or_else(|| {
        ApiError::Internal(format!("engines.txt names nothing in {folder}: run the build"))
    })
}

/// Returns the manifest's first path in a folder.
fn find(manifest: &str, folder: &str) -> Option<String> {
    manifest.lines().find(|path| path.starts_with(folder)).map(str::to_owned)
}

async fn manifest(app: &App) -> Result<Rc<String>, ApiError> {
    if let Some(manifest) = MANIFEST.with(|cache| cache.get(app.now, MANIFEST_AGE)) {
        return Ok(manifest);
    }
    // The binding looks at the path alone, but a URL must have a host.
    let response = app.assets()?.fetch("https://assets.local/engines.txt", None).await?;
    let bytes = to_bytes(Body::new(response.into_body()), MANIFEST_MAX)
        .await
        .map_err(|error| ApiError::Internal(format!("engines.txt can't be read: {error}")))?;
    let manifest = String::from_utf8_lossy(&bytes).into_owned();
    Ok(MANIFEST.with(|cache| cache.set(app.now, manifest)))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn each_module_is_found_in_its_folder() {
        let manifest = "/w/1a2b.js\n/c/3c4d.js\n/embed/v/5e6f/embed.js\n";
        assert_eq!(find(manifest, "/w/").as_deref(), Some("/w/1a2b.js"));
        assert_eq!(find(manifest, "/c/").as_deref(), Some("/c/3c4d.js"));
        assert_eq!(find(manifest, "/embed/v/").as_deref(), Some("/embed/v/5e6f/embed.js"));
        assert_eq!(find("", "/w/"), None);
    }
}
