//! Page for staff who couldn't be signed in.

use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page},
    html::html,
};

/// Reason that the person can do something about.
#[derive(Clone, Copy)]
pub enum Reason {
    /// The account belongs to nobody on the staff.
    NotStaff,
    /// The sign-in took too long, was begun in another browser, or is over.
    Failed,
}

/// Returns the page that gives the reason and the way to try again.
pub fn failure(context: Context<'_>, reason: Reason) -> String {
    let words = context.words();
    let text = match reason {
        Reason::NotStaff => words.sign_in_unknown,
        Reason::Failed => words.sign_in_failed,
    };
    let meta = Meta::new(context, "/console/sign-in", words.sign_in_title, text);
    html(move || {
        view! {
            <Page frame=Frame::new(meta)>
                <h1>{words.sign_in_title}</h1>
                <p class="page-lead">{text}</p>
                <p><a href="/console/sign-in">{words.sign_in_again}</a></p>
            </Page>
        }
    })
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::words::Words;

    #[test]
    fn the_reason_and_the_way_back_are_given_in_every_language() {
        for language in Language::ALL {
            let (context, words) = (Context { language, base_url: "" }, Words::of(language));
            let unknown = failure(context, Reason::NotStaff);
            let failed = failure(context, Reason::Failed);
            assert!(unknown.contains(&words.sign_in_unknown.replace('&', "&amp;")));
            assert!(failed.contains(words.sign_in_failed), "{failed}");
            let link = "<a href=\"/console/sign-in\">";
            assert!(unknown.contains(link) && failed.contains(link), "{failed}");
        }
    }
}
