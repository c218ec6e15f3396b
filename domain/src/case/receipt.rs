//! Receipt of a submission, which becomes a participation with a reference number.

use jiff::{Timestamp, civil::Date};

use crate::{
    case::{
        Case,
        action::{Action, Change, Terms},
        content,
        event::{Actor, Event},
        milestones::Facts,
        stage::Stage,
    },
    crypto::signature::Secret,
    entity::policy::EntityPolicies,
    intake::{
        channel::Channel,
        contact::Contact,
        idempotency::IdempotencyKey,
        kind::{Kind, Mood},
        place::Place,
        submission::{GUIDE_VERSION, Submission},
        tracking::TrackingKey,
    },
    media::{file_digest::FileDigests, upload::UploadId},
    notice::{Notice, NoticeKind},
    reference::Reference,
    sla::{
        agreement::{Agreement, DueTimes},
        priority::Priority,
    },
    slug::Slug,
    staff::StaffId,
    text::Text,
};

/// Participation, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    /// Reference number.
    pub reference: Reference,
    /// Kind of the participation.
    pub kind: Kind,
    /// Channel by which it came.
    pub channel: Channel,
    /// Entity that receives the participation.
    pub entity: Slug,
    /// Service of the entity that the participation is about.
    pub service: Option<Slug>,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Text that the author wrote.
    pub text: Option<Text>,
    /// Uploads that the author attached.
    pub attachments: Vec<UploadId>,
    /// Contact of the author.
    pub contact: Option<Contact>,
    /// Place that the participation is about.
    pub place: Option<Place>,
    /// Language of the form.
    pub language: String,
    /// Mood that the happiness meter handed over.
    pub mood: Option<Mood>,
    /// Page on which the participation was written.
    pub page: Option<String>,
    /// Time from opening the form to sending it, in milliseconds.
    pub elapsed_ms: Option<u32>,
    /// Complaint that a suggestion came with.
    pub complaint: Option<Reference>,
    /// Time of receipt.
    pub received_at: Timestamp,
    /// Times promised to the author.
    pub promised: Agreement,
    /// Due times of the answers.
    pub due: DueTimes,
    /// Time of the first time-driven action on the case.
    pub wake_at: Option<Timestamp>,
    /// Salt that keeps the content digests of the events from being guessed. It is deleted with the
    /// content.
    pub salt: String,
    /// Hash of the tracking key.
    pub tracking_key_hash: String,
    /// A test of a web team. Nobody is told of it, no timer runs, and it is deleted after a day.
    pub is_test: bool,
}

/// External inputs of a receipt: time, random values and configuration.
pub struct Circumstances<'a> {
    /// Time of receipt.
    pub now: Timestamp,
    /// Channel by which the submission came.
    pub channel: Channel,
    /// Member of staff who entered it for its author.
    pub entered_by: Option<StaffId>,
    /// Reference number of the participation.
    pub reference: Reference,
    /// Reference number of the paired suggestion, if there is one.
    pub suggestion_reference: Reference,
    /// Random salt in text form.
    pub salt: String,
    /// Random salt of the paired suggestion.
    pub suggestion_salt: String,
    /// Random id of the notice to the author.
    pub notice_id: String,
    /// Idempotency key of the submission.
    pub idempotency_key: &'a IdempotencyKey,
    /// Secret from which tracking keys are derived.
    pub tracking_secret: &'a Secret,
    /// Policies of the entities.
    pub charters: &'a EntityPolicies,
    /// Digests of the submission's attachments.
    pub files: &'a FileDigests,
    /// Start of links: `https://voice.example`.
    pub base_url: &'a str,
}

/// Result of a receipt: rows to write in one batch, and the answer to the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Participation, followed by the suggestion that was paired with it.
    pub participations: Vec<Participation>,
    /// First event of each participation.
    pub events: Vec<Event>,
    /// Notices to an author who left an address or a number.
    pub notices: Vec<Notice>,
    /// Answer to the author.
    pub acknowledgement: Acknowledgement,
}

