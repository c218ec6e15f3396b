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
        self.services.iter().find_map(|main| {
            if main.id == id { Some(main) } else { main.services.iter().find(|sub| sub.id == id) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(id: &str, services: Vec<DirectoryService>) -> DirectoryService {
        DirectoryService {
            id: id.into(),
            name: Named { ar: "مواقف".into(), en: "Parking".into() },
            services,
        }
    }

    fn entity() -> DirectoryEntity {
        let services =
            vec![service("parking", vec![service("fines", vec![])]), service("roads", vec![])];
        DirectoryEntity {
            id: "rta".into(),
            name: Named { ar: "هيئة الطرق".into(), en: "Roads".into() },
            services,
        }
    }

    #[test]
    fn a_directory_is_read_as_it_was_written() {
        let directory = Directory { entities: vec![entity()] };
        let json = serde_json::to_value(&directory).unwrap();
        assert!(
            json["entities"][0]["services"][1].get("services").is_none(),
            "a service without others under it says nothing of them"
        );
        assert_eq!(serde_json::from_value::<Directory>(json).unwrap(), directory);
    }

    #[test]
    fn a_service_is_found_wherever_it_is() {
        let entity = entity();
        for id in ["parking", "fines", "roads"] {
            assert_eq!(entity.service(id).map(|service| service.id.as_str()), Some(id));
        }
        assert_eq!(entity.service("mosques"), None);
    }

    #[test]
    fn a_name_is_in_arabic_for_arabic_alone() {
        let Named { ar, en } = entity().name;
        let name = Named { ar: ar.clone(), en: en.clone() };
        assert_eq!(name.for_reader("ar-AE"), (&*ar, "ar"));
        assert_eq!(name.for_reader("ur"), (&*en, "en"));
    }
}
