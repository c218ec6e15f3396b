//! What a web team chooses, and the tag that comes of it.

use domain::wire::DirectoryEntity;
use form::Language;
use serde::Deserialize;

use super::text::Text;
use crate::pages::document::escaped;

/// The choice as it stands in an address; what is missing or makes no sense is as if it hadn't been chosen.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// The language of the page that shows the choice.
    pub(super) lang: Option<String>,
    entity: Option<String>,
    place: Option<String>,
    language: Option<String>,
    theme: Option<String>,
    colour: Option<String>,
}

/// What was chosen.
pub(super) struct Choice {
    pub(super) entity: String,
    pub(super) place: Place,
    /// `None` for the page's own.
    pub(super) language: Option<Language>,
    pub(super) theme: Theme,
    /// `None` for ours.
    pub(super) colour: Option<Colour>,
}

/// Where the box stands.
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

/// A colour as a field for colours gives it: `#` and six hexadecimal digits.
pub(super) struct Colour(String);

impl Choice {
    /// What was asked for, with one of these entities: the first unless told. `None` if there is no such entity.
    pub(super) fn of(asked: &Asked, entities: &[DirectoryEntity]) -> Option<Self> {
        let is_asked =
            |entity: &&DirectoryEntity| asked.entity.as_ref().is_none_or(|id| *id == entity.id);
        let named = |name: &Option<String>| name.clone().unwrap_or_default();
        Some(Self {
            entity: entities.iter().find(is_asked)?.id.clone(),
            place: Place::ALL
                .into_iter()
                .find(|place| place.name() == named(&asked.place))
                .unwrap_or(Place::Corner),
            language: asked.language.as_deref().and_then(Language::parse),
            theme: Theme::ALL
                .into_iter()
                .find(|theme| theme.name() == named(&asked.theme))
                .unwrap_or(Theme::Auto),
            colour: asked.colour.as_deref().and_then(Colour::parse),
        })
    }

    /// The tag, as it stands in a page.
    pub(super) fn tag(&self, edge: &str, integrity: &str) -> String {
        let mut data = format!("data-entity=\"{}\"", escaped(&self.entity));
        let mut add = |name: &str, value: &str| data.extend([" data-", name, "=\"", value, "\""]);
        if self.place == Place::Beside {
            add("beside", "#happiness-meter");
        }
        if let Some(language) = self.language {
            add("lang", language.tag());
        }
        if self.theme != Theme::Auto {
            add("theme", self.theme.name());
        }
        if let Some(colour) = &self.colour {
            add("colour", colour.as_str());
        }
        let script = format!(
            "<script src=\"{edge}/embed.js\"\n  integrity=\"{integrity}\"\n  crossorigin=\"anonymous\" {data} async></script>"
        );
        if self.place == Place::Marked {
            format!("<sawtak-feedback></sawtak-feedback>\n{script}")
        } else {
            script
        }
    }

    /// The choice as it stands in an address, for a page in this language.
    pub(super) fn query(&self, page: Language) -> String {
        format!(
            "lang={}&entity={}&place={}&language={}&theme={}&colour={}",
            page.tag(),
            self.entity,
            self.place.name(),
            self.language.map_or("", Language::tag),
            self.theme.name(),
            self.colour.as_ref().map_or("", Colour::as_str).replace('#', "%23"),
        )
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

    pub(super) fn label(self, text: &Text) -> &'static str {
        match self {
            Self::Corner => text.place_corner,
            Self::Beside => text.place_beside,
            Self::Marked => text.place_marked,
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

    pub(super) fn label(self, text: &Text) -> &'static str {
        match self {
            Self::Auto => text.theme_auto,
            Self::Light => text.theme_light,
            Self::Dark => text.theme_dark,
        }
    }
}

impl Colour {
    /// The one that needs no mention (`--button` in form/src/tokens.css).
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
