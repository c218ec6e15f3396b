//! End of the optional notices by one click (RFC 8058), and the token in its link.
//!
//! An author ends those of one participation, a member of staff those of one kind. The token is
//! derived, so none is stored: a link of any earlier e-mail works.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    crypto::signature::Secret, notice::NoticeKind, reference::Reference, staff::StaffId,
    staff_notice::StaffNoticeKind,
};

/// Body of a one-click request.
pub const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// Value of the header `List-Unsubscribe-Post`.
pub const ONE_CLICK_HEADER: &str = "List-Unsubscribe=One-Click";

/// Optional notices of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscription {
    /// Those to the author of a participation.
    Author(Reference),
    /// Those to a member of staff about cases that are late or nearly so.
    Late(StaffId),
    /// Those to a member of staff at the start of a working day.
    Daily(StaffId),
    /// Those to a member of staff about the report of a month.
    Monthly(StaffId),
}

impl NoticeKind {
    /// Returns whether the author may end notices of this kind: reminders, and news on the way.
    /// Receipts, questions, answers and refusals are what was promised; a link, a code and the
    /// notice of a replaced address were asked for or protect the author.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Reminded | Self::Replied | Self::Transferred | Self::Delayed)
    }
}

impl Subscription {
    /// Returns the one that a notice to a member of staff belongs to. All of them are optional.
    pub const fn of_staff(kind: StaffNoticeKind, staff: StaffId) -> Self {
        match kind {
            StaffNoticeKind::DueSoon | StaffNoticeKind::Late | StaffNoticeKind::DelayRequested => {
                Self::Late(staff)
            }
            StaffNoticeKind::Day => Self::Daily(staff),
            StaffNoticeKind::Report => Self::Monthly(staff),
        }
    }

    fn parts(&self) -> (char, &str) {
        match self {
            Self::Author(reference) => ('a', reference.digits()),
            Self::Late(staff) => ('l', staff.as_str()),
            Self::Daily(staff) => ('d', staff.as_str()),
            Self::Monthly(staff) => ('m', staff.as_str()),
        }
    }

    /// Returns the token of its link.
    pub fn token(&self, secret: &Secret) -> String {
        let (kind, name) = self.parts();
        let code = code(secret, kind, name);
        let mut token = String::from(kind);
        token += name;
        token.push('.');
        token += &URL_SAFE_NO_PAD.encode(&code[..16]);
        token
    }

    /// Returns the subscription of a token that was made with this secret.
    pub fn of_token(secret: &Secret, token: &str) -> Option<Self> {
        let (named, given) = token.split_once('.')?;
        let given = URL_SAFE_NO_PAD.decode(given).ok().filter(|given| given.len() == 16)?;
        let kind = named.chars().next()?;
        let name = named.strip_prefix(kind)?;
        let mut letter = [0; 4];
        if !secret.signed(&["unsubscribe", kind.encode_utf8(&mut letter), name], &given) {
            return None;
        }
        match kind {
            'a' => Reference::parse(name).ok().map(Self::Author),
            'l' => StaffId::parse(name).ok().map(Self::Late),
            'd' => StaffId::parse(name).ok().map(Self::Daily),
            'm' => StaffId::parse(name).ok().map(Self::Monthly),
            _ => None,
        }
    }
}

fn code(secret: &Secret, kind: char, name: &str) -> [u8; 32] {
    secret.mac(&["unsubscribe", kind.encode_utf8(&mut [0; 4]), name])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::new(vec![7; 32])
    }

    #[test]
    fn a_token_leads_to_its_subscription_alone() {
        let (reference, staff) = (Reference::draw([7; 8]), StaffId::draw([1; 16]));
        let all = [
            Subscription::Author(reference),
            Subscription::Late(staff.clone()),
            Subscription::Daily(staff.clone()),
            Subscription::Monthly(staff),
        ];
        for subscription in &all {
            let token = subscription.token(&secret());
            assert_eq!(Subscription::of_token(&secret(), &token).as_ref(), Some(subscription));
            assert_eq!(Subscription::of_token(&Secret::new(vec![8; 32]), &token), None);
            for forged in [
                token.replacen(['a', 'l', 'd', 'm'], "x", 1),
                token[..8].into(),
                [&token, "A"].concat(),
            ] {
                assert_eq!(Subscription::of_token(&secret(), &forged), None, "{forged}");
            }
        }
        // A code of one kind is none of another.
        let daily = all[2].token(&secret()).replacen('d', "l", 1);
        assert_eq!(Subscription::of_token(&secret(), &daily), None);
    }

    #[test]
    fn what_was_promised_is_not_optional() {
        let optional: Vec<_> =
            NoticeKind::ALL.into_iter().filter(|kind| kind.is_optional()).collect();
        let expected = [
            NoticeKind::Reminded,
            NoticeKind::Replied,
            NoticeKind::Transferred,
            NoticeKind::Delayed,
        ];
        assert_eq!(optional, expected);
    }
}
