//! Pieces of text that several pages have: names, times, sentences with values or code in them.

use domain::{Date, Timestamp, bilingual::Named, sla::calendar::Calendar};
use form::Language;
use leptos::prelude::*;

use crate::{
    html::{Html, IntoHtml},
    words::Words,
};

/// Point in time, in the entity's local time and the reader's language.
#[derive(Clone)]
pub(crate) struct LocalTime {
    at: Timestamp,
    words: String,
}

impl LocalTime {
    pub(crate) fn of(at: Timestamp, calendar: &Calendar, words: &Words) -> Self {
        let local = calendar.local(at);
        let time = local.strftime("%H:%M").to_string();
        let day = in_words(local.date(), words);
        Self { at, words: words.date_time.replace("{date}", &day).replace("{time}", &time) }
    }

    /// Returns the time in words.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }
}

/// Day, in the reader's language.
pub(crate) struct LocalDay {
    /// The day as ISO 8601 writes it.
    pub(crate) iso: String,
    /// The day in words.
    pub(crate) words: String,
}

impl LocalDay {
    pub(crate) fn of(day: Date, words: &Words) -> Self {
        Self { iso: day.to_string(), words: in_words(day, words) }
    }
}

/// Returns a day with the name of its month.
fn in_words(day: Date, words: &Words) -> String {
    let month = usize::try_from(day.month() - 1).ok();
    let month = month.and_then(|month| words.months.split(' ').nth(month)).unwrap_or_default();
    words
        .date
        .replace("{day}", &day.day().to_string())
        .replace("{month}", month)
        .replace("{year}", &day.year().to_string())
}

/// Local time, in words.
#[component]
pub(crate) fn Moment(time: LocalTime) -> impl IntoView {
    view! { <time datetime=time.at.to_string()>{time.words}</time> }
}

/// Name, marked with the language that it is in.
#[component]
pub(crate) fn Name(name: Named, language: Language) -> impl IntoView {
    let (name, tag) = name.for_reader(language.tag());
    view! { <bdi lang=tag>{name.to_owned()}</bdi> }
}

/// Returns both names of an entity, the reader's first.
pub(crate) fn both_names(name: &Named, language: Language) -> Html {
    let (ar, en) = ((name.ar.clone(), "ar", "rtl"), (name.en.clone(), "en", "ltr"));
    let (first, second) = if language == Language::Ar { (ar, en) } else { (en, ar) };
    view! {
        <bdi lang=first.1 dir=first.2>{first.0}</bdi>
        " "
        <bdi class="page-note" lang=second.1 dir=second.2>{second.0}</bdi>
    }
    .into_html()
}

/// Reference number or another code, which runs from left to right in every language.
#[component]
pub(crate) fn Code(text: String) -> impl IntoView {
    view! { <bdi dir="ltr">{text}</bdi> }
}

/// Returns a sentence with a view in place of each `{placeholder}`.
pub(crate) fn fill(sentence: &'static str, value: &dyn Fn(&str) -> Html) -> Vec<Html> {
    let (start, rest) = sentence.split_once('{').unwrap_or((sentence, ""));
    let mut views = vec![start.into_html()];
    for part in rest.split('{').filter(|part| !part.is_empty()) {
        let (name, text) = part.split_once('}').unwrap_or((part, ""));
        views.push(value(name));
        if !text.is_empty() {
            views.push(text.into_html());
        }
    }
    views
}

/// Returns a sentence in which the parts between backticks are code.
pub(crate) fn with_code(sentence: &str) -> Vec<Html> {
    let parts = sentence.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    parts
        .map(|(place, part)| {
            let part = part.to_owned();
            if place % 2 == 0 {
                part.into_html()
            } else {
                view! { <code dir="ltr">{part}</code> }.into_html()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::html;

    #[test]
    fn values_are_filled_in_where_they_belong() {
        let value = |name: &str| view! { <b>{name.to_owned()}</b> }.into_html();
        let filled = html(|| view! { <p>{fill("By {entity}, until {first}.", &value)}</p> });
        assert!(filled.starts_with("<p>By <b>entity</b>, until <b>first</b>."), "{filled}");
        let plain = html(|| view! { <p>{fill("Nothing & nobody", &value)}</p> });
        assert!(plain.starts_with("<p>Nothing &amp; nobody<"), "{plain}");
    }

    #[test]
    fn code_in_a_sentence_is_escaped_and_marked() {
        let html = html(|| view! { <p>{with_code("Put `<sawtak-feedback>` here.")}</p> });
        let code = "Put <code dir=\"ltr\">&lt;sawtak-feedback&gt;</code> here.";
        assert!(html.contains(code), "{html}");
    }

    #[test]
    fn a_name_that_the_language_lacks_is_marked_with_its_own() {
        let named = || Named { ar: "هيئة".into(), en: "<Roads>".into() };
        let name = |language| html(|| view! { <Name name=named() language=language /> });
        assert_eq!(name(Language::Ar), "<bdi lang=\"ar\">هيئة</bdi>");
        assert_eq!(name(Language::Ru), "<bdi lang=\"en\">&lt;Roads&gt;</bdi>");
    }

    #[test]
    fn a_time_has_its_local_time_in_words_and_its_instant() {
        let at: Timestamp = "2026-04-01T20:30:00Z".parse().unwrap();
        let calendar = Calendar::federal(2026..=2026);
        let shown = |language| {
            let time = LocalTime::of(at, &calendar, Words::of(language));
            html(|| view! { <Moment time=time /> })
        };
        let start = "<time datetime=\"2026-04-01T20:30:00Z\">";
        for (language, words) in [
            (Language::Ar, "2 أبريل 2026، 00:30"),
            (Language::En, "2 April 2026, 00:30"),
            (Language::Zh, "2026年4月2日 00:30"),
        ] {
            let shown = shown(language);
            assert!(shown.starts_with(&[start, words].concat()), "{shown}");
        }
    }

    #[test]
    fn every_language_names_twelve_months() {
        for language in Language::ALL {
            assert_eq!(Words::of(language).months.split(' ').count(), 12, "{language:?}");
        }
    }
}
