//! Rate limit of requests per day.
//!
//! Below the soft limit a client notices nothing. Above it each request needs a proof of work. At
//! the hard limit all further requests of the day are refused. A limit that strangers share, as
//! that of an entity, refuses nobody: they would silence it. There the hard limit slows down.

use crate::intake::proof::Difficulty;

/// Rate limit: two counts of requests per day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Number of requests from which a proof of work is demanded.
    pub soft: u32,
    /// Number of requests from which every request is refused.
    pub hard: u32,
}

/// Verdict on one more request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Accepted.
    Welcome,
    /// Accepted with a proof of work.
    Proof(Difficulty),
    /// Refused.
    TooMany,
}

impl Limit {
    /// Returns the number of requests that need no proof of work.
    pub const fn welcome(self) -> u32 {
        if self.soft < self.hard { self.soft } else { self.hard }
    }

    /// Returns the verdict on one more request after `count` of them. The work doubles each time
    /// that the count does.
    pub fn judge(self, count: u32) -> Verdict {
        if count >= self.hard {
            Verdict::TooMany
        } else if count >= self.soft {
            let doublings = (count / self.soft.max(1)).max(1).ilog2();
            Verdict::Proof(Difficulty::raised(u8::try_from(doublings).unwrap_or(u8::MAX)))
        } else {
            Verdict::Welcome
        }
    }

    /// Returns the verdict on one more request where strangers share the limit: above the hard
    /// limit the work is the greatest.
    pub fn judge_shared(self, count: u32) -> Verdict {
        match self.judge(count) {
            Verdict::TooMany => Verdict::Proof(Difficulty::greatest()),
            verdict => verdict,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMIT: Limit = Limit { soft: 10, hard: 1_000 };

    #[test]
    fn the_soft_limit_asks_for_work_and_the_hard_one_ends_it() {
        assert_eq!(LIMIT.judge(9), Verdict::Welcome);
        assert_eq!(LIMIT.judge(10), Verdict::Proof(Difficulty::raised(0)));
        assert_eq!(LIMIT.judge(19), Verdict::Proof(Difficulty::raised(0)));
        assert_eq!(LIMIT.judge(40), Verdict::Proof(Difficulty::raised(2)));
        assert_eq!(LIMIT.judge(1_000), Verdict::TooMany);
    }

    #[test]
    fn a_shared_limit_slows_down_and_refuses_nobody() {
        for count in [0, 9, 10, 40, 999] {
            assert_eq!(LIMIT.judge_shared(count), LIMIT.judge(count));
        }
        assert_eq!(LIMIT.judge_shared(u32::MAX), Verdict::Proof(Difficulty::greatest()));
        assert!(LIMIT.judge_shared(999) < LIMIT.judge_shared(1_000));
    }

    proptest! {
        #[test]
        fn below_what_is_welcome_nothing_is_asked_and_from_there_on_something_is(soft in 0..1_000_u32, hard in 0..1_000_u32, count in 0..2_000_u32) {
            let limit = Limit { soft, hard };
            prop_assert_eq!(count < limit.welcome(), limit.judge(count) == Verdict::Welcome);
        }

        #[test]
        fn one_more_is_never_easier(soft in 0..1_000_u32, hard in 0..100_000_u32, count in 0..200_000_u32) {
            let limit = Limit { soft, hard };
            prop_assert!(limit.judge(count) <= limit.judge(count + 1));
        }
    }
}
