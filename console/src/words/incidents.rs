//! Descriptions of security events.

use domain::access::security_event::{Incident, SignInRefusal, SystemChange, WebhookChange};

use super::{settings, words};

/// Returns what happened, in words that follow the name of who caused it.
pub(crate) fn incident(incident: &Incident) -> &'static str {
    match incident {
        Incident::SignedIn => settings().incident_signed_in,
        Incident::SignedOut => settings().incident_signed_out,
        Incident::SignedOutEverywhere => settings().incident_signed_out_everywhere,
        Incident::SignInRefused { reason: SignInRefusal::Stranger } => settings().incident_stranger,
        Incident::SignInRefused { reason: SignInRefusal::Failed } => {
            settings().incident_sign_in_failed
        }
        Incident::SignInRefused { reason: SignInRefusal::TooMany } => {
            settings().incident_too_many_sign_ins
        }
        Incident::CallRefused { .. } => settings().incident_call_refused,
        Incident::PersonAdded { .. } => settings().incident_person_added,
        Incident::PersonChanged { address: true, .. } => settings().incident_address_changed,
        Incident::PersonChanged { .. } => settings().incident_person_changed,
        Incident::PersonActivated { .. } => settings().incident_person_activated,
        Incident::PersonDeactivated { .. } => settings().incident_person_deactivated,
        Incident::RolesChanged { .. } => settings().incident_roles_changed,
        Incident::ConfirmationRequested { .. } => settings().incident_confirmation_requested,
        Incident::ConfirmationGiven { .. } => settings().incident_confirmation_given,
        Incident::ConfirmationRefused { .. } => settings().incident_confirmation_refused,
        Incident::ConfirmationExpired { .. } => settings().incident_confirmation_expired,
        Incident::EntityAdded { .. } => settings().incident_entity_added,
        Incident::SettingChanged { .. } => settings().incident_setting_changed,
        Incident::ApiKeyMade { .. } => settings().incident_api_key_made,
        Incident::ApiKeyRevoked { .. } => settings().incident_api_key_revoked,
        Incident::WebhookChanged { change, .. } => match change {
            WebhookChange::Added => settings().incident_webhook_added,
            WebhookChange::Changed => settings().incident_webhook_changed,
            WebhookChange::SecretRenewed => settings().incident_webhook_secret,
            WebhookChange::Removed => settings().incident_webhook_removed,
            WebhookChange::SwitchedOff => settings().incident_webhook_off,
        },
        Incident::SystemChanged { change, .. } => match change {
            SystemChange::Changed => settings().incident_system_changed,
            SystemChange::Removed => settings().incident_system_removed,
        },
        Incident::Imported { .. } => settings().incident_imported,
        Incident::Exported { .. } => settings().incident_exported,
        Incident::ActivityExported { .. } => settings().incident_activity_exported,
        Incident::Erased { .. } => words().done_erase,
        Incident::RetentionEnded { .. } => settings().incident_retention_ended,
        Incident::TrackingKeyIssued { .. } => settings().incident_tracking_key_issued,
    }
}
