//! Search query, split into terms.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use super::{
    document::PART,
    normalize::{Word, words},
    stem::{stem, takes_endings},
    typo,
};
use crate::{
    intake::contact::phone,
    reference::Reference,
    text::{line, unwrapped},
};

/// Most terms of one query.
const TERMS_MAX: usize = 8;

/// Most terms in which a typing error is looked for.
const TYPOS_MAX: usize = 4;

/// Most tokens of one run of a script without spaces.
const RUN_MAX: usize = 16;

/// Fewest letters of a last word that also matches as a prefix.
const BEGINNING: usize = 3;

/// Fewest digits of a partial reference number.
const REFERENCE_MIN: usize = 4;

/// Fewest digits of a query that is taken for a telephone number.
const PHONE_MIN: usize = 7;

/// Search query; a result has to match all of its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Terms of the query.
    pub terms: Vec<Term>,
}

/// One term of a query: a word of the text, or data of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Alternatives: sets of words of the index, each of which matches the term as a whole. None if
    /// the term is an e-mail address.
    pub ways: Vec<Vec<Token>>,
    /// Text as typed, for [`super::BlindIndex::typed`]; empty if it can't be part of a contact.
    pub typed: String,
    /// Characters of a run of a script without spaces, in order.
    run: Vec<String>,
}

/// Word of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Word in the form that the index holds.
    pub word: String,
    /// True if the word also matches as a prefix of a longer one.
    pub is_beginning: bool,
}

/// Returns the reference number that a query is, unless it looks like a telephone number: with a
/// plus sign, or with the home country's code and not in the groups of a reference number.
pub fn certain_reference(typed: &str) -> Option<Reference> {
    let reference = Reference::parse(typed).ok()?;
    let is_at_home = reference.digits().starts_with(phone::HOME)
        && phone::phone(typed).is_ok()
        && line(typed) != reference.to_string();
    (!typed.contains(['+', '\u{FF0B}']) && !is_at_home).then_some(reference)
}

impl Query {
    /// Parses a typed query: a reference number or a part of one, a telephone number, or words and
    /// e-mail addresses. Twelve digits may be either number.
    pub fn parse(typed: &str) -> Self {
        if let Ok(reference) = Reference::parse(typed) {
            let digits = reference.digits().to_owned();
            let ways = vec![vec![Token::whole(digits.clone())]];
            return Self { terms: vec![Term { ways, typed: digits, ..Term::default() }] };
        }
        if let Some(term) = Term::number(typed) {
            return Self { terms: vec![term] };
        }
        let mut terms = Vec::new();
        for part in typed.split_whitespace() {
            if part.contains('@') {
                terms.push(Term { typed: part.to_owned(), ..Term::default() });
            } else {
                terms.extend(Term::read(&words(part)));
            }
        }
        terms.truncate(TERMS_MAX);
        if let Some(last) = terms.last_mut() {
            last.begin();
        }
        Self { terms }
    }

    /// Returns whether the query has no terms.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Returns the words of the query, and all that differ from one of them by one typing error.
    /// The store looks them up for [`Query::add_likely`].
    pub fn variants(&self) -> BTreeSet<String> {
        let words = self.terms.iter().filter_map(Term::word).take(TYPOS_MAX);
        words.flat_map(|word| typo::variants(word).into_iter().chain([word.to_owned()])).collect()
    }

    /// Adds words with one typing error. `known` has the number of documents of each of
    /// [`Query::variants`] that the index holds.
    pub fn add_likely(&mut self, known: &HashMap<String, u64>) {
        for term in &mut self.terms {
            let is_beginning = term.ways.iter().flatten().any(|token| token.is_beginning);
            let likely = term.word().map(|word| typo::likely(word, is_beginning, known));
            let likely = likely.unwrap_or_default();
            term.ways.extend(likely.into_iter().map(|word| vec![Token::whole(word)]));
        }
    }

    /// Returns where the terms stand in a text: byte ranges, in order and apart.
    pub(super) fn places(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = words(text);
        let mut places: Vec<_> = self.terms.iter().flat_map(|term| term.places(&words)).collect();
        places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        let mut end = 0;
        places.retain(|place| {
            let is_apart = place.start >= end;
            if is_apart {
                end = place.end;
            }
            is_apart
        });
        places
    }
}

