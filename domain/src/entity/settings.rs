//! Settings of an entity, part by part, and their validation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use thiserror::Error;

use crate::{
    bilingual::Named,
    entity::{
        announcement::{self, Announcement, AnnouncementError},
        criteria::NamedCriteria,
        reply_template::{ReplyTemplate, ReplyTemplateError},
        service::Service,
    },
    intake::origin,
    sla::{
        agreement::{Agreement, Agreements, REOPENING_DAYS},
        calendar::Calendar,
    },
    slug::{Slug, SlugError},
    text::characters::is_visible,
};

/// Longest name of a service or template, in characters.
pub const NAME_MAX: usize = 200;

/// Most services, templates or origins of one entity.
const MANY: usize = 300;

/// Longest retention of an ended case, in days: ten years.
pub const RETENTION_MAX: u32 = 3_650;

/// Errors of a setting, each with the JSON Pointer to its place.
pub type Errors = Vec<(String, SettingError)>;

/// Part of the settings, by its name in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are documented where they are kept")]
pub enum Part {
    Services,
    Agreements,
    Calendar,
    Templates,
    Criteria,
    Origins,
    Retention,
    /// Announcements of known problems, which supervisors may change too.
    Announcements,
    /// Machine transcripts of recordings.
    Transcription,
    /// Staff of the entity. Changed by calls of its own, and recorded in the same history.
    People,
    /// The entity itself. Recorded when it is added; it has no view of its own.
    Entity,
}

/// New value of one part of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Setting {
    /// Services that participations can be about.
    Services(Vec<Service>),
    /// Agreements on promised times.
    Agreements(Agreements),
    /// Working calendar.
    Calendar(Calendar),
    /// Reply templates.
    Templates(Vec<ReplyTemplate>),
    /// Criteria by which suggestions are judged.
    Criteria(NamedCriteria),
    /// Web origins that may send participations to the entity.
    Origins(Vec<String>),
    /// Retention of ended cases, in days.
    Retention(u32),
    /// Announcements of known problems.
    Announcements(Vec<Announcement>),
    /// True if a machine writes drafts of transcripts.
    Transcription(bool),
}

/// Reason why a setting is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SettingError {
    /// An empty or too long name.
    #[error("a name in each language, of at most {NAME_MAX} characters")]
    Name,
    /// More entries than anyone can survey.
    #[error("at most {MANY}")]
    TooMany,
    /// A duplicate.
    #[error("this is there already")]
    Again,
    /// A service that was removed. Participations about it would refer to nothing, so a service can
    /// only be retired.
    #[error("a service is retired, never removed")]
    Removed,
    /// A service whose parent is not a main service of the entity.
    #[error("a service lies under a main service of this entity")]
    Parent,
    /// A promised time that is longer than the guide's for this kind and priority.
    #[error("an entity promises less time than the guide or as much, never more")]
    Term,
    /// A first response that is due after the full answer.
    #[error("the first answer is promised no later than the full one")]
    TermOrder,
    /// A short name that could be taken for a number.
    #[error("a short name has at least one letter")]
    NoLetter,
    /// Not a short name.
    #[error(transparent)]
    Slug(#[from] SlugError),
    /// Not a web origin.
    #[error("an origin looks like https://www.example.ae, or https://*.example.ae for all below")]
    Origin,
    /// A retention so short that cases that can still be reopened would be gone, or too long.
    #[error("what has ended is kept for {REOPENING_DAYS} to {RETENTION_MAX} days")]
    Retention,
    /// An empty or too long name of a person.
    #[error("a name of at most {NAME_MAX} characters")]
    Called,
    /// Not an e-mail address.
    #[error("an e-mail address looks like mariam@example.ae")]
    Address,
    /// A role at another entity.
    #[error("this is another entity's to give")]
    Elsewhere,
    /// A role at one entity where roles for all entities are kept, or the reverse.
    #[error("this is there for all entities, and given where these are kept")]
    ForAll,
    /// An invalid announcement.
    #[error(transparent)]
    Announcement(#[from] AnnouncementError),
    /// An invalid reply template.
    #[error(transparent)]
    ReplyTemplate(#[from] ReplyTemplateError),
}

impl Part {
    /// Parts with a view of their own.
    pub const ALL: [Self; 10] = [
        Self::Services,
        Self::Agreements,
        Self::Calendar,
        Self::Templates,
        Self::Criteria,
        Self::Origins,
        Self::Retention,
        Self::Announcements,
        Self::Transcription,
        Self::People,
    ];

    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Agreements => "agreements",
            Self::Calendar => "calendar",
            Self::Templates => "templates",
            Self::Criteria => "criteria",
            Self::Origins => "origins",
            Self::Retention => "retention",
            Self::Announcements => "announcements",
            Self::Transcription => "transcription",
            Self::People => "people",
            Self::Entity => "entity",
        }
    }
}

