//! Limits of outgoing messages: the length and number of everything in them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::GraphError;

/// Checks a message that the business sends. Templates are checked by `templates`.
pub(super) fn check(message: &Value) -> Result<(), GraphError> {
    if message["messaging_product"] != "whatsapp" {
        return Err(GraphError::parameter("The parameter messaging_product is required."));
    }
    recipient(message)?;
    match kind(message) {
        "text" => {
            text(&message["text"]["body"], "text.body", 1..=4096)?;
            Ok(())
        }
        "interactive" => interactive(&message["interactive"]),
        "template" => Ok(()),
        other => Err(GraphError::new(131_051, format!("Unsupported message type: {other}"))),
    }
}

/// Returns the type of a message: text, unless it says otherwise.
pub(super) fn kind(message: &Value) -> &str {
    message["type"].as_str().unwrap_or("text")
}

/// Returns the digits of the recipient's number.
pub(super) fn recipient(message: &Value) -> Result<String, GraphError> {
    let to = message["to"].as_str().unwrap_or_default();
    let digits: String = to.chars().filter(|character| !"+-() ".contains(*character)).collect();
    let is_number =
        (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Ok(digits) } else { Err(GraphError::parameter("to: not a phone number")) }
}

fn interactive(interactive: &Value) -> Result<(), GraphError> {
    let kind = interactive["type"].as_str().unwrap_or_default();
    let longest_body = if kind == "list" { 4096 } else { 1024 };
    text(&interactive["body"]["text"], "interactive.body.text", 1..=longest_body)?;
    if !interactive["footer"].is_null() {
        text(&interactive["footer"]["text"], "interactive.footer.text", 1..=60)?;
    }
    if !interactive["header"].is_null() {
        if interactive["header"]["type"] != "text" {
            return Err(GraphError::parameter("interactive.header.type: only text is known here"));
        }
        text(&interactive["header"]["text"], "interactive.header.text", 1..=60)?;
    }
    let action = &interactive["action"];
    match kind {
        "button" => buttons(&action["buttons"]),
        "list" => list(action),
        "cta_url" => link(action),
        "location_request_message" if action["name"] == "send_location" => Ok(()),
        other => Err(GraphError::parameter(format!("interactive.type: {other} isn't known here"))),
    }
}

/// Checks one to three reply buttons, whose ids and titles differ.
fn buttons(buttons: &Value) -> Result<(), GraphError> {
    let buttons = entries(buttons, "interactive.action.buttons", 1..=3)?;
    let mut known = BTreeSet::new();
    for button in buttons {
        if button["type"] != "reply" {
            return Err(GraphError::parameter("interactive.action.buttons[].type: must be reply"));
        }
        let id = text(&button["reply"]["id"], "button.reply.id", 1..=256)?;
        let title = text(&button["reply"]["title"], "button.reply.title", 1..=20)?;
        if !known.insert(format!("id {id}")) || !known.insert(format!("title {title}")) {
            return Err(GraphError::parameter("interactive.action.buttons: duplicate"));
        }
    }
    Ok(())
}

/// Checks a list: at most ten rows in all its sections.
fn list(action: &Value) -> Result<(), GraphError> {
    text(&action["button"], "interactive.action.button", 1..=20)?;
    let sections = entries(&action["sections"], "interactive.action.sections", 1..=10)?;
    let mut ids = BTreeSet::new();
    for section in sections {
        if sections.len() > 1 || !section["title"].is_null() {
            text(&section["title"], "section.title", 1..=24)?;
        }
        for row in entries(&section["rows"], "section.rows", 1..=10)? {
            let id = text(&row["id"], "row.id", 1..=200)?;
            text(&row["title"], "row.title", 1..=24)?;
            if !row["description"].is_null() {
                text(&row["description"], "row.description", 0..=72)?;
            }
            if !ids.insert(id) {
                return Err(GraphError::parameter("row.id: duplicate"));
            }
        }
    }
    if ids.len() > 10 {
        return Err(GraphError::parameter("Total row count exceed max allowed count: 10"));
    }
    Ok(())
}

/// Checks a button that opens a link.
fn link(action: &Value) -> Result<(), GraphError> {
    text(&action["parameters"]["display_text"], "parameters.display_text", 1..=20)?;
    let url = text(&action["parameters"]["url"], "parameters.url", 1..=2000)?;
    let is_link = url.starts_with("https://") || url.starts_with("http://127.0.0.1");
    if action["name"] == "cta_url" && is_link {
        return Ok(());
    }
    Err(GraphError::parameter("interactive.action: not a link"))
}

fn entries<'a>(
    value: &'a Value,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<&'a Vec<Value>, GraphError> {
    let list = value.as_array().filter(|list| range.contains(&list.len()));
    list.ok_or_else(|| {
        let [least, most] = [range.start(), range.end()];
        GraphError::parameter(format!("{name}: {least} to {most} entries"))
    })
}

