//! Receipt of what somebody said: the number, large enough to read aloud, and by when it is
//! answered.

use domain::{Timestamp, wire::Acknowledgement};
use leptos::prelude::*;

use super::Received;
use crate::{
    effects::{intl, page},
    route, words,
};

/// The receipt. The sheet to print is the one that the author's own page prints.
#[component]
pub(super) fn Done(new: Received, received: RwSignal<Option<Received>>) -> impl IntoView {
    let texts = words::entry();
    let Received { acknowledgement, language } = new;
    let reference = acknowledgement.reference.to_string();
    let sheet = sheet(&acknowledgement, &language);
    let again = move |_| {
        received.set(None);
        page::focus("h1");
    };
    view! {
        <div class="sheet receipt">
            <h2 id="received" tabindex="-1">{texts.done}</h2>
            <p class="aloud" dir="ltr">
                <span class="number" aria-hidden="true">{reference.clone()}</span>
                <span class="unseen">{spelled(&reference)}</span>
            </p>
            {acknowledgement.suggestion_reference.map(|suggestion| view! {
                <p>{texts.suggestion}" "<bdi class="number" dir="ltr">{suggestion.to_string()}</bdi></p>
            })}
            <dl class="facts">
                {due(texts.by_when, acknowledgement.first_response_due)}
                {due(texts.by_when_full, acknowledgement.resolution_due)}
            </dl>
            <p class="tools">
                <a class="button main" id="print" target="_blank" rel="noopener" href=sheet>{texts.print}</a>
                <a class="button" href=route::case(acknowledgement.reference)>{texts.open_case}</a>
                <button type="button" on:click=again>{texts.again}</button>
            </p>
        </div>
    }
}

fn due(label: &'static str, at: Timestamp) -> impl IntoView {
    view! { <div><dt>{label}</dt><dd class="by-when"><time datetime=at.to_string()>{intl::moment(at)}</time></dd></div> }
}

/// Returns the address of the sheet with the link and its QR code, in the author's language.
fn sheet(acknowledgement: &Acknowledgement, language: &str) -> String {
    let address = &acknowledgement.tracking_url;
    let (page, key) = address.split_once('#').unwrap_or((address, ""));
    [page, "?lang=", language, "&print=1#", key].concat()
}

/// Returns a number as a screen reader reads it, digit by digit.
fn spelled(number: &str) -> String {
    number.chars().flat_map(|digit| [if digit == '-' { ',' } else { digit }, ' ']).collect()
}

#[cfg(test)]
mod tests {
    use domain::reference::Reference;

    use super::*;

    #[test]
    fn the_sheet_is_in_the_language_of_the_author_and_opens_by_the_key() {
        let reference = Reference::draw([7; 8]);
        let acknowledgement = Acknowledgement {
            reference,
            tracking_key: "k".to_owned(),
            tracking_url: format!("https://voice.example/p/{reference}#k"),
            received_at: Timestamp::UNIX_EPOCH,
            first_response_due: Timestamp::UNIX_EPOCH,
            resolution_due: Timestamp::UNIX_EPOCH,
            guide: Some(1),
            suggestion_reference: None,
            test: false,
        };
        let address = format!("https://voice.example/p/{reference}?lang=ur&print=1#k");
        assert_eq!(sheet(&acknowledgement, "ur"), address);
    }

    #[test]
    fn a_number_is_spelled_digit_by_digit() {
        assert_eq!(spelled("26-8"), "2 6 , 8 ");
    }
}
