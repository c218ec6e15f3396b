//! Descriptions of security events.

use domain::access::security_event::{Incident, SignInRefusal};

use super::{settings, words};

/// Returns what happened, in words that follow the name of who caused it.
pub(crate) fn incident(incident: &Incident) -> &'static str {
    match incident {
        Incident::SignedIn => words().incident_signed_in,
        Incident::SignedOut => words().incident_signed_out,
        Incident::SignedOutEverywhere => words().incident_signed_out_everywhere,
        Incident::SignInRefused { reason: SignInRefusal::Stranger } => words().incident_stranger,
        Incident::SignInRefused { reason: SignInRefusal::Failed } => {
            words().incident_sign_in_failed
        }
        Incident::SignInRefused { reason: SignInRefusal::TooMany } => {
            words().incident_too_many_sign_ins
        }
        Incident::CallRefused { .. } => words().incident_call_refused,
        Incident::PersonAdded { .. } => words().incident_person_added,
        Incident::PersonChanged { address: true, .. } => words().incident_address_changed,
        Incident::PersonChanged { .. } => words().incident_person_changed,
        Incident::PersonActivated { .. } => words().incident_person_activated,
        Incident::PersonDeactivated { .. } => words().incident_person_deactivated,
        Incident::RolesChanged { .. } => words().incident_roles_changed,
        Incident::ConfirmationRequested { .. } => words().incident_confirmation_requested,
        Incident::ConfirmationGiven { .. } => words().incident_confirmation_given,
        Incident::ConfirmationRefused { .. } => words().incident_confirmation_refused,
        Incident::ConfirmationExpired { .. } => words().incident_confirmation_expired,
        Incident::EntityAdded { .. } => settings().incident_entity_added,
        Incident::SettingChanged { .. } => words().incident_setting_changed,
        Incident::Imported { .. } => words().incident_imported,
        Incident::Exported { .. } => words().incident_exported,
        Incident::ActivityExported { .. } => words().incident_activity_exported,
        Incident::Erased { .. } => words().done_erase,
        Incident::RetentionEnded { .. } => words().incident_retention_ended,
        Incident::TrackingKeyIssued { .. } => words().incident_tracking_key_issued,
    }
}
