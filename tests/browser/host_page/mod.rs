//! Tests of the widget on pages of other sites: placement, embedding, footprint, and awkward pages.
//!
//! Tests of the form's own behaviour belong in `visitor`.

mod any_page;
mod box_on_a_page;
mod embed_docs;
mod embedding;
mod footprint;