/// Confirmation to the author that the participation was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Reference number, to quote in any enquiry.
    pub reference: Reference,
    /// Tracking key in text form, which opens the content.
    pub tracking_key: String,
    /// Address of the status page, with the tracking key in its fragment.
    pub tracking_url: String,
    /// Time of receipt.
    pub received_at: Timestamp,
    /// Due times of the answers.
    pub due: DueTimes,
    /// Version of the unified guide that holds.
    pub guide: u16,
    /// Reference number of the paired suggestion.
    pub suggestion_reference: Option<Reference>,
    /// The submission was a test.
    pub is_test: bool,
}

/// Receives a submission. This can't fail, because the submission was checked when it was parsed.
pub fn receive(submission: Submission, circumstances: &Circumstances<'_>) -> Received {
    let Circumstances {
        now,
        channel,
        reference,
        suggestion_reference,
        idempotency_key,
        tracking_secret,
        charters,
        files,
        base_url,
        ..
    } = *circumstances;
    let key = TrackingKey::derive(tracking_secret, reference, idempotency_key);
    let remedy = submission.suggestion.clone();
    let charter = charters.of(&submission.entity);
    let promised = |kind| charter.agreements.of(kind, Priority::Ordinary);
    let main = Participation {
        reference,
        kind: submission.kind,
        channel,
        entity: submission.entity,
        service: submission.service,
        stage: Stage::Received,
        text: submission.text,
        attachments: submission.attachments,
        // Nobody writes to whom a test names.
        contact: submission.contact.filter(|_| !submission.is_test),
        place: submission.place,
        language: submission.language,
        mood: submission.mood,
        page: submission.page,
        elapsed_ms: submission.elapsed_ms,
        complaint: None,
        received_at: now,
        promised: promised(submission.kind),
        due: promised(submission.kind).due(now, &charter.calendar),
        wake_at: None,
        salt: circumstances.salt.clone(),
        tracking_key_hash: key.hash(),
        is_test: submission.is_test,
    };
    let paired = remedy.map(|text| Participation {
        reference: suggestion_reference,
        kind: Kind::Suggestion,
        text: Some(text),
        attachments: Vec::new(),
        complaint: Some(reference),
        promised: promised(Kind::Suggestion),
        due: promised(Kind::Suggestion).due(now, &charter.calendar),
        salt: circumstances.suggestion_salt.clone(),
        ..main.clone()
    });
    let acknowledgement = Acknowledgement {
        reference,
        tracking_key: key.encode(),
        tracking_url: format!("{base_url}/p/{reference}#{}", key.encode()),
        received_at: now,
        due: main.due,
        guide: GUIDE_VERSION,
        suggestion_reference: paired.as_ref().map(|paired| paired.reference),
        is_test: submission.is_test,
    };
    let is_reachable = main.contact.as_ref().is_some_and(Contact::is_reachable);
    let notice = is_reachable.then(|| Notice {
        id: circumstances.notice_id.clone(),
        reference,
        template: NoticeKind::Received,
    });
    let day = charters.of(&main.entity).calendar.local(now).date();
    let mut participations: Vec<_> = std::iter::once(main).chain(paired).collect();
    let actor = circumstances.entered_by.clone().map_or(Actor::Customer, Actor::Staff);
    let first = |new: &Participation| new.first_event(actor.clone(), files, day);
    let events: Vec<_> = participations.iter().map(first).collect();
    for (participation, first) in participations.iter_mut().zip(&events) {
        if participation.is_test {
            continue;
        }
        let case = Case::tell(std::slice::from_ref(first)).ok();
        participation.wake_at = case.and_then(|case| case.alarm(charters)).map(|(at, _)| at);
    }
    Received { participations, events, notices: notice.into_iter().collect(), acknowledgement }
}

