//! Hints for staff about a text that they may read. They are found at each reading: nothing of them
//! is stored or logged.

use domain::{
    assistant::{self, Message},
    language::Language,
    wire::{Directory, console::ProposedPlace},
};

use super::with_index;
use crate::error::ApiError;

/// Returns the place where a text plainly belongs, if it lies elsewhere.
pub(crate) fn better_place(
    message: &Message<'_>,
    directory: &Directory,
) -> Result<Option<ProposedPlace>, ApiError> {
    let place = with_index(|index| assistant::better_place(index, message, directory))?;
    Ok(place.as_ref().and_then(ProposedPlace::of))
}

/// Returns the place where a text plainly belongs.
pub(crate) fn likeliest_place(
    message: &Message<'_>,
    directory: &Directory,
) -> Result<Option<ProposedPlace>, ApiError> {
    let place = with_index(|index| assistant::likeliest_place(index, message, directory))?;
    Ok(place.as_ref().and_then(ProposedPlace::of))
}

/// Returns whether a text may be about danger to people. `language` is that of its form.
pub(crate) fn speaks_of_danger(text: &str, language: Option<Language>) -> bool {
    assistant::speaks_of_danger(&Message { text, language, entity: None, service: None })
}

#[cfg(test)]
mod tests {
    use domain::{
        bilingual::Named,
        slug::Slug,
        wire::{DirectoryEntity, DirectoryService},
    };

    use super::*;

    const BINS: &str = "The garbage has not been collected for a week, the bins are full and smell";

    fn directory() -> Directory {
        let name = Named { ar: "ا".into(), en: "a".into() };
        let service = |id: &str| DirectoryService {
            id: id.into(),
            name: name.clone(),
            asks_place: false,
            services: Vec::new(),
        };
        let entity = |id: &str, of: &str| DirectoryEntity {
            id: id.into(),
            name: name.clone(),
            services: vec![service(of)],
        };
        Directory { entities: vec![entity("dm", "waste-collection"), entity("rta", "parking")] }
    }

    fn at(entity: &str) -> Message<'_> {
        Message { text: BINS, language: None, entity: Some(entity), service: None }
    }

    #[test]
    fn a_text_elsewhere_gets_a_place_of_the_directory() {
        let place = better_place(&at("rta"), &directory()).unwrap().unwrap();
        assert_eq!(place.entity, Slug::parse("dm").unwrap());
        assert_eq!(place.service, Slug::parse("waste-collection").ok());
        assert!((0.7..1.0).contains(&place.probability));
        assert_eq!(better_place(&at("dm"), &directory()).unwrap(), None);
        assert_eq!(likeliest_place(&at("dm"), &directory()).unwrap().unwrap().entity, place.entity);
    }

    #[test]
    fn danger_is_told_from_the_text_alone() {
        assert!(speaks_of_danger(
            "The open wires could catch fire near our building.",
            Some(Language::English)
        ));
        assert!(
            speaks_of_danger("ابوي طاح وما يتنفس", Some(Language::English))
                && !speaks_of_danger(BINS, Some(Language::English))
        );
    }
}
