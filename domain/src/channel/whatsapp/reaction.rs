//! Reactions to errors of the Cloud API, in an answer to a message or in a later status.

/// Longest pause before another attempt, in seconds.
const PAUSE_MAX: u32 = 60 * 60;

/// Pause after which a refused access token is tried again, in seconds: by then an operator may
/// have replaced it.
const TOKEN_PAUSE: u32 = 10 * 60;

/// Code of the limit on messages from one number to another.
const PAIR_LIMIT: u32 = 131_056;

/// Reaction to an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// The access token or the account is refused: nothing is sent until it is replaced, and
    /// operators are told. Tried again after some seconds.
    Stop(u32),
    /// Too fast: the message waits for some seconds, and all others to the same person with it.
    Slower(u32),
    /// A fault of the platform, which passes: the same again after some seconds.
    Again(u32),
    /// The request is wrong: never again, and logged.
    OurFault,
    /// The person can't be reached by this channel.
    Unreachable,
    /// More than 24 hours after the person's last message: only a template is delivered.
    PastWindow,
    /// Meta doesn't deliver the message, to spare the person.
    Withheld,
}

impl Reaction {
    /// Returns the reaction to an error code, after `failures` failed attempts of the same message,
    /// this one included.
    pub fn to(code: u32, failures: u32) -> Self {
        match code {
            0 | 3 | 10 | 190 | 200..=299 | 368 | 131_031 | 131_042 => Self::Stop(TOKEN_PAUSE),
            PAIR_LIMIT => Self::Slower(4_u32.saturating_pow(failures).min(PAUSE_MAX)),
            4 | 80_007 | 130_429 | 131_048 => Self::Slower(doubled(30, failures)),
            100 | 131_008 | 131_009 | 132_000..=132_999 | 135_000 => Self::OurFault,
            131_021 | 131_026 | 131_030 | 131_045 => Self::Unreachable,
            131_047 => Self::PastWindow,
            131_049 | 131_050 => Self::Withheld,
            _ => Self::Again(doubled(5, failures)),
        }
    }

    /// Returns the reaction to an answer that has no error code: the status of HTTP decides.
    pub fn to_status(status: u16, failures: u32) -> Self {
        match status {
            401 | 403 => Self::Stop(TOKEN_PAUSE),
            429 => Self::Slower(doubled(30, failures)),
            400..=499 => Self::OurFault,
            _ => Self::Again(doubled(5, failures)),
        }
    }

    /// Returns the pause before the next attempt, in seconds; `None` if there is none.
    pub const fn pause(self) -> Option<u32> {
        match self {
            Self::Stop(seconds) | Self::Slower(seconds) | Self::Again(seconds) => Some(seconds),
            Self::OurFault | Self::Unreachable | Self::PastWindow | Self::Withheld => None,
        }
    }

    /// Returns the name in the store, by which staff see why a message failed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stop(_) => "stopped",
            Self::Slower(_) => "limited",
            Self::Again(_) => "failed",
            Self::OurFault => "refused",
            Self::Unreachable => "unreachable",
            Self::PastWindow => "past_window",
            Self::Withheld => "withheld",
        }
    }
}

/// Returns a pause that doubles with each failure.
fn doubled(first: u32, failures: u32) -> u32 {
    let factor = 2_u32.saturating_pow(failures.saturating_sub(1));
    first.saturating_mul(factor).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_its_reaction() {
        let cases = [
            (0, Reaction::Stop(600)),
            (190, Reaction::Stop(600)),
            (4, Reaction::Slower(30)),
            (80_007, Reaction::Slower(30)),
            (130_429, Reaction::Slower(30)),
            (131_056, Reaction::Slower(4)),
            (131_000, Reaction::Again(5)),
            (100, Reaction::OurFault),
            (131_008, Reaction::OurFault),
            (131_026, Reaction::Unreachable),
            (131_047, Reaction::PastWindow),
            (131_049, Reaction::Withheld),
        ];
        for (code, expected) in cases {
            assert_eq!(Reaction::to(code, 1), expected, "{code}");
        }
        // A code that is still to come is tried again rather than given up.
        assert_eq!(Reaction::to(139_999, 1), Reaction::Again(5));
    }

    #[test]
    fn the_pair_limit_backs_off_by_powers_of_four_up_to_an_hour() {
        let pauses = [1, 2, 3, 4, 5, 6, 30].map(|failures| Reaction::to(131_056, failures));
        let expected = [4, 16, 64, 256, 1_024, 3_600, 3_600].map(Reaction::Slower);
        assert_eq!(pauses, expected);
    }

    #[test]
    fn an_answer_without_a_code_is_judged_by_its_status() {
        assert_eq!(Reaction::to_status(401, 1), Reaction::Stop(600));
        assert_eq!(Reaction::to_status(429, 2), Reaction::Slower(60));
        assert_eq!(Reaction::to_status(404, 1), Reaction::OurFault);
        assert_eq!(Reaction::to_status(502, 3), Reaction::Again(20));
        assert_eq!(Reaction::OurFault.pause(), None);
        assert_eq!(Reaction::Again(20).pause(), Some(20));
    }
}
