//! Choice of a web team: where the box stands and how it looks.

use domain::wire::DirectoryEntity;
use form::Language;
use serde::Deserialize;

use crate::words::EmbedDocsWords;

/// Query that holds a choice. Missing and invalid values count as not chosen.
#[derive(Default, Deserialize)]
pub struct ChoiceQuery {
    /// Language of the page that shows the choice.
    pub lang: Option<String>,
    entity: Option<String>,
    place: Option<String>,
    language: Option<String>,
    theme: Option<String>,
    colour: Option<String>,
    /// A website's Content-Security-Policy, to check.
    pub policy: Option<String>,
}

/// Chosen properties of the box.
#[derive(Clone)]
pub struct Choice {
    pub(super) entity: String,
    pub(super) place: Place,
    /// `None` for the language of the website's page.
    pub(super) language: Option<Language>,
    pub(super) theme: Theme,
    /// `None` for our own colour.
    pub(super) colour: Option<Colour>,
}

/// Place of the box.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Corner,
    Beside,
    Marked,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Theme {
    Auto,
    Light,
    Dark,
}

/// Colour as an input of type `color` sends it: `#` and six hexadecimal digits.
#[derive(Clone)]
pub(super) struct Colour(String);

impl Choice {
    /// Reads a query. Without an entity in it, the first one is chosen.
    ///
    /// Returns `None` for an unknown entity.
    pub fn of(query: &ChoiceQuery, entities: &[DirectoryEntity]) -> Option<Self> {
        let is_asked =
            |entity: &&DirectoryEntity| query.entity.as_ref().is_none_or(|id| *id == entity.id);
        let named = |name: &Option<String>| name.clone().unwrap_or_default();
        Some(Self {
            entity: entities.iter().find(is_asked)?.id.clone(),
            place: Place::ALL
                .into_iter()
                .find(|place| place.name() == named(&query.place))
                .unwrap_or(Place::Corner),
            language: query.language.as_deref().and_then(Language::parse),
            theme: Theme::ALL
                .into_iter()
                .find(|theme| theme.name() == named(&query.theme))
                .unwrap_or(Theme::Auto),
            colour: query.colour.as_deref().and_then(Colour::parse),
        })
    }

    /// Returns the query that holds the choice, for a page in this language.
    pub(super) fn query(&self, page: Language) -> String {
        let colour = self.colour.as_ref().map_or("", Colour::as_str).replace('#', "%23");
        let pairs = [
            ("lang=", page.tag()),
            ("&entity=", &self.entity),
            ("&place=", self.place.name()),
            ("&language=", self.language.map_or("", Language::tag)),
            ("&theme=", self.theme.name()),
            ("&colour=", &colour),
        ];
        pairs.map(|(name, value)| [name, value].concat()).concat()
    }
}

impl Place {
    pub(super) const ALL: [Self; 3] = [Self::Corner, Self::Beside, Self::Marked];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Corner => "corner",
            Self::Beside => "beside",
            Self::Marked => "marked",
        }
    }

    pub(super) fn label(self, words: &EmbedDocsWords) -> &'static str {
        match self {
            Self::Corner => words.place_corner,
            Self::Beside => words.place_beside,
            Self::Marked => words.place_marked,
        }
    }
}

impl Theme {
    pub(super) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(super) fn label(self, words: &EmbedDocsWords) -> &'static str {
        match self {
            Self::Auto => words.theme_auto,
            Self::Light => words.theme_light,
            Self::Dark => words.theme_dark,
        }
    }
}

impl Colour {
    /// Our own colour, which a tag leaves out (`--button` in form/src/tokens.css).
    pub(super) const OURS: &str = "#0b6b5b";

    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let is_colour = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_colour && text != Self::OURS).then(|| Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use domain::bilingual::Named;

    use super::*;

    fn entities() -> Vec<DirectoryEntity> {
        let name = || Named { ar: "هيئة".into(), en: "Entity".into() };
        let entity =
            |id: &str| DirectoryEntity { id: id.into(), name: name(), services: Vec::new() };
        vec![entity("iacad"), entity("rta")]
    }

    fn query(entity: Option<&str>, place: &str, colour: &str) -> ChoiceQuery {
        let (place, colour) = (Some(place.to_owned()), Some(colour.to_owned()));
        ChoiceQuery { entity: entity.map(str::to_owned), place, colour, ..ChoiceQuery::default() }
    }

    #[test]
    fn a_choice_survives_its_own_query() {
        let choice = Choice::of(&query(Some("rta"), "marked", "#ffb35c"), &entities()).unwrap();
        assert_eq!(
            choice.query(Language::Ar),
            "lang=ar&entity=rta&place=marked&language=&theme=auto&colour=%23ffb35c"
        );
    }

    #[test]
    fn invalid_values_count_as_not_chosen() {
        let plain = Choice::of(&ChoiceQuery::default(), &entities()).unwrap().query(Language::En);
        for (place, colour) in [("moon", "#fffff\""), ("", "\"><script>"), ("corner", "#0b6b5b")] {
            let choice = Choice::of(&query(None, place, colour), &entities()).unwrap();
            assert_eq!(choice.query(Language::En), plain, "{place} {colour}");
        }
        assert!(plain.contains("entity=iacad"), "{plain}");
    }

    #[test]
    fn an_unknown_entity_is_no_choice() {
        assert!(Choice::of(&query(Some("nobody"), "", ""), &entities()).is_none());
        assert!(Choice::of(&ChoiceQuery::default(), &[]).is_none());
    }
}
