//! Texts with a number. Their forms are separated by `|`, in the order in which the language's
//! rules name them: one and other in English; zero, one, two, few, many and other in Arabic. A text
//! that suits every number has one form.

use domain::wire::console::Language;

use super::fill;
use crate::effects::language;

/// Returns a text for a number, which replaces the placeholder `{count}`.
pub(crate) fn count(text: &str, number: usize) -> String {
    fill(form(text, language::current(), number), "count", &number.to_string())
}

/// Returns the form for a number, by the rules of the Unicode CLDR.
fn form(text: &str, language: Language, number: usize) -> &str {
    let place = match (language, number, number % 100) {
        (Language::English, 1, _) => 0,
        (Language::English, ..) => 1,
        (Language::Arabic, 0..=2, _) => number,
        (Language::Arabic, _, 3..=10) => 3,
        (Language::Arabic, _, 11..=99) => 4,
        (Language::Arabic, ..) => 5,
    };
    let mut forms = text.split('|');
    forms.nth(place).or_else(|| text.split('|').next_back()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_chooses_the_form() {
        let english = |number| form("one|other", Language::English, number);
        assert_eq!([0, 1, 2, 21].map(english), ["other", "one", "other", "other"]);
        let arabic = |number| form("zero|one|two|few|many|other", Language::Arabic, number);
        assert_eq!([0, 1, 2, 3, 10].map(arabic), ["zero", "one", "two", "few", "few"]);
        assert_eq!([11, 99, 100, 103].map(arabic), ["many", "many", "other", "few"]);
        assert_eq!(form("any", Language::Arabic, 3), "any");
    }

    #[test]
    fn texts_with_forms_have_all_of_them() {
        let words = [&super::super::ARABIC, &super::super::ENGLISH];
        for (words, count) in words.into_iter().zip([6, 2]) {
            for text in [words.several_go, words.outcome_done, words.outcome_failed] {
                assert_eq!(text.split('|').count(), count, "{text}");
            }
        }
        let minutes = [&super::super::SETTINGS_ARABIC, &super::super::SETTINGS_ENGLISH]
            .map(|words| words.minutes_count.split('|').count());
        assert_eq!(minutes, [6, 2]);
    }
}
