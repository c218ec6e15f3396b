//! Choice of the way by which a notice goes out next.

use super::{Carrier, Medium, Way, state::State};

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
        }
    }
}

/// Next step of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An attempt by this carrier.
    By(Carrier),
    /// Nothing: a way has taken it, and its outcome wasn't recorded.
    Taken,
    /// No way is left: those that there are have failed, or the address is suppressed.
    Exhausted(Option<Carrier>),
    /// No way is configured that could carry it.
    NoWay,
}

/// Returns the next step of a notice that goes by no messenger, or that its messenger has lost.
/// `order` lists the carriers that are on, preferred ones first. `tried` has the states of earlier
/// attempts.
pub fn next(order: &[Carrier], reach: Reach, tried: &[(Way, State)], is_code: bool) -> Step {
    let state = |carrier: Carrier| {
        tried.iter().find(|(way, _)| *way == carrier.into()).map(|(_, state)| *state)
    };
    if tried.iter().any(|(_, state)| state.was_taken() && !state.is_lost()) {
        return Step::Taken;
    }
    let mut withheld = None;
    let mut can_carry = false;
    for carrier in order.iter().copied() {
        match reach.of(carrier.medium(), is_code) {
            Address::None => {}
            Address::Suppressed => {
                can_carry = true;
                withheld = withheld.or(Some(carrier)).filter(|known| state(*known).is_none());
            }
            Address::Open if state(carrier).is_some_and(State::is_lost) => can_carry = true,
            Address::Open => return Step::By(carrier),
        }
    }
    if can_carry { Step::Exhausted(withheld) } else { Step::NoWay }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMAIL: Reach = Reach { email: Address::Open, phone: Address::None };
    const BOTH: Reach = Reach { email: Address::Open, phone: Address::Open };

    fn next_of(order: &[Carrier], reach: Reach, tried: &[(Way, State)]) -> Step {
        next(order, reach, tried, false)
    }

    #[test]
    fn the_first_way_that_reaches_the_recipient_is_taken() {
        let order = [Carrier::Twilio, Carrier::Smtp];
        assert_eq!(next_of(&order, EMAIL, &[]), Step::By(Carrier::Smtp));
        assert_eq!(next_of(&order, BOTH, &[]), Step::By(Carrier::Twilio));
        assert_eq!(next_of(&Carrier::ALL, BOTH, &[]), Step::By(Carrier::Webhook));
        assert_eq!(next_of(&[Carrier::Twilio], EMAIL, &[]), Step::NoWay);
        assert_eq!(next_of(&[], BOTH, &[]), Step::NoWay);
    }

    #[test]
    fn a_way_that_waits_is_tried_again_and_a_lost_one_is_not() {
        let order = [Carrier::Smtp, Carrier::Twilio];
        let tried = |state| [(Way::Smtp, state)];
        for state in [State::Sending, State::Waiting] {
            assert_eq!(next_of(&order, BOTH, &tried(state)), Step::By(Carrier::Smtp));
        }
        for state in [State::Failed, State::Bounced] {
            assert_eq!(next_of(&order, BOTH, &tried(state)), Step::By(Carrier::Twilio));
            assert_eq!(next_of(&order, EMAIL, &tried(state)), Step::Exhausted(None));
        }
    }

    #[test]
    fn what_a_way_has_taken_is_not_sent_again() {
        let order = [Carrier::Smtp, Carrier::Twilio];
        for state in [State::Sent, State::Deferred, State::Delivered, State::Complained] {
            assert_eq!(next_of(&order, BOTH, &[(Way::Smtp, state)]), Step::Taken, "{state:?}");
        }
    }

    #[test]
    fn nothing_goes_to_a_suppressed_address() {
        let bounced = Reach { email: Address::Suppressed, phone: Address::None };
        let order = [Carrier::Smtp, Carrier::Twilio];
        assert_eq!(next_of(&order, bounced, &[]), Step::Exhausted(Some(Carrier::Smtp)));
        let noted = [(Way::Smtp, State::Withheld)];
        assert_eq!(next_of(&order, bounced, &noted), Step::Exhausted(None));
        assert_eq!(
            next_of(&[Carrier::Webhook], bounced, &[]),
            Step::Exhausted(Some(Carrier::Webhook))
        );
        let reachable = Reach { phone: Address::Open, ..bounced };
        assert_eq!(next_of(&order, reachable, &[]), Step::By(Carrier::Twilio));
        assert_eq!(next_of(&[Carrier::Webhook], reachable, &[]), Step::By(Carrier::Webhook));
    }

    #[test]
    fn a_code_goes_to_a_phone_alone() {
        let by = |order: &[Carrier], reach| next(order, reach, &[], true);
        assert_eq!(by(&[Carrier::Smtp, Carrier::Twilio], BOTH), Step::By(Carrier::Twilio));
        assert_eq!(by(&[Carrier::Smtp], BOTH), Step::NoWay);
        assert_eq!(by(&[Carrier::Webhook], BOTH), Step::By(Carrier::Webhook));
    }
}
