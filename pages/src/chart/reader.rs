//! Numbers, shares, months and times in the reader's language: Arabic or English.
//!
//! Digits are those of the other pages. A percentage, a range or a month in digits is isolated and
//! runs from left to right, or an Arabic sentence would show it reversed.

use domain::{
    figures::period::Month,
    statistics::{
        distribution::Quantile,
        proportion::{Proportion, Shown},
    },
};
use form::Language;

use crate::words::{FiguresWords, Words};

/// Reader of figures.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    /// Arabic or English.
    pub(crate) language: Language,
    pub(crate) words: &'static FiguresWords,
}

impl Reader {
    /// Returns a reader of Arabic for Arabic, and of English for any other language.
    pub(crate) fn of(language: Language) -> Self {
        let language = if language == Language::Ar { Language::Ar } else { Language::En };
        Self { language, words: FiguresWords::of(language) }
    }

    /// Returns whether lines run from right to left.
    pub(crate) fn is_mirrored(self) -> bool {
        self.language.dir() == "rtl"
    }

    /// Returns a text for a number, which replaces `{count}`. Its forms are separated by `|`: one
    /// and other in English; zero, one, two, few, many and other in Arabic (Unicode CLDR).
    pub(crate) fn counted(self, text: &str, count: u64) -> String {
        let place = match (self.language, count, count % 100) {
            (Language::Ar, 0, _) => 0,
            (Language::Ar, 1, _) => 1,
            (Language::Ar, 2, _) => 2,
            (Language::Ar, _, 3..=10) => 3,
            (Language::Ar, _, 11..=99) => 4,
            (Language::Ar, ..) => 5,
            (_, 1, _) => 0,
            _ => 1,
        };
        let form = text.split('|').nth(place).unwrap_or_default();
        filled(form, &[("count", &number(count))])
    }

    /// Returns a month with its year: "July 2026".
    pub(crate) fn month(self, month: Month) -> String {
        let names = Words::of(self.language).months;
        let name = names.split(' ').nth(usize::from(month.of_year()) - 1).unwrap_or_default();
        [name, " ", &month.year().to_string()].concat()
    }

    /// Returns a share without its interval: "93%", or "4 of 5" for a few cases. The number of
    /// cases has to stand beside a percentage.
    pub(crate) fn share(self, proportion: Proportion) -> String {
        match proportion.shown() {
            Shown::Counts { .. } => self.cases(proportion),
            Shown::Percentage { percent, .. } => percentage(percent),
        }
    }

    /// Returns the cases of a share: "290 of 312".
    pub(crate) fn cases(self, proportion: Proportion) -> String {
        let (hits, of) = (number(proportion.hits()), number(proportion.of()));
        filled(self.words.of, &[("hits", &hits), ("of", &of)])
    }

    /// Returns the cases of a percentage and its interval: "290 of 312; 89–95%". A few cases have
    /// neither.
    pub(crate) fn cases_and_interval(self, proportion: Proportion) -> Option<String> {
        let Shown::Percentage { lower, upper, .. } = proportion.shown() else { return None };
        let interval = range(&lower.to_string(), &percent_sign(upper));
        let values = [("cases", &*self.cases(proportion)), ("interval", &interval)];
        Some(filled(self.words.cases_and_interval, &values))
    }

    /// Returns a share with its cases and its interval: "93% (290 of 312; 89–95%)", or "4 of 5".
    pub(crate) fn share_in_full(self, proportion: Proportion) -> String {
        let share = self.share(proportion);
        match self.cases_and_interval(proportion) {
            Some(cases) => {
                filled(self.words.share_in_full, &[("share", &share), ("cases", &cases)])
            }
            None => share,
        }
    }

    /// Returns working time, in minutes up to two hours and in hours from then on.
    pub(crate) fn working_time(self, minutes: u64) -> String {
        if minutes < 120 {
            self.counted(self.words.minutes, minutes)
        } else {
            self.counted(self.words.working_hours, (minutes + 30) / 60)
        }
    }

    /// Returns time as people live it, in hours up to two days and in days from then on.
    pub(crate) fn lived_time(self, hours: u64) -> String {
        if hours < 48 {
            self.counted(self.words.hours, hours)
        } else {
            self.counted(self.words.days, (hours + 12) / 24)
        }
    }

