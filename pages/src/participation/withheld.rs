//! Page for a network that has guessed too often today. It has nothing of the participation, and
//! the author's ways to open it: the script tries the key in the address's fragment, and a pasted
//! link or a one-time code needs no script.

use domain::reference::Reference;
use leptos::prelude::*;

use super::{Failed, frame, has_code, lost::Closed, lost::Wrong};
use crate::{document::Context, document::Page, html::html};

/// Returns the page under a reference, whether or not a participation has it. `said` is the name
/// of the call that led here.
pub fn withheld(context: Context<'_>, reference: Reference, said: Option<&str>) -> String {
    let (words, language) = (context.words(), context.language);
    let frame = frame(context, reference);
    let is_wrong = if said == Some("wrong") { Wrong::Told } else { Wrong::No };
    let has_code = has_code(said);
    html(move || {
        view! {
            <Page frame=frame>
                <p class="page-unseen" id="state" role="status"></p>
                <div id="participation" data-reference=reference.to_string()>
                    <h1>{words.status_title}</h1>
                    <p class="page-sheet page-alarm">{language.words(false).error_limit}</p>
                    <Closed reference=reference language=language is_wrong=is_wrong has_code=has_code />
                </div>
                <Failed words=words />
            </Page>
        }
    })
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    #[test]
    fn the_author_can_open_it_with_and_without_a_script_in_every_language() {
        let reference = Reference::draw([7; 8]);
        for language in Language::ALL {
            let page = withheld(Context { language, base_url: "" }, reference, Some("code"));
            for part in ["/participation.js", "id=\"failed\"", "id=\"participation\""] {
                assert!(page.contains(part), "{part} in {page}");
            }
            for call in ["open", "code", "link"] {
                let action = format!("/p/{reference}/{call}?lang={}", language.tag());
                assert!(page.contains(&action), "{action} in {page}");
            }
            assert!(page.contains(language.words(false).error_limit), "{page}");
        }
    }
}
