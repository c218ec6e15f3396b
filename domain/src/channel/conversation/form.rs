//! Form: all that a person is saying and hasn't sent yet, and its division into a participation
//! and the messages that follow it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    effect::{Counts, Draft},
    inbound::Spot,
};
use crate::{
    channel::capability::MediaKind,
    intake::{kind::Kind, place::Place},
    language::Language,
    media::{attachment::ATTACHMENTS_MAX, upload::UploadId},
    slug::Slug,
    text::TEXT_MAX,
};

/// Form that a conversation fills.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Form {
    /// Number of the form, by which old buttons are told from those of this form.
    pub(super) number: u32,
    pub(super) kind: Option<Kind>,
    pub(super) entity: Option<Slug>,
    pub(super) service: Option<Slug>,
    /// The author asked for a person, and isn't asked for what can be left out.
    pub(super) is_for_person: bool,
    /// The author said that it is no part of an earlier participation.
    pub(super) is_new: bool,
    /// The assistant was asked for the place.
    #[serde(default, alias = "is_placed")]
    pub(super) is_advised: bool,
    pub(super) notes: Notes,
}

/// Content, each list in the order in which it was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Notes {
    pub(super) texts: Vec<Note<String>>,
    pub(super) remedies: Vec<Note<String>>,
    pub(super) files: Vec<Note<File>>,
    pub(super) places: Vec<Note<Spot>>,
}

/// One thing that was said. Notes are in order of time, then of their messages' ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Note<T> {
    pub(super) at: Timestamp,
    pub(super) id: String,
    pub(super) said: T,
}

/// File and its kind.
type File = (UploadId, MediaKind);

/// Text and files of one message, within the limits of a participation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) files: Vec<Note<File>>,
}

impl Part {
    pub(super) fn uploads(&self) -> Vec<UploadId> {
        self.files.iter().map(|file| file.said.0.clone()).collect()
    }

    /// Returns it as notes of one message.
    pub(super) fn into_notes(self, at: Timestamp, id: &str) -> Notes {
        let text = Some(self.text).filter(|text| !text.is_empty());
        let texts = text.map(|said| Note { at, id: id.to_owned(), said }).into_iter().collect();
        Notes { texts, files: self.files, ..Notes::default() }
    }
}

impl Form {
    pub(super) fn numbered(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// Adds what an earlier form holds.
    pub(super) fn merge(&mut self, earlier: Self) {
        self.kind = self.kind.or(earlier.kind);
        self.entity = self.entity.take().or(earlier.entity);
        self.service = self.service.take().or(earlier.service);
        self.is_for_person |= earlier.is_for_person;
        self.notes.merge(earlier.notes);
    }

    /// Returns the participation of a kind and for an entity, and the messages with all that it
    /// can't hold.
    pub(super) fn complete(
        &self,
        key: &str,
        kind: Kind,
        entity: Slug,
        language: Language,
    ) -> (Draft, Vec<Part>) {
        let notes = &self.notes;
        let (place, mut lines) = notes.place();
        let mut texts = notes.lines();
        texts.append(&mut lines);
        let remedies: Vec<String> =
            notes.remedies.iter().map(|remedy| remedy.said.clone()).collect();
        let mut remedy = None;
        if kind == Kind::Complaint {
            let mut packed = packed(&remedies).into_iter();
            remedy = packed.next();
            texts.extend(packed);
        } else {
            texts.extend(remedies);
        }
        let mut parts = parts(&texts, &notes.files).into_iter();
        let first = parts.next().unwrap_or_default();
        let draft = Draft {
            key: key.to_owned(),
            kind,
            entity,
            service: self.service.clone(),
            attachments: first.uploads(),
            text: first.text,
            remedy,
            place,
            language,
        };
        (draft, parts.collect())
    }
}

impl Notes {
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
            && self.remedies.is_empty()
            && self.files.is_empty()
            && self.places.is_empty()
    }

    /// Returns whether it says what happened: a place or a remedy alone doesn't.
    pub(super) fn is_telling(&self) -> bool {
        !self.texts.is_empty() || !self.files.is_empty()
    }

    pub(super) fn merge(&mut self, other: Self) {
        add_all(&mut self.texts, other.texts);
        add_all(&mut self.remedies, other.remedies);
        add_all(&mut self.files, other.files);
        add_all(&mut self.places, other.places);
    }

    /// Removes what was said by messages with these ids.
    pub(super) fn forget(&mut self, ids: &[String]) {
        let is_kept = |id: &String| !ids.contains(id);
        self.texts.retain(|note| is_kept(&note.id));
        self.remedies.retain(|note| is_kept(&note.id));
        self.files.retain(|note| is_kept(&note.id));
        self.places.retain(|note| is_kept(&note.id));
    }

