//! Everything that was said, in words.

use domain::channel::{
    MediaKind,
    conversation::{Counts, Spot, Summary},
};

use super::{Chat, cut::cut, label::name};
use crate::participation;

/// Returns all that was said, with its text cut so that the rest fits.
pub(super) fn check(chat: Chat<'_>, summary: &Summary, most: usize) -> String {
    let (form, words) = (chat.form_words(), chat.words());
    let labelled = |label: &str, value: &str| [label, value].join(": ");
    let mut lines = vec![
        form.check_title.to_owned(),
        labelled(form.check_kind, participation::kind(form, summary.kind)),
    ];
    if summary.is_unsure {
        lines.push(words.unsure_team.to_owned());
    } else {
        lines.push(labelled(form.check_entity, name(chat, &summary.entity)));
    }
    if let Some(service) = &summary.service {
        lines.push(labelled(form.service, name(chat, service)));
    }
    let files = Counts { texts: 0, media: summary.counts.media.clone() };
    lines.push(counts(chat, &files));
    if let Some(place) = &summary.place {
        lines.push(labelled(chat.page_words().place, &place_text(place)));
    }
    if summary.asks_place {
        lines.push(words.asks_place.to_owned());
    }
    lines.retain(|line| !line.is_empty());
    let mut quoted = Vec::new();
    if !summary.text.is_empty() {
        quoted.push(labelled(form.check_text, &summary.text));
    }
    if let Some(remedy) = &summary.remedy {
        quoted.push(labelled(words.remedy, remedy));
    }
    let fixed = [lines.join("\n").as_str(), words.check_more].join("\n\n");
    let room = most.saturating_sub(chat.capability.length(&fixed) + 2);
    let room_each = room.checked_div(quoted.len()).unwrap_or(0).saturating_sub(1);
    let quoted: Vec<String> =
        quoted.iter().map(|text| cut(chat.capability, text, room_each)).collect();
    let mut parts = vec![lines.join("\n")];
    parts.extend(quoted.into_iter().filter(|text| !text.is_empty()));
    [parts.join("\n"), words.check_more.to_owned()].join("\n\n")
}

/// Returns numbers of texts and files, in one line.
pub(super) fn counts(chat: Chat<'_>, counts: &Counts) -> String {
    let words = chat.words();
    let sentence = |kind| match kind {
        MediaKind::Voice => words.count_voice,
        MediaKind::Audio => words.count_audio,
        MediaKind::Image => words.count_image,
        MediaKind::Video => words.count_video,
        MediaKind::Document => words.count_document,
    };
    let filled = |sentence: &str, count: usize| sentence.replace("{count}", &count.to_string());
    let texts = (counts.texts > 0).then(|| filled(words.count_text, counts.texts));
    let media = counts.media.iter().map(|(kind, count)| filled(sentence(*kind), *count));
    texts.into_iter().chain(media).collect::<Vec<_>>().join(" · ")
}

/// Returns a place in words; coordinates if it has no address.
fn place_text(place: &Spot) -> String {
    let address = place.address.clone().filter(|address| !address.is_empty());
    let point = place.latitude.zip(place.longitude);
    let point = point.map(|(latitude, longitude)| {
        crate::letter::isolated(&format!("{latitude:.5}, {longitude:.5}"))
    });
    address.or(point).unwrap_or_default()
}
