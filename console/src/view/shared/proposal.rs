//! Place that the assistant proposes, in words.

use domain::wire::console::ProposedPlace;
use js_sys::Number;

use crate::{
    session::Session,
    words::{fill, isolated, words},
};

/// Returns the names of a place, with its probability. Tracks the directory.
pub(crate) fn in_words(session: Session, place: &ProposedPlace) -> String {
    let service = place.service.as_ref().map(|id| session.service(&place.entity, id));
    let names: Vec<String> = [session.entity(&place.entity)].into_iter().chain(service).collect();
    let text = fill(words().proposal, "place", &isolated(&names.join(" · ")));
    let probability = Number::from(place.probability).to_fixed(2).map(String::from);
    fill(&text, "probability", &probability.unwrap_or_default())
}
