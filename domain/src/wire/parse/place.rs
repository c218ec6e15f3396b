//! Place of a participation: parsing, and the shape of a parsed one.

use crate::{
    intake::place::{self, PlaceError},
    wire::Place,
};

impl Place {
    /// Parses a place.
    ///
    /// # Errors
    ///
    /// One for each invalid part, with the name of the member; an empty name means the whole place.
    pub fn parse(&self) -> Result<place::Place, Vec<(&'static str, PlaceError)>> {
        place::Place::parse(self.latitude, self.longitude, self.address.as_deref())
    }
}

impl From<&place::Place> for Place {
    fn from(place: &place::Place) -> Self {
        Self {
            latitude: place.coordinates.map(place::Coordinates::latitude),
            longitude: place.coordinates.map(place::Coordinates::longitude),
            address: place.address.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_as_it_was_parsed() {
        let sent = Place {
            latitude: Some(25.1972),
            longitude: Some(-55.27438),
            address: Some("Gate 4".into()),
        };
        assert_eq!(Place::from(&sent.parse().unwrap()), sent);
        let json = serde_json::to_string(&sent).unwrap();
        assert_eq!(json, r#"{"latitude":25.1972,"longitude":-55.27438,"address":"Gate 4"}"#);
    }
}