impl Setting {
    /// Reads the new value of a part, with each origin as browsers send it; returns `None` for a
    /// part that isn't set by itself.
    ///
    /// # Errors
    ///
    /// Returns an error if the value doesn't have the shape of that part.
    pub fn read(part: Part, value: Value) -> Option<Result<Self, serde_json::Error>> {
        fn of<T: DeserializeOwned>(
            value: Value,
            wrap: impl Fn(T) -> Setting,
        ) -> Result<Setting, serde_json::Error> {
            serde_json::from_value(value).map(wrap)
        }
        Some(match part {
            Part::Services => of(value, Self::Services),
            Part::Agreements => of(value, Self::Agreements),
            Part::Calendar => of(value, Self::Calendar),
            Part::Templates => of(value, Self::Templates),
            Part::Criteria => of(value, Self::Criteria),
            Part::Origins => of(value, |typed: Vec<String>| {
                Self::Origins(typed.iter().map(|typed| origin::normalize(typed)).collect())
            }),
            Part::Retention => of(value, Self::Retention),
            Part::Announcements => of(value, Self::Announcements),
            Part::Transcription => of(value, Self::Transcription),
            Part::People | Part::Entity => return None,
        })
    }

    /// Returns whether the setting changes the deadlines of open cases. Only the calendar does:
    /// agreements and criteria are stored with each case and stay in force.
    pub const fn moves_clocks(&self) -> bool {
        matches!(self, Self::Calendar(_))
    }