impl Participation {
    /// Returns what its history doesn't hold and figures are divided by.
    pub fn facts(&self) -> Facts {
        Facts {
            service: self.service.clone(),
            language: self.language.clone(),
            mood: self.mood,
            elapsed_ms: self.elapsed_ms,
        }
    }

    fn first_event(&self, actor: Actor, files: &FileDigests, day: Date) -> Event {
        let text = self.text.as_ref().map_or("", Text::as_str);
        let files = content::files(&self.attachments, files);
        Event {
            reference: self.reference,
            sequence: 1,
            at: self.received_at,
            actor,
            change: Change {
                deed: Action::Receive {
                    kind: self.kind,
                    channel: Some(self.channel),
                    guide: Some(GUIDE_VERSION),
                },
                terms: Some(Terms::Agreement(self.promised)),
                day: Some(day),
                results: Vec::new(),
                past: None,
                told: self.contact.as_ref().is_some_and(Contact::is_reachable),
            },
            stage: self.stage,
            entity: self.entity.clone(),
            content_digest: content::of_receipt(&self.salt, self.kind, text, &files),
            previous: Event::genesis(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entity::policy::EntityPolicy, media::file_digest::FileDigest, sla::calendar::Calendar, wire,
    };

    fn received(suggestion: Option<&str>) -> Received {
        received_from(suggestion, None)
    }

    fn received_from(suggestion: Option<&str>, contact: Option<wire::Contact>) -> Received {
        received_of(submission(suggestion, contact))
    }

    fn submission(suggestion: Option<&str>, contact: Option<wire::Contact>) -> wire::Submission {
        wire::Submission {
            kind: Kind::Complaint,
            entity: "rta".into(),
            service: Some("parking".into()),
            text: "The machine kept my card.".into(),
            suggestion: suggestion.map(Into::into),
            attachments: vec![],
            contact,
            place: Some(wire::Place { address: Some("Gate 4".into()), ..wire::Place::default() }),
            language: "en".into(),
            mood: Some(Mood::Unhappy),
            page: None,
            elapsed_ms: Some(41_250),
            test: false,
        }
    }

    fn received_of(submission: wire::Submission) -> Received {
        entered(submission, None)
    }

    fn entered(submission: wire::Submission, entered_by: Option<StaffId>) -> Received {
        let submission = submission.parse().unwrap();
        let circumstances = Circumstances {
            now: "2026-11-24T06:00:00Z".parse().unwrap(),
            channel: Channel::Phone,
            entered_by,
            reference: Reference::draw([1; 8]),
            suggestion_reference: Reference::draw([2; 8]),
            salt: "salt".into(),
            suggestion_salt: "other salt".into(),
            notice_id: "notice".into(),
            idempotency_key: &IdempotencyKey::draw([3; 16]),
            tracking_secret: &Secret::new(b"secret".to_vec()),
            charters: &EntityPolicies::new(EntityPolicy::working(Calendar::federal(2026..=2027))),
            files: &FileDigests::default(),
            base_url: "https://voice.example",
        };
        receive(submission, &circumstances)
    }

    #[test]
    fn the_acknowledgement_opens_what_was_kept() {
        let Received { participations, acknowledgement, .. } = received(None);
        assert_eq!(participations.len(), 1);
        let key = TrackingKey::parse(&acknowledgement.tracking_key).unwrap();
        assert!(key.opens(&participations[0].tracking_key_hash));
        let fragment = acknowledgement.tracking_url.split_once('#').unwrap().1;
        assert_eq!(fragment, acknowledgement.tracking_key);
    }

    #[test]
    fn the_same_submission_gives_the_same_acknowledgement() {
        assert_eq!(received(None), received(None));
    }

    #[test]
    fn a_remedy_becomes_a_suggestion_of_its_own() {
        let Received { participations, events, acknowledgement, .. } =
            received(Some("Add a camera."));
        let [complaint, suggestion] = &participations[..] else { panic!("two participations") };
        assert_eq!(suggestion.kind, Kind::Suggestion);
        assert_eq!(suggestion.complaint, Some(complaint.reference));
        assert_eq!(acknowledgement.suggestion_reference, Some(suggestion.reference));
        assert!(suggestion.due.resolution > complaint.due.resolution);
        // With a shared salt, the participation that remains would help to guess the text of the
        // erased one.
        assert_ne!(suggestion.salt, complaint.salt);
        assert_eq!(events.len(), 2);
    }

    #[test]
    fn who_left_a_way_to_be_reached_is_sent_one_notice() {
        let named = wire::Contact { name: Some("Salma".into()), ..wire::Contact::default() };
        let reachable = wire::Contact { email: Some("salma@example.org".into()), ..named.clone() };
        for unreachable in [None, Some(named)] {
            assert!(received_from(Some("Add a camera."), unreachable).notices.is_empty());
        }
        let Received { notices, acknowledgement, .. } =
            received_from(Some("Add a camera."), Some(reachable));
        let [notice] = &notices[..] else { panic!("one notice") };
        assert_eq!(
            (notice.reference, notice.template),
            (acknowledgement.reference, NoticeKind::Received)
        );
    }

    #[test]
    fn a_test_reaches_nobody() {
        let contact =
            wire::Contact { email: Some("salma@example.org".into()), ..wire::Contact::default() };
        let sent =
            wire::Submission { test: true, ..submission(Some("Add a camera."), Some(contact)) };
        let Received { participations, notices, acknowledgement, .. } = received_of(sent);
        assert!(acknowledgement.is_test && notices.is_empty());
        assert_eq!(participations.len(), 2);
        for new in participations {
            assert_eq!((new.is_test, new.contact, new.wake_at), (true, None, None));
        }
    }

    #[test]
    fn time_does_something_before_an_answer_is_due() {
        for new in received(Some("Add a camera.")).participations {
            assert!(
                new.wake_at.is_some_and(|at| new.received_at < at && at < new.due.first_response)
            );
        }
    }

    #[test]
    fn each_history_begins_with_the_channel_and_the_version_of_the_guide() {
        let Received { participations, events, .. } = received(Some("Add a camera."));
        for (new, first) in participations.iter().zip(&events) {
            let Action::Receive { kind, channel, guide } = first.change.deed else { panic!() };
            assert_eq!((kind, channel, guide), (new.kind, Some(Channel::Phone), Some(1)));
            let case = Case::tell(std::slice::from_ref(first)).unwrap();
            assert_eq!(case.channel, Channel::Phone);
        }
    }

    #[test]
    fn the_first_event_names_whoever_entered_it() {
        let person = StaffId::draw([9; 16]);
        let spoken = entered(submission(Some("Add a camera."), None), Some(person.clone()));
        for first in &spoken.events {
            assert_eq!(first.actor, Actor::Staff(person.clone()));
            let case = Case::tell(std::slice::from_ref(first)).unwrap();
            assert_eq!((case.channel, case.owner), (Channel::Phone, None));
        }
        for first in received(None).events {
            assert_eq!(first.actor, Actor::Customer);
        }
    }

    #[test]
    fn the_first_event_covers_the_bytes_of_each_attachment() {
        let id = UploadId::draw([7; 16]);
        let with = |file: u8| {
            let main = received(None).participations.remove(0);
            let files = [(id.clone(), FileDigest::new([file; 32]))].into_iter().collect();
            Participation { attachments: vec![id.clone()], ..main }.first_event(
                Actor::Customer,
                &files,
                jiff::civil::date(2026, 11, 24),
            )
        };
        assert_eq!(with(1), with(1));
        assert_ne!(with(1).content_digest, with(2).content_digest);
    }

    #[test]
    fn events_hold_no_content() {
        for event in received(Some("Add a camera.")).events {
            assert!(!format!("{event:?}").contains("camera"));
            assert!(!format!("{event:?}").contains("Gate 4"));
        }
    }
}
