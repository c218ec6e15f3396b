//! Section with a field for a website's policy, and the report about it. Its field belongs to the
//! form of the choice, so that neither is lost when the other is sent.

use form::textarea_content;
use leptos::prelude::*;

use super::{Report, Scripts, Works, read};
use crate::{
    embed_docs::pieces::Snippet,
    html::{Html, IntoHtml},
    text::with_code,
    words::EmbedDocsWords,
};

/// Longest policy, in characters. It travels in the page's address.
const LONGEST: usize = 8_000;

/// Field for a policy, and the report about what was entered.
#[component]
pub(in crate::embed_docs) fn PolicyCheck(
    words: &'static EmbedDocsWords,
    edge: String,
    pasted: String,
) -> impl IntoView {
    let result = (!pasted.trim().is_empty()).then(|| match read(&pasted, &edge) {
        Some(report) => view! { <ReportView words=words report=report /> }.into_html(),
        None => view! { <p class="page-trouble">{words.check_unread}</p> }.into_html(),
    });
    let kept = textarea_content(&pasted);
    view! {
        <section class="page-sheet" id="policy-check">
            <h2>{words.check_title}</h2>
            <div class="page-form">
                <label for="site-policy">{words.check_label}</label>
                <p class="page-note" id="site-policy-hint">{with_code(words.check_hint)}</p>
                <textarea
                    id="site-policy"
                    name="policy"
                    form="choice"
                    rows="5"
                    dir="ltr"
                    maxlength=LONGEST
                    spellcheck="false"
                    aria-describedby="site-policy-hint"
                >
                    {kept}
                </textarea>
                <button class="page-button" form="choice" formaction="/embed#policy-check">
                    {words.check}
                </button>
            </div>
            {result}
        </section>
    }
}

#[component]
fn ReportView(words: &'static EmbedDocsWords, report: Report) -> impl IntoView {
    let Report { works, scripts, for_box, for_frame, is_several } = report;
    let (class, verdict) = match works {
        Works::Box => ("page-done", words.check_box),
        Works::Most => ("page-done", words.check_most),
        Works::Frame => ("page-done", words.check_frame),
        Works::Link => ("page-trouble", words.check_link),
        Works::Nothing => ("page-trouble", words.check_nothing),
    };
    let about_tag = match scripts {
        Scripts::Nonce | Scripts::NonceAlone => Some(words.check_nonce),
        Scripts::Trusted => Some(words.check_trusted),
        Scripts::Listed | Scripts::Refused => None,
    };
    let has_lines = works > Works::Box;
    // Whoever has the frame needs no other lines for it.
    let for_frame = if works > Works::Frame { for_frame } else { String::new() };
    let numbers = (is_several && has_lines).then_some(words.check_several);
    view! {
        <p class=class id="policy-works">{verdict}</p>
        {about_tag.map(|text| view! { <p>{with_code(text)}</p> })}
        {lines("lines-box", words.check_lines_box, for_box)}
        {lines("lines-frame", words.check_lines_frame, for_frame)}
        {numbers.map(|text| view! { <p class="page-note">{with_code(text)}</p> })}
    }
}

/// Returns lines of a policy under a title, or nothing if there are none.
fn lines(id: &'static str, title: &'static str, text: String) -> Option<Html> {
    (!text.is_empty()).then(|| {
        view! {
            <h3>{title}</h3>
            <Snippet id=id text=text />
        }
        .into_html()
    })
}
