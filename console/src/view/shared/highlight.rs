//! Text by a person, in its own direction, with the matches of a search highlighted.

use std::ops::Range;

use leptos::prelude::*;

/// One paragraph that keeps its line breaks.
#[component]
pub(crate) fn Highlight(
    text: String,
    #[prop(optional)] marks: Vec<Range<usize>>,
    language: String,
) -> impl IntoView {
    view! { <p class="said" dir="auto" lang=language>{pieces(&text, &marks)}</p> }
}

/// Splits a text at the marks and wraps each marked piece in `<mark>`.
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
