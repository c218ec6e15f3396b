//! Public holidays of the United Arab Emirates in 2026 and 2027 (Cabinet Resolution 27 of 2024).
//!
//! Those of the lunar calendar are expected by the Umm al-Qura calendar. The sighting of the moon
//! decides a day or so before, so each is marked until somebody has confirmed it. The 30th of
//! Ramadan is a holiday in a year that has one.

use jiff::civil::{Date, date};

use super::Holiday;
use crate::bilingual::Named;

/// A holiday: names in Arabic and English, first and last day, true if it follows the moon.
type Row = (&'static str, &'static str, Date, Date, bool);

const NEW_YEAR: (&str, &str) = ("رأس السنة الميلادية", "New Year");
const EID_AL_FITR: (&str, &str) = ("عيد الفطر", "Eid al-Fitr");
const ARAFAT: (&str, &str) = ("يوم عرفة", "Arafat Day");
const EID_AL_ADHA: (&str, &str) = ("عيد الأضحى", "Eid al-Adha");
const ISLAMIC_NEW_YEAR: (&str, &str) = ("رأس السنة الهجرية", "Islamic New Year");
const PROPHETS_BIRTHDAY: (&str, &str) = ("المولد النبوي", "Prophet's birthday");
const NATIONAL_DAY: (&str, &str) = ("عيد الاتحاد", "National Day");

const fn row(name: (&'static str, &'static str), from: Date, until: Date, moon: bool) -> Row {
    (name.0, name.1, from, until, moon)
}

const ALL: [Row; 14] = [
    row(NEW_YEAR, date(2026, 1, 1), date(2026, 1, 1), false),
    row(EID_AL_FITR, date(2026, 3, 19), date(2026, 3, 22), true),
    row(ARAFAT, date(2026, 5, 26), date(2026, 5, 26), true),
    row(EID_AL_ADHA, date(2026, 5, 27), date(2026, 5, 29), true),
    row(ISLAMIC_NEW_YEAR, date(2026, 6, 16), date(2026, 6, 16), true),
    row(PROPHETS_BIRTHDAY, date(2026, 8, 25), date(2026, 8, 25), true),
    row(NATIONAL_DAY, date(2026, 12, 2), date(2026, 12, 3), false),
    row(NEW_YEAR, date(2027, 1, 1), date(2027, 1, 1), false),
    row(EID_AL_FITR, date(2027, 3, 9), date(2027, 3, 11), true),
    row(ARAFAT, date(2027, 5, 15), date(2027, 5, 15), true),
    row(EID_AL_ADHA, date(2027, 5, 16), date(2027, 5, 18), true),
    row(ISLAMIC_NEW_YEAR, date(2027, 6, 6), date(2027, 6, 6), true),
    row(PROPHETS_BIRTHDAY, date(2027, 8, 14), date(2027, 8, 14), true),
    row(NATIONAL_DAY, date(2027, 12, 2), date(2027, 12, 3), false),
];

/// Returns the holidays, named for a reader of `language`.
pub fn holidays(language: &str) -> Vec<Holiday> {
    let holiday = |(ar, en, from, until, expected): Row| {
        let name = Named { ar: ar.to_owned(), en: en.to_owned() };
        Holiday { name: name.for_reader(language).0.to_owned(), from, until, expected }
    };
    ALL.into_iter().map(holiday).collect()
}

/// First and last day of Ramadan, as expected.
pub const RAMADAN: [(Date, Date); 2] =
    [(date(2026, 2, 18), date(2026, 3, 19)), (date(2027, 2, 8), date(2027, 3, 8))];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::calendar::{Calendar, Parts, missing};

    #[test]
    fn the_holidays_make_a_calendar_with_those_that_it_has() {
        let mut parts: Parts = Calendar::federal(2026..=2027).into();
        let new = missing(&parts.holidays, holidays("en"));
        let names: Vec<_> = new.iter().map(|it| &*it.name).collect();
        assert_eq!(new.len(), 10, "{names:?}");
        assert!(new.iter().all(|it| it.expected), "the fixed ones are there");
        parts.holidays.extend(new);
        assert!(missing(&parts.holidays, holidays("ar")).is_empty());
        assert!(Calendar::new(parts).is_ok());
    }

    #[test]
    fn only_what_the_moon_decides_is_expected() {
        let fixed: Vec<_> = holidays("en").into_iter().filter(|it| !it.expected).collect();
        assert!(fixed.iter().all(|it| ["New Year", "National Day"].contains(&&*it.name)));
        assert_eq!(fixed.len(), 4);
        assert_eq!(holidays("ar")[1].name, "عيد الفطر");
        for (place, (_, until)) in [1, 8].into_iter().zip(RAMADAN) {
            let feast = &holidays("en")[place];
            assert!(feast.from <= until.tomorrow().unwrap() && until < feast.until);
        }
    }
}
