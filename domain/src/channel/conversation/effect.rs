//! Effects, which leave a conversation: those that the edge carries out, and phrases that `pages`
//! puts into words.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    choice::Choice,
    inbound::{MediaRefusal, Spot},
};
use crate::{
    assistant::Call,
    bilingual::Named,
    case::{life_cycle::Verb, stage::Stage},
    channel::capability::MediaKind,
    intake::kind::{Kind, Mood},
    language::Language,
    media::upload::UploadId,
    reference::Reference,
    slug::Slug,
};

/// Something that the edge does. Effects are in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Say something.
    Say(Phrase),
    /// Say something, and offer choices.
    Offer {
        /// Words above the choices.
        phrase: Phrase,
        /// Choices, no more than the channel's capability allows.
        choices: Vec<Offered>,
    },
    /// Submit a participation; the outcome goes to `Conversation::submitted`. It may come again
    /// with the same key, which makes one participation.
    Submit(Draft),
    /// Submit it, as [`Effect::Submit`]: the author asked for a person, and checked nothing.
    HandOver(Draft),
    /// Look a reference up; the result goes to `Conversation::found`. Anyone may see the public
    /// status, and the address that sent it everything.
    LookUp(Reference),
    /// Show what was said in the person's own participation, and its files.
    ShowThread(Reference),
    /// Write into the person's own participation; the outcome goes to `Conversation::done`. It may
    /// come again with the same id, which writes one message.
    Reply(Reply),
    /// Rate the person's own participation; the outcome goes to `Conversation::done`.
    Rate {
        /// Id of the message that asked for it.
        id: String,
        /// The participation.
        reference: Reference,
        /// The rating.
        mood: Mood,
    },
    /// Withdraw the person's own participation; the outcome goes to `Conversation::done`.
    Withdraw {
        /// Id of the message that asked for it.
        id: String,
        /// The participation.
        reference: Reference,
    },
}

/// Choice with the name that it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// The choice; its id is what the channel sends back.
    pub choice: Choice,
    /// Label that isn't a word of ours.
    pub label: Label,
}

/// Label of a choice, as far as it isn't a word of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Label {
    /// The word of the choice.
    Word,
    /// Name of an entity or a service.
    Name(Named),
    /// Names of a service and of its entity.
    Service(Named, Named),
    /// Names of the first and the last in a range.
    Range(Named, Named),
    /// A participation.
    Case(Mine),
}

/// One of the person's own participations in this channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// Its reference.
    pub reference: Reference,
    /// Its kind.
    pub kind: Kind,
    /// Name of the entity that has custody.
    pub entity: Named,
    /// Its stage.
    pub stage: Stage,
    /// Time of receipt.
    pub received_at: Timestamp,
}

/// Complete participation, to be submitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Id of the message that completed it: the source of the idempotency key.
    pub key: String,
    /// Kind.
    pub kind: Kind,
    /// Entity.
    pub entity: Slug,
    /// Service of the entity.
    pub service: Option<Slug>,
    /// Text; empty if there are only files.
    pub text: String,
    /// Proposed remedy of a complaint.
    pub remedy: Option<String>,
    /// Files, at most as many as a participation takes.
    pub attachments: Vec<UploadId>,
    /// Place.
    pub place: Option<Spot>,
    /// Language.
    pub language: Language,
}

/// Message for a participation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Source of its idempotency key.
    pub id: String,
    /// The participation.
    pub reference: Reference,
    /// Text; empty if there are only files.
    pub text: String,
    /// Files, at most as many as a message takes.
    pub attachments: Vec<UploadId>,
}

