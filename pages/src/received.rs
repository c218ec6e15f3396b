//! Acknowledgement of a form that was sent without a script.

use domain::{reference::Reference, sla::calendar::Calendar, wire::Acknowledgement};
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, guide_version},
    html::html,
    text::{Code, LocalTime, Moment},
};

/// Returns the page with the reference number and the link that opens the participation. It says
/// how its author will be told, which depends on whether they left a contact.
pub fn page(
    context: Context<'_>,
    easy: bool,
    has_contact: bool,
    acknowledgement: &Acknowledgement,
    calendar: &Calendar,
) -> String {
    let (words, form_words) = (context.words(), context.language.words(easy));
    let meta = Meta::new(context, "/", form_words.done_title, words.footer);
    let frame = Frame::new(meta);
    let first_due = LocalTime::of(acknowledgement.first_response_due, calendar, words);
    let full_due = LocalTime::of(acknowledgement.resolution_due, calendar, words);
    let reference = acknowledgement.reference;
    let suggestion = acknowledgement.suggestion_reference;
    // Without a script nobody reads the fragment of the tracking link: here its key is in the path.
    let key = &acknowledgement.tracking_key;
    let tag = context.language.tag();
    let number = reference.to_string();
    let url = [context.base_url, "/p/", &number, "/open/", key, "?lang=", tag].concat();
    let shown = url.clone();
    let guide = acknowledgement.guide.map(|version| guide_version(context, version));
    let test = acknowledgement.test.then_some(form_words.test_notice);
    // Nobody answers a test.
    let told = (!acknowledgement.test).then_some(if has_contact {
        form_words.done_told
    } else {
        form_words.done_untold
    });
    html(move || {
        view! {
            <Page frame=frame>
                <h1>{form_words.done_title}</h1>
                {test.map(|notice| view! { <p class="page-sheet page-alarm">{notice}</p> })}
                <section class="page-sheet">
                    <p>{form_words.done_reference}</p>
                    <p class="page-reference"><Code text=reference.to_string() /></p>
                    <dl class="page-facts">
                        <dt>{form_words.done_due}</dt>
                        <dd><Moment time=first_due /></dd>
                        <dt>{form_words.done_resolution}</dt>
                        <dd><Moment time=full_due /></dd>
                        <Suggestion label=form_words.done_suggestion reference=suggestion />
                        {guide
                            .map(|guide| {
                                view! {
                                    <dt>{words.guide_version}</dt>
                                    <dd>{guide}</dd>
                                }
                            })}
                    </dl>
                    {told.map(|told| view! { <p>{told}</p> })}
                    <p><a class="page-button" href=url.clone()>{form_words.done_follow}</a></p>
                    <p>{form_words.done_keep}</p>
                    <p><a href=url><Code text=shown /></a></p>
                    <p class="page-note">{words.time_zone}</p>
                </section>
            </Page>
        }
    })
}

/// Number of the suggestion that came with a complaint.
#[component]
fn Suggestion(label: &'static str, reference: Option<Reference>) -> impl IntoView {
    reference.map(|reference| {
        view! {
            <dt>{label}</dt>
            <dd><Code text=reference.to_string() /></dd>
        }
    })
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    fn acknowledgement(suggestion_reference: Option<Reference>) -> Acknowledgement {
        let at = "2026-04-01T08:00:00Z".parse().unwrap();
        Acknowledgement {
            reference: Reference::draw([7; 8]),
            tracking_key: "key".into(),
            tracking_url: "https://sawtak.example/p/1#key".into(),
            received_at: at,
            first_response_due: at,
            resolution_due: at,
            // Another one than today's: one that is sent again keeps the one that it came under.
            guide: Some(7),
            suggestion_reference,
            test: false,
        }
    }

    fn render(language: Language, easy: bool, suggestion: Option<Reference>) -> String {
        let context = Context { language, base_url: "" };
        page(context, easy, true, &acknowledgement(suggestion), &Calendar::federal(2026..=2026))
    }

    #[test]
    fn the_number_and_the_link_are_there_in_every_language_and_in_easy_words() {
        let reference = Reference::draw([7; 8]).to_string();
        for language in Language::ALL {
            for easy in [false, true] {
                let (page, words) = (render(language, easy, None), language.words(easy));
                assert!(page.contains(&["<bdi dir=\"ltr\">", &reference, "</bdi>"].concat()));
                assert!(page.contains(words.done_title) && page.contains(words.done_keep));
                let guide = ["<a href=\"/guide/7?lang=", language.tag(), "\">7</a>"].concat();
                assert!(page.contains(&guide), "{page}");
                assert_eq!(page.matches("<time datetime=\"2026-04-01T08:00:00Z\">").count(), 2);
            }
        }
    }

    #[test]
    fn how_its_author_will_be_told_depends_on_the_contact() {
        let calendar = Calendar::federal(2026..=2026);
        for language in Language::ALL {
            let words = language.words(false);
            let context = Context { language, base_url: "" };
            for (has_contact, told, other) in [
                (true, words.done_told, words.done_untold),
                (false, words.done_untold, words.done_told),
            ] {
                let page = page(context, false, has_contact, &acknowledgement(None), &calendar);
                assert!(page.contains(told) && !page.contains(other), "{page}");
            }
        }
    }

    #[test]
    fn the_link_opens_it_without_a_script() {
        let page = render(Language::Ur, false, None);
        let path = format!("/p/{}/open/key?lang=ur", Reference::draw([7; 8]));
        assert_eq!(page.matches(&format!("href=\"{path}\"")).count(), 2, "{page}");
        assert!(page.contains(&format!(">{path}<")) && !page.contains("<script"), "{page}");
    }

    #[test]
    fn a_test_is_called_one() {
        let context = Context { language: Language::Ar, base_url: "" };
        let test = Acknowledgement { test: true, ..acknowledgement(None) };
        let page = page(context, false, true, &test, &Calendar::federal(2026..=2026));
        assert!(!page.contains(Language::Ar.words(false).done_told), "nobody answers it");
        let notice = Language::Ar.words(false).test_notice;
        assert!(page.contains(notice) && !render(Language::Ar, false, None).contains(notice));
    }

    #[test]
    fn a_suggestion_has_its_number_too() {
        let words = Language::En.words(false);
        let number = Reference::draw([9; 8]);
        assert!(!render(Language::En, false, None).contains(words.done_suggestion));
        let page = render(Language::En, false, Some(number));
        assert!(page.contains(words.done_suggestion) && page.contains(&number.to_string()));
    }
}