    /// Returns a quantile of working times.
    pub(crate) fn quantile(self, quantile: Quantile) -> String {
        match quantile {
            Quantile::At(minutes) => self.working_time(minutes),
            Quantile::MoreThan(minutes) => {
                filled(self.words.more_than, &[("time", &self.working_time(minutes))])
            }
        }
    }

    /// Returns names one after another.
    pub(crate) fn list(self, names: &[String]) -> String {
        names.join(if self.is_mirrored() { "، " } else { ", " })
    }
}

/// Returns a text with values in place of its placeholders.
pub(crate) fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let fill = |text: String, (name, value): &(&str, &str)| {
        text.replace(&["{", name, "}"].concat(), value)
    };
    values.iter().fold(text.to_owned(), fill)
}

/// Returns a number with a comma between thousands.
pub(crate) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns whole percent.
pub(crate) fn percentage(percent: u8) -> String {
    ltr(&percent_sign(percent))
}

fn percent_sign(percent: u8) -> String {
    [&percent.to_string(), "%"].concat()
}

/// Returns a range of numbers.
pub(crate) fn range(lower: &str, upper: &str) -> String {
    ltr(&[lower, "–", upper].concat())
}

/// Isolates text that runs from left to right in every language.
pub(crate) fn ltr(text: &str) -> String {
    ["\u{2066}", text, "\u{2069}"].concat()
}

/// Isolates a name in a sentence of the other direction.
pub(crate) fn isolated(name: &str) -> String {
    ["\u{2068}", name, "\u{2069}"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn a_number_chooses_the_form_of_its_noun() {
        let arabic = |count| {
            Reader::of(Language::Ar)
                .counted("zero|one|two|few {count}|many {count}|other {count}", count)
        };
        assert_eq!([0, 1, 2, 3, 10].map(arabic), ["zero", "one", "two", "few 3", "few 10"]);
        assert_eq!(
            [11, 99, 100, 102, 103, 1_011].map(arabic),
            ["many 11", "many 99", "other 100", "other 102", "few 103", "many 1,011"]
        );
        let english = |count| Reader::of(Language::Ru).counted("one|{count}", count);
        assert_eq!([0, 1, 2, 21].map(english), ["0", "one", "2", "21"]);
    }

    #[test]
    fn few_cases_have_no_percentage_and_many_have_their_interval() {
        let english = Reader::of(Language::En);
        let proportion = |hits, of| Proportion::new(hits, of).unwrap();
        assert_eq!(english.share(proportion(4, 5)), "4 of 5");
        assert_eq!(english.share_in_full(proportion(4, 5)), "4 of 5");
        assert_eq!(plain(&english.share(proportion(90, 100))), "90%");
        assert_eq!(plain(&english.share_in_full(proportion(90, 100))), "90% (90 of 100; 83–94%)");
        let arabic = Reader::of(Language::Ar).share_in_full(proportion(1_800, 2_000));
        assert!(arabic.contains("\u{2066}90%\u{2069}"), "{arabic}");
        assert!(arabic.contains("1,800 من 2,000"), "{arabic}");
        assert!(arabic.contains("\u{2066}89–91%\u{2069}"), "{arabic}");
    }

    #[test]
    fn months_and_times_are_in_words() {
        let month = Month::parse("2026-07").unwrap();
        assert_eq!(Reader::of(Language::En).month(month), "July 2026");
        assert_eq!(Reader::of(Language::Ar).month(month), "يوليو 2026");
        let arabic = |minutes| Reader::of(Language::Ar).working_time(minutes);
        assert_eq!([1, 2, 119].map(arabic), ["دقيقة واحدة", "دقيقتان", "119 دقيقة"]);
        assert_eq!(
            [120, 300, 660, 6_000].map(arabic),
            ["ساعتا عمل", "5 ساعات عمل", "11 ساعة عمل", "100 ساعة عمل"]
        );
        let english = Reader::of(Language::En);
        assert_eq!(english.quantile(Quantile::At(121)), "2 working hours");
        assert_eq!(english.quantile(Quantile::MoreThan(60)), "more than 60 minutes");
    }

    #[test]
    fn thousands_are_parted() {
        let numbers = [0, 999, 1_000, 3_882, 1_234_567].map(number);
        assert_eq!(numbers, ["0", "999", "1,000", "3,882", "1,234,567"]);
    }
}
