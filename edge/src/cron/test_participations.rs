//! Job that deletes tests of web teams a day after their receipt.

use domain::{reference::Reference, retention::TEST_HOURS};

use crate::{error::ApiError, platform::clock::later, state::App, store};

/// Number of tests in a page.
const AT_ONCE: u32 = 100;

/// Number of pages in one run. The next run deletes the rest.
const ROUNDS: usize = 10;

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let until = later(app.now, -i64::from(TEST_HOURS) * 60 * 60);
    let mut removed = 0;
    for _ in 0..ROUNDS {
        let tests =
            store::intake::test_participations::received_before(&db, until, AT_ONCE).await?;
        if tests.is_empty() {
            break;
        }
        let references: Vec<_> = tests.iter().map(Reference::digits).collect();
        store::intake::test_participations::remove(&db, &store::list(&references)?).await?;
        removed += tests.len();
    }
    Ok(removed)
}