/// Something to say. Words and layout are found by `pages`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Phrase {
    /// Greeting, and what can be done here; with the name of the entity whose number it is.
    Welcome(Option<Named>),
    /// Asks for the kind.
    AskKind,
    /// Asks what happened.
    AskStory(Kind),
    /// Asks for the entity: by name, or by a choice.
    AskEntity,
    /// No entity has this name; what was typed was added to what was said.
    NoEntity,
    /// Entities that were found, and how many more there are than are offered.
    EntitiesFound(usize),
    /// Part of the list of entities.
    EntityList,
    /// Asks for the service of this entity.
    AskService(Named),
    /// No service has this name; what was typed was added to what was said.
    NoService,
    /// Asks for a proposed remedy.
    AskRemedy,
    /// Asks for the place.
    AskPlace,
    /// Everything that was said, before it is sent.
    Check(Box<Summary>),
    /// Asks what to change or add.
    AskChange,
    /// It is being sent.
    Sending,
    /// It was sent.
    Sent(Receipt),
    /// It wasn't sent; it is kept.
    NotSent(Refusal),
    /// More was kept than one participation takes; the rest followed as messages.
    RestFollows,
    /// Asks whether this belongs to an earlier participation.
    AskWhose(Mine),
    /// Status of a participation.
    Status(Box<Found>),
    /// No participation has this reference.
    UnknownReference,
    /// The participation was sent from elsewhere: here only its status is shown.
    NotYours,
    /// Asks for the message to a participation.
    AskMessage(Reference),
    /// The message was added.
    MessageAdded(Reference),
    /// The message can't be added any more; it is kept as something new.
    MessageRefused(Reference),
    /// Asks how it was handled.
    AskRating(Reference),
    /// The rating was stored.
    Rated,
    /// Asks whether to withdraw it for good.
    AskWithdrawal(Reference),
    /// It was withdrawn.
    Withdrawn(Reference),
    /// It can't be done any more.
    NotPossible,
    /// Something failed on our side; try again later.
    Failed,
    /// List of the person's participations.
    Mine,
    /// There is none yet.
    NoneMine,
    /// Commands that are always possible.
    Help,
    /// Everything that was said is put aside, and can be brought back for a day.
    PutAside,
    /// Nothing was there to put aside.
    NothingOpen,
    /// Something said earlier is still kept.
    KeptEarlier(Counts),
    /// Somebody will read what is written now.
    AskForPerson,
    /// The file wasn't taken.
    MediaRefused(MediaRefusal),
    /// The message can't be read.
    Unsupported,
    /// Somebody may be in danger: the services to call, the most fitting first.
    Emergency(Vec<Call>),
    /// No more fits; this message isn't kept.
    Full,
    /// No such number is offered; this is the highest.
    NoSuchNumber(usize),
}

/// Everything that was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Kind.
    pub kind: Kind,
    /// Name of the entity.
    pub entity: Named,
    /// True if the platform's team finds the entity.
    pub is_unsure: bool,
    /// Name of the service.
    pub service: Option<Named>,
    /// Whole text.
    pub text: String,
    /// Proposed remedy.
    pub remedy: Option<String>,
    /// Files by kind.
    pub counts: Counts,
    /// Place.
    pub place: Option<Spot>,
    /// True if a place would help: the service asks for it.
    pub asks_place: bool,
}

/// Numbers of texts and of files by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Texts.
    pub texts: usize,
    /// Files of each kind that there are any of.
    pub media: Vec<(MediaKind, usize)>,
}

/// Receipt of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Reference number.
    pub reference: Reference,
    /// Reference of the suggestion that was paired with the complaint.
    pub suggestion: Option<Reference>,
    /// Deadline of the first response.
    pub first_response_due: Timestamp,
    /// Address of its page.
    pub link: String,
}

/// Reason why a submission wasn't taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Too many came from this address.
    TooMany,
    /// The entity or service isn't there any more.
    UnknownEntity,
    /// These files aren't there any more; they are left out.
    MissingFiles(Vec<UploadId>),
    /// Something failed on our side.
    Failed,
}

/// Result of a look-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LookUp {
    /// No participation has this reference.
    Unknown,
    /// There is one.
    Found(Box<Found>),
}

/// A participation that was looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The participation.
    pub case: Mine,
    /// True if this address sent it.
    pub is_own: bool,
    /// True if it was merged into another one.
    pub is_merged: bool,
    /// Deadline of the first response.
    pub first_response_due: Timestamp,
    /// Deadline of the full answer.
    pub resolution_due: Timestamp,
    /// Actions that its author can take now; none if it isn't their own.
    pub offers: Vec<Verb>,
}

/// Action whose outcome is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// A reply.
    Reply,
    /// A rating.
    Rate,
    /// A withdrawal.
    Withdraw,
}

/// Outcome of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It can't be done any more.
    Refused,
    /// Something failed on our side; a reply is kept and comes again.
    Failed,
}
