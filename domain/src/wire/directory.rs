//! `GET /entities`: directory of the entities that receive participations, and of their services.

use serde::{Deserialize, Serialize};

use crate::bilingual::Named;

/// All entities with their services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Directory {
    /// Entities, ordered by short name.
    pub entities: Vec<DirectoryEntity>,
}

impl Directory {
    /// Returns the entity with this short name.
    pub fn entity(&self, id: &str) -> Option<&DirectoryEntity> {
        self.entities.iter().find(|entity| entity.id == id)
    }
}

/// An entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryEntity {
    /// Short name of the entity.
    pub id: String,
    /// Full name of the entity.
    pub name: Named,
    /// Services of the entity, in the entity's own order.
    pub services: Vec<DirectoryService>,
}

/// A service, perhaps with others under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryService {
    /// Short name of the service, unique within the entity.
    pub id: String,
    /// Full name of the service.
    pub name: Named,
    /// True if the form asks for the place of an observation or a complaint about this service.
    #[serde(default)]
    pub asks_place: bool,
    /// Services under this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub services: Vec<DirectoryService>,
}

impl DirectoryEntity {
    /// Returns whether any of the services asks for a place.
    pub fn asks_place(&self) -> bool {
        self.services
            .iter()
            .any(|main| main.asks_place || main.services.iter().any(|sub| sub.asks_place))
    }

    /// Returns the service with this short name, at either level.
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
            asks_place: id == "roads",
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
}