/// Requires a text of so many characters.
fn text<'a>(
    value: &'a Value,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<&'a str, GraphError> {
    let Some(text) = value.as_str() else {
        return Err(GraphError::new(131_008, format!("{name} is required")));
    };
    if range.contains(&text.chars().count()) {
        return Ok(text);
    }
    let [least, most] = [range.start(), range.end()];
    Err(GraphError::parameter(format!("{name}: {least} to {most} characters")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(message: &Value) -> Option<u32> {
        check(message).err().map(|error| error.code)
    }

    fn to(kind: &str, content: Value) -> Value {
        let mut message =
            json!({ "messaging_product": "whatsapp", "to": "971501234567", "type": kind });
        message[kind] = content;
        message
    }

    fn button(id: &str, title: &str) -> Value {
        json!({ "type": "reply", "reply": { "id": id, "title": title } })
    }

    fn asks(body: &str, buttons: &[Value]) -> Value {
        to(
            "interactive",
            json!({ "type": "button", "body": { "text": body }, "action": { "buttons": buttons } }),
        )
    }

    fn lists(rows: usize, title: &str, description: &str, button: &str) -> Value {
        let rows: Vec<Value> = (0..rows)
            .map(|id| json!({ "id": id.to_string(), "title": title, "description": description }))
            .collect();
        to(
            "interactive",
            json!({
                "type": "list", "body": { "text": "Which?" },
                "action": { "button": button, "sections": [{ "rows": rows }] },
            }),
        )
    }

    #[test]
    fn a_text_has_4096_characters_at_most() {
        assert_eq!(code(&to("text", json!({ "body": "ش".repeat(4096) }))), None);
        assert_eq!(code(&to("text", json!({ "body": "ش".repeat(4097) }))), Some(100));
        assert_eq!(code(&to("text", json!({ "body": "" }))), Some(100));
        assert_eq!(code(&to("text", json!({}))), Some(131_008));
    }

    #[test]
    fn a_message_names_its_product_and_a_number() {
        assert_eq!(code(&json!({ "to": "971501234567", "text": { "body": "a" } })), Some(100));
        let text = json!({ "body": "a" });
        let message = |to: &str| json!({ "messaging_product": "whatsapp", "to": to, "text": text });
        assert_eq!(code(&message("+971 50 123 4567")), None);
        for wrong in ["", "sawtak", "123", "97150123456789012"] {
            assert_eq!(code(&message(wrong)), Some(100), "{wrong}");
        }
        assert_eq!(code(&to("poll", json!({}))), Some(131_051));
    }

    #[test]
    fn three_buttons_of_20_characters_fit_and_no_more() {
        let twenty = "ب".repeat(20);
        let three = [button("1", &twenty), button("2", "b"), button("3", "c")];
        assert_eq!(code(&asks("?", &three)), None);
        let four = [three.as_slice(), &[button("4", "d")]].concat();
        assert_eq!(code(&asks("?", &four)), Some(100));
        assert_eq!(code(&asks("?", &[])), Some(100));
        assert_eq!(code(&asks("?", &[button("1", &format!("{twenty}ب"))])), Some(100));
        assert_eq!(code(&asks("?", &[button(&"i".repeat(256), "a")])), None);
        assert_eq!(code(&asks("?", &[button(&"i".repeat(257), "a")])), Some(100));
        assert_eq!(code(&asks("?", &[button("1", "a"), button("1", "b")])), Some(100));
        assert_eq!(code(&asks("?", &[button("1", "a"), button("2", "a")])), Some(100));
        assert_eq!(code(&asks(&"?".repeat(1024), &three)), None);
        assert_eq!(code(&asks(&"?".repeat(1025), &three)), Some(100));
    }

    #[test]
    fn a_list_has_ten_rows_in_all() {
        assert_eq!(code(&lists(10, &"a".repeat(24), &"d".repeat(72), &"b".repeat(20))), None);
        assert_eq!(code(&lists(11, "a", "", "b")), Some(100));
        assert_eq!(code(&lists(1, &"a".repeat(25), "", "b")), Some(100));
        assert_eq!(code(&lists(1, "a", &"d".repeat(73), "b")), Some(100));
        assert_eq!(code(&lists(1, "a", "", &"b".repeat(21))), Some(100));
        let mut two = lists(6, "a", "", "b");
        let first = two["interactive"]["action"]["sections"][0].clone();
        let mut second = first.clone();
        for (place, row) in second["rows"].as_array_mut().unwrap().iter_mut().enumerate() {
            row["id"] = json!(format!("second {place}"));
        }
        two["interactive"]["action"]["sections"] = json!([first, second]);
        assert_eq!(code(&two), Some(131_008), "sections without titles");
        for place in 0..2 {
            two["interactive"]["action"]["sections"][place]["title"] = json!("t");
        }
        assert_eq!(code(&two), Some(100), "twelve rows");
    }
}
