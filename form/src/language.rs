//! The languages that the form speaks, and its words in each: made by `build.rs` of the files in
//! `words/`.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Language {
    /// The language of a BCP 47 tag such as `en-GB`, by its primary subtag.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The direction in which it is written, as the `dir` attribute has it.
    pub const fn dir(self) -> &'static str {
        self.words(false).language_dir
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        self.words(false).language_name
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A language's file as it stands.
    fn file(path: &str) -> BTreeMap<String, String> {
        let path = format!("{}/words/{path}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    /// Returns the placeholders of a text, in alphabetical order.
    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap_or_default())
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn tags_with_regions_are_understood() {
        assert_eq!(Language::parse("en-GB"), Some(Language::En));
        assert_eq!(Language::parse("AR_ae"), Some(Language::Ar));
        assert_eq!(Language::parse("zh-Hans-CN"), Some(Language::Zh));
        assert_eq!(Language::parse("fil-PH"), Some(Language::Fil));
        assert_eq!(Language::parse("fr"), None);
    }

    #[test]
    fn the_languages_of_the_government_are_offered_first() {
        assert_eq!(Language::ALL[..2], [Language::Ar, Language::En]);
    }

    #[test]
    fn arabic_letters_run_from_right_to_left() {
        for language in Language::ALL {
            let is_arabic_script =
                language.name().chars().all(|letter| ('\u{600}'..'\u{700}').contains(&letter));
            assert_eq!(language.dir() == "rtl", is_arabic_script, "{}", language.name());
        }
    }

    #[test]
    fn every_placeholder_is_in_every_language() {
        let english = file("en");
        for language in Language::ALL {
            for path in [language.tag().to_owned(), format!("easy/{}", language.tag())] {
                for (key, text) in file(&path) {
                    assert_eq!(
                        placeholders(&text),
                        placeholders(&english[&key]),
                        "{key} in {path}"
                    );
                }
            }
        }
    }

    #[test]
    fn nothing_is_said_with_no_words() {
        for language in Language::ALL {
            for path in [language.tag().to_owned(), format!("easy/{}", language.tag())] {
                for (key, text) in file(&path) {
                    assert!(
                        !text.trim().is_empty() && text.trim() == text,
                        "{key} in {path}: {text:?}"
                    );
                }
            }
        }
    }

    /// A text of four words or fewer is easy as it is.
    #[test]
    fn whatever_the_form_says_at_length_it_says_more_easily_too() {
        let words = |text: &str| {
            text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).count()
        };
        let long: Vec<String> = file("en")
            .into_iter()
            .filter(|(_, text)| words(text) > 4)
            .map(|(key, _)| key)
            .collect();
        assert!(long.len() > 50, "{long:?}");
        for language in Language::ALL {
            let easy = file(&format!("easy/{}", language.tag()));
            let missing: Vec<&String> =
                long.iter().filter(|key| !easy.contains_key(*key)).collect();
            assert!(missing.is_empty(), "words/easy/{}.json lacks {missing:?}", language.tag());
        }
    }

    #[test]
    fn easy_words_are_fewer() {
        for language in Language::ALL {
            let (usual, easy) = (file(language.tag()), file(&format!("easy/{}", language.tag())));
            let letters = |text: &str| text.chars().count();
            let (before, after) = easy.iter().fold((0, 0), |(before, after), (key, text)| {
                (before + letters(&usual[key]), after + letters(text))
            });
            assert!(after < before, "{}: {after} letters instead of {before}", language.tag());
            assert!(
                easy.iter().all(|(key, text)| usual[key] != *text),
                "{} repeats itself",
                language.tag()
            );
        }
    }
}
