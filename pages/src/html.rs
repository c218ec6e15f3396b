//! HTML that a view has written, for use in another view.
//!
//! It stands for a view whose type has to be forgotten. Leptos's `AnyView` does too, but it
//! carries all code that builds, updates and streams a view, which nothing here needs.

use leptos::{prelude::*, tachys::html::InertElement};

/// HTML of a view. Only [`IntoHtml`] makes it, so data in it is escaped.
pub(crate) type Html = InertElement;

/// Conversion of a view to its HTML.
pub(crate) trait IntoHtml {
    /// Writes the view.
    fn into_html(self) -> Html;
}

impl<View: IntoView> IntoHtml for View {
    fn into_html(self) -> Html {
        InertElement::new(self.to_html())
    }
}

/// Writes a document.
pub(crate) fn html<View: IntoView>(view: impl FnOnce() -> View) -> String {
    // Signals live in an owner, which goes when the document is written.
    Owner::new().with(|| view().to_html())
}
