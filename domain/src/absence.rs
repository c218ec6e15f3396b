//! Absences: while somebody is away, a deputy gets what comes for them. What they had before stays
//! theirs.

use jiff::{ToSpan, civil::Date};
use thiserror::Error;

use crate::staff::StaffId;

/// Longest absence, in days.
pub const ABSENCE_MAX: i64 = 366;

/// Absence of a person at an entity, in days of the entity's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Person who is away.
    pub staff: StaffId,
    /// Person who gets what comes meanwhile.
    pub deputy: StaffId,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// Reason why something isn't an absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AbsenceError {
    /// The person as their own deputy.
    #[error("somebody else stands in")]
    OwnDeputy,
    /// Last day in the past.
    #[error("an absence ends today or later")]
    Past,
    /// Last day before the first, or too long after it.
    #[error("an absence lasts one to {ABSENCE_MAX} days")]
    Length,
}

impl Absence {
    /// Returns whether the person is away on a day.
    pub fn covers(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Checks an absence that is set on this day.
    ///
    /// # Errors
    ///
    /// When the days or the deputy can't be.
    pub fn check(&self, today: Date) -> Result<(), AbsenceError> {
        let longest = self.first.saturating_add((ABSENCE_MAX - 1).days());
        if self.deputy == self.staff {
            Err(AbsenceError::OwnDeputy)
        } else if self.last < self.first || self.last > longest {
            Err(AbsenceError::Length)
        } else if self.last < today {
            Err(AbsenceError::Past)
        } else {
            Ok(())
        }
    }
}

/// Returns the recipient of a person's new cases on a day: the person, or a deputy. A deputy
/// who is away has a deputy too; if all of them are away for one another, it stays with the person.
pub fn stand_in<'a>(absences: &'a [Absence], person: &'a StaffId, day: Date) -> &'a StaffId {
    let mut who = person;
    for _ in 0..=absences.len() {
        let absence = absences.iter().find(|absence| absence.staff == *who && absence.covers(day));
        match absence {
            Some(absence) => who = &absence.deputy,
            None => return who,
        }
    }
    person
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> StaffId {
        StaffId::draw([number; 16])
    }

    fn day(day: i8) -> Date {
        jiff::civil::date(2026, 12, day)
    }

    fn absence(staff: u8, deputy: u8, days: [i8; 2]) -> Absence {
        let [first, last] = days.map(day);
        Absence { staff: id(staff), deputy: id(deputy), first, last }
    }

    #[test]
    fn a_deputy_stands_in_from_the_first_day_to_the_last() {
        let absences = [absence(1, 2, [10, 12])];
        for (on, who) in [(9, 1), (10, 2), (12, 2), (13, 1)] {
            assert_eq!(stand_in(&absences, &id(1), day(on)), &id(who), "{on}");
        }
        assert_eq!(stand_in(&absences, &id(3), day(11)), &id(3));
    }

    #[test]
    fn a_deputy_who_is_away_has_a_deputy_and_a_circle_changes_nothing() {
        let mut absences = vec![absence(1, 2, [10, 20]), absence(2, 3, [12, 14])];
        assert_eq!(stand_in(&absences, &id(1), day(13)), &id(3));
        assert_eq!(stand_in(&absences, &id(1), day(15)), &id(2));
        absences.push(absence(3, 1, [13, 13]));
        assert_eq!(stand_in(&absences, &id(1), day(13)), &id(1));
        assert_eq!(stand_in(&absences, &id(2), day(13)), &id(2));
    }

    #[test]
    fn an_absence_has_days_that_can_be_and_somebody_else() {
        let check = |absence: Absence| absence.check(day(10));
        assert_eq!(check(absence(1, 2, [8, 10])), Ok(()));
        assert_eq!(check(absence(1, 1, [10, 12])), Err(AbsenceError::OwnDeputy));
        assert_eq!(check(absence(1, 2, [12, 11])), Err(AbsenceError::Length));
        assert_eq!(check(absence(1, 2, [8, 9])), Err(AbsenceError::Past));
        let last = |days: i64| day(10).saturating_add(days.days());
        let long = |days| Absence { last: last(days), ..absence(1, 2, [10, 10]) };
        assert_eq!(check(long(ABSENCE_MAX - 1)), Ok(()));
        assert_eq!(check(long(ABSENCE_MAX)), Err(AbsenceError::Length));
    }
}
