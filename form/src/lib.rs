//! Visitor's form for suggestions and complaints: Leptos components for the edge and the browser.
//!
//! With the feature `render` the edge renders the form as HTML that needs no script: the fields,
//! the choices, and empty [`Place`]s. With the feature `guide` the widget mounts the parts that
//! need a script into those places, and leads from question to question.
//!
//! Both features share the questions ([`Step`]), the faults of an answer ([`Fault`]), the ids of
//! the fields ([`ids`]) and the words ([`Phrase`]).
//!
//! Domain rules don't belong here: they are in `domain`. Nor do HTTP handlers, which are in `edge`.

// A component owns its properties, and its macro writes public items into private modules.
#![cfg_attr(
    any(feature = "render", feature = "guide"),
    allow(clippy::needless_pass_by_value, unreachable_pub)
)]

#[cfg(any(test, feature = "guide"))]
mod body;
mod entered;
mod fault;
#[cfg(feature = "guide")]
pub mod guide;
pub mod ids;
#[cfg(feature = "render")]
pub mod language;
mod names;
mod phrase;
mod place;
#[cfg(feature = "render")]
mod render;
#[cfg(feature = "render")]
mod setting;
mod step;
#[cfg(feature = "render")]
mod view;

pub use entered::Entered;
pub use fault::{Fault, Media};
#[cfg(feature = "render")]
pub use language::Language;
pub use names::LANGUAGES;
pub use phrase::Phrase;
pub use place::Place;
#[cfg(feature = "render")]
pub use render::{render, render_first, render_rest};
#[cfg(feature = "render")]
pub use setting::{Announced, Setting};
pub use step::Step;
#[cfg(feature = "render")]
pub use view::{FileCard, textarea_content};

/// Minified style sheet of the form, design tokens first. Its rules are scoped to `.sawtak`.
#[cfg(feature = "render")]
pub const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// Part of [`STYLE`] that the first step needs. The style of later steps comes with the widget.
#[cfg(feature = "render")]
pub const FIRST_STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/first.css"));

/// Part of [`STYLE`] that the form of a test needs besides.
#[cfg(feature = "render")]
pub const TEST_STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/test.css"));

#[cfg(all(test, feature = "render"))]
mod tests {
    use super::STYLE;

    #[test]
    fn the_style_sheet_is_shorter_and_says_the_same() {
        for only_for_people in ["/*", "  ", "\n", "; ", "{ "] {
            assert!(!STYLE.contains(only_for_people), "{only_for_people:?} in {STYLE}");
        }
        // In a selector a space is a combinator, and in a sum of `calc` it is required.
        for kept in [
            ".sawtak :focus-visible{outline:3px solid var(--accent-ink);",
            "--gap:calc(var(--space) * 1.5);",
        ] {
            assert!(STYLE.contains(kept), "{kept} in {STYLE}");
        }
    }

    /// Checks that the loader repeats the tokens of its button: it is on every page of every
    /// ministry and brings no style sheet.
    #[test]
    fn the_loaders_button_is_drawn_with_the_tokens() {
        let loader = include_str!("../../widget/embed/embed.js");
        let tokens = include_str!("tokens.css");
        let value =
            |token| tokens.split_once(token).and_then(|(_, rest)| rest.split_once(';')).unwrap().0;
        for token in ["--radius: ", "--radius-box: "] {
            let radius = format!("border-radius:{}", value(token));
            assert!(loader.contains(&radius), "{token}{radius}");
        }
        // A line of 24 pixels, twice this padding and the border are more than a target's least
        // height.
        assert!(loader.contains("padding:10px") && value("--target: ") == "44px");
        let accent = value("--button: ").trim_start_matches("var(--accent, ").trim_end_matches(')');
        assert!(loader.contains(&format!("colour = \"{accent}\"")), "{accent}");
        let on_accent = value("--on-button: ").replace("--button", "--accent");
        assert!(loader.contains(&format!(";color:{on_accent}")), "{on_accent}");
    }
}
