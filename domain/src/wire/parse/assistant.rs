//! Message to the assistant, and its answer.

use crate::{
    assistant::{Answer, Call, Directory as KnownServices, MESSAGE_MAX, Message, Proposal},
    input::{Errors, InputError, Reason},
    intake::submission::is_language_tag,
    language::Language,
    slug::Slug,
    wire::{
        AssistantAnswer, AssistantMessage, AssistantProposal, Directory, EmergencyService,
        LikelyKind, Status, console::ProposedPlace,
    },
};

impl AssistantMessage {
    /// Parses a message.
    ///
    /// # Errors
    ///
    /// Every error of the message. Entity and service must be in the directory.
    pub fn parse(&self, directory: &Directory) -> Result<Message<'_>, Vec<InputError>> {
        let mut errors = Errors::default();
        let length = self.text.chars().take(MESSAGE_MAX + 1).count();
        if !(1..=MESSAGE_MAX).contains(&length) {
            errors.add("/text", Reason::MessageLength);
        }
        if self.language.as_deref().is_some_and(|language| !is_language_tag(language)) {
            errors.add("/language", Reason::Language);
        }
        if let Some(entity) = &self.entity
            && errors.keep("/entity", Slug::parse(entity)).is_some()
            && directory.entity(entity).is_none()
        {
            errors.add("/entity", Reason::UnknownEntity);
        }
        if let Some(service) = &self.service
            && errors.keep("/service", Slug::parse(service)).is_some()
            && errors.is_empty()
            && !directory.has_service(self.entity.as_deref().unwrap_or_default(), service)
        {
            errors.add("/service", Reason::UnknownService);
        }
        errors.unless_any(Message {
            text: &self.text,
            language: self.language.as_deref().and_then(Language::parse),
            entity: self.entity.as_deref(),
            service: self.service.as_deref(),
        })
    }
}

impl KnownServices for Directory {
    fn has_service(&self, entity: &str, service: &str) -> bool {
        self.entity(entity).is_some_and(|entity| entity.service(service).is_some())
    }

    fn are_related(&self, entity: &str, one: &str, other: &str) -> bool {
        let entity = self.entity(entity);
        let is_under = |main: &str, sub: &str| {
            let main = entity.and_then(|entity| entity.service(main));
            main.is_some_and(|main| main.services.iter().any(|service| service.id == sub))
        };
        is_under(one, other) || is_under(other, one)
    }
}

impl ProposedPlace {
    /// Makes the proposal on the wire; `None` if a name in it is none.
    pub fn of(proposal: &Proposal) -> Option<Self> {
        Some(Self {
            entity: Slug::parse_entity(&proposal.entity).ok()?,
            service: proposal.service.as_deref().map(Slug::parse).transpose().ok()?,
            // Downwards, so that nothing looks certain.
            probability: (proposal.probability * 100.0).floor() / 100.0,
        })
    }
}

impl AssistantAnswer {
    /// Makes the answer on the wire of an answer, and the status of the participation that it
    /// names.
    pub fn of(answer: Answer, status: Option<Status>) -> Self {
        // Downwards, so that what isn't sure doesn't look it.
        let rounded = |probability: f64| (probability * 1_000.0).floor() / 1_000.0;
        let proposal = |Proposal { entity, service, probability }| AssistantProposal {
            entity,
            service,
            probability: rounded(probability),
        };
        let call =
            |call: Call| EmergencyService { name: call, telephone: call.telephone().to_owned() };
        Self {
            intent: answer.intent,
            language: answer.language.tag().to_owned(),
            kind: answer
                .kind
                .map(|(value, share)| LikelyKind { value, probability: rounded(share) }),
            proposals: answer.proposals.into_iter().map(proposal).collect(),
            is_sure: answer.is_sure,
            question: answer.question,
            reference: answer.reference,
            reference_problem: answer.reference_problem,
            status,
            emergency: answer.calls.into_iter().map(call).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bilingual::Named,
        wire::{DirectoryEntity, DirectoryService},
    };

    fn directory() -> Directory {
        let name = Named { ar: "ا".into(), en: "a".into() };
        let service = |id: &str, services| DirectoryService {
            id: id.into(),
            name: name.clone(),
            asks_place: false,
            services,
        };
        let services = vec![service("parking", vec![service("fines", Vec::new())])];
        let entity = DirectoryEntity { id: "rta".into(), name: name.clone(), services };
        Directory { entities: vec![entity] }
    }

    fn message(text: &str, place: [Option<&str>; 3]) -> AssistantMessage {
        let [language, entity, service] = place.map(|part| part.map(str::to_owned));
        AssistantMessage { text: text.into(), language, entity, service }
    }

    fn pointers(message: &AssistantMessage) -> Vec<String> {
        let errors = message.parse(&directory()).err().unwrap_or_default();
        errors.into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn one_to_four_thousand_characters_are_a_message() {
        assert!(pointers(&message("م", [None; 3])).is_empty());
        assert!(pointers(&message(&"م".repeat(MESSAGE_MAX), [None; 3])).is_empty());
        assert_eq!(pointers(&message("", [None; 3])), ["/text"]);
        assert_eq!(pointers(&message(&"م".repeat(MESSAGE_MAX + 1), [None; 3])), ["/text"]);
    }

    #[test]
    fn the_page_is_one_of_the_directory() {
        let page = |entity, service| pointers(&message("x", [Some("ar"), entity, service]));
        assert!(page(Some("rta"), Some("parking")).is_empty());
        assert_eq!(page(Some("dm"), None), ["/entity"]);
        assert_eq!(page(Some("rta"), Some("metro")), ["/service"]);
        assert_eq!(page(None, Some("parking")), ["/service"]);
        assert_eq!(page(Some("R T A"), Some("?")), ["/entity", "/service"]);
        assert_eq!(pointers(&message("x", [Some("?"), None, None])), ["/language"]);
    }

    #[test]
    fn a_service_is_related_to_the_one_above_it() {
        let related = |one, other| directory().are_related("rta", one, other);
        assert!(related("parking", "fines") && related("fines", "parking"));
        assert!(!related("parking", "metro") && !directory().are_related("dm", "parking", "fines"));
    }

    #[test]
    fn a_probability_is_rounded_downwards() {
        let proposal = |entity: &str, service: Option<&str>| {
            let service = service.map(str::to_owned);
            ProposedPlace::of(&Proposal { entity: entity.into(), service, probability: 0.999 })
        };
        let place = proposal("rta", Some("parking")).unwrap();
        assert!((place.probability - 0.99).abs() < 1e-9 && place.service.is_some());
        assert_eq!((proposal("R T A", None), proposal("rta", Some("?"))), (None, None));
    }
}
