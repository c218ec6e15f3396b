//! Which widget guides through the forms: the build names its file by content and leaves the name among the static assets.

use std::cell::RefCell;

use axum::body::{Body, to_bytes};
use domain::Timestamp;

use crate::{error::ApiError, state::App};

/// How long a name is good for, in seconds: a deployment changes it together with the worker, a rebuild during development doesn't.
const NAME_AGE: i64 = 60;

/// Far longer than any path of an asset.
const NAME_MAX: usize = 1_000;

thread_local! {
    static NAME: RefCell<Option<(Timestamp, String)>> = const { RefCell::new(None) };
}

/// The path of the widget's module.
pub(crate) async fn path(app: &App) -> Result<String, ApiError> {
    let kept = NAME.with_borrow(Clone::clone);
    if let Some((_, name)) = kept.filter(|(since, _)| app.now.as_second() - since.as_second() < NAME_AGE) {
        return Ok(name);
    }
    // The binding answers by path alone; an address must have a host.
    let response = app.assets()?.fetch("https://assets.local/engine.txt", None).await?;
    let bytes = to_bytes(Body::new(response.into_body()), NAME_MAX).await;
    let bytes = bytes.map_err(|error| ApiError::Internal(format!("the widget's name: {error}")))?;
    let name = String::from_utf8_lossy(&bytes).trim().to_owned();
    if !name.starts_with("/w/") {
        return Err(ApiError::Internal("engine.txt does not name the widget: run the build".into()));
    }
    NAME.set(Some((app.now, name.clone())));
    Ok(name)
}
