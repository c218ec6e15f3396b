//! Security events: who signed in, was refused, gained or lost rights, and took data out or erased
//! it.
//!
//! The log names people by their ids alone, and holds no content. It is append-only until an event
//! is older than [`crate::retention::SECURITY_LOG_DAYS`].

use std::{collections::BTreeSet, fmt};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    access::{
        api_key::{KeyId, Scope},
        staff_update::{StaffMember, StaffUpdate},
    },
    entity::settings::Part,
    reference::Reference,
    slug::Slug,
    staff::{Role, StaffId},
    webhook::WebhookId,
};

/// Most refusals of one person or client that are logged in a day. The first ones show that there
/// is something to look into; without a limit, a script could fill the store.
pub const REFUSALS_A_DAY: u32 = 200;

/// Most characters that are kept of a refused call.
const CALL_MAX: usize = 200;

/// Entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityEvent {
    /// Time of the event.
    pub at: Timestamp,
    /// Cause of the event.
    pub by: Cause,
    /// Content of the event.
    pub what: Incident,
}

/// Cause of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cause {
    /// Member of staff.
    Staff(StaffId),
    /// Author of the participation that the event names.
    Customer,
    /// Sawtak itself, by a rule.
    System,
    /// Operator with access to the installation.
    Operator,
    /// Somebody who didn't sign in.
    Unknown,
}

/// Error for text that names no cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no cause of a security event")]
pub struct CauseError;

/// Content of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Incident {
    /// Somebody signed in, and a session began.
    SignedIn,
    /// The session of one browser was ended.
    SignedOut,
    /// All sessions of the person were ended.
    SignedOutEverywhere,
    /// A sign-in was refused.
    SignInRefused {
        /// Reason of the refusal.
        reason: SignInRefusal,
    },
    /// A call of a signed-in person was refused.
    CallRefused {
        /// Method and path of the call, without its query.
        call: String,
    },
    /// Somebody was added to the staff.
    PersonAdded {
        /// Person who was added.
        staff: StaffId,
    },
    /// Name or e-mail address of a person was changed.
    PersonChanged {
        /// Person who was changed.
        staff: StaffId,
        /// True if the address was changed, and with it the account.
        address: bool,
    },
    /// A person was allowed to sign in again.
    PersonActivated {
        /// Person in question.
        staff: StaffId,
    },
    /// A person was forbidden to sign in.
    PersonDeactivated {
        /// Person in question.
        staff: StaffId,
    },
    /// Roles were given to a person, or taken away.
    RolesChanged {
        /// Person in question.
        staff: StaffId,
        /// Roles that were given.
        given: BTreeSet<Role>,
        /// Roles that were taken away.
        taken: BTreeSet<Role>,
    },
    /// An update of a person waits for somebody else's confirmation.
    ConfirmationRequested {
        /// Person in question.
        staff: StaffId,
        /// Roles that the update gives.
        given: BTreeSet<Role>,
    },
    /// Somebody confirmed an update, and it was made.
    ConfirmationGiven {
        /// Person in question.
        staff: StaffId,
        /// Person who asked for the update.
        asked_by: StaffId,
    },
    /// Somebody refused an update, or took their own back.
    ConfirmationRefused {
        /// Person in question.
        staff: StaffId,
        /// Person who asked for the update.
        asked_by: StaffId,
    },
    /// Nobody confirmed an update in time.
    ConfirmationExpired {
        /// Person in question.
        staff: StaffId,
        /// Person who asked for the update.
        asked_by: StaffId,
    },
    /// An entity was added.
    EntityAdded {
        /// Entity that was added.
        entity: Slug,
    },
    /// A setting that decides who may send, or how long content is kept, was changed.
    SettingChanged {
        /// Entity that the setting belongs to.
        entity: Slug,
        /// Part of the settings.
        part: Part,
    },
    /// An API key of an entity was made.
    ApiKeyMade {
        /// Entity of the key.
        entity: Slug,
        /// Id of the key.
        key: KeyId,
        /// Scopes of the key.
        scopes: BTreeSet<Scope>,
    },
    /// An API key of an entity was revoked.
    ApiKeyRevoked {
        /// Entity of the key.
        entity: Slug,
        /// Id of the key.
        key: KeyId,
    },
    /// A webhook of an entity was changed.
    WebhookChanged {
        /// Entity whose webhook it is.
        entity: Slug,
        /// Webhook in question.
        webhook: WebhookId,
        /// Change that was made.
        change: WebhookChange,
    },
    /// The system in which an entity works on its cases was changed.
    SystemChanged {
        /// Entity whose system it is.
        entity: Slug,
        /// Change that was made.
        change: SystemChange,
    },
    /// Past cases of an entity were imported.
    Imported {
        /// Entity that had handled them.
        entity: Slug,
        /// Number of cases.
        count: usize,
    },
    /// Something was taken out of the system as a whole.
    Exported {
        /// Case whose event chain was taken out.
        reference: Reference,
    },
    /// The activity of people was taken out as a file.
    ActivityExported {
        /// Person whose activity it is; `None` for everyone's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        staff: Option<StaffId>,
        /// First day; `None` if the period has no beginning.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        /// Last day; `None` if the period has no end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
        /// Number of entries.
        count: usize,
    },
    /// The author had a participation erased.
    Erased {
        /// Participation in question.
        reference: Reference,
    },
    /// Participations whose retention time was over were erased.
    RetentionEnded {
        /// Number of participations.
        count: usize,
    },
    /// A further tracking key was sent to an author who had lost theirs.
    TrackingKeyIssued {
        /// Participation that the key opens.
        reference: Reference,
    },
}

