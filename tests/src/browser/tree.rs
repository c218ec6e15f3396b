//! Chromium's accessibility tree of the open widget as readable text: the input of a screen reader.

use std::{collections::HashMap, fmt::Write as _};

use serde_json::{Value, json};

use super::Browser;

/// Properties that are written for every element that has them.
const TOLD: [&str; 10] = [
    "checked",
    "expanded",
    "hasPopup",
    "disabled",
    "invalid",
    "required",
    "modal",
    "live",
    "focused",
    "multiline",
];

/// Roles that are skipped, with their children written in their place, unless they have a name.
const TRANSPARENT: [&str; 7] =
    ["generic", "none", "paragraph", "strong", "Legend", "listitem", "definition"];

/// Roles that are left out: not all options of a list are announced, and times change.
const UNTOLD: [&str; 4] = ["InlineTextBox", "ListMarker", "MenuListPopup", "time"];

/// Role of a field's label.
const LABEL: &str = "LabelText";

/// Returns the tree of the dialog, one line for each element, children below their parents.
pub async fn of_dialog(browser: &Browser) -> String {
    let answer = browser.devtools("Accessibility.getFullAXTree", json!({})).await;
    let nodes: Vec<Value> = answer["nodes"].as_array().cloned().unwrap_or_default();
    let tree =
        Tree(nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect());
    let dialog = nodes
        .iter()
        .find(|node| word(node, "role") == "dialog")
        .expect("a dialog in the accessibility tree");
    let mut text = String::new();
    tree.write(dialog, 0, "", &mut text);
    text
}

struct Tree<'a>(HashMap<&'a str, &'a Value>);

impl Tree<'_> {
    fn write(&self, node: &Value, depth: usize, above: &str, text: &mut String) {
        let (role, name) = (word(node, "role"), word(node, "name"));
        // Skips a text that repeats the name or the value of its parent. A label is the name of its
        // field.
        if UNTOLD.contains(&role)
            || (role == "StaticText" && (above == LABEL || above.contains(name.trim())))
        {
            return;
        }
        let is_passed_over =
            node["ignored"] == true || (TRANSPARENT.contains(&role) && name.is_empty());
        let (depth, above) = if role == LABEL {
            (depth, role.to_owned())
        } else if is_passed_over {
            (depth, above.to_owned())
        } else {
            let line = line(node, role, name);
            let _ = writeln!(text, "{:1$}{line}", "", depth * 2);
            (depth + 1, line)
        };
        for child in node["childIds"].as_array().into_iter().flatten() {
            if let Some(child) = child.as_str().and_then(|id| self.0.get(id)) {
                self.write(child, depth, &above, text);
            }
        }
    }
}

fn line(node: &Value, role: &str, name: &str) -> String {
    let mut line = if role == "StaticText" { "text".to_owned() } else { role.to_owned() };
    if !name.trim().is_empty() {
        let _ = write!(line, " “{}”", name.trim());
    }
    let value = word(node, "value");
    if !value.is_empty() && matches!(role, "textbox" | "combobox") {
        let _ = write!(line, " = “{value}”");
    }
    for property in node["properties"].as_array().into_iter().flatten() {
        let (name, value) =
            (property["name"].as_str().unwrap_or_default(), &property["value"]["value"]);
        let is_told = TOLD.contains(&name) || (name == "level" && role == "heading");
        if !is_told {
            continue;
        }
        let _ = match value {
            Value::Bool(true) => write!(line, " {name}"),
            Value::String(value) if value == "true" => write!(line, " {name}"),
            Value::String(value) if !matches!(value.as_str(), "" | "false") => {
                write!(line, " {name}={value}")
            }
            Value::Number(value) => write!(line, " {name}={value}"),
            _ => Ok(()),
        };
    }
    let description = word(node, "description");
    if !description.is_empty() {
        let _ = write!(line, " – {description}");
    }
    line
}

fn word<'a>(node: &'a Value, member: &str) -> &'a str {
    node[member]["value"].as_str().unwrap_or_default()
}
