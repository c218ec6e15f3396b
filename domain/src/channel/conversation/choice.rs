//! Choices that a person can tap or type the number of. The id of a choice is the whole choice, so
//! a tap on an old button is understood long after its message.

use serde::{Deserialize, Serialize};

use crate::{
    intake::kind::{Kind, Mood},
    reference::Reference,
    slug::Slug,
};

/// Choice that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Choice {
    /// Choice about what is being said, by the number of its form: one about an earlier form
    /// changes nothing.
    Form(u32, FormChoice),
    /// Choice about a participation.
    Case(Reference, CaseChoice),
    /// Command, which is possible at any time.
    Command(Command),
}

/// Choice about what is being said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormChoice {
    /// It is of this kind.
    Kind(Kind),
    /// It is for this entity.
    Entity(Slug),
    /// It is for this entity, about this service of it.
    Place(Slug, Slug),
    /// The person doesn't know for which entity it is.
    Unsure,
    /// Show these entities of the ordered directory: from here, so many.
    Entities(usize, usize),
    /// It is about this service.
    Service(Slug),
    /// It is about no service, or an unknown one.
    NoService,
    /// Show these services of the level: from here, so many.
    Services(usize, usize),
    /// Send it.
    Send,
    /// Show what can be changed or added.
    Change,
    /// Ask for the kind anew.
    AskKind,
    /// Ask for the entity.
    AskEntity,
    /// Ask for the service.
    AskService,
    /// Ask for a proposed remedy.
    AskRemedy,
    /// Ask for the place.
    AskPlace,
    /// Show what was said, to send it.
    Check,
    /// Bring back what was said earlier.
    BringBack,
    /// It is something new, not part of an earlier participation.
    New,
    /// It belongs to this participation.
    Add(Reference),
}

/// Choice about a participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseChoice {
    /// Show its status.
    Open,
    /// Show what was said.
    Thread,
    /// Write a message.
    Write,
    /// Ask for a rating.
    AskRating,
    /// Rate how it was handled.
    Rate(Mood),
    /// Ask whether to withdraw it.
    AskWithdrawal,
    /// Withdraw it.
    Withdraw,
}

/// Command, as a choice or as a typed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Command {
    /// Put aside what was said, and begin anew.
    StartAgain,
    /// One step back.
    Back,
    /// Put aside what was said.
    Cancel,
    /// List the person's participations.
    Mine,
    /// Speak to a person.
    Person,
    /// Say what is possible.
    Help,
}

impl Command {
    /// All commands.
    pub const ALL: [Self; 6] =
        [Self::StartAgain, Self::Back, Self::Cancel, Self::Mine, Self::Person, Self::Help];

    const fn as_str(self) -> &'static str {
        match self {
            Self::StartAgain => "start_again",
            Self::Back => "back",
            Self::Cancel => "cancel",
            Self::Mine => "mine",
            Self::Person => "person",
            Self::Help => "help",
        }
    }
}

/// Text that is no choice's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no choice has this id")]
pub struct UnknownChoice;

impl Choice {
    /// Returns the id, of at most 100 bytes.
    pub fn id(&self) -> String {
        match self {
            Self::Form(number, choice) => format!("f:{number}:{}", choice.id()),
            Self::Case(reference, choice) => format!("p:{}:{}", reference.digits(), choice.id()),
            Self::Command(command) => format!("c:{}", command.as_str()),
        }
    }

    /// Parses an id.
    ///
    /// # Errors
    ///
    /// Returns an error if no choice has this id.
    pub fn parse(id: &str) -> Result<Self, UnknownChoice> {
        let (group, rest) = id.split_once(':').ok_or(UnknownChoice)?;
        let subject = |rest: &str| {
            rest.split_once(':')
                .map(|(subject, choice)| (subject.to_owned(), choice.to_owned()))
                .ok_or(UnknownChoice)
        };
        match group {
            "f" => {
                let (number, choice) = subject(rest)?;
                let number = number.parse().map_err(|_| UnknownChoice)?;
                Ok(Self::Form(number, FormChoice::parse(&choice).ok_or(UnknownChoice)?))
            }
            "p" => {
                let (digits, choice) = subject(rest)?;
                let reference = Reference::from_written(&digits).map_err(|_| UnknownChoice)?;
                Ok(Self::Case(reference, CaseChoice::parse(&choice).ok_or(UnknownChoice)?))
            }
            "c" => Command::ALL
                .into_iter()
                .find(|command| command.as_str() == rest)
                .map(Self::Command)
                .ok_or(UnknownChoice),
            _ => Err(UnknownChoice),
        }
    }
}

impl TryFrom<String> for Choice {
    type Error = UnknownChoice;

    fn try_from(id: String) -> Result<Self, UnknownChoice> {
        Self::parse(&id)
    }
}

impl From<Choice> for String {
    fn from(choice: Choice) -> Self {
        choice.id()
    }
}

