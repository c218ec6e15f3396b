//! Messages to people as JSON of the Cloud API, within its limits.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Longest text, in characters.
pub const TEXT_MAX: usize = 4_096;

/// Longest text above buttons, in characters.
pub const BUTTONS_TEXT_MAX: usize = 1_024;

/// Most buttons of a message.
pub const BUTTONS_MAX: usize = 3;

/// Longest title of a button, in characters.
pub const BUTTON_MAX: usize = 20;

/// Most rows of a list.
pub const ROWS_MAX: usize = 10;

/// Longest title of a row, in characters.
pub const ROW_MAX: usize = 24;

/// Longest description of a row, in characters.
pub const DESCRIPTION_MAX: usize = 72;

/// Longest parameter of a template, in characters.
const PARAMETER_MAX: usize = 900;

/// Message to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outgoing {
    /// Text alone.
    Text(String),
    /// Text with up to three buttons.
    Buttons {
        /// Text above the buttons.
        text: String,
        /// Buttons.
        choices: Vec<Choice>,
    },
    /// Text with a list of up to ten rows, which a button opens.
    List {
        /// Text above the button.
        text: String,
        /// Title of the button.
        button: String,
        /// Rows.
        choices: Vec<Choice>,
    },
    /// Template that Meta has approved, which may be sent at any time.
    Template {
        /// Name of the template.
        name: String,
        /// Language of the template.
        language: String,
        /// Values of its parameters.
        parameters: Vec<String>,
    },
}

/// Button, or row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Id that comes back when it's tapped; at most 256 bytes.
    pub id: String,
    /// Title.
    pub title: String,
    /// Description; empty for none. Buttons have none.
    pub description: String,
}

impl Outgoing {
    /// Returns whether it may be sent outside the window of free text.
    pub const fn is_template(&self) -> bool {
        matches!(self, Self::Template { .. })
    }

    /// Returns the text, for a channel that has neither buttons nor templates.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Buttons { text, .. } | Self::List { text, .. } => text,
            Self::Template { .. } => "",
        }
    }

    /// Returns the body of the request that sends the message to `to`. Texts that exceed their
    /// limits are shortened, since Meta would refuse the whole message.
    pub fn body(&self, to: &str) -> Value {
        let mut body = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": to,
        });
        let (kind, content) = match self {
            Self::Text(text) => {
                ("text", json!({ "preview_url": false, "body": shortened(text, TEXT_MAX) }))
            }
            Self::Buttons { text, choices } => ("interactive", buttons(text, choices)),
            Self::List { text, button, choices } => ("interactive", rows(text, button, choices)),
            Self::Template { name, language, parameters } => {
                ("template", template(name, language, parameters))
            }
        };
        body["type"] = kind.into();
        body[kind] = content;
        body
    }
}

fn buttons(text: &str, choices: &[Choice]) -> Value {
    let buttons: Vec<_> = choices
        .iter()
        .take(BUTTONS_MAX)
        .map(|choice| {
            let title = shortened(&choice.title, BUTTON_MAX);
            json!({ "type": "reply", "reply": { "id": choice.id, "title": title } })
        })
        .collect();
    json!({
        "type": "button",
        "body": { "text": shortened(text, BUTTONS_TEXT_MAX) },
        "action": { "buttons": buttons },
    })
}

fn rows(text: &str, button: &str, choices: &[Choice]) -> Value {
    let rows: Vec<_> = choices
        .iter()
        .take(ROWS_MAX)
        .map(|choice| {
            let mut row = json!({ "id": choice.id, "title": shortened(&choice.title, ROW_MAX) });
            if !choice.description.is_empty() {
                row["description"] = shortened(&choice.description, DESCRIPTION_MAX).into();
            }
            row
        })
        .collect();
    json!({
        "type": "list",
        "body": { "text": shortened(text, TEXT_MAX) },
        "action": { "button": shortened(button, BUTTON_MAX), "sections": [{ "rows": rows }] },
    })
}

fn template(name: &str, language: &str, parameters: &[String]) -> Value {
    let parameters: Vec<_> = parameters
        .iter()
        // Line breaks and runs of spaces aren't allowed in parameters.
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .map(|text| json!({ "type": "text", "text": shortened(&text, PARAMETER_MAX) }))
        .collect();
    json!({
        "name": name,
        "language": { "code": language },
        "components": [{ "type": "body", "parameters": parameters }],
    })
}

/// Shortens text to `most` characters, the last of them an ellipsis.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(title: &str) -> Choice {
        Choice { id: "a".into(), title: title.into(), description: String::new() }
    }

    #[test]
    fn text_goes_to_the_digits_of_a_number() {
        let body = Outgoing::Text("شكرًا".into()).body("971501234567");
        assert_eq!(body["messaging_product"], "whatsapp");
        assert_eq!(body["to"], "971501234567");
        assert_eq!((&body["type"], &body["text"]["body"]), (&json!("text"), &json!("شكرًا")));
    }

    #[test]
    fn buttons_and_rows_keep_to_the_limits() {
        let choices = vec![choice(&"ن".repeat(30)); 12];
        let text = "a".repeat(5_000);
        let body = Outgoing::Buttons { text: text.clone(), choices: choices.clone() }.body("1");
        let buttons = body["interactive"]["action"]["buttons"].as_array().unwrap();
        assert_eq!(buttons.len(), 3);
        let title = buttons[0]["reply"]["title"].as_str().unwrap();
        assert_eq!((title.chars().count(), title.ends_with('…')), (20, true));
        assert_eq!(body["interactive"]["body"]["text"].as_str().unwrap().chars().count(), 1_024);

        let body = Outgoing::List { text, button: "Choose".into(), choices }.body("1");
        let rows = body["interactive"]["action"]["sections"][0]["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 10);
        assert_eq!(rows[0]["title"].as_str().unwrap().chars().count(), 24);
        assert!(rows[0].get("description").is_none());
        assert_eq!(body["interactive"]["body"]["text"].as_str().unwrap().chars().count(), 4_096);
    }

    #[test]
    fn a_template_has_its_language_and_parameters_of_one_line() {
        let message = Outgoing::Template {
            name: "sawtak_answered".into(),
            language: "ar".into(),
            parameters: vec!["2604-8317-5529".into(), "a\n b".into()],
        };
        let body = message.body("1");
        assert!(message.is_template() && !Outgoing::Text(String::new()).is_template());
        assert_eq!(body["template"]["language"]["code"], "ar");
        let parameters = &body["template"]["components"][0]["parameters"];
        assert_eq!(parameters[0]["text"], "2604-8317-5529");
        assert_eq!(parameters[1]["text"], "a b");
    }
}
