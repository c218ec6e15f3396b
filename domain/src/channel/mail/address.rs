//! Addresses at which mail is received.
//!
//! `rta@voice.example` reaches an entity. `260483175526.<16 characters>@voice.example` reaches the
//! thread of a participation: the characters are an HMAC over the reference number and the address
//! that the author is told at, so nobody else knows them, and a corrected contact withdraws them.
//! `returned.<id>.<16 characters>@voice.example` is the envelope sender of a notice: a server that
//! can't deliver it later reports there. Nothing is stored.

use crate::{crypto::signature::Secret, id::Id, reference::Reference, slug::Slug};

/// Digits of a code, as RFC 4648 has them (section 6), in lower case: some systems change the case
/// of addresses.
const DIGITS: [u8; 32] = *b"abcdefghijklmnopqrstuvwxyz234567";

/// Length of a code in characters, of five bits each.
const CODE_LENGTH: usize = 16;

/// Beginning of the addresses that messages come back to.
const RETURNED: &str = "returned.";

/// Id of a notice.
pub type NoticeId = Id<OfNotice>;

/// Subject of a [`NoticeId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfNotice {}

/// Meaning of an address that a mail was sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Thread of a participation, with the code that must open it.
    Thread(Reference, Code),
    /// Reports on the notice with this id, with the code that must open it.
    Returned(NoticeId, Code),
    /// Entity with this short name, if there is one.
    Entity(Slug),
    /// Any other name.
    Other,
}

/// Code of an address, as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Returns whether the code is the one for a participation whose author is told at `email`. The
    /// time doesn't depend on where they differ.
    pub fn opens(&self, secret: &Secret, reference: Reference, email: &str) -> bool {
        self.is(&code(secret, reference, email))
    }

    /// Returns whether the code is the one for reports on a notice.
    pub fn opens_notice(&self, secret: &Secret, notice: &NoticeId) -> bool {
        self.is(&notice_code(secret, notice))
    }

    fn is(&self, right: &str) -> bool {
        let pairs = self.0.bytes().zip(right.bytes());
        self.0.len() == right.len() && pairs.fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }
}

/// Addresses of this installation.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// Domain at which mail is received.
    pub domain: &'a str,
    /// Address that notices are sent from, if it is known.
    pub notices: Option<&'a str>,
}

impl Own<'_> {
    /// Returns whether an address is one of ours.
    pub fn includes(&self, address: &str) -> bool {
        let at = address.trim().rsplit_once('@').map_or("", |(_, at)| at);
        at.eq_ignore_ascii_case(self.domain)
            || self.notices.is_some_and(|notices| is_same(notices, address))
    }
}

/// Returns the address that reaches the thread of a participation, for a notice to `email`.
pub fn reply_to(secret: &Secret, reference: Reference, email: &str, domain: &str) -> String {
    [reference.digits(), ".", &code(secret, reference, email), "@", domain].concat()
}

/// Returns the envelope sender of a notice, to which a server reports that it came back; `None` if
/// the id isn't one of a notice.
pub fn returns_to(secret: &Secret, notice: &str, domain: &str) -> Option<String> {
    let notice = NoticeId::parse(notice).ok()?;
    let code = notice_code(secret, &notice);
    Some([RETURNED, notice.as_str(), ".", &code, "@", domain].concat())
}

/// Parses an address by its local part, or returns `None` if it isn't at `domain`. What follows a
/// plus sign is the writer's own.
pub fn recipient(address: &str, domain: &str) -> Option<Recipient> {
    let (local, at) = address.trim().rsplit_once('@')?;
    if !at.eq_ignore_ascii_case(domain) {
        return None;
    }
    let local = local.to_ascii_lowercase();
    let name = local.split('+').next().unwrap_or_default();
    if let Some((notice, code)) = returned(name) {
        return Some(Recipient::Returned(notice, code));
    }
    if let Some((reference, code)) = thread(name) {
        return Some(Recipient::Thread(reference, code));
    }
    Some(Slug::parse_entity(name).map_or(Recipient::Other, Recipient::Entity))
}

/// Returns whether two addresses are the same, apart from case.
pub fn is_same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

fn thread(name: &str) -> Option<(Reference, Code)> {
    let (reference, code) = coded(name)?;
    Some((Reference::from_written(reference).ok()?, code))
}

fn returned(name: &str) -> Option<(NoticeId, Code)> {
    let (notice, code) = coded(name.strip_prefix(RETURNED)?)?;
    Some((NoticeId::parse(notice).ok()?, code))
}

