//! Counters of figures.

use serde::{Deserialize, Serialize};

/// Defines [`Counts`] with one member for each counter, and their names.
macro_rules! counters {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        /// Counters of one tally. Each counts cases, promises or actions on the day of the fact,
        /// but for those that say otherwise. A difference of two has negative counters.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Counts {
            $(
                $(#[$meta])*
                #[serde(skip_serializing_if = "is_zero")]
                pub $name: i64,
            )*
        }

        impl Counts {
            /// Names of the counters, which are those of the store's columns.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];

            /// Returns the counters with their names.
            pub fn named(&self) -> impl Iterator<Item = (&'static str, i64)> {
                [$((stringify!($name), self.$name),)*].into_iter()
            }

            /// Adds the other counters, `times` times.
            pub const fn add(&mut self, other: &Self, times: i64) {
                $(self.$name += other.$name * times;)*
            }
        }
    };
}

fn is_zero<Number: Default + PartialEq>(count: &Number) -> bool {
    *count == Number::default()
}

counters! {
    /// Participations received.
    received,
    /// Of these, those whose form measured the time from opening to sending.
    timed,
    /// Of these, those sent within two minutes.
    in_two_minutes,
    /// Participations without a time to the first response, and none to come: imported, merged,
    /// withdrawn or erased, or given up because the customer fell silent. Counted on the day of
    /// receipt.
    unmeasured_first,
    /// Participations without a time to the full answer, and none to come.
    unmeasured_full,
    /// Participations that ended without an answer of their own.
    unmeasured_lived,
    /// Participations that came with the face of a smile.
    mood_happy,
    /// Participations that came with the straight face.
    mood_neutral,
    /// Participations that came with the sad face.
    mood_unhappy,
    /// Verdicts on first responses.
    first_judged,
    /// Of these, kept promises.
    first_kept,
    /// Verdicts on full answers.
    full_judged,
    /// Of these, kept promises.
    full_kept,
    /// Verdicts on full answers to suggestions, which are their decisions.
    decided_judged,
    /// Of these, kept promises.
    decided_kept,
    /// Of the verdicts on full answers, those of extended cases.
    extended,
    /// Verdicts on the promises of entities that accepted a transfer, at these entities.
    own_judged,
    /// Of these, kept promises.
    own_kept,
    /// Verdicts on the settlement of transfers, at the entity that the case was offered to.
    handover_judged,
    /// Of these, kept promises.
    handover_kept,
    /// Transfers that an entity returned, at this entity.
    returned,
    /// Promises to the customer that reached the head of the entity.
    head_told,
    /// Cases answered for the first time.
    answered,
    /// Of these, answered without question, transfer or extension, and not reopened.
    first_contact,
    /// Minutes from receipt to first full answer.
    lived_minutes,
    /// Of these, minutes for which the case waited for the customer.
    waited_minutes,
    /// Cases ended. A case that was reopened may end again.
    ended,
    /// Of the ended cases, those that another entity had accepted at least once.
    moved_once,
    /// Of the ended cases, those that other entities had accepted at least twice.
    moved_twice,
    /// Ends that were followed by a reopening; counted on the day of the end.
    came_back,
    /// Cases reopened, on the day of the reopening.
    reopened,
    /// Cases declined because no entity here could change the matter.
    declined_out_of_scope,
    /// Cases declined as repetitions.
    declined_duplicate,
    /// Cases declined because of insults or threats.
    declined_abusive,
    /// Cases merged into another one.
    merged,
    /// Cases that the customer withdrew.
    withdrawn,
    /// Cases closed because the customer fell silent.
    lapsed,
    /// Answers whose customer was told, and so asked to rate the handling.
    asked_to_rate,
    /// Of these, those whose customer rated it since; counted on the day of the answer.
    asked_rated,
    /// Ratings with the face of a smile.
    rated_happy,
    /// Ratings with the straight face.
    rated_neutral,
    /// Ratings with the sad face.
    rated_unhappy,
    /// Complaints answered as right.
    upheld,
    /// Complaints answered as right in part.
    partly_upheld,
    /// Complaints answered as wrong.
    not_upheld,
    /// Complaints settled without a finding.
    resolved,
    /// Suggestions decided.
    decided,
    /// Of these, accepted.
    accepted,
    /// Of the accepted suggestions, those implemented since; counted on the day of the decision.
    accepted_implemented,
    /// Suggestions implemented.
    implemented,
    /// Suggestions whose first planned day of implementation is this day.
    planned,
    /// Of these, implemented by then.
    planned_kept,
    /// Corrective and preventive actions whose deadline is this day.
    actions_due,
    /// Of these, completed by then.
    actions_kept,
    /// Actions checked for their effect.
    actions_checked,
    /// Of these, effective.
    actions_effective,
    /// Implemented suggestions and effective actions whose public words were published since;
    /// counted on the day of the implementation or of the check.
    lessons,
    /// Implemented suggestions that state what they save.
    saving,
    /// Dirhams that they save in their first twelve months, as measured.
    saved_measured,
    /// Dirhams that they save in their first twelve months, as estimated.
    saved_estimated,
}

impl Counts {
    /// Returns whether all counters are zero.
    pub fn is_zero(&self) -> bool {
        self.named().all(|(_, count)| count == 0)
    }

    /// Returns the sum of several counts.
    pub fn sum<'a>(counts: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        counts.into_iter().for_each(|counts| sum.add(counts, 1));
        sum
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn counts_add_up_and_cancel_each_other() {
        let one = Counts { received: 1, lived_minutes: 30, ..Counts::default() };
        let mut both = Counts::sum([&one, &one]);
        assert_eq!((both.received, both.lived_minutes, both.ended), (2, 60, 0));
        both.add(&one, -2);
        assert!(both.is_zero() && !one.is_zero());
    }

    #[test]
    fn each_counter_has_one_name_which_is_its_name_on_the_wire() {
        let names: BTreeSet<_> = Counts::NAMES.iter().copied().collect();
        assert_eq!(names.len(), Counts::NAMES.len());
        for name in Counts::NAMES {
            let json = format!(r#"{{"{name}":3}}"#);
            let counts: Counts = serde_json::from_str(&json).unwrap();
            assert_eq!(counts.named().find(|(_, count)| *count == 3).map(|it| it.0), Some(*name));
            assert_eq!(serde_json::to_string(&counts).unwrap(), json, "zeros are left out");
        }
    }
}
