//! Visual faults of the open widget, for readers of the screen and for pointer users.

use super::Browser;

const SIGHT: &str = include_str!("sight.js");

/// Returns the faults of these kinds, which `sight.js` describes.
pub async fn findings(browser: &Browser, kinds: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for kind in kinds {
        let found = browser.script(&format!("{SIGHT} return SIGHT.{kind}();"), vec![]).await;
        let found = found.as_array().cloned().unwrap_or_default().into_iter();
        all.extend(
            found.map(|finding| format!("{kind}: {}", finding.as_str().unwrap_or_default())),
        );
    }
    all
}
