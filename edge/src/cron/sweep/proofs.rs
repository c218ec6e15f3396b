//! Job that deletes spent proofs of work whose challenge has expired: nobody could use them again.

use crate::{error::ApiError, state::App, store};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(store::intake::proofs::forget_before(&app.db()?, app.now).await?)
}
