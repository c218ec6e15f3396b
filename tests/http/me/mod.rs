//! `/me`: a customer's own file. Each test has persons of its own at the stand-in for UAE PASS.

mod isolation;
mod participations;
mod sign_in;

use reqwest::{Response, StatusCode, header};
use tests::{assertions, assertions::header_of, sign_in::Browser};

/// Returns the name of what the page that a form leads back to says.
fn said(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let to = header_of(response, header::LOCATION);
    to.split_once("said=").map(|(_, said)| said.to_owned()).unwrap_or_default()
}

/// Returns the file's page, in English.
async fn file(browser: &mut Browser) -> String {
    assertions::page(browser.get("/me?lang=en").await, StatusCode::OK).await
}
