//! Places of choices: buttons, rows of a list, or numbered lines.

use domain::channel::{
    capability::{Buttons, List},
    conversation::{Offered, Phrase},
};

use super::{
    Chat,
    cut::cut,
    label::{Label, label},
    phrase::phrase_text,
};

/// Longest title of a numbered line.
const LINE_MAX: usize = 48;

/// Message as a channel carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Text, above the choices if there are any.
    pub text: String,
    /// Choices that aren't part of the text.
    pub options: Options,
}

/// Choices of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Options {
    /// There are none, or they are numbered lines of the text.
    None,
    /// Buttons.
    Buttons(Vec<Button>),
    /// Rows of a list, and the title of the button that opens it.
    List(String, Vec<Row>),
}

/// Button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Id, which comes back.
    pub id: String,
    /// Title.
    pub title: String,
}

/// Row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Id, which comes back.
    pub id: String,
    /// Title.
    pub title: String,
    /// Description; empty if the title says all.
    pub description: String,
}

pub(super) fn laid_out(chat: Chat<'_>, phrase: &Phrase, choices: &[Offered]) -> Message {
    let labels: Vec<Label> = choices.iter().map(|offered| label(chat, offered)).collect();
    if labels.is_empty() {
        let text = phrase_text(chat, phrase, chat.capability.text_max);
        return Message { text, options: Options::None };
    }
    if let Some(buttons) = chat.capability.buttons
        && (fit(chat, buttons, &labels) || can_only_be(chat, buttons, &labels))
    {
        return with_buttons(chat, phrase, buttons, labels);
    }
    match chat.capability.list {
        Some(list) if labels.len() <= list.rows_max => with_list(chat, phrase, list, labels),
        _ => numbered(chat, phrase, &labels),
    }
}

/// Returns whether all labels are buttons with their whole titles.
fn fit(chat: Chat<'_>, buttons: Buttons, labels: &[Label]) -> bool {
    labels.len() <= buttons.count_max
        && labels.iter().all(|label| {
            label.detail.is_empty() && chat.capability.length(&label.title) <= buttons.title_max
        })
}

/// Returns whether the labels have to be buttons, since there is no list.
fn can_only_be(chat: Chat<'_>, buttons: Buttons, labels: &[Label]) -> bool {
    chat.capability.list.is_none() && labels.len() <= buttons.count_max
}

fn with_buttons(chat: Chat<'_>, phrase: &Phrase, limit: Buttons, labels: Vec<Label>) -> Message {
    let text = phrase_text(chat, phrase, limit.body_max);
    let button = |label: Label| Button {
        title: cut(chat.capability, &label.title, limit.title_max),
        id: label.id,
    };
    Message { text, options: Options::Buttons(labels.into_iter().map(button).collect()) }
}

fn with_list(chat: Chat<'_>, phrase: &Phrase, limit: List, labels: Vec<Label>) -> Message {
    let text = phrase_text(chat, phrase, limit.body_max);
    let row = |label: Label| {
        let title = cut(chat.capability, &label.title, limit.title_max);
        // A name that was cut stands whole in the description.
        let is_cut = title != label.title;
        let detail = match (is_cut, label.detail.is_empty()) {
            (true, true) => label.title,
            (true, false) => [label.title.as_str(), " · ", &label.detail].concat(),
            (false, _) => label.detail,
        };
        let description = cut(chat.capability, &detail, limit.description_max);
        Row { id: label.id, title, description }
    };
    let rows = labels.into_iter().map(row).collect();
    let button = cut(chat.capability, chat.words().choose, limit.button_max);
    Message { text, options: Options::List(button, rows) }
}

fn numbered(chat: Chat<'_>, phrase: &Phrase, labels: &[Label]) -> Message {
    let line = |(place, label): (usize, &Label)| {
        let title = cut(chat.capability, &label.title, LINE_MAX);
        let detail = cut(chat.capability, &label.detail, LINE_MAX);
        let rest = if detail.is_empty() { String::new() } else { [" · ", &detail].concat() };
        format!("{}. {title}{rest}", place + 1)
    };
    let mut lines: Vec<String> = labels.iter().enumerate().map(line).collect();
    lines.push(chat.words().choose_number.to_owned());
    let mut below = lines.join("\n");
    let most = chat.capability.text_max;
    // Where a text is short, titles alone are enough.
    if chat.capability.length(&below) * 2 > most {
        let room = (most / 2).checked_div(labels.len()).unwrap_or(most).saturating_sub(5);
        let line = |(place, label): (usize, &Label)| {
            format!("{}. {}", place + 1, cut(chat.capability, &label.title, room))
        };
        below = labels.iter().enumerate().map(line).collect::<Vec<_>>().join("\n");
    }
    let room = most.saturating_sub(chat.capability.length(&below) + 2);
    let text = [&phrase_text(chat, phrase, room), "\n\n", below.as_str()].concat();
    Message { text, options: Options::None }
}
