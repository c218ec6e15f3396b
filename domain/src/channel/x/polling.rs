//! Progress of polling: the stretch of posts to ask for next.
//!
//! An answer has a hundred posts at most, the latest first. What is between its oldest one and the
//! posts that were taken before is a gap, which is closed before newer posts are asked for. So
//! nothing is passed over, however many posts there are, and a run may end after any answer.

use super::Page;

/// Progress, as it's stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Latest post that was taken; `None` before the first one.
    pub newest: Option<String>,
    /// Posts that are still to be taken before later ones.
    pub gap: Option<Gap>,
}

/// Posts between two that were taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Latest post before the gap.
    pub after: String,
    /// Earliest post behind the gap.
    pub before: String,
}

/// Ends of the stretch to ask for, of which neither belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// Post after which it begins.
    pub since: Option<&'a str>,
    /// Post before which it ends.
    pub until: Option<&'a str>,
}

impl Progress {
    /// Returns the stretch to ask for next.
    pub fn stretch(&self) -> Stretch<'_> {
        match &self.gap {
            Some(gap) => Stretch { since: Some(&gap.after), until: Some(&gap.before) },
            None => Stretch { since: self.newest.as_deref(), until: None },
        }
    }

    /// Records the answer to the stretch, and returns whether more is to be asked for at once. What
    /// was there before the first polling isn't gone through: the latest posts of it are enough.
    pub fn take(&mut self, page: &Page) -> bool {
        let oldest = page.oldest_id.as_ref().filter(|_| page.next.is_some());
        if let Some(gap) = self.gap.take() {
            // An end that doesn't move would be asked for again and again.
            let moved = oldest.filter(|oldest| is_earlier(oldest, &gap.before));
            self.gap = moved.map(|before| Gap { before: before.clone(), ..gap });
            return true;
        }
        let newest = page.newest_id.clone().or_else(|| self.newest.clone());
        let after = std::mem::replace(&mut self.newest, newest);
        let ends = after.zip(oldest.cloned());
        self.gap = ends.map(|(after, before)| Gap { after, before });
        self.gap.is_some()
    }
}

/// Returns whether a post is earlier than another: ids are numbers that rise.
fn is_earlier(one: &str, other: &str) -> bool {
    (one.len(), one) < (other.len(), other)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Answers as X does, with `most` posts at most.
    fn answer(posts: &[u32], stretch: Stretch<'_>, most: usize) -> (Vec<u32>, Page) {
        let number = |id: &str| id.parse::<u32>().unwrap();
        let (since, until) = (stretch.since.map(number), stretch.until.map(number));
        let is_in =
            |id: &&u32| since.is_none_or(|it| **id > it) && until.is_none_or(|it| **id < it);
        let all: Vec<u32> = posts.iter().rev().filter(is_in).copied().collect();
        let part: Vec<u32> = all.iter().take(most).copied().collect();
        let page = Page {
            posts: Vec::new(),
            newest_id: part.first().map(u32::to_string),
            oldest_id: part.last().map(u32::to_string),
            next: (all.len() > part.len()).then(|| "next".to_owned()),
        };
        (part, page)
    }

    #[test]
    fn the_posts_before_the_first_polling_are_not_gone_through() {
        let mut progress = Progress::default();
        let (_, page) = answer(&(1..=500).collect::<Vec<_>>(), progress.stretch(), 100);
        assert!(!progress.take(&page));
        assert_eq!(progress, Progress { newest: Some("500".into()), gap: None });
        let (_, nothing) = answer(&[], progress.stretch(), 100);
        assert!(!progress.take(&nothing));
        assert_eq!(progress.newest.as_deref(), Some("500"));
    }

    #[test]
    fn a_gap_whose_end_does_not_move_is_given_up() {
        let gap = Gap { after: "1".into(), before: "10".into() };
        let mut progress = Progress { newest: Some("20".into()), gap: Some(gap) };
        let page =
            Page { oldest_id: Some("10".into()), next: Some("next".into()), ..Page::default() };
        assert!(progress.take(&page));
        assert_eq!(progress.gap, None);
    }

    proptest! {
        #[test]
        fn whatever_comes_between_the_answers_every_later_post_is_taken_once(
            arrivals in prop::collection::vec(0_u32..12, 1..20),
            answers_max in 1_usize..4,
            most in 1_usize..4,
        ) {
            let (mut posts, mut taken) = (vec![1], BTreeSet::new());
            let mut progress = Progress::default();
            let (_, page) = answer(&posts, progress.stretch(), most);
            progress.take(&page);
            // Runs without news follow, as many as are needed.
            let quiet = std::iter::repeat_n(0, 300);
            for more in arrivals.into_iter().chain(quiet) {
                for _ in 0..answers_max {
                    let (part, page) = answer(&posts, progress.stretch(), most);
                    for id in part {
                        prop_assert!(taken.insert(id), "{id} twice");
                    }
                    if !progress.take(&page) {
                        break;
                    }
                }
                let latest = u32::try_from(posts.len()).unwrap();
                posts.extend(latest + 1..=latest + more);
            }
            prop_assert_eq!(&progress.gap, &None);
            let expected: BTreeSet<u32> = posts.into_iter().filter(|id| *id > 1).collect();
            prop_assert_eq!(taken, expected);
        }
    }
}
