//! Ways that carry any notice to an e-mail address or a phone number. Messengers aren't among them:
//! only what came by one goes back by it.

use serde::{Deserialize, Serialize};

use super::Way;

/// Way that the installation may choose for any notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Carrier {
    /// Signed webhook of the operator's, which sends e-mails and text messages itself.
    Webhook,
    /// The platform's `send_email` binding.
    SendEmail,
    /// A mail server, by SMTP.
    Smtp,
    /// A mail provider's JSON, in the shape of Resend.
    Resend,
    /// A gateway of text messages, in the shape of Twilio.
    Twilio,
    /// A gateway of text messages, in the shape of Unifonic.
    Unifonic,
}

/// Kind of address that a carrier needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Medium {
    /// An e-mail address or a phone number: the webhook chooses.
    Any,
    /// An e-mail address.
    Email,
    /// A phone number, for a text message.
    Text,
}

impl From<Carrier> for Way {
    fn from(carrier: Carrier) -> Self {
        match carrier {
            Carrier::Webhook => Self::Webhook,
            Carrier::SendEmail => Self::SendEmail,
            Carrier::Smtp => Self::Smtp,
            Carrier::Resend => Self::Resend,
            Carrier::Twilio => Self::Twilio,
            Carrier::Unifonic => Self::Unifonic,
        }
    }
}

impl Carrier {
    /// All carriers, in the order of preference if the installation names none. The webhook comes
    /// first, since it was there before the others.
    pub const ALL: [Self; 6] =
        [Self::Webhook, Self::SendEmail, Self::Smtp, Self::Resend, Self::Twilio, Self::Unifonic];

    /// Returns the carrier with this name, which is that of its way.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|carrier| Way::from(*carrier).as_str() == name)
    }

    /// Returns the kind of address that the carrier needs.
    pub const fn medium(self) -> Medium {
        match self {
            Self::Webhook => Medium::Any,
            Self::SendEmail | Self::Smtp | Self::Resend => Medium::Email,
            Self::Twilio | Self::Unifonic => Medium::Text,
        }
    }

    /// Parses an order of preference, names with commas between them.
    ///
    /// # Errors
    ///
    /// Returns the first name that no carrier has.
    pub fn order(text: &str) -> Result<Vec<Self>, &str> {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let mut order = Vec::new();
        for name in names {
            let carrier = Self::named(name).ok_or(name)?;
            if !order.contains(&carrier) {
                order.push(carrier);
            }
        }
        Ok(order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_has_the_name_of_its_way() {
        for carrier in Carrier::ALL {
            let name = Way::from(carrier).as_str();
            assert_eq!(Carrier::named(name), Some(carrier));
            assert_eq!(serde_json::to_value(carrier).unwrap(), name);
        }
    }

    #[test]
    fn an_order_names_each_carrier_once_and_no_messenger() {
        let order = Ok(vec![Carrier::Smtp, Carrier::Twilio]);
        assert_eq!(Carrier::order(" smtp,twilio ,smtp,"), order);
        assert_eq!(Carrier::order(""), Ok(vec![]));
        assert_eq!(Carrier::order("smtp,pigeon"), Err("pigeon"));
        assert_eq!(Carrier::order("smtp,whatsapp"), Err("whatsapp"));
    }
}
