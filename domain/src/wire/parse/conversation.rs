//! Complete drafts of conversations as submissions, and the directory that conversations search.

use crate::{
    channel::conversation::{Draft, Listed, Spot},
    slug::{Slug, SlugError},
    wire::{DirectoryEntity, DirectoryService, Place, Submission},
};

impl From<Draft> for Submission {
    fn from(draft: Draft) -> Self {
        Self {
            kind: draft.kind,
            entity: draft.entity.into(),
            service: draft.service.map(String::from),
            text: draft.text,
            suggestion: draft.remedy,
            attachments: draft.attachments.into_iter().map(String::from).collect(),
            contact: None,
            place: draft.place.map(Place::from),
            language: draft.language.tag().to_owned(),
            mood: None,
            page: None,
            elapsed_ms: None,
            test: false,
        }
    }
}

impl From<Spot> for Place {
    fn from(Spot { latitude, longitude, address }: Spot) -> Self {
        Self { latitude, longitude, address }
    }
}

impl TryFrom<&DirectoryEntity> for Listed {
    type Error = SlugError;

    fn try_from(entity: &DirectoryEntity) -> Result<Self, SlugError> {
        Ok(Self {
            id: Slug::parse(&entity.id)?,
            name: entity.name.clone(),
            services: entity.services.iter().map(Self::try_from).collect::<Result<_, _>>()?,
            asks_place: false,
        })
    }
}

impl TryFrom<&DirectoryService> for Listed {
    type Error = SlugError;

    fn try_from(service: &DirectoryService) -> Result<Self, SlugError> {
        Ok(Self {
            id: Slug::parse(&service.id)?,
            name: service.name.clone(),
            services: service.services.iter().map(Self::try_from).collect::<Result<_, _>>()?,
            asks_place: service.asks_place,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bilingual::Named, intake::kind::Kind, language::Language, media::upload::UploadId,
        text::TEXT_MAX,
    };

    fn draft() -> Draft {
        Draft {
            key: "wamid.1".into(),
            kind: Kind::Complaint,
            entity: Slug::parse("rta").unwrap(),
            service: Slug::parse("parking").ok(),
            text: "ص".repeat(TEXT_MAX),
            remedy: Some("Add a camera.".into()),
            attachments: (0..5).map(|number| UploadId::draw([number; 16])).collect(),
            place: Some(Spot {
                latitude: Some(25.1972),
                longitude: Some(55.27438),
                address: Some("Gate 4".into()),
            }),
            language: Language::Filipino,
        }
    }

    #[test]
    fn a_draft_is_a_submission_that_parses() {
        let submission = Submission::from(draft()).parse().unwrap();
        assert_eq!(submission.attachments.len(), 5);
        assert_eq!(submission.language, "fil");
        assert_eq!(submission.place.unwrap().address.as_deref(), Some("Gate 4"));
        assert!(submission.suggestion.is_some() && submission.contact.is_none());
    }

    #[test]
    fn a_voice_note_alone_is_a_submission() {
        let draft = Draft { text: String::new(), remedy: None, place: None, ..draft() };
        assert!(Submission::from(draft).parse().unwrap().text.is_none());
    }

    #[test]
    fn the_directory_is_listed_with_both_levels_of_services() {
        let name = || Named { ar: "هيئة".into(), en: "Authority".into() };
        let service = |id: &str, services| DirectoryService {
            id: id.into(),
            name: name(),
            asks_place: id == "fines",
            services,
        };
        let services = vec![service("parking", vec![service("fines", vec![])])];
        let entity = DirectoryEntity { id: "rta".into(), name: name(), services };
        let listed = Listed::try_from(&entity).unwrap();
        assert!(listed.services[0].services[0].asks_place);
        let wrong = DirectoryEntity { id: "R T A".into(), ..entity };
        assert_eq!(Listed::try_from(&wrong), Err(SlugError));
    }
}