    /// Checks the rules that the type doesn't express. `services` are the services before the
    /// change, `calendar` is the one by which promises are kept.
    ///
    /// # Errors
    ///
    /// Returns all errors, each with its JSON Pointer.
    pub fn check(
        &self,
        services: &[Service],
        calendar: &Calendar,
        now: Timestamp,
    ) -> Result<(), Errors> {
        let mut errors = Errors::new();
        match self {
            Self::Services(new) => check_services(new, services, &mut errors),
            Self::Agreements(agreements) => {
                for (kind, priority, agreement) in agreements.all() {
                    let pointer = format!("/value/{}/{}", kind.as_str(), priority.as_str());
                    let ceiling = Agreement::default_for(kind, priority);
                    if !agreement.is_within(ceiling, calendar, now) {
                        errors.push((pointer, SettingError::Term));
                    } else if !agreement.is_in_order(calendar, now) {
                        errors.push((pointer, SettingError::TermOrder));
                    }
                }
            }
            Self::Templates(templates) => {
                limit(templates, &mut errors);
                for (place, template) in templates.iter().enumerate() {
                    check_name(&template.name, &format!("/value/{place}/name"), &mut errors);
                    if let Err(error) = template.check() {
                        errors.push((format!("/value/{place}"), error.into()));
                    }
                }
            }
            Self::Origins(origins) => check_origins(origins, "/value", &mut errors),
            Self::Retention(days) => {
                if i64::from(*days) < REOPENING_DAYS || *days > RETENTION_MAX {
                    errors.push(("/value".to_owned(), SettingError::Retention));
                }
            }
            Self::Announcements(all) => {
                let faults = announcement::check(all, services, now).into_iter();
                errors
                    .extend(faults.map(|(place, error)| (format!("/value{place}"), error.into())));
            }
            // Their types express all of their rules.
            Self::Calendar(_) | Self::Criteria(_) | Self::Transcription(_) => {}
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// Checks the origins of an entity. `place` is the JSON Pointer to the list.
pub(super) fn check_origins(origins: &[String], place: &str, errors: &mut Errors) {
    if origins.len() > MANY {
        errors.push((place.to_owned(), SettingError::TooMany));
    }
    for (number, pattern) in origins.iter().enumerate() {
        let pointer = format!("{place}/{number}");
        if !origin::is_pattern(pattern) {
            errors.push((pointer.clone(), SettingError::Origin));
        }
        if origins[..number].contains(pattern) {
            errors.push((pointer, SettingError::Again));
        }
    }
}

fn limit<T>(all: &[T], errors: &mut Errors) {
    if all.len() > MANY {
        errors.push(("/value".to_owned(), SettingError::TooMany));
    }
}

pub(super) fn check_name(name: &Named, pointer: &str, errors: &mut Errors) {
    let is_name = |name: &str| name.chars().any(is_visible) && name.chars().count() <= NAME_MAX;
    if !is_name(&name.ar) || !is_name(&name.en) {
        errors.push((pointer.to_owned(), SettingError::Name));
    }
}

fn check_services(new: &[Service], old: &[Service], errors: &mut Errors) {
    limit(new, errors);
    let main = |id: &Slug| new.iter().any(|service| service.id == *id && service.parent.is_none());
    for (place, service) in new.iter().enumerate() {
        check_name(&service.name, &format!("/value/{place}/name"), errors);
        if new[..place].iter().any(|earlier| earlier.id == service.id) {
            errors.push((format!("/value/{place}/id"), SettingError::Again));
        }
        if service.parent.as_ref().is_some_and(|parent| !main(parent)) {
            errors.push((format!("/value/{place}/parent"), SettingError::Parent));
        }
    }
    if old.iter().any(|service| new.iter().all(|other| other.id != service.id)) {
        errors.push(("/value".to_owned(), SettingError::Removed));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{intake::kind::Kind, sla::priority::Priority};

    /// Returns the pointers of all errors in a part. The services before the change are `parking`
    /// and `fines` under it.
    fn wrong(part: Part, value: Value) -> Vec<String> {
        let Some(Ok(Setting::Services(before))) =
            Setting::read(Part::Services, services(&["parking", "parking/fines"]))
        else {
            panic!("services")
        };
        let setting = Setting::read(part, value).unwrap().unwrap();
        let calendar = Calendar::federal(2026..=2028);
        let now = "2026-11-29T08:00:00Z".parse().unwrap();
        let errors = setting.check(&before, &calendar, now).err().unwrap_or_default();
        errors.into_iter().map(|(pointer, _)| pointer).collect()
    }

    fn services(paths: &[&str]) -> Value {
        let service = |path: &&str| match path.split_once('/') {
            Some((parent, id)) => {
                json!({ "id": id, "parent": parent, "name": { "ar": "خدمة", "en": "Service" } })
            }
            None => json!({ "id": path, "name": { "ar": "خدمة", "en": "Service" } }),
        };
        paths.iter().map(service).collect()
    }

    #[test]
    fn services_are_added_moved_and_retired_and_never_removed() {
        let none: [&str; 0] = [];
        assert_eq!(
            wrong(
                Part::Services,
                services(&["roads", "roads/fines", "parking", "parking/permits"])
            ),
            none
        );
        assert_eq!(wrong(Part::Services, services(&["parking"])), ["/value"]);
        assert_eq!(
            wrong(Part::Services, services(&["parking", "parking/fines", "parking"])),
            ["/value/2/id"]
        );
        for parent in ["nothing/roads", "fines/roads", "roads/roads"] {
            assert_eq!(
                wrong(Part::Services, services(&["parking", "parking/fines", parent])),
                ["/value/2/parent"],
                "{parent}"
            );
        }
        let mut retired = services(&["parking", "parking/fines"]);
        retired[1]["retired"] = true.into();
        assert_eq!(wrong(Part::Services, retired.clone()), none);
        retired[1]["name"]["ar"] = " ".into();
        assert_eq!(wrong(Part::Services, retired), ["/value/1/name"]);
    }

    #[test]
    fn origins_and_retention_have_their_limits() {
        assert_eq!(
            wrong(Part::Origins, json!(["https://www.rta.ae", "https://*.rta.ae"])),
            [""; 0]
        );
        let pointers = wrong(
            Part::Origins,
            json!(["https://rta.ae", "http://rta.ae", "https://rta.ae", "https://rta.ae/"]),
        );
        assert_eq!(pointers, ["/value/1", "/value/2", "/value/3"]);
        let typed = json!(["https://WWW.rta.ae/", "https://rta.ae/ar/contact"]);
        let origins = Setting::read(Part::Origins, typed).unwrap().unwrap();
        let calendar = Calendar::federal(2026..=2027);
        assert!(origins.check(&[], &calendar, Timestamp::UNIX_EPOCH).is_ok());
        assert_eq!(
            serde_json::to_value(origins).unwrap(),
            json!(["https://www.rta.ae", "https://rta.ae"])
        );
        assert_eq!(
            wrong(Part::Origins, json!(vec!["https://rta.ae"; MANY + 1])).first().unwrap(),
            "/value"
        );
        assert_eq!([30, 3_650].map(|days| wrong(Part::Retention, json!(days)).len()), [0, 0]);
        assert_eq!([0, 29, 3_651].map(|days| wrong(Part::Retention, json!(days)).len()), [1; 3]);
    }

    #[test]
    fn an_entity_promises_less_than_the_guide_or_as_much_and_never_more() {
        let faults = |kind: Kind, priority: Priority, terms: [Value; 3]| {
            let [first, full, acceptance] = terms;
            let terms =
                json!({ "first_response": first, "resolution": full, "acceptance": acceptance });
            let value = json!({ kind.as_str(): { priority.as_str(): terms } });
            wrong(Part::Agreements, value).len()
        };
        for kind in Kind::ALL {
            for priority in Priority::ALL {
                let guide = Agreement::default_for(kind, priority);
                let terms = guide.terms().map(|term| serde_json::to_value(term).unwrap());
                assert_eq!(faults(kind, priority, terms.clone()), 0, "{kind:?} {priority:?}");
                let short = [1, 2, 1].map(|minutes| json!({ "minutes": minutes }));
                assert_eq!(faults(kind, priority, short), 0, "{kind:?} {priority:?}");
                for place in 0..terms.len() {
                    let mut longer = terms.clone();
                    let days = longer[place]["days"].as_u64().unwrap();
                    longer[place] = json!({ "days": days + 1 });
                    assert_eq!(faults(kind, priority, longer), 1, "{kind:?} {priority:?} {place}");
                }
            }
        }
    }

    #[test]
    fn a_first_response_is_promised_no_later_than_the_full_answer() {
        let faults = |first: Value, full: Value| {
            let value = json!({ "suggestion": { "ordinary": { "first_response": first, "resolution": full, "acceptance": { "days": 1 } } } });
            wrong(Part::Agreements, value)
        };
        for (first, full) in [
            (json!({ "days": 2 }), json!({ "days": 2 })),
            (json!({ "minutes": 60 }), json!({ "minutes": 61 })),
            (json!({ "minutes": 60 }), json!({ "days": 1 })),
        ] {
            assert_eq!(faults(first, full), [""; 0]);
        }
        for (first, full) in [
            (json!({ "days": 3 }), json!({ "days": 2 })),
            (json!({ "minutes": 61 }), json!({ "minutes": 60 })),
            (json!({ "days": 1 }), json!({ "minutes": 60 })),
            // Longer than the shortest day.
            (json!({ "minutes": 600 }), json!({ "days": 1 })),
        ] {
            assert_eq!(faults(first, full), ["/value/suggestion/ordinary"]);
        }
    }

    #[test]
    fn templates_are_looked_at_one_by_one() {
        let template = |text: &str| json!({ "name": { "ar": "أ", "en": "A" }, "text": { "ar": "أ", "en": text } });
        let pointers = wrong(
            Part::Templates,
            json!([template("{{number}} is ready."), template("{{number is ready."), template("")]),
        );
        assert_eq!(pointers, ["/value/1", "/value/2"]);
    }

    #[test]
    fn a_part_has_its_own_shape_and_is_written_as_it_is_read() {
        let federal = Calendar::federal(2026..=2027);
        let calendar = serde_json::to_value(&federal).unwrap();
        let read = Setting::read(Part::Calendar, calendar.clone()).unwrap().unwrap();
        assert!(read.moves_clocks() && read.check(&[], &federal, Timestamp::UNIX_EPOCH).is_ok());
        assert_eq!(serde_json::to_value(read).unwrap(), calendar);
        assert!(Setting::read(Part::Criteria, calendar.clone()).unwrap().is_err());
        assert!(Setting::read(Part::Retention, json!(-1)).unwrap().is_err());
        assert!(Setting::read(Part::People, calendar).is_none());
    }
}
