//! Budgets: how many messages a day go out by each medium, so that a fault or a flood can't spend
//! without limit.

use super::{Carrier, Medium};
use crate::intake::channel::Channel;

/// Share of a budget that is kept for codes and new links, in percent. Who asked for one waits,
/// while a notice can wait until tomorrow.
const KEPT: u32 = 20;

/// Messages a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// E-mails.
    pub emails: u32,
    /// Parts of text messages, which are paid for one by one.
    pub texts: u32,
    /// Messages on `WhatsApp`.
    pub whatsapp: u32,
    /// Direct messages on Instagram.
    pub instagram: u32,
    /// Direct messages on X.
    pub x: u32,
}

impl Budget {
    /// Returns the counter of a carrier's messages and its limit for this message; `None` for one
    /// that has no budget here.
    pub const fn of(self, carrier: Carrier, is_awaited: bool) -> Option<(&'static str, u32)> {
        let (counter, limit) = match carrier.medium() {
            Medium::Email => ("email", self.emails),
            Medium::Text => ("text", self.texts),
            Medium::Any => return None,
        };
        let kept = if is_awaited { 0 } else { limit / 100 * KEPT };
        Some((counter, limit - kept))
    }

    /// Returns the counter of a messenger's messages and its limit; `None` for a channel whose
    /// messages a carrier takes, or nobody.
    pub const fn of_messenger(self, channel: Channel) -> Option<(&'static str, u32)> {
        let limit = match channel {
            Channel::Whatsapp => self.whatsapp,
            Channel::Instagram => self.instagram,
            Channel::X => self.x,
            _ => return None,
        };
        Some((channel.as_str(), limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_waits_for_has_a_share_of_its_own() {
        let budget = Budget { emails: 1_000, texts: 500, whatsapp: 3, instagram: 2, x: 1 };
        assert_eq!(budget.of(Carrier::Twilio, false), Some(("text", 400)));
        assert_eq!(budget.of(Carrier::Unifonic, true), Some(("text", 500)));
        assert_eq!(budget.of(Carrier::Smtp, false), Some(("email", 800)));
        assert_eq!(budget.of(Carrier::Webhook, false), None);
        let least = Budget { emails: 1, ..budget };
        assert_eq!(least.of(Carrier::Smtp, false), Some(("email", 1)));
    }

    #[test]
    fn each_messenger_has_a_budget_and_no_other_channel() {
        let budget = Budget { emails: 5, texts: 4, whatsapp: 3, instagram: 2, x: 1 };
        let of = |channel| budget.of_messenger(channel).map(|(_, limit)| limit);
        let with_one = Channel::ALL.into_iter().filter_map(of);
        assert_eq!(with_one.collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(budget.of_messenger(Channel::X), Some(("x", 1)));
    }
}
