//! Variables of the number for text messages that people may write to.

use domain::{delivery::Carrier, slug::Slug};

use super::{entity, ways::Ways};
use crate::error::ApiError;

/// Number that people write text messages to.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Gateway that hands them over, and sends the answers.
    pub(crate) gateway: Carrier,
    /// Entity whose number it is; `None` if it is everybody's.
    pub(crate) entity: Option<Slug>,
}

impl Settings {
    /// Reads the settings; `None` without `SMS_IN`. The gateway must be configured as a way out.
    pub(crate) fn read(
        variable: impl Fn(&str) -> Option<String>,
        ways: &Ways,
    ) -> Result<Option<Self>, ApiError> {
        let Some(name) = variable("SMS_IN") else { return Ok(None) };
        let has_reports = ways.unifonic.as_ref().is_some_and(|gateway| gateway.reports.is_some());
        let gateway = match name.as_str() {
            "twilio" if ways.twilio.is_some() => Carrier::Twilio,
            "unifonic" if has_reports => Carrier::Unifonic,
            _ => {
                return Err(ApiError::Internal(
                    "SMS_IN must be twilio or unifonic, with the settings of that gateway".into(),
                ));
            }
        };
        Ok(Some(Self { gateway, entity: entity("SMS_ENTITY", variable)? }))
    }
}
