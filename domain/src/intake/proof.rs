//! Proof of work in place of a CAPTCHA: a flood of requests costs computing time, and a visitor
//! notices nothing.
//!
//! A challenge is signed for one client, expires soon and is accepted once. Its solution is a
//! number for which the SHA-256 of `<challenge>:<number>` begins with as many zero bits as the
//! challenge demands.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::crypto::signature::Secret;

/// Lifetime of a challenge, in seconds: long enough for the slowest phone, too short to hoard
/// challenges.
pub const CHALLENGE_AGE: i64 = 5 * 60;

/// Difficulty of a challenge: the number of zero bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difficulty(u8);

impl Difficulty {
    /// Minimum: some 65,000 attempts, a fraction of a second for a phone.
    const LEAST: u8 = 16;
    /// Maximum: some 260,000 attempts, a second or two for a slow phone (docs/performance.md has
    /// the figures).
    const MOST: u8 = 18;

    /// Returns the minimum difficulty, doubled this many times but capped at the maximum.
    pub const fn raised(doublings: u8) -> Self {
        let bits = Self::LEAST.saturating_add(doublings);
        Self(if bits < Self::MOST { bits } else { Self::MOST })
    }

    /// Returns the difficulty for what has more than its share of a day and isn't refused: some
    /// 1,000,000 attempts.
    pub const fn greatest() -> Self {
        Self(20)
    }

    /// Returns how often the minimum was doubled.
    pub const fn doublings(self) -> u8 {
        self.0 - Self::LEAST
    }

    /// Returns the number of zero bits.
    pub const fn bits(self) -> u8 {
        self.0
    }
}

/// Error of checking a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// Proof that isn't a challenge and a number.
    #[error("a proof is a challenge, a colon and a number")]
    Malformed,
    /// Challenge that wasn't signed here, or was signed for another client.
    #[error("this challenge was not given to you")]
    Forged,
    /// Challenge that has expired.
    #[error("this challenge has expired")]
    Expired,
    /// Challenge that was issued when less work was demanded.
    #[error("more work than that is asked for by now")]
    TooEasy,
    /// Number that doesn't solve the challenge.
    #[error("this number doesn't solve the challenge")]
    Wrong,
}

/// Returns a signed challenge as it is sent: `<id>.<bits>.<expiry>.<signature>`.
pub fn challenge(
    secret: &Secret,
    client: &str,
    entropy: [u8; 16],
    difficulty: Difficulty,
    expires: Timestamp,
) -> String {
    let id = URL_SAFE_NO_PAD.encode(entropy);
    let (bits, expires) = (difficulty.bits().to_string(), expires.as_second().to_string());
    let signature =
        URL_SAFE_NO_PAD.encode(&secret.mac(&["proof of work", client, &id, &bits, &expires])[..16]);
    format!("{id}.{bits}.{expires}.{signature}")
}

/// Checks `<challenge>:<number>` against the difficulty that is demanded now. Returns the
/// challenge's id, which may be used once.
///
/// # Errors
///
/// When the proof is malformed, forged, expired, too easy or wrong.
pub fn check<'a>(
    secret: &Secret,
    client: &str,
    proof: &'a str,
    asked: Difficulty,
    now: Timestamp,
) -> Result<&'a str, ProofError> {
    let (challenge, number) = proof.split_once(':').ok_or(ProofError::Malformed)?;
    let parts: Vec<&str> = challenge.split('.').collect();
    let &[id, bits, expires, signature] = parts.as_slice() else {
        return Err(ProofError::Malformed);
    };
    let given = URL_SAFE_NO_PAD.decode(signature).map_err(|_| ProofError::Malformed)?;
    let (wanted, until) =
        (bits.parse().map_err(|_| ProofError::Malformed)?, expires.parse::<i64>());
    let number = number.parse().map_err(|_| ProofError::Malformed)?;
    if given.len() != 16 || !secret.signed(&["proof of work", client, id, bits, expires], &given) {
        return Err(ProofError::Forged);
    }
    match until {
        Ok(until) if now.as_second() < until => {}
        _ => return Err(ProofError::Expired),
    }
    if wanted < asked.bits() {
        return Err(ProofError::TooEasy);
    }
    if solves(challenge, number, wanted) { Ok(id) } else { Err(ProofError::Wrong) }
}

/// Returns whether a number solves the challenge.
pub fn solves(challenge: &str, number: u64, bits: u8) -> bool {
    let digest = Sha256::new()
        .chain_update(challenge)
        .chain_update(b":")
        .chain_update(number.to_string())
        .finalize();
    let zeros = digest
        .iter()
        .position(|byte| *byte != 0)
        .map_or(256, |place| place * 8 + digest[place].leading_zeros() as usize);
    zeros >= usize::from(bits)
}

/// Returns the first of `numbers` that solves the challenge. A range lets a page search in
/// portions.
pub fn solve(challenge: &str, bits: u8, numbers: std::ops::Range<u64>) -> Option<u64> {
    let mut numbers = numbers;
    numbers.find(|number| solves(challenge, *number, bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::new(vec![7; 32])
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn solved() -> String {
        let challenge = challenge(&secret(), "me", [1; 16], Difficulty(8), at(1_000));
        let number = solve(&challenge, 8, 0..u64::MAX).unwrap();
        format!("{challenge}:{number}")
    }

    #[test]
    fn a_proof_holds_for_its_client_until_it_expires() {
        let proof = solved();
        assert_eq!(
            check(&secret(), "me", &proof, Difficulty(8), at(999)),
            Ok("AQEBAQEBAQEBAQEBAQEBAQ")
        );
        assert_eq!(
            check(&secret(), "me", &proof, Difficulty(8), at(1_000)),
            Err(ProofError::Expired)
        );
        assert_eq!(
            check(&secret(), "you", &proof, Difficulty(8), at(999)),
            Err(ProofError::Forged)
        );
        assert_eq!(
            check(&Secret::new(vec![8; 32]), "me", &proof, Difficulty(8), at(999)),
            Err(ProofError::Forged)
        );
    }

    #[test]
    fn what_was_changed_or_guessed_proves_nothing() {
        let proof = solved();
        let wrong = (0..).map(|number| format!("{}:{number}", proof.split_once(':').unwrap().0));
        let wrong = wrong
            .into_iter()
            .find(|guess| {
                *guess != proof && check(&secret(), "me", guess, Difficulty(8), at(1)).is_err()
            })
            .unwrap();
        assert_eq!(check(&secret(), "me", &wrong, Difficulty(8), at(1)), Err(ProofError::Wrong));
        assert_eq!(
            check(&secret(), "me", &proof.replacen(".8.", ".0.", 1), Difficulty(8), at(1)),
            Err(ProofError::Forged)
        );
        for malformed in
            ["", ":", "a.b.c.d:1", &proof.replace(':', "."), &format!("{proof}x"), "a.8.1:1"]
        {
            assert_eq!(
                check(&secret(), "me", malformed, Difficulty(8), at(1)),
                Err(ProofError::Malformed),
                "{malformed}"
            );
        }
    }

    #[test]
    fn what_was_enough_before_a_flood_is_not_in_it() {
        assert!(check(&secret(), "me", &solved(), Difficulty(7), at(1)).is_ok());
        assert_eq!(
            check(&secret(), "me", &solved(), Difficulty(9), at(1)),
            Err(ProofError::TooEasy)
        );
    }

    #[test]
    fn zeros_are_counted_in_bits() {
        let number = solve("x", 12, 0..1_000_000).unwrap();
        assert!(solves("x", number, 12) && solves("x", number, 0) && !solves("x", number, 200));
    }
}
