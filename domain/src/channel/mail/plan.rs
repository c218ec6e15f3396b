//! Plan: what becomes of a mail.

use super::{
    address::{NoticeId, Own, Recipient, is_same, recipient},
    sender::{Marks, Sender, sender},
};
use crate::{reference::Reference, slug::Slug};

/// Most mails of one address that are acknowledged in a day. An answering machine that hides well
/// ends here.
pub const ACKNOWLEDGED_A_DAY: u32 = 10;

/// Outcome for a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Refused, with a reason that its sender reads.
    Reject(Rejection),
    /// Accepted, and nothing comes of it: a machine has answered.
    Ignore,
    /// Report on the notice with this id, which a server had taken.
    Returned(NoticeId),
    /// Message in the thread of a participation.
    Thread(Reference),
    /// New participation.
    First {
        /// Entity that the address names; `None` for the platform's own team.
        entity: Option<Slug>,
        /// `true` if its author is told that it came.
        is_answered: bool,
    },
}

/// Reason of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Address of another domain.
    #[error("5.1.1 This address isn't here.")]
    Elsewhere,
    /// Address that only sends.
    #[error(
        "5.1.1 This address only sends. Reply to the address in Reply-To, or open the link in the message."
    )]
    OnlySends,
    /// Secret address that doesn't hold, or not any more.
    #[error("5.1.1 This address doesn't hold any more. Open the link in the latest message.")]
    Withdrawn,
    /// Mail without a word and without a file.
    #[error("5.6.0 There is nothing in this mail.")]
    Empty,
    /// More than an address may send in a day.
    #[error("5.7.1 Too many mails came from this address today.")]
    TooMany,
    /// Mail above [`MAIL_MAX`](super::MAIL_MAX).
    #[error("5.3.4 At most 25 MB. Send the files by the form on the website.")]
    TooLarge,
}

/// Returns what becomes of a mail to `address`. `is_opened` tells whether the code of the address
/// is right.
pub fn plan(address: &str, marks: &Marks<'_>, own: Own<'_>, is_opened: bool) -> Plan {
    let Some(recipient) = recipient(address, own.domain) else {
        return Plan::Reject(Rejection::Elsewhere);
    };
    let from = sender(marks, own);
    let is_answered = from == Sender::Person;
    match recipient {
        Recipient::Returned(notice, _) if is_opened => Plan::Returned(notice),
        Recipient::Returned(..) => Plan::Ignore,
        _ if from == Sender::Machine => Plan::Ignore,
        _ if own.notices.is_some_and(|notices| is_same(notices, address)) => {
            Plan::Reject(Rejection::OnlySends)
        }
        Recipient::Thread(reference, _) if is_opened => Plan::Thread(reference),
        Recipient::Thread(..) => Plan::Reject(Rejection::Withdrawn),
        Recipient::Entity(entity) => Plan::First { entity: Some(entity), is_answered },
        Recipient::Other => Plan::First { entity: None, is_answered },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::address::{reply_to, returns_to},
        *,
    };
    use crate::crypto::signature::Secret;

    const DOMAIN: &str = "voice.example";
    const NOTICES: &str = "notices@voice.example";
    const OWN: Own<'_> = Own { domain: DOMAIN, notices: Some(NOTICES) };

    fn person() -> Marks<'static> {
        Marks { envelope_from: "a@example.org", from: "a@example.org", ..Marks::default() }
    }

    fn to(address: &str, marks: &Marks<'_>, is_opened: bool) -> Plan {
        plan(address, marks, OWN, is_opened)
    }

    #[test]
    fn the_address_decides_where_a_mail_goes() {
        let secret = Secret::new(b"secret".to_vec());
        let reference = Reference::draw([7; 8]);
        let thread = reply_to(&secret, reference, "a@example.org", DOMAIN);
        let entity = Some(Slug::parse("rta").unwrap());
        let first = |entity, is_answered| Plan::First { entity, is_answered };
        assert_eq!(to("rta@voice.example", &person(), false), first(entity.clone(), true));
        assert_eq!(to("a.b@voice.example", &person(), false), first(None, true));
        assert_eq!(to(&thread, &person(), true), Plan::Thread(reference));
        assert_eq!(to(&thread, &person(), false), Plan::Reject(Rejection::Withdrawn));
        assert_eq!(to(NOTICES, &person(), false), Plan::Reject(Rejection::OnlySends));
        assert_eq!(to("rta@else.example", &person(), false), Plan::Reject(Rejection::Elsewhere));
        let list = Marks { has_list_id: true, ..person() };
        assert_eq!(to("rta@voice.example", &list, false), first(entity, false));
        let machine = Marks { envelope_from: "", ..person() };
        assert_eq!(to("rta@voice.example", &machine, false), Plan::Ignore);
        assert_eq!(to(&thread, &machine, true), Plan::Ignore);
        let notice = "0123456789abcdef0123456789abcdef";
        let returned = returns_to(&secret, notice, DOMAIN).unwrap();
        let notice_id = NoticeId::parse(notice).unwrap();
        assert_eq!(to(&returned, &machine, true), Plan::Returned(notice_id));
        assert_eq!(to(&returned, &machine, false), Plan::Ignore, "a forgery");
    }

    /// Address of ours that an autoresponder answers to.
    #[derive(Clone, Copy, Debug)]
    enum AnswersTo {
        ReplyTo,
        From,
        FirstRecipient,
    }

    /// Marks that an autoresponder sets; the last hides that it is one.
    const MARKS: [fn(Marks<'static>) -> Marks<'static>; 5] = [
        |marks| Marks { auto_submitted: Some("auto-replied"), ..marks },
        |marks| Marks { envelope_from: "", ..marks },
        |marks| Marks { precedence: Some("bulk"), ..marks },
        |marks| Marks { is_marked_reply: true, ..marks },
        |marks| marks,
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        // An acknowledgement goes out for a first mail alone, and at most so many a day.
        #[test]
        fn ten_thousand_exchanges_with_an_autoresponder_are_no_loop(
            kinds in prop::collection::vec(0..MARKS.len(), 1..6),
            habits in prop::collection::vec(prop::sample::select(vec![
                AnswersTo::ReplyTo, AnswersTo::From, AnswersTo::FirstRecipient,
            ]), 1..6),
        ) {
            let secret = Secret::new(b"secret".to_vec());
            let thread = reply_to(&secret, Reference::draw([7; 8]), "a@example.org", DOMAIN);
            let (mut sent, mut waits) = (0, true);
            let mut address = "rta@voice.example".to_owned();
            for exchange in 0..10_000 {
                let marks = MARKS[kinds[exchange % kinds.len()]](person());
                let mut acknowledges = false;
                if waits && let Plan::First { is_answered: true, .. } = to(&address, &marks, true) {
                    acknowledges = sent < ACKNOWLEDGED_A_DAY;
                }
                sent += u32::from(acknowledges);
                // The machine writes again only if something came to it; somebody starts it anew.
                waits = acknowledges || exchange % 100 == 0;
                address = match habits[exchange % habits.len()] {
                    AnswersTo::ReplyTo => thread.clone(),
                    AnswersTo::From => NOTICES.to_owned(),
                    AnswersTo::FirstRecipient => "rta@voice.example".to_owned(),
                };
            }
            prop_assert!(sent <= ACKNOWLEDGED_A_DAY, "{sent}");
        }
    }
}