impl Term {
    /// Returns whether the term stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        !self.places(&words(text)).is_empty()
    }

    fn places(&self, words: &[Word]) -> Vec<Range<usize>> {
        if self.run.is_empty() {
            let fits = |word: &&Word| {
                let stem = stem(&word.folded);
                self.ways.iter().flatten().any(|token| token.fits(&word.folded, &stem))
            };
            return words.iter().filter(fits).map(|word| word.range.clone()).collect();
        }
        let is_run = |window: &&[Word]| {
            let first = window.first().and_then(|word| word.in_run);
            window.iter().enumerate().all(|(place, word)| {
                word.in_run == first.map(|first| first + place)
                    && self.run.get(place) == Some(&word.folded)
            }) && first.is_some()
        };
        let windows = words.windows(self.run.len()).filter(is_run);
        windows
            .filter_map(|window| Some(window.first()?.range.start..window.last()?.range.end))
            .collect()
    }

    /// Returns the one word of the term, if it's a word.
    fn word(&self) -> Option<&str> {
        match &self.ways[..] {
            [way, ..] if self.run.is_empty() => way.first().map(|token| &*token.word),
            _ => None,
        }
    }

    /// Lets the term match longer words, as the last one of a query that is still being typed.
    fn begin(&mut self) {
        if self.run.is_empty() {
            for token in self.ways.iter_mut().flatten() {
                token.is_beginning |= token.word.chars().count() >= BEGINNING;
            }
        }
    }

    /// Reads a part of a query without spaces: words, and runs of scripts without spaces.
    fn read(words: &[Word]) -> Vec<Self> {
        let mut terms: Vec<Self> = Vec::new();
        for word in words {
            match (word.in_run, terms.last_mut()) {
                (Some(1..), Some(term)) => {
                    term.run.push(word.folded.clone());
                    term.typed.push_str(&word.folded);
                }
                (in_run, _) => {
                    let run = in_run.map(|_| word.folded.clone()).into_iter().collect();
                    let token = Token {
                        word: stem(&word.folded),
                        is_beginning: takes_endings(&word.folded),
                    };
                    terms.push(Self { ways: vec![vec![token]], typed: word.folded.clone(), run });
                }
            }
        }
        for term in terms.iter_mut().filter(|term| !term.run.is_empty()) {
            term.ways = vec![Token::of_run(&term.run)];
        }
        terms
    }

    /// Reads digits with separators, and a label before them: a part of a reference number, or a
    /// telephone number.
    fn number(typed: &str) -> Option<Self> {
        let line = line(typed);
        let number = unwrapped(&line).trim_start_matches(|character: char| {
            character.is_alphabetic() || matches!(character, '#' | '.' | ':' | ' ')
        });
        let number = if line.contains(['#', '.', ':']) || is_label(&line) { number } else { &line };
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let is_phone = digits.len() >= PHONE_MIN || phone::phone(&line).is_ok();
        let is_written_so = number
            .chars()
            .all(|character| character.is_ascii_digit() || " +-()/.".contains(character));
        let is_apart = number.trim().contains(' ') && !is_phone;
        if (!is_written_so && phone::phone(&line).is_err())
            || digits.len() < REFERENCE_MIN
            || is_apart
        {
            return None;
        }
        let token = |word: String| vec![Token { word, is_beginning: true }];
        let mut ways = vec![token(digits.clone())];
        if digits.len() > REFERENCE_MIN {
            ways.push(token([PART, &digits].concat()));
        }
        let typed = if is_phone { typed.to_owned() } else { digits };
        Some(Self { ways, typed, run: Vec::new() })
    }
}

/// Returns whether a line begins with what people call a reference number.
fn is_label(line: &str) -> bool {
    const LABELS: [&str; 5] = ["ref", "reference", "no", "رقم", "المرجع"];
    let label = line.split(|character: char| !character.is_alphabetic()).next();
    label.is_some_and(|label| LABELS.contains(&label.to_lowercase().as_str()))
}