/// Splits a name before its code.
fn coded(name: &str) -> Option<(&str, Code)> {
    let (name, code) = name.rsplit_once('.')?;
    let is_code = code.len() == CODE_LENGTH && code.bytes().all(|digit| DIGITS.contains(&digit));
    is_code.then(|| (name, Code(code.to_owned())))
}

/// Returns the code of a participation whose author is told at `email`.
fn code(secret: &Secret, reference: Reference, email: &str) -> String {
    let email = email.trim().to_lowercase();
    written(&secret.mac(&["mail address", reference.digits(), &email]))
}

/// Returns the code of reports on a notice.
fn notice_code(secret: &Secret, notice: &NoticeId) -> String {
    written(&secret.mac(&["returned notice", notice.as_str()]))
}

/// Returns a code in characters.
fn written(mac: &[u8]) -> String {
    let bits = mac.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.take(CODE_LENGTH * 5).collect();
    let digit = |five: &[u8]| five.iter().fold(0, |value, bit| value << 1 | usize::from(*bit));
    bits.chunks(5).map(|five| char::from(DIGITS[digit(five) % DIGITS.len()])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAIN: &str = "voice.example";

    fn secret() -> Secret {
        Secret::new(b"secret".to_vec())
    }

    #[test]
    fn a_thread_is_reached_by_its_secret_address_alone() {
        let reference = Reference::draw([7; 8]);
        let address = reply_to(&secret(), reference, "Salma@example.org", DOMAIN);
        for written in [address.clone(), address.to_uppercase(), address.replace('@', "+x@")] {
            let Some(Recipient::Thread(found, code)) = recipient(&written, DOMAIN) else {
                panic!("{written}")
            };
            assert_eq!(found, reference);
            assert!(code.opens(&secret(), reference, " salma@EXAMPLE.org"));
            assert!(!code.opens(&secret(), reference, "other@example.org"), "another contact");
            assert!(!code.opens(&secret(), Reference::draw([8; 8]), "salma@example.org"));
            let other = Secret::new(b"other".to_vec());
            assert!(!code.opens(&other, reference, "salma@example.org"));
        }
        let (local, _) = address.split_once('@').unwrap();
        assert_eq!(local.len(), 12 + 1 + CODE_LENGTH);
    }

    #[test]
    fn a_code_has_no_character_to_spare() {
        let reference = Reference::draw([7; 8]);
        let code = code(&secret(), reference, "salma@example.org");
        for place in 0..CODE_LENGTH {
            let mut forged = code.clone().into_bytes();
            forged[place] = if forged[place] == b'a' { b'b' } else { b'a' };
            let forged = Code(String::from_utf8(forged).unwrap());
            assert!(!forged.opens(&secret(), reference, "salma@example.org"), "{place}");
        }
        assert!(!Code(code[1..].to_owned()).opens(&secret(), reference, "salma@example.org"));
    }

    #[test]
    fn a_notice_comes_back_to_an_address_of_its_own() {
        let notice = "0123456789abcdef0123456789abcdef";
        let address = returns_to(&secret(), notice, DOMAIN).unwrap();
        let (local, _) = address.split_once('@').unwrap();
        assert!(local.len() <= 64, "RFC 5321");
        let Some(Recipient::Returned(found, code)) = recipient(&address.to_uppercase(), DOMAIN)
        else {
            panic!("{address}")
        };
        assert_eq!(found.as_str(), notice);
        assert!(code.opens_notice(&secret(), &found));
        assert!(!code.opens_notice(&secret(), &NoticeId::draw([1; 16])));
        assert_eq!(returns_to(&secret(), "not-an-id", DOMAIN), None);
        assert_eq!(recipient("returned.x@voice.example", DOMAIN), Some(Recipient::Other));
    }

    #[test]
    fn an_entity_has_an_address_and_other_names_are_other() {
        let entity = |name: &str| Recipient::Entity(Slug::parse(name).unwrap());
        for (address, expected) in [
            ("rta@voice.example", Some(entity("rta"))),
            ("RTA@Voice.Example", Some(entity("rta"))),
            ("rta+parking@voice.example", Some(entity("rta"))),
            ("help.me@voice.example", Some(Recipient::Other)),
            ("123@voice.example", Some(Recipient::Other)),
            ("260483175526.aaaa@voice.example", Some(Recipient::Other)),
            ("@voice.example", Some(Recipient::Other)),
            ("rta@elsewhere.example", None),
            ("rta", None),
            ("", None),
        ] {
            assert_eq!(recipient(address, DOMAIN), expected, "{address}");
        }
    }

    #[test]
    fn addresses_are_compared_without_case() {
        assert!(is_same("A@x.example ", "a@X.example"));
        assert!(!is_same("a@x.example", "b@x.example"));
    }
}
