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

/// Renders a text with each marked piece in `<mark>`.
pub(crate) fn pieces(text: &str, marks: &[Range<usize>]) -> Vec<AnyView> {
    let pieces = split(text, marks).into_iter();
    pieces
        .map(|piece| match piece {
            Piece::Plain(text) => text.to_owned().into_any(),
            Piece::Marked(text) => view! { <mark>{text.to_owned()}</mark> }.into_any(),
        })
        .collect()
}

/// Part of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Plain(&'a str),
    Marked(&'a str),
}

/// Splits a text at the marks, which are byte ranges in order. From the first mark that doesn't fit
/// the text on, nothing is marked.
fn split<'a>(text: &'a str, marks: &[Range<usize>]) -> Vec<Piece<'a>> {
    let (mut pieces, mut end) = (Vec::new(), 0);
    for mark in marks {
        let (Some(before), Some(found)) = (text.get(end..mark.start), text.get(mark.clone()))
        else {
            break;
        };
        pieces.extend([Piece::Plain(before), Piece::Marked(found)]);
        end = mark.end;
    }
    pieces.push(Piece::Plain(text.get(end..).unwrap_or_default()));
    pieces
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;
    use Piece::{Marked, Plain};

    #[test]
    fn each_mark_is_a_piece_between_plain_ones() {
        let pieces = split("the lamp post", &[4..8, 9..13]);
        let expected = [Plain("the "), Marked("lamp"), Plain(" "), Marked("post"), Plain("")];
        assert_eq!(pieces, expected);
        assert_eq!(split("lamp", &[]), [Plain("lamp")]);
    }

    #[test]
    fn a_mark_that_does_not_fit_loses_no_text() {
        // Beyond the end, inside a letter, and before the previous mark.
        assert_eq!(split("lamp", from_ref(&(2..9))), [Plain("lamp")]);
        assert_eq!(split("شكوى", from_ref(&(1..4))), [Plain("شكوى")]);
        assert_eq!(split("lamp", &[2..3, 0..1]), [Plain("la"), Marked("m"), Plain("p")]);
    }
}