    /// Splits off what was said until a time.
    pub(super) fn until(&mut self, at: Timestamp) -> Self {
        Self {
            texts: split(&mut self.texts, at),
            remedies: split(&mut self.remedies, at),
            files: split(&mut self.files, at),
            places: split(&mut self.places, at),
        }
    }

    /// Returns the time at which the first of it was said.
    pub(super) fn first_at(&self) -> Option<Timestamp> {
        self.messages().map(|(at, _)| at).min()
    }

    /// Returns the id of the message with the first of it.
    pub(super) fn first_id(&self) -> String {
        self.messages().min().map(|(_, id)| id.to_owned()).unwrap_or_default()
    }

    fn messages(&self) -> impl Iterator<Item = (Timestamp, &str)> {
        let texts = self.texts.iter().chain(&self.remedies).map(|note| (note.at, note.id.as_str()));
        let files = self.files.iter().map(|note| (note.at, note.id.as_str()));
        let places = self.places.iter().map(|note| (note.at, note.id.as_str()));
        texts.chain(files).chain(places)
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.texts.iter().map(|text| text.said.clone()).collect()
    }

    pub(super) fn uploads(&self) -> Vec<UploadId> {
        self.files.iter().map(|file| file.said.0.clone()).collect()
    }

    /// Returns the latest place, and the others as lines of text.
    pub(super) fn place(&self) -> (Option<Spot>, Vec<String>) {
        let mut places: Vec<Spot> = self.places.iter().map(|place| place.said.clone()).collect();
        let place = places.pop_if(|spot| {
            Place::parse(spot.latitude, spot.longitude, spot.address.as_deref()).is_ok()
        });
        (place, places.iter().map(line_of).collect())
    }

    /// Returns all of it as the parts of messages.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut lines = self.lines();
        lines.extend(self.remedies.iter().map(|remedy| remedy.said.clone()));
        lines.extend(self.places.iter().map(|place| line_of(&place.said)));
        parts(&lines, &self.files)
    }

    pub(super) fn counts(&self) -> Counts {
        let count = |kind| {
            let of_kind = self.files.iter().filter(|file| file.said.1 == kind).count();
            (of_kind > 0).then_some((kind, of_kind))
        };
        let texts = self.texts.len() + self.remedies.len();
        Counts { texts, media: MediaKind::ALL.into_iter().filter_map(count).collect() }
    }

    /// Returns the number of characters, and that of files.
    pub(super) fn size(&self) -> (usize, usize) {
        let of = |notes: &[Note<String>]| -> usize {
            notes.iter().map(|note| note.said.chars().count()).sum()
        };
        let addresses = self.places.iter().filter_map(|place| place.said.address.as_deref());
        let places: usize = addresses.map(|address| address.chars().count() + 30).sum();
        (of(&self.texts) + of(&self.remedies) + places, self.files.len())
    }
}

/// Adds a note at its place in the order.
pub(super) fn add<T>(notes: &mut Vec<Note<T>>, note: Note<T>) {
    let place = notes.partition_point(|other| (other.at, &other.id) <= (note.at, &note.id));
    notes.insert(place, note);
}

fn add_all<T>(notes: &mut Vec<Note<T>>, others: Vec<Note<T>>) {
    for note in others {
        add(notes, note);
    }
}

fn split<T>(notes: &mut Vec<Note<T>>, at: Timestamp) -> Vec<Note<T>> {
    let later = notes.split_off(notes.partition_point(|note| note.at <= at));
    std::mem::replace(notes, later)
}

