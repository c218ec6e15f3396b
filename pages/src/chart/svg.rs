//! Marks of a drawing, as SVG elements with classes and attributes; a policy that forbids inline
//! styles lets them pass.

use leptos::prelude::*;

use super::scale::HEIGHT;
use crate::html::{Html, IntoHtml};

/// Point of a drawing: percent of its width, and pixels from its top.
pub(super) type Place = (f64, f64);

/// Side of a point on which a label's text begins or ends.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    /// The text ends at the left of the point.
    Left,
    /// The text has the point in its middle.
    Middle,
    /// The text begins at the right of the point.
    Right,
}

/// Returns a drawing. Its names are those of the elements with these ids.
pub(super) fn drawing(title: String, summary: String, marks: Vec<Html>) -> Html {
    view! {
        <svg
            class="page-chart-plot"
            role="img"
            aria-labelledby=title
            aria-describedby=summary
            width="100%"
            height=short(HEIGHT)
        >
            {marks}
        </svg>
    }
    .into_html()
}

/// Returns curves that are stretched over the whole drawing.
pub(super) fn curves(curves: Vec<(&'static str, String)>) -> Html {
    let curve = |(class, outline): (&'static str, String)| {
        view! { <path class=class d=outline vector-effect="non-scaling-stroke" /> }
    };
    let view_box = ["0 0 100 ", &short(HEIGHT)].concat();
    view! {
        <svg viewBox=view_box preserveAspectRatio="none" width="100%" height=short(HEIGHT)>
            {curves.into_iter().map(curve).collect_view()}
        </svg>
    }
    .into_html()
}

/// Returns the outline of a curve through points.
pub(super) fn outline(places: impl IntoIterator<Item = Place>) -> String {
    let step = |(index, (x, y)): (usize, Place)| {
        [if index == 0 { "M" } else { "L" }, &short(x), " ", &short(y)].concat()
    };
    places.into_iter().enumerate().map(step).collect()
}

/// Returns a horizontal line over the whole width.
pub(super) fn level(class: &'static str, y: f64) -> Html {
    let y = short(y);
    view! { <line class=class x1="0%" x2="100%" y1=y.clone() y2=y /> }.into_html()
}

/// Returns a rectangle from its left upper corner.
pub(super) fn area(class: &'static str, (x, y): Place, width: f64, height: f64) -> Html {
    let (x, width) = (percent(x), percent(width.max(0.0)));
    view! { <rect class=class x=x y=short(y) width=width height=short(height.max(0.0)) /> }
        .into_html()
}

/// Returns a round mark.
pub(super) fn dot(class: &'static str, (x, y): Place, radius: f64) -> Html {
    view! { <circle class=class cx=percent(x) cy=short(y) r=short(radius) /> }.into_html()
}

/// Returns a text that runs from left to right.
pub(super) fn label(text: String, (x, y): Place, anchor: Anchor) -> Html {
    let (anchor, shift) = match anchor {
        Anchor::Left => ("end", "-8"),
        Anchor::Middle => ("middle", "0"),
        Anchor::Right => ("start", "8"),
    };
    view! {
        <text x=percent(x) y=short(y) dx=shift text-anchor=anchor direction="ltr">
            {text}
        </text>
    }
    .into_html()
}

/// Returns a number with at most one decimal.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

fn percent(value: f64) -> String {
    [&short(value), "%"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::html;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!([0.0, 12.0, 12.34, 99.96].map(short), ["0", "12", "12.3", "100"]);
    }

    #[test]
    fn a_curve_begins_at_its_first_point() {
        assert_eq!(outline([(0.0, 10.0), (50.0, 2.5)]), "M0 10L50 2.5");
        assert_eq!(outline([]), "");
    }

    #[test]
    fn marks_have_attributes_and_no_style_of_their_own() {
        let drawn = html(|| {
            let marks = vec![
                level("page-chart-grid", 20.0),
                area("page-chart-bar", (0.0, 1.0), 5.25, -1.0),
                dot("page-chart-dot", (50.0, 2.0), 5.0),
                label("<b>".to_owned(), (0.0, 9.0), Anchor::Left),
                curves(vec![("page-chart-line", "M0 0".to_owned())]),
            ];
            drawing("t".to_owned(), "s".to_owned(), marks)
        });
        for part in [
            "role=\"img\"",
            "aria-labelledby=\"t\"",
            "aria-describedby=\"s\"",
            "x2=\"100%\"",
            "height=\"0\"",
            "cx=\"50%\"",
            "text-anchor=\"end\"",
            "direction=\"ltr\"",
            "&lt;b&gt;",
            "preserveAspectRatio=\"none\"",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!drawn.contains("style="), "{drawn}");
    }
}
