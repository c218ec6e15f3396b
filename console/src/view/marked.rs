//! Text that someone wrote, in whichever direction it runs, with what was searched for marked.

use std::ops::Range;

use leptos::prelude::*;

/// The text in one paragraph, its lines kept.
#[component]
pub(crate) fn Marked(
    text: String,
    #[prop(optional)] marks: Vec<Range<usize>>,
    language: String,
) -> impl IntoView {
    view! { <p class="said" dir="auto" lang=language>{pieces(&text, &marks)}</p> }
}

/// The text in pieces, those that were searched for marked.
pub(crate) fn pieces(text: &str, marks: &[Range<usize>]) -> Vec<AnyView> {
    let (mut pieces, mut end) = (Vec::new(), 0);
    for mark in marks {
        let (Some(before), Some(found)) = (text.get(end..mark.start), text.get(mark.clone()))
        else {
            break;
        };
        pieces.push(before.to_owned().into_any());
        pieces.push(view! { <mark>{found.to_owned()}</mark> }.into_any());
        end = mark.end;
    }
    pieces.push(text.get(end..).unwrap_or_default().to_owned().into_any());
    pieces
}