impl Token {
    fn whole(word: String) -> Self {
        Self { word, is_beginning: false }
    }

    /// Returns the tokens of a run: its pairs of neighbours, or the pairs that its only character
    /// begins.
    fn of_run(run: &[String]) -> Vec<Self> {
        match run {
            [only] => vec![Self { word: only.clone(), is_beginning: true }],
            _ => run.windows(2).take(RUN_MAX).map(|pair| Self::whole(pair.concat())).collect(),
        }
    }

    fn fits(&self, word: &str, stem: &str) -> bool {
        stem == self.word
            || (self.is_beginning && (word.starts_with(&self.word) || stem.starts_with(&self.word)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::document;

    /// Evaluates a query as the index does.
    fn finds(asked: &str, text: &str) -> bool {
        let indexed = document(reference(), [text].into_iter());
        let indexed: Vec<&str> = indexed.split(' ').collect();
        let mut known = HashMap::new();
        for word in &indexed {
            *known.entry((*word).to_owned()).or_default() += 1;
        }
        let mut query = Query::parse(asked);
        query.add_likely(&known);
        let has = |token: &Token| {
            indexed.iter().any(|word| {
                *word == token.word || (token.is_beginning && word.starts_with(&token.word))
            })
        };
        !query.is_empty()
            && query.terms.iter().all(|term| term.ways.iter().any(|way| way.iter().all(has)))
    }

    fn reference() -> Reference {
        Reference::draw(26_048_317_552_u64.to_be_bytes())
    }

    #[test]
    fn words_within_scripts_without_spaces_are_found() {
        for (text, asked) in [
            ("我家门口的道路照明不好", "照明"),
            ("我家门口的道路照明不好", "道路照明"),
            ("我家门口的道路照明不好", "好"),
            ("我家门口的道路照明不好", "门"),
            ("停车场WiFi坏了", "wifi"),
            ("停车场WiFi坏了", "坏了"),
            ("房间402漏水", "402"),
            ("駅の照明が暗いです", "照明"),
            ("ｴﾚﾍﾞｰﾀｰが止まった", "エレベーター"),
            ("ไฟถนนหน้าบ้านดับ", "ถนน"),
            ("ไฟถนนหน้าบ้านดับ", "บ้าน"),
            ("ភ្លើងបំភ្លឺផ្លូវខូច", "ផ្លូវ"),
            ("ໄຟຖະໜົນເພ", "ຖະໜົນ"),
            ("လမ်းမီးပျက်နေသည်", "မီး"),
            ("거리 조명이 고장났어요", "조명"),
        ] {
            assert!(finds(asked, text), "{asked} in {text}");
            let place = Query::parse(asked).places(text);
            assert!(!place.is_empty(), "{asked} marked in {text}");
        }
        for (text, asked) in [("我家门口的道路照明不好", "明照"), ("停车场坏了", "停场")]
        {
            assert!(!finds(asked, text), "{asked} in {text}");
        }
        let text = "我家门口的道路照明不好";
        let places = Query::parse("照明").places(text);
        assert_eq!(places.iter().map(|place| &text[place.clone()]).collect::<Vec<_>>(), ["照明"]);
    }

    #[test]
    fn plurals_and_one_typing_error_are_found() {
        let text = "The street lights near two schools are broken; مواقف السيارات عند المدرسة";
        for asked in [
            "light",
            "streets",
            "school broken",
            "stret lights",
            "lihgts",
            "schol",
            "brokn",
            "موقف",
            "سيارة",
            "مدارس",
            "السيارت",
        ] {
            assert!(finds(asked, text), "{asked}");
        }
        for asked in ["stre light", "sxreex", "lamp", "مستشفى"] {
            assert!(!finds(asked, text), "{asked}");
        }
    }

    #[test]
    fn unicode_forms_of_a_word_are_one() {
        for (text, asked) in [
            ("Cafe\u{301}", "café"),
            ("ＡＩＲ", "air"),
            ("ﻣﻮﻗﻒ", "موقف"),
            ("ｶﾞｽ", "ガス"),
            ("\u{1112}\u{1161}\u{11ab}글", "한글"),
            ("\u{958}लम", "क\u{93c}लम"),
        ] {
            assert!(finds(asked, text), "{asked} in {text}");
        }
    }

    #[test]
    fn a_reference_is_found_by_its_parts() {
        let number = reference().to_string();
        let digits = reference().digits().to_owned();
        let parts = [
            &number[..4],
            &number[..9],
            &number[5..],
            &number[10..],
            &digits[3..9],
            &digits[7..],
            &number[..7],
        ];
        for part in parts {
            assert!(finds(part, "text"), "{part}");
            assert!(finds(&["REF. ", part].concat(), "text"), "{part}");
            assert!(finds(&["#", part].concat(), "text"), "{part}");
        }
        assert!(finds(&number.replace('-', " "), "text"));
        assert!(finds("٢٦٠٤-٨٣١٧", "text") && finds("2604‑8317", "text"));
        assert!(!finds("9999", "text") && !finds("99999", "text"));
    }

    proptest! {
        #[test]
        fn anything_typed_is_a_query_of_bounded_size(typed: String) {
            let mut query = Query::parse(&typed);
            let variants = query.variants();
            prop_assert!(variants.len() <= TYPOS_MAX * 2_000);
            query.add_likely(&variants.into_iter().map(|word| (word, 1)).collect());
            prop_assert!(query.terms.len() <= TERMS_MAX);
            for token in query.terms.iter().flat_map(|term| &term.ways).flatten() {
                let is_safe = |letter: char| letter.is_alphanumeric() || letter == '-';
                prop_assert!(token.word.chars().all(is_safe), "{}", token.word);
            }
        }

        #[test]
        fn a_word_of_a_text_finds_it(text in "[a-zء-ي照明道路ก-ฮะ-ู가-힣é ]{1,30}", place: prop::sample::Index) {
            let words: Vec<_> = text.split_whitespace().collect();
            prop_assume!(!words.is_empty());
            let asked = words[place.index(words.len())];
            prop_assume!(!Query::parse(asked).is_empty());
            prop_assert!(finds(asked, &text), "{asked}");
        }
    }

    #[test]
    fn only_the_last_word_may_go_on() {
        let text = "The machine kept my card at gate 4";
        assert!(finds("kept mach", text) && !finds("mach kept", text));
        assert!(finds("at 4", text) && !finds("kept ma", text));
        assert!(Query::parse(" ؟ ").is_empty());
        assert_eq!(Query::parse(&"a ".repeat(50)).terms.len(), TERMS_MAX);
    }

    #[test]
    fn addresses_and_numbers_are_looked_for_whole() {
        let [term] = &Query::parse("salma@example.org").terms[..] else { panic!("one term") };
        assert_eq!((term.ways.len(), term.typed.as_str()), (0, "salma@example.org"));
        for typed in ["050 123 4567", "tel:+971501234567", "\u{2066}+971 (0)50 123 4567\u{2069}"] {
            let [term] = &Query::parse(typed).terms[..] else { panic!("one term: {typed}") };
            assert_eq!(term.typed, typed);
        }
    }

    #[test]
    fn twelve_digits_are_a_reference_and_may_be_a_telephone_number() {
        let is_certain = |typed: &str| certain_reference(typed).is_some();
        assert!(is_certain(&reference().to_string()) && is_certain(reference().digits()));
        assert!(!is_certain(&["+", reference().digits()].concat()));
        let at_home = (0..100).map(|last| format!("9715012345{last:02}"));
        let at_home = at_home.filter_map(|digits| Reference::parse(&digits).ok());
        let at_home: Vec<Reference> = at_home.collect();
        assert_eq!(at_home.len(), 10, "one in ten has the right check digit");
        for reference in at_home {
            assert!(!is_certain(reference.digits()) && is_certain(&reference.to_string()));
            let [term] = &Query::parse(reference.digits()).terms[..] else { panic!("one term") };
            assert_eq!(term.ways, [[Token::whole(reference.digits().to_owned())]]);
            assert_eq!(term.typed, reference.digits(), "a contact may have it");
        }
    }
}
