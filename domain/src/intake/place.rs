//! Place that a participation is about: coordinates, an address in words, or both.
//!
//! The store holds it sealed, like the contact. Files never tell a place: their location is removed
//! (`media::location`).

use thiserror::Error;

use crate::text::{characters::is_visible, line_with_joiners};

/// Maximum length of an address, in characters.
pub const ADDRESS_MAX: usize = 300;

/// Least number of decimals of coordinates in an address, which house numbers don't have.
const DECIMALS_MIN: usize = 3;

/// Steps of a degree in which coordinates are kept: about a metre, and no phone measures finer.
const STEPS: f64 = 100_000.0;

/// Place: coordinates or an address at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Coordinates in WGS 84.
    pub coordinates: Option<Coordinates>,
    /// Address or description, in one line.
    pub address: Option<String>,
}

/// Latitude and longitude, in steps of a hundred-thousandth of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coordinates {
    latitude: i32,
    longitude: i32,
}

/// Error of parsing a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// Latitude that isn't on the globe.
    #[error("a latitude is a number from -90 to 90")]
    Latitude,
    /// Longitude that isn't on the globe.
    #[error("a longitude is a number from -180 to 180")]
    Longitude,
    /// Latitude without a longitude, or the other way round.
    #[error("a latitude and a longitude belong together")]
    Half,
    /// Address longer than [`ADDRESS_MAX`].
    #[error("at most {ADDRESS_MAX} characters")]
    AddressTooLong,
    /// Neither coordinates nor an address.
    #[error("a place has coordinates or an address")]
    Nothing,
}

impl Coordinates {
    /// Returns the latitude in degrees.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / STEPS
    }

    /// Returns the longitude in degrees.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / STEPS
    }
}

impl Place {
    /// Parses a place. Coordinates are rounded to steps of about a metre, and an address is brought
    /// to one line. An address that begins with coordinates, as phones and maps copy them, gives
    /// them to a place without others: `25.19720, 55.27438 beside the gate`, or
    /// `25.1972° N, 55.2744° E`.
    ///
    /// # Errors
    ///
    /// One for each invalid part, with the name of the member; an empty name means the whole place.
    pub fn parse(
        latitude: Option<f64>,
        longitude: Option<f64>,
        typed: Option<&str>,
    ) -> Result<Self, Vec<(&'static str, PlaceError)>> {
        let mut errors = Vec::new();
        let mut steps = |member, degrees: Option<f64>, most, error| {
            let steps = degrees.and_then(|degrees| steps(degrees, most));
            if degrees.is_some() && steps.is_none() {
                errors.push((member, error));
            }
            steps
        };
        let north = steps("latitude", latitude, 90.0, PlaceError::Latitude);
        let east = steps("longitude", longitude, 180.0, PlaceError::Longitude);
        match (latitude, longitude) {
            (Some(_), None) => errors.push(("longitude", PlaceError::Half)),
            (None, Some(_)) => errors.push(("latitude", PlaceError::Half)),
            _ => {}
        }
        let mut address = typed
            .filter(|typed| typed.chars().any(is_visible))
            .map(line_with_joiners)
            .filter(|line| !line.is_empty());
        if address.as_ref().is_some_and(|line| line.chars().count() > ADDRESS_MAX) {
            errors.push(("address", PlaceError::AddressTooLong));
        }
        let mut coordinates =
            north.zip(east).map(|(latitude, longitude)| Coordinates { latitude, longitude });
        let written = address.as_deref().filter(|_| latitude.is_none() && longitude.is_none());
        if let Some((found, words)) = written.and_then(split_coordinates) {
            coordinates = Some(found);
            address = Some(words).filter(|words| !words.is_empty());
        }
        if errors.is_empty() && coordinates.is_none() && address.is_none() {
            errors.push(("", PlaceError::Nothing));
        }
        if errors.is_empty() { Ok(Self { coordinates, address }) } else { Err(errors) }
    }
}

/// Splits the coordinates at the beginning of an address from the words after them.
fn split_coordinates(line: &str) -> Option<(Coordinates, String)> {
    let is_between = |letter: char| matches!(letter, ' ' | ',' | ';' | '،');
    let (north, rest) = split_degrees(line, ['N', 'S'])?;
    let (east, rest) = split_degrees(rest.trim_start_matches(is_between), ['E', 'W'])?;
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let (latitude, longitude) = (steps(north, 90.0)?, steps(east, 180.0)?);
    Some((Coordinates { latitude, longitude }, rest.trim_start_matches(is_between).to_owned()))
}

