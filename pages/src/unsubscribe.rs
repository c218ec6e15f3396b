//! Page of the link that ends optional notices. It shows a button and changes nothing: filters of
//! mail follow links, and press none.

use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page},
    html::html,
};

/// Recipient of the notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subscriber {
    /// The author of a participation.
    Author,
    /// A member of staff.
    Staff,
}

/// Returns the page whose button ends the notices.
pub fn ask(context: Context<'_>, subscriber: Subscriber, token: &str) -> String {
    let words = context.words();
    let path = ["/unsubscribe/", token].concat();
    let sentence = sentence(context, subscriber);
    let meta = Meta::new(context, &path, words.unsubscribe_title, sentence);
    let action = [&path, "?lang=", context.language.tag()].concat();
    html(move || {
        view! {
            <Page frame=Frame::new(meta)>
                <h1>{words.unsubscribe_title}</h1>
                <section class="page-sheet">
                    <p>{sentence}</p>
                    <form method="post" action=action>
                        <button class="page-button">{words.unsubscribe_button}</button>
                    </form>
                </section>
            </Page>
        }
    })
}

/// Returns the page that says that the notices have ended.
pub fn done(context: Context<'_>, subscriber: Subscriber) -> String {
    let words = context.words();
    let sentence = sentence(context, subscriber);
    let meta = Meta::new(context, "/", words.unsubscribe_done, sentence);
    html(move || {
        view! {
            <Page frame=Frame::new(meta)>
                <h1>{words.unsubscribe_done}</h1>
                <p class="page-lead">{sentence}</p>
            </Page>
        }
    })
}

fn sentence(context: Context<'_>, subscriber: Subscriber) -> &'static str {
    match subscriber {
        Subscriber::Author => context.words().unsubscribe_author,
        Subscriber::Staff => context.words().unsubscribe_staff,
    }
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::words::Words;

    #[test]
    fn a_button_ends_the_notices_in_every_language() {
        for language in Language::ALL {
            let context = Context { language, base_url: "" };
            let words = Words::of(language);
            for subscriber in [Subscriber::Author, Subscriber::Staff] {
                let page = ask(context, subscriber, "a12.k-_1");
                let tag = language.tag();
                let action = format!("method=\"post\" action=\"/unsubscribe/a12.k-_1?lang={tag}\"");
                assert!(page.contains(&action), "{page}");
                assert!(page.contains(words.unsubscribe_button), "{page}");
                let done = done(context, subscriber);
                assert!(done.contains(words.unsubscribe_done) && !done.contains("<form"));
            }
        }
    }
}
