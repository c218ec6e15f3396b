//! Repetitions of a submission.

use domain::{
    intake::{idempotency::IdempotencyKey, tracking::TrackingKey},
    reference::Reference,
    wire,
};

use crate::{
    error::ApiError,
    state::App,
    store::{self, Database},
};

/// Builds the acknowledgement of an earlier submission again. The tracking key is derived anew,
/// since only its hash is stored.
pub(super) async fn acknowledgement(
    app: &App,
    db: &Database,
    key: &IdempotencyKey,
    fingerprint: &str,
    earlier: store::intake::idempotency::Row,
) -> Result<wire::Acknowledgement, ApiError> {
    if earlier.fingerprint != fingerprint {
        return Err(ApiError::IdempotencyKeyReused);
    }
    let read =
        |text: &str| Reference::parse(text).map_err(|error| ApiError::Internal(error.to_string()));
    let reference = read(&earlier.reference)?;
    let suggestion_reference = earlier.suggestion_reference.as_deref().map(read).transpose()?;
    let row = store::intake::participations::find(db, reference).await?;
    let row = row.ok_or_else(|| ApiError::Internal("a key names no participation".into()))?;
    let secret = app.config.tracking_keys.secret_named(&earlier.tracking_secret);
    let secret = secret.ok_or_else(|| {
        ApiError::Internal(format!("no tracking secret {}", earlier.tracking_secret))
    })?;
    let tracking_key = TrackingKey::derive(&secret, reference, key).encode();
    Ok(wire::Acknowledgement {
        reference,
        tracking_url: format!("{}/p/{reference}#{tracking_key}", app.config.base_url),
        tracking_key,
        received_at: row.received_at,
        first_response_due: row.first_response_due,
        resolution_due: row.resolution_due,
        guide: row.guide,
        suggestion_reference,
        test: row.is_test(),
    })
}