/// Change of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookChange {
    /// It was added.
    Added,
    /// Address or types were changed, or it was switched on or off.
    Changed,
    /// It got another secret.
    SecretRenewed,
    /// It was removed.
    Removed,
    /// Its endpoint is gone, or has failed for days: it was switched off.
    SwitchedOff,
}

/// Change of the system in which an entity works on its cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemChange {
    /// It was described anew, or switched on or off.
    Changed,
    /// It was removed.
    Removed,
}

/// Reason why a sign-in was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInRefusal {
    /// The provider knows the account, but nobody here has it, or the person is deactivated.
    Stranger,
    /// The answer of the provider was refused, or isn't the answer to a sign-in of that browser.
    Failed,
    /// Too many sign-ins came from one client.
    TooMany,
}

impl Incident {
    /// Returns the refusal of a call. Of its path, characters that ids don't have are replaced:
    /// another website may have chosen them.
    pub fn refused(method: &str, path: &str) -> Self {
        let is_plain =
            |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '_');
        let path = path.chars().map(|letter| if is_plain(&letter) { letter } else { '?' });
        Self::CallRefused { call: method.chars().chain([' ']).chain(path).take(CALL_MAX).collect() }
    }

    /// Returns the events of an update of staff. `here` is the entity whose roles were set, or
    /// `None` for the roles at all entities.
    pub fn of_update(
        staff: &StaffId,
        was: Option<&StaffMember>,
        update: &StaffUpdate,
        here: Option<&Slug>,
    ) -> Vec<Self> {
        let staff = || staff.clone();
        let had = was.map(|was| was.here(here)).unwrap_or_default();
        let given: BTreeSet<_> = update.roles.difference(&had).cloned().collect();
        let taken: BTreeSet<_> = had.difference(&update.roles).cloned().collect();
        let mut events = Vec::new();
        match was {
            None => events.push(Self::PersonAdded { staff: staff() }),
            Some(was) if was.name != update.name || was.email != update.email => {
                let address = was.email != update.email;
                events.push(Self::PersonChanged { staff: staff(), address });
            }
            Some(_) => {}
        }
        match (was.is_none_or(|was| was.active), update.active) {
            (false, true) => events.push(Self::PersonActivated { staff: staff() }),
            (true, false) => events.push(Self::PersonDeactivated { staff: staff() }),
            _ => {}
        }
        if !given.is_empty() || !taken.is_empty() {
            events.push(Self::RolesChanged { staff: staff(), given, taken });
        }
        events
    }

    /// Returns the event of a change of settings, if the part has weight for security: registered
    /// websites, the time for which content is kept, and whether recordings go to a machine.
    pub fn of_setting(entity: &Slug, part: Part) -> Option<Self> {
        matches!(part, Part::Origins | Part::Retention | Part::Transcription)
            .then(|| Self::SettingChanged { entity: entity.clone(), part })
    }

    /// Returns the people whom the event is about, besides the one who caused it.
    pub fn staff(&self) -> Vec<&StaffId> {
        match self {
            Self::PersonAdded { staff }
            | Self::PersonChanged { staff, .. }
            | Self::PersonActivated { staff }
            | Self::PersonDeactivated { staff }
            | Self::RolesChanged { staff, .. }
            | Self::ConfirmationRequested { staff, .. } => vec![staff],
            Self::ConfirmationGiven { staff, asked_by }
            | Self::ConfirmationRefused { staff, asked_by }
            | Self::ConfirmationExpired { staff, asked_by } => vec![staff, asked_by],
            Self::ActivityExported { staff, .. } => staff.iter().collect(),
            _ => Vec::new(),
        }
    }
}

impl TryFrom<String> for Cause {
    type Error = CauseError;

    fn try_from(text: String) -> Result<Self, CauseError> {
        match &*text {
            "customer" => Ok(Self::Customer),
            "system" => Ok(Self::System),
            "operator" => Ok(Self::Operator),
            "unknown" => Ok(Self::Unknown),
            other => other
                .strip_prefix("staff:")
                .and_then(|id| StaffId::parse(id).ok())
                .map(Self::Staff)
                .ok_or(CauseError),
        }
    }
}

