//! `GET /entities`: whom something can be said to.

use serde::{Deserialize, Serialize};

/// A name in both languages of the government.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    /// In Arabic.
    pub ar: String,
    /// In English.
    pub en: String,
}

impl Named {
    /// The name for a reader of `language`, and the tag of the language that it is in: Arabic for Arabic, English for everyone else.
    pub fn for_reader(&self, language: &str) -> (&str, &'static str) {
        if language.starts_with("ar") { (&self.ar, "ar") } else { (&self.en, "en") }
    }
}

/// Every entity with its services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Directory {
    /// In the order of their short names.
    pub entities: Vec<DirectoryEntity>,
}

/// One entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryEntity {
    /// Its short name.
    pub id: String,
    /// What it is called.
    pub name: Named,
    /// Its services, in the order in which it offers them.
    pub services: Vec<DirectoryService>,
}

/// One service, perhaps with others under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryService {
    /// Its short name, unique in the entity.
    pub id: String,
    /// What it is called.
    pub name: Named,
    /// The services under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub services: Vec<DirectoryService>,
}

impl DirectoryEntity {
    /// The service with this short name, wherever it is.
    pub fn service(&self, id: &str) -> Option<&DirectoryService> {
        self.services.iter().find_map(|main| if main.id == id { Some(main) } else { main.services.iter().find(|sub| sub.id == id) })
    }
}
