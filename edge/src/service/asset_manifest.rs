//! Which widget guides through the forms, and which console employees work in: the build names their files by content and leaves the names
//! among the static assets.

use std::cell::RefCell;

use axum::body::{Body, to_bytes};
use domain::Timestamp;

use crate::{error::ApiError, state::App};

/// How long names are good for, in seconds: a deployment changes them together with the worker, a rebuild during development doesn't.
const NAMES_AGE: i64 = 60;

/// Far longer than any two paths of assets.
const NAMES_MAX: usize = 1_000;

thread_local! {
    static NAMES: RefCell<Option<(Timestamp, String)>> = const { RefCell::new(None) };
}

/// The path of the widget's module.
pub(crate) async fn widget(app: &App) -> Result<String, ApiError> {
    named(app, "/w/").await
}

/// The path of the console's module.
pub(crate) async fn console(app: &App) -> Result<String, ApiError> {
    named(app, "/c/").await
}

/// The path that begins so.
async fn named(app: &App, folder: &str) -> Result<String, ApiError> {
    let names = names(app).await?;
    let path = names.lines().find(|path| path.starts_with(folder)).map(str::to_owned);
    path.ok_or_else(|| {
        ApiError::Internal(format!("engines.txt names nothing in {folder}: run the build"))
    })
}

async fn names(app: &App) -> Result<String, ApiError> {
    let kept = NAMES.with_borrow(Clone::clone);
    if let Some((_, names)) =
        kept.filter(|(since, _)| app.now.as_second() - since.as_second() < NAMES_AGE)
    {
        return Ok(names);
    }
    // The binding answers by path alone; an address must have a host.
    let response = app.assets()?.fetch("https://assets.local/engines.txt", None).await?;
    let bytes = to_bytes(Body::new(response.into_body()), NAMES_MAX).await;
    let bytes =
        bytes.map_err(|error| ApiError::Internal(format!("the engines' names: {error}")))?;
    let names = String::from_utf8_lossy(&bytes).into_owned();
    NAMES.set(Some((app.now, names.clone())));
    Ok(names)
}
