//! Templates that Meta has approved: their names, languages and texts, in `templates.json`.

use std::{fs, path::Path};

use serde::Deserialize;
use serde_json::Value;

use super::super::GraphError;

#[derive(Clone, Deserialize)]
pub(super) struct Template {
    name: String,
    language: String,
    /// Its text, with `{{1}}`, `{{2}}` … for parameters.
    body: String,
}

/// Reads the approved templates, anew for each call so that an edit counts at once.
pub(super) fn approved() -> Vec<Template> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates.json");
    let text = fs::read_to_string(file).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Returns the text of a template message as the customer reads it.
pub(super) fn fill_in(templates: &[Template], template: &Value) -> Result<String, GraphError> {
    let [name, language] = [&template["name"], &template["language"]["code"]]
        .map(|value| value.as_str().unwrap_or_default());
    let found = templates.iter().find(|known| known.name == name && known.language == language);
    let found = found.ok_or_else(|| {
        GraphError::new(132_001, format!("template name ({name}) does not exist in {language}"))
    })?;
    let components = template["components"].as_array().map_or(&[][..], Vec::as_slice);
    let body = components.iter().find(|component| component["type"] == "body");
    let given = body.and_then(|body| body["parameters"].as_array()).map_or(&[][..], Vec::as_slice);
    let mut text = found.body.clone();
    let wanted = (1..=100).take_while(|number| text.contains(&place(*number))).count();
    if given.len() != wanted {
        return Err(GraphError::new(
            132_000,
            format!(
                "body: number of localizable_params ({}) does not match the expected number of params ({wanted})",
                given.len()
            ),
        ));
    }
    for (number, parameter) in (1..).zip(given) {
        let value = parameter["text"].as_str().unwrap_or_default();
        if parameter["type"] != "text" || value.is_empty() {
            return Err(GraphError::new(131_008, "Parameter of type text is missing text value"));
        }
        // A value may not look like a text of its own.
        if value.contains(['\n', '\t']) || value.contains("     ") {
            return Err(GraphError::parameter(
                "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
            ));
        }
        text = text.replace(&place(number), value);
    }
    if text.chars().count() > 1024 {
        return Err(GraphError::new(132_005, "Translated text too long"));
    }
    Ok(text)
}

fn place(number: usize) -> String {
    format!("{{{{{number}}}}}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filled(name: &str, language: &str, parameters: &[&str]) -> Result<String, u32> {
        let known = [Template {
            name: "news".to_owned(),
            language: "ar".to_owned(),
            body: "مشاركتك {{1}}: {{2}}".to_owned(),
        }];
        let parameters: Vec<Value> =
            parameters.iter().map(|text| json!({ "type": "text", "text": text })).collect();
        let components = json!([{ "type": "body", "parameters": parameters }]);
        let template =
            json!({ "name": name, "language": { "code": language }, "components": components });
        fill_in(&known, &template).map_err(|error| error.code)
    }

    #[test]
    fn a_template_is_sent_by_its_name_language_and_parameters() {
        assert_eq!(filled("news", "ar", &["1", "2"]).as_deref(), Ok("مشاركتك 1: 2"));
        assert_eq!(filled("news", "en", &["1", "2"]), Err(132_001));
        assert_eq!(filled("other", "ar", &["1", "2"]), Err(132_001));
        assert_eq!(filled("news", "ar", &["1"]), Err(132_000));
        assert_eq!(filled("news", "ar", &["1", "2", "3"]), Err(132_000));
        assert_eq!(filled("news", "ar", &["1", ""]), Err(131_008));
        assert_eq!(filled("news", "ar", &["1", "two\nlines"]), Err(100));
    }

    #[test]
    fn the_file_of_templates_can_be_read() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates.json");
        let text = fs::read_to_string(file).unwrap();
        assert!(serde_json::from_str::<Vec<Template>>(&text).is_ok());
    }
}
