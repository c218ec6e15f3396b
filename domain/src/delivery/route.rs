//! Choice of the way by which a notice goes out next.

use super::{Medium, Way, state::State};

/// An address of the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Address {
    /// The recipient left none.
    #[default]
    None,
    /// Messages may go there.
    Open,
    /// An earlier message failed for good, or the owner wants none.
    Suppressed,
}

/// Addresses of the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Reach {
    /// E-mail address.
    pub email: Address,
    /// Phone number.
    pub phone: Address,
}

impl Reach {
    const fn of(self, medium: Medium, is_code: bool) -> Address {
        match medium {
            // A code goes to a phone alone: the mailbox would have got a link.
            Medium::Email if is_code => Address::None,
            Medium::Email => self.email,
            Medium::Text => self.phone,
            Medium::Any => match (self.email, self.phone) {
                (Address::Open, _) if !is_code => Address::Open,
                (_, Address::Open) => Address::Open,
                (Address::None, other) | (other, Address::None) => other,
                _ => Address::Suppressed,
            },
            // The messenger's own adapter knows its address.
            Medium::Messenger => Address::Open,
        }
    }
}

/// Next step of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An attempt by this way.
    By(Way),
    /// Nothing: a way has taken it, and its outcome wasn't recorded.
    Taken,
    /// No way is left: those that there are have failed, or the address is suppressed.
    Exhausted(Option<Way>),
    /// No way is configured that could carry it.
    NoWay,
}

/// Returns the next step of a notice. `order` lists the ways that are on, preferred ones first;
/// the messenger by which the participation came goes before them. `tried` has the states of
/// earlier attempts.
pub fn next(
    messenger: Option<Way>,
    order: &[Way],
    reach: Reach,
    tried: &[(Way, State)],
    is_code: bool,
) -> Step {
    let state = |way: Way| tried.iter().find(|(known, _)| *known == way).map(|(_, state)| *state);
    if tried.iter().any(|(_, state)| state.was_taken() && !state.is_lost()) {
        return Step::Taken;
    }
    let mut withheld = None;
    let mut can_carry = false;
    for way in messenger.into_iter().chain(order.iter().copied()) {
        match reach.of(way.medium(), is_code) {
            Address::None => {}
            Address::Suppressed => {
                can_carry = true;
                withheld = withheld.or(Some(way)).filter(|way| state(*way).is_none());
            }
            Address::Open if state(way).is_some_and(State::is_lost) => can_carry = true,
            Address::Open => return Step::By(way),
        }
    }
    if can_carry { Step::Exhausted(withheld) } else { Step::NoWay }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMAIL: Reach = Reach { email: Address::Open, phone: Address::None };
    const BOTH: Reach = Reach { email: Address::Open, phone: Address::Open };

    fn next_of(order: &[Way], reach: Reach, tried: &[(Way, State)]) -> Step {
        next(None, order, reach, tried, false)
    }

    #[test]
    fn the_first_way_that_reaches_the_recipient_is_taken() {
        let order = [Way::Twilio, Way::Smtp];
        assert_eq!(next_of(&order, EMAIL, &[]), Step::By(Way::Smtp));
        assert_eq!(next_of(&order, BOTH, &[]), Step::By(Way::Twilio));
        assert_eq!(next_of(&Way::ORDER, BOTH, &[]), Step::By(Way::Webhook));
        assert_eq!(next_of(&[Way::Twilio], EMAIL, &[]), Step::NoWay);
        assert_eq!(next_of(&[], BOTH, &[]), Step::NoWay);
    }

    #[test]
    fn what_came_by_a_messenger_goes_back_there_first() {
        let order = [Way::Smtp];
        let first = next(Some(Way::WhatsApp), &order, EMAIL, &[], false);
        assert_eq!(first, Step::By(Way::WhatsApp));
        let tried = [(Way::WhatsApp, State::Failed)];
        assert_eq!(next(Some(Way::WhatsApp), &order, EMAIL, &tried, false), Step::By(Way::Smtp));
    }

    #[test]
    fn a_way_that_waits_is_tried_again_and_a_lost_one_is_not() {
        let order = [Way::Smtp, Way::Twilio];
        let tried = |state| [(Way::Smtp, state)];
        for state in [State::Sending, State::Waiting] {
            assert_eq!(next_of(&order, BOTH, &tried(state)), Step::By(Way::Smtp));
        }
        for state in [State::Failed, State::Bounced] {
            assert_eq!(next_of(&order, BOTH, &tried(state)), Step::By(Way::Twilio));
            assert_eq!(next_of(&order, EMAIL, &tried(state)), Step::Exhausted(None));
        }
    }

    #[test]
    fn what_a_way_has_taken_is_not_sent_again() {
        let order = [Way::Smtp, Way::Twilio];
        for state in [State::Sent, State::Deferred, State::Delivered, State::Complained] {
            assert_eq!(next_of(&order, BOTH, &[(Way::Smtp, state)]), Step::Taken, "{state:?}");
        }
    }

    #[test]
    fn nothing_goes_to_a_suppressed_address() {
        let bounced = Reach { email: Address::Suppressed, phone: Address::None };
        let order = [Way::Smtp, Way::Twilio];
        assert_eq!(next_of(&order, bounced, &[]), Step::Exhausted(Some(Way::Smtp)));
        let noted = [(Way::Smtp, State::Withheld)];
        assert_eq!(next_of(&order, bounced, &noted), Step::Exhausted(None));
        assert_eq!(next_of(&[Way::Webhook], bounced, &[]), Step::Exhausted(Some(Way::Webhook)));
        let reachable = Reach { phone: Address::Open, ..bounced };
        assert_eq!(next_of(&order, reachable, &[]), Step::By(Way::Twilio));
        assert_eq!(next_of(&[Way::Webhook], reachable, &[]), Step::By(Way::Webhook));
    }

    #[test]
    fn a_code_goes_to_a_phone_alone() {
        let by = |order: &[Way], reach| next(None, order, reach, &[], true);
        assert_eq!(by(&[Way::Smtp, Way::Twilio], BOTH), Step::By(Way::Twilio));
        assert_eq!(by(&[Way::Smtp], BOTH), Step::NoWay);
        assert_eq!(by(&[Way::Webhook], BOTH), Step::By(Way::Webhook));
    }
}