/// Returns a place as a line of text.
fn line_of(spot: &Spot) -> String {
    let point = spot.latitude.zip(spot.longitude);
    let point = point.map(|(latitude, longitude)| format!("{latitude:.5}, {longitude:.5}"));
    [point, spot.address.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Divides lines and files into parts within the limits of a participation and of a message.
fn parts(lines: &[String], files: &[Note<File>]) -> Vec<Part> {
    let texts = packed(lines);
    let files: Vec<&[Note<File>]> = files.chunks(ATTACHMENTS_MAX).collect();
    let count = texts.len().max(files.len());
    let part = |place: usize| Part {
        text: texts.get(place).cloned().unwrap_or_default(),
        files: files.get(place).map(|files| files.to_vec()).unwrap_or_default(),
    };
    (0..count).map(part).collect()
}

/// Joins lines into texts of at most [`TEXT_MAX`] characters. A line that is longer is divided.
fn packed(lines: &[String]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut length = 0;
    for line in lines.iter().flat_map(|line| divided(line)) {
        let own = line.chars().count();
        match texts.last_mut() {
            Some(text) if length + 1 + own <= TEXT_MAX => {
                text.push('\n');
                text.push_str(&line);
                length += 1 + own;
            }
            _ => {
                texts.push(line);
                length = own;
            }
        }
    }
    texts
}

/// Divides a line into pieces of at most [`TEXT_MAX`] characters, at a space if there is one near
/// the limit.
fn divided(line: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = line.trim();
    while let Some((limit, _)) = rest.char_indices().nth(TEXT_MAX) {
        let space = rest[..limit].rfind(char::is_whitespace).filter(|&at| at * 2 > limit);
        let (piece, after) = rest.split_at(space.unwrap_or(limit));
        pieces.push(piece.trim_end().to_owned());
        rest = after.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note<T>(second: i64, id: &str, said: T) -> Note<T> {
        Note { at: Timestamp::from_second(second).unwrap(), id: id.into(), said }
    }

    fn complete(form: &Form) -> (Draft, Vec<Part>) {
        let entity = Slug::parse("rta").unwrap();
        form.complete("k", form.kind.unwrap(), entity, Language::Arabic)
    }

    #[test]
    fn notes_stand_in_the_order_in_which_they_were_said() {
        let mut texts = Vec::new();
        for (second, id) in [(3, "c"), (1, "b"), (1, "a"), (2, "d")] {
            add(&mut texts, note(second, id, id.to_owned()));
        }
        let mut notes = Notes { texts, ..Notes::default() };
        assert_eq!(notes.lines(), ["a", "b", "d", "c"]);
        assert_eq!(notes.until(Timestamp::from_second(1).unwrap()).lines(), ["a", "b"]);
        assert_eq!(notes.lines(), ["d", "c"]);
    }

    #[test]
    fn what_a_participation_cannot_hold_follows_in_messages() {
        let mut form = Form { kind: Some(Kind::Complaint), ..Form::default() };
        form.notes.texts = vec![
            note(1, "a", "ص".repeat(TEXT_MAX - 1)),
            note(2, "b", "second".into()),
            note(3, "c", "x".repeat(2 * TEXT_MAX + 1)),
        ];
        let upload = |number: u8| (UploadId::draw([number; 16]), MediaKind::Image);
        form.notes.files = (0..7).map(|number| note(number.into(), "f", upload(number))).collect();
        let (draft, rest) = complete(&form);
        assert_eq!(draft.text.chars().count(), TEXT_MAX - 1);
        assert_eq!((draft.attachments.len(), rest[0].files.len()), (5, 2));
        let texts: Vec<_> = rest.iter().map(|part| part.text.chars().count()).collect();
        assert_eq!(texts, [6, TEXT_MAX, TEXT_MAX, 1]);
    }

    #[test]
    fn a_remedy_of_what_is_no_complaint_is_part_of_the_text() {
        let mut form = Form { kind: Some(Kind::Complaint), ..Form::default() };
        form.notes.texts = vec![note(1, "a", "broken".into())];
        form.notes.remedies = vec![note(2, "b", "mend it".into())];
        let (draft, rest) = complete(&form);
        assert_eq!((draft.text.as_str(), draft.remedy.as_deref()), ("broken", Some("mend it")));
        assert!(rest.is_empty());
        form.kind = Some(Kind::Observation);
        let (draft, _) = complete(&form);
        assert_eq!((draft.text.as_str(), draft.remedy), ("broken\nmend it", None));
    }

    #[test]
    fn the_latest_place_counts_and_the_others_are_words() {
        let spot = |latitude, address: &str| Spot {
            latitude: Some(latitude),
            longitude: Some(55.3),
            address: Some(address.into()),
        };
        let mut form = Form { kind: Some(Kind::Observation), ..Form::default() };
        form.notes.places = vec![note(1, "a", spot(25.1, "Gate 4")), note(2, "b", spot(25.2, ""))];
        let (draft, _) = complete(&form);
        assert_eq!(draft.place.unwrap().latitude, Some(25.2));
        assert_eq!(draft.text, "25.10000, 55.30000 Gate 4");
        form.notes.places = vec![note(1, "a", spot(99.0, "nowhere"))];
        let (draft, _) = complete(&form);
        assert_eq!((draft.place, draft.text.as_str()), (None, "99.00000, 55.30000 nowhere"));
    }
}
