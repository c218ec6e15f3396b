//! Privacy page: what is kept, where, how long, who reads it, and how to have it erased.

use domain::{
    bilingual::Named,
    channel::{ADDRESS_DAYS, mention::MENTION_DAYS},
    retention::{BACKUP_DAYS, CONTENT_DAYS, UNSENT_HOURS},
};
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::html,
    words::Words,
};

/// Transcription of recordings by a machine.
pub struct Transcription {
    /// Entities that have it on, at least one; `None` if they can't be read now.
    pub entities: Option<Vec<Named>>,
    /// Name of where recordings go.
    pub host: String,
}

/// Returns the page. It states the periods of `domain::retention`.
pub fn page(context: Context<'_>, transcription: Option<Transcription>) -> String {
    let language = context.language;
    let words = context.words();
    let title = language.words(false).privacy;
    let meta = Meta::new(context, "/privacy", title, words.privacy_lead);
    let switch = Switch::Links { address: "/privacy?".to_owned(), languages: &Language::ALL };
    let frame = Frame::new(meta).with_switch(switch);
    html(move || {
        let told = transcription.as_ref().map(|machine| machine.told(language));
        let sections = sections(words, told).map(|(title, paragraphs)| {
            let paragraphs = paragraphs.into_iter().map(|text| view! { <p>{text}</p> });
            view! { <h2>{title}</h2> {paragraphs.collect_view()} }
        });
        view! {
            <Page frame=frame>
                <h1>{title}</h1>
                <p class="page-lead">{words.privacy_lead}</p>
                <section class="page-sheet">{sections.collect_view()}</section>
            </Page>
        }
    })
}

impl Transcription {
    /// Tells of it in a language. Names are in Arabic or English.
    fn told(&self, language: Language) -> String {
        let words = Words::of(language);
        let names = self.entities.as_ref().map(|entities| {
            let names = entities.iter().map(|name| name.for_reader(language.tag()).0);
            names.collect::<Vec<_>>().join(" · ")
        });
        let names = names.as_deref().unwrap_or(words.privacy_transcription_on);
        words.privacy_transcription.replace("{entities}", names).replace("{host}", &self.host)
    }
}

/// Returns the headings with their paragraphs. `transcription` stands beside the place of storage.
fn sections(
    words: &'static Words,
    transcription: Option<String>,
) -> [(&'static str, Vec<String>); 5] {
    let places = [filled(words, words.privacy_where)].into_iter().chain(transcription);
    [
        (
            words.privacy_kept_title,
            vec![
                filled(words, words.privacy_kept),
                words.privacy_mail.to_owned(),
                filled(words, words.privacy_messenger),
                filled(words, words.privacy_mention),
                filled(words, words.privacy_profile),
                filled(words, words.privacy_device),
            ],
        ),
        (words.privacy_where_title, places.collect()),
        (words.privacy_long_title, vec![filled(words, words.privacy_long)]),
        (words.privacy_who_title, vec![filled(words, words.privacy_who)]),
        (words.privacy_erase_title, vec![filled(words, words.privacy_erase)]),
    ]
}

fn filled(words: &Words, text: &str) -> String {
    text.replace("{days}", &CONTENT_DAYS.to_string())
        .replace("{hours}", &UNSENT_HOURS.to_string())
        .replace("{messenger}", &ADDRESS_DAYS.to_string())
        .replace("{mention}", &MENTION_DAYS.to_string())
        .replace("{backup}", &BACKUP_DAYS.to_string())
        .replace("{erase}", words.erase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_periods_and_the_way_to_erasure_are_stated_in_every_language() {
        for language in Language::ALL {
            let page = page(Context { language, base_url: "" }, None);
            let words = Words::of(language);
            for part in ["730", "24", "30", words.erase, words.privacy_who_title] {
                assert!(page.contains(part), "{part} in {page}");
            }
            let mention = words.privacy_mention.replace("{mention}", &MENTION_DAYS.to_string());
            assert!(words.privacy_mention.contains("{mention}") && page.contains(&mention));
            let main = page.split("<main").nth(1).unwrap();
            assert!(!main.contains('{'), "{main}");
            assert_eq!(main.matches("<h2>").count(), 5, "{main}");
            assert!(!page.contains("<script"), "{page}");
        }
    }

    #[test]
    fn entities_whose_recordings_a_machine_hears_are_named_with_the_place() {
        for language in Language::ALL {
            let named = |ar: &str, en: &str| Named { ar: ar.to_owned(), en: en.to_owned() };
            let entities = vec![named("هيئة الطرق", "Roads"), named("بلدية دبي", "Municipality")];
            let host = "speech.example.ae".to_owned();
            let context = Context { language, base_url: "" };
            let told = Transcription { entities: Some(entities.clone()), host: host.clone() };
            let unread = page(context, Some(Transcription { entities: None, host }));
            let page = page(context, Some(told));
            let main = unread.split("<main").nth(1).unwrap();
            assert!(main.contains(Words::of(language).privacy_transcription_on), "{main}");
            assert!(main.contains("speech.example.ae") && !main.contains('{'), "{main}");
            let main = page.split("<main").nth(1).unwrap();
            for entity in &entities {
                assert!(main.contains(entity.for_reader(language.tag()).0), "{main}");
            }
            assert!(main.contains("speech.example.ae") && !main.contains('{'), "{main}");
        }
    }
}
