//! Page of a link that has the tracking key in its path. It shows a button and nothing of the
//! participation: filters of mail follow links, and press none.

use domain::reference::Reference;
use form::Language;
use leptos::prelude::*;

use super::SCRIPT;
use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::html,
    text::Code,
};

/// Returns the page whose button opens the participation. Its script opens it without.
pub fn open(context: Context<'_>, reference: Reference, key: &str) -> String {
    let words = context.words();
    let number = reference.to_string();
    let status = ["/p/", &number].concat();
    let meta = Meta::new(context, &status, words.open_title, words.find_lead);
    let path = [&status, "/open/", key].concat();
    let switch = Switch::Links { address: [&path, "?"].concat(), languages: &Language::ALL };
    let frame = Frame::new(meta).with_switch(switch).with_script(SCRIPT);
    let action = [&path, "?lang=", context.language.tag()].concat();
    let leads_to = [&status, "?lang=", context.language.tag(), "#", key].concat();
    html(move || {
        view! {
            <Page frame=frame>
                <h1>{words.open_title}</h1>
                <section class="page-sheet">
                    <p>{words.reference}</p>
                    <p class="page-reference"><Code text=number /></p>
                    <p>{words.open_text}</p>
                    <form method="post" action=action data-open=leads_to>
                        <button class="page-button">{words.open_button}</button>
                    </form>
                </section>
            </Page>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn a_button_opens_it_in_every_language_and_the_language_stays() {
        let reference = Reference::draw([7; 8]);
        for language in Language::ALL {
            let page = open(Context { language, base_url: "" }, reference, "k-_1");
            let tag = language.tag();
            let action = format!("method=\"post\" action=\"/p/{reference}/open/k-_1?lang={tag}\"");
            assert!(page.contains(&action), "{page}");
            let leads_to = format!("data-open=\"/p/{reference}?lang={tag}#k-_1\"");
            assert!(page.contains(&leads_to), "{page}");
            assert!(page.contains(Words::of(language).open_button), "{page}");
        }
    }
}
