//! Limits of X: calls in a quarter of an hour, and the weighted length of a post.

/// The time after which calls are counted anew, in milliseconds.
const QUARTER: u64 = 15 * 60_000;

/// Calls of one kind in the running quarter of an hour.
pub(super) struct Quota {
    most: u32,
    left: u32,
    /// Moment at which calls are counted anew, in milliseconds.
    reset: u64,
}

impl Quota {
    pub(super) fn new(most: u32) -> Self {
        Self { most, left: most, reset: 0 }
    }

    /// Takes a call, or returns the second at which calls are counted anew.
    pub(super) fn take(&mut self, now: u64) -> Result<(), u64> {
        self.turn(now);
        if self.left == 0 {
            return Err(self.reset.div_ceil(1000));
        }
        self.left -= 1;
        Ok(())
    }

    /// Leaves so many calls until they are counted anew.
    pub(super) fn leave(&mut self, left: u32, now: u64) {
        self.turn(now);
        self.left = left;
    }

    fn turn(&mut self, now: u64) {
        if now >= self.reset {
            self.left = self.most;
            self.reset = now + QUARTER;
        }
    }
}

/// The length of a post at most.
pub(super) const LONGEST: usize = 280;

/// Returns the weighted length of a post: an address counts 23, most letters one, and others,
/// among them Chinese characters and emoji, two.
pub(super) fn length(text: &str) -> usize {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let address = word.trim_end();
            if address.starts_with("https://") || address.starts_with("http://") {
                return 23 + word.chars().count() - address.chars().count();
            }
            word.chars().map(weight).sum()
        })
        .sum()
}

fn weight(character: char) -> usize {
    let is_light = matches!(character,
        '\0'..='\u{10ff}' | '\u{2000}'..='\u{200d}' | '\u{2010}'..='\u{201f}'
        | '\u{2032}'..='\u{2037}');
    if is_light { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_anew_after_a_quarter_of_an_hour() {
        let mut quota = Quota::new(2);
        let now = 10_000_000;
        assert_eq!([quota.take(now), quota.take(now)], [Ok(()), Ok(())]);
        assert_eq!(quota.take(now + 1), Err((now + QUARTER) / 1000));
        assert_eq!(quota.take(now + QUARTER), Ok(()));
        quota.leave(0, now + QUARTER);
        assert!(quota.take(now + QUARTER + 1).is_err());
    }

    #[test]
    fn a_post_is_weighed() {
        assert_eq!(length(&"ش".repeat(280)), 280);
        assert_eq!(length("路灯😀"), 6);
        assert_eq!(length("see https://voice.example/a/very/long/address now"), 4 + 23 + 1 + 3);
    }
}