impl FormChoice {
    fn id(&self) -> String {
        match self {
            Self::Kind(kind) => format!("kind:{}", kind.as_str()),
            Self::Entity(slug) => format!("entity:{slug}"),
            Self::Place(entity, service) => format!("place:{entity}:{service}"),
            Self::Unsure => "unsure".into(),
            Self::Entities(first, count) => format!("entities:{first}:{count}"),
            Self::Service(slug) => format!("service:{slug}"),
            Self::NoService => "no_service".into(),
            Self::Services(first, count) => format!("services:{first}:{count}"),
            Self::Send => "send".into(),
            Self::Change => "change".into(),
            Self::AskKind => "ask_kind".into(),
            Self::AskEntity => "ask_entity".into(),
            Self::AskService => "ask_service".into(),
            Self::AskRemedy => "ask_remedy".into(),
            Self::AskPlace => "ask_place".into(),
            Self::Check => "check".into(),
            Self::BringBack => "bring_back".into(),
            Self::New => "new".into(),
            Self::Add(reference) => format!("add:{}", reference.digits()),
        }
    }

    fn parse(id: &str) -> Option<Self> {
        let (name, value) = id.split_once(':').unwrap_or((id, ""));
        let range = || {
            let (first, count) = value.split_once(':')?;
            Some((first.parse().ok()?, count.parse().ok()?))
        };
        Some(match name {
            "kind" => Self::Kind(Kind::parse(value)?),
            "entity" => Self::Entity(Slug::parse(value).ok()?),
            "place" => {
                let (entity, service) = value.split_once(':')?;
                Self::Place(Slug::parse(entity).ok()?, Slug::parse(service).ok()?)
            }
            "unsure" => Self::Unsure,
            "entities" => range().map(|(first, count)| Self::Entities(first, count))?,
            "service" => Self::Service(Slug::parse(value).ok()?),
            "no_service" => Self::NoService,
            "services" => range().map(|(first, count)| Self::Services(first, count))?,
            "send" => Self::Send,
            "change" => Self::Change,
            "ask_kind" => Self::AskKind,
            "ask_entity" => Self::AskEntity,
            "ask_service" => Self::AskService,
            "ask_remedy" => Self::AskRemedy,
            "ask_place" => Self::AskPlace,
            "check" => Self::Check,
            "bring_back" => Self::BringBack,
            "new" => Self::New,
            "add" => Self::Add(Reference::from_written(value).ok()?),
            _ => return None,
        })
    }
}

impl CaseChoice {
    fn id(self) -> String {
        match self {
            Self::Open => "open".into(),
            Self::Thread => "thread".into(),
            Self::Write => "write".into(),
            Self::AskRating => "ask_rating".into(),
            Self::Rate(mood) => format!("rate:{}", mood.as_str()),
            Self::AskWithdrawal => "ask_withdrawal".into(),
            Self::Withdraw => "withdraw".into(),
        }
    }

    fn parse(id: &str) -> Option<Self> {
        Some(match id {
            "open" => Self::Open,
            "thread" => Self::Thread,
            "write" => Self::Write,
            "ask_rating" => Self::AskRating,
            "ask_withdrawal" => Self::AskWithdrawal,
            "withdraw" => Self::Withdraw,
            other => Self::Rate(Mood::parse(other.strip_prefix("rate:")?)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_its_id() {
        let slug = Slug::parse(&"a".repeat(64)).unwrap();
        let form = [
            FormChoice::Kind(Kind::Complaint),
            FormChoice::Entity(slug.clone()),
            FormChoice::Place(
                Slug::parse(&"a".repeat(30)).unwrap(),
                Slug::parse(&"b".repeat(40)).unwrap(),
            ),
            FormChoice::Unsure,
            FormChoice::Entities(10, 9),
            FormChoice::Service(slug),
            FormChoice::NoService,
            FormChoice::Services(0, 10),
            FormChoice::Send,
            FormChoice::Change,
            FormChoice::AskKind,
            FormChoice::AskEntity,
            FormChoice::AskService,
            FormChoice::AskRemedy,
            FormChoice::AskPlace,
            FormChoice::Check,
            FormChoice::BringBack,
            FormChoice::New,
            FormChoice::Add(Reference::draw([7; 8])),
        ];
        let case = [
            CaseChoice::Open,
            CaseChoice::Thread,
            CaseChoice::Write,
            CaseChoice::AskRating,
            CaseChoice::Rate(Mood::Neutral),
            CaseChoice::AskWithdrawal,
            CaseChoice::Withdraw,
        ];
        let reference = Reference::draw([7; 8]);
        let form = form.into_iter().map(|choice| Choice::Form(u32::MAX, choice));
        let case = case.into_iter().map(|choice| Choice::Case(reference, choice));
        for choice in form.chain(case).chain(Command::ALL.map(Choice::Command)) {
            let id = choice.id();
            assert!(id.len() <= 100, "{id}");
            assert_eq!(Choice::parse(&id), Ok(choice), "{id}");
        }
    }

    #[test]
    fn anything_else_is_no_choice() {
        for id in ["", "f", "f:1", "f:x:send", "f:1:kind:praise", "p:1:open", "c:sudo", "z:1:a"] {
            assert_eq!(Choice::parse(id), Err(UnknownChoice), "{id}");
        }
    }
}
