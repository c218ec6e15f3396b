//! The box on pages of other sites: placement, embedding, footprint, and awkward pages.

mod any_page;
mod box_on_a_page;
mod embed_docs;
mod embedding;
mod footprint;