impl From<Cause> for String {
    fn from(cause: Cause) -> Self {
        cause.to_string()
    }
}

impl fmt::Display for Cause {
    /// Writes the name in the store and on the wire.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff(id) => write!(formatter, "staff:{}", id.as_str()),
            Self::Customer => formatter.write_str("customer"),
            Self::System => formatter.write_str("system"),
            Self::Operator => formatter.write_str("operator"),
            Self::Unknown => formatter.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn mariam() -> StaffId {
        StaffId::draw([2; 16])
    }

    fn known(roles: &[Role]) -> StaffMember {
        StaffMember {
            id: mariam(),
            name: "Mariam".into(),
            email: "mariam@rta.ae".into(),
            roles: roles.iter().cloned().collect(),
            active: true,
            has_account: true,
            version: 3,
        }
    }

    fn update(name: &str, email: &str, roles: &[Role], active: bool) -> StaffUpdate {
        StaffUpdate {
            name: name.into(),
            email: email.into(),
            roles: roles.iter().cloned().collect(),
            active,
        }
    }

    #[test]
    fn a_cause_is_read_as_it_was_written() {
        for cause in [
            Cause::Staff(mariam()),
            Cause::Customer,
            Cause::System,
            Cause::Operator,
            Cause::Unknown,
        ] {
            assert_eq!(Cause::try_from(cause.to_string()), Ok(cause));
        }
        assert_eq!(Cause::try_from("staff:me".to_owned()), Err(CauseError));
    }

    #[test]
    fn an_update_of_staff_is_told_change_by_change_and_without_name_or_address() {
        let rta = slug("rta");
        let (employee, supervisor) = (Role::Employee(rta.clone()), Role::Supervisor(rta.clone()));
        let was = known(&[employee.clone(), Role::Employee(slug("dm"))]);
        let changed = update("Maryam", "evil@rta.ae", std::slice::from_ref(&supervisor), false);
        let events = Incident::of_update(&mariam(), Some(&was), &changed, Some(&rta));
        assert_eq!(
            events,
            [
                Incident::PersonChanged { staff: mariam(), address: true },
                Incident::PersonDeactivated { staff: mariam() },
                Incident::RolesChanged {
                    staff: mariam(),
                    given: [supervisor.clone()].into(),
                    taken: [employee].into(),
                },
            ]
        );
        let json = serde_json::to_string(&events).unwrap();
        assert!(!json.contains("aryam") && !json.contains('@'), "{json}");
        let new = update("Mariam", "mariam@rta.ae", std::slice::from_ref(&supervisor), true);
        assert_eq!(
            Incident::of_update(&mariam(), None, &new, Some(&rta)),
            [
                Incident::PersonAdded { staff: mariam() },
                Incident::RolesChanged {
                    staff: mariam(),
                    given: [supervisor].into(),
                    taken: BTreeSet::new(),
                },
            ]
        );
        let same = update("Mariam", "mariam@rta.ae", &[Role::Employee(slug("rta"))], true);
        assert!(Incident::of_update(&mariam(), Some(&was), &same, Some(&rta)).is_empty());
    }

    #[test]
    fn an_export_names_its_filter_and_leaves_out_what_it_lacks() {
        let all = Incident::ActivityExported { staff: None, from: None, to: None, count: 7 };
        let json = serde_json::to_string(&all).unwrap();
        assert_eq!(json, r#"{"kind":"activity_exported","count":7}"#);
        assert_eq!(serde_json::from_str::<Incident>(&json).unwrap(), all);
        let day = "2026-11-24".parse().ok();
        let one =
            Incident::ActivityExported { staff: Some(mariam()), from: day, to: day, count: 0 };
        assert_eq!(one.staff(), [&mariam()]);
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Incident>(&json).unwrap(), one);
    }

    #[test]
    fn websites_and_retention_have_weight_for_security() {
        let told = |part| Incident::of_setting(&slug("rta"), part).is_some();
        let parts: Vec<_> = Part::ALL.into_iter().filter(|part| told(*part)).collect();
        assert_eq!(parts, [Part::Origins, Part::Retention, Part::Transcription]);
    }

    #[test]
    fn a_refused_call_is_kept_in_part_if_it_is_long_and_without_foreign_text() {
        let call = |path: &str| match Incident::refused("GET", path) {
            Incident::CallRefused { call } => call,
            _ => unreachable!(),
        };
        assert_eq!(call("/console/api/people"), "GET /console/api/people");
        assert_eq!(call("/console/api/mariam@rta.ae"), "GET /console/api/mariam?rta?ae");
        assert_eq!(call(&"é".repeat(500)).chars().count(), CALL_MAX);
    }
}