/// Splits off a decimal number of degrees, its sign `°`, and the letter of its hemisphere: the
/// positive or the negative one.
fn split_degrees(line: &str, [positive, negative]: [char; 2]) -> Option<(f64, &str)> {
    let is_of_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+');
    let (number, rest) =
        line.split_at(line.find(|letter| !is_of_number(letter)).unwrap_or(line.len()));
    let (_, decimals) = number.split_once('.')?;
    let degrees: f64 = number.parse().ok().filter(|_| decimals.len() >= DECIMALS_MIN)?;
    let rest = rest.strip_prefix('°').unwrap_or(rest);
    let after = |hemisphere: char| {
        let rest = rest.trim_start().strip_prefix(hemisphere)?;
        (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
    };
    let north_or_east = after(positive).map(|rest| (degrees, rest));
    let south_or_west = || after(negative).map(|rest| (-degrees, rest));
    north_or_east.or_else(south_or_west).or(Some((degrees, rest)))
}

/// Returns an angle in steps, unless its size is above `most` degrees or it isn't finite.
fn steps(degrees: f64, most: f64) -> Option<i32> {
    #[expect(clippy::cast_possible_truncation, reason = "180 degrees have few steps")]
    (degrees.abs() <= most).then(|| (degrees * STEPS).round() as i32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn errors(
        latitude: Option<f64>,
        longitude: Option<f64>,
        address: Option<&str>,
    ) -> Vec<(&'static str, PlaceError)> {
        Place::parse(latitude, longitude, address).unwrap_err()
    }

    #[test]
    fn coordinates_or_an_address_are_enough() {
        let burj = Place::parse(Some(25.197_197), Some(55.274_376), None).unwrap();
        let coordinates = burj.coordinates.unwrap();
        assert_eq!((coordinates.latitude(), coordinates.longitude()), (25.1972, 55.27438));
        let words = Place::parse(None, None, Some(" Gate 4,\nDeira ")).unwrap();
        assert_eq!(words.address.as_deref(), Some("Gate 4, Deira"));
        let both = Place::parse(Some(0.0), Some(-0.0), Some("a")).unwrap();
        assert!(both.coordinates.is_some() && both.address.is_some());
        for nothing in [None, Some(""), Some(" \n"), Some("\u{200e}\u{2066}")] {
            assert_eq!(errors(None, None, nothing), [("", PlaceError::Nothing)], "{nothing:?}");
        }
    }

    #[test]
    fn an_address_is_one_line_however_it_was_pasted() {
        for typed in ["١٢ شارع\u{a0}الوصل", "\u{202b}12 شارع\r\nالوصل\u{202c}", "１２ شارع\0الوصل"]
        {
            let place = Place::parse(None, None, Some(typed)).unwrap();
            assert_eq!(place.address.as_deref(), Some("12 شارع الوصل"), "{typed:?}");
        }
        assert!(Place::parse(None, None, Some(&"ص".repeat(ADDRESS_MAX))).is_ok());
        let long = "ص".repeat(ADDRESS_MAX + 1);
        assert_eq!(
            errors(Some(25.0), Some(55.0), Some(&long)),
            [("address", PlaceError::AddressTooLong)]
        );
    }

    #[test]
    fn only_a_point_on_the_globe_is_one() {
        for (latitude, longitude) in [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)] {
            assert!(Place::parse(Some(latitude), Some(longitude), None).is_ok());
        }
        let wrong = [90.000_001, -91.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300];
        for wrong in wrong {
            assert_eq!(
                errors(Some(wrong), Some(0.0), Some("a")),
                [("latitude", PlaceError::Latitude)]
            );
        }
        assert_eq!(
            errors(Some(91.0), Some(180.1), None),
            [("latitude", PlaceError::Latitude), ("longitude", PlaceError::Longitude)]
        );
        assert_eq!(errors(Some(25.0), None, Some("a")), [("longitude", PlaceError::Half)]);
        assert_eq!(errors(None, Some(55.0), None), [("latitude", PlaceError::Half)]);
    }

    #[test]
    fn an_address_may_begin_with_coordinates() {
        let gate = Place::parse(Some(25.1972), Some(55.27438), None).unwrap().coordinates;
        for (typed, words) in [
            ("25.19720, 55.27438", None),
            ("25.19720,55.27438 beside Gate 4", Some("beside Gate 4")),
            ("٢٥.١٩٧٢٠، ٥٥.٢٧٤٣٨ عند البوابة", Some("عند البوابة")),
            ("25.1972° N, 55.27438° E", None),
            ("25.1972 N 55.27438 E, Entrance", Some("Entrance")),
        ] {
            let place = Place::parse(None, None, Some(typed)).unwrap();
            assert_eq!((place.coordinates, place.address.as_deref()), (gate, words), "{typed}");
        }
        let south = Place::parse(None, None, Some("33.868° S, 70.650° W")).unwrap().coordinates;
        assert_eq!(south, Place::parse(Some(-33.868), Some(-70.65), None).unwrap().coordinates);
    }

    #[test]
    fn other_numbers_are_words() {
        for typed in [
            "12, 14 Al Wasl",
            "12.5, 14.5",
            "95.123, 55.123",
            "25.123",
            "25.123, 55.123a",
            "1.2.345, 5.123",
        ] {
            let place = Place::parse(None, None, Some(typed)).unwrap();
            assert_eq!((place.coordinates, place.address.as_deref()), (None, Some(typed)));
        }
        let both = Place::parse(Some(1.0), Some(2.0), Some("25.19720, 55.27438")).unwrap();
        assert_eq!(both.address.as_deref(), Some("25.19720, 55.27438"), "others are given");
    }

    proptest! {
        #[test]
        fn a_parsed_place_is_parsed_to_itself(
            latitude in -90.0..=90.0, longitude in -180.0..=180.0, address: String
        ) {
            let once = Place::parse(Some(latitude), Some(longitude), Some(&address));
            prop_assume!(once.is_ok());
            let once = once.unwrap();
            let at = once.coordinates.unwrap();
            prop_assert!((at.latitude() - latitude).abs() < 0.000_006);
            let again = Place::parse(
                Some(at.latitude()), Some(at.longitude()), once.address.as_deref());
            prop_assert_eq!(again, Ok(once));
        }
    }
}
