//! Thread of a participation, as messages.

use domain::{
    Timestamp,
    bilingual::Named,
    wire::{Attachment, Content},
};

use super::{Chat, cut::divided, label::name};
use crate::text::LocalTime;

/// Returns what was said in a participation, oldest first, as texts that the channel carries.
///
/// `entity` is the name of the entity that has custody. Files are named; they have their links
/// where the channel carries links.
pub fn thread(
    chat: Chat<'_>,
    content: &Content,
    entity: &Named,
    received_at: Timestamp,
) -> Vec<String> {
    let words = chat.page_words();
    let said = |author: &str, at: Timestamp, text: &str, files: &[Attachment]| {
        let time = LocalTime::of(at, chat.calendar, words);
        let head = [author, " · ", time.words()].concat();
        let mut lines = vec![head];
        lines.extend((!text.is_empty()).then(|| text.to_owned()));
        lines.extend(files.iter().map(|file| {
            if chat.capability.has_links {
                [file.name.as_str(), &file.url].join("\n")
            } else {
                file.name.clone()
            }
        }));
        lines.join("\n")
    };
    let first = said(words.from_customer, received_at, &content.text, &content.attachments);
    let later = content.messages.iter().map(|message| {
        let is_author = message.from == "customer";
        let author = if is_author { words.from_customer } else { name(chat, entity) };
        said(author, message.at, &message.text, &message.attachments)
    });
    let all: Vec<String> = std::iter::once(first).chain(later).collect();
    divided(chat.capability, &all.join("\n\n"), chat.capability.text_max)
}
