//! Answers of an entity's system: the id under which the case is known there.

use serde_json::Value;

use super::{TemplateError, header};

/// Most characters of an id that is stored.
const ID_MAX: usize = 200;

/// Place of the id in the answer to the request that creates a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdPlace {
    /// JSON Pointer (RFC 6901) into the body.
    Pointer(String),
    /// Name of a header, in small letters.
    Header(String),
}

impl IdPlace {
    /// Parses a pointer or the name of a header. An empty text names no place.
    ///
    /// # Errors
    ///
    /// Returns an error for any other text.
    pub fn parse(text: &str) -> Result<Option<Self>, TemplateError> {
        let text = text.trim();
        let name = text.to_ascii_lowercase();
        match text.chars().next() {
            None => Ok(None),
            Some('/') if text.len() <= ID_MAX => Ok(Some(Self::Pointer(text.to_owned()))),
            Some(_) if header::is_name(&name) => Ok(Some(Self::Header(name))),
            Some(_) => Err(TemplateError::IdPlace),
        }
    }

    /// Returns the id in an answer. `header` returns the value of a header.
    pub fn find(&self, header: impl Fn(&str) -> Option<String>, body: &str) -> Option<String> {
        let found = match self {
            Self::Header(name) => last_part(&header(name)?).to_owned(),
            Self::Pointer(pointer) => {
                let body: Value = serde_json::from_str(body).ok()?;
                match body.pointer(pointer)? {
                    Value::String(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    _ => return None,
                }
            }
        };
        let found = found.trim();
        let is_id =
            (1..=ID_MAX).contains(&found.chars().count()) && !found.chars().any(char::is_control);
        is_id.then(|| found.to_owned())
    }
}

/// Returns the key of an address: what stands in its last parentheses, as in
/// `https://…/incidents(1f0a…)`, or else its last part.
fn last_part(value: &str) -> &str {
    let value = value.trim();
    if let Some((_, key)) = value.strip_suffix(')').and_then(|value| value.rsplit_once('(')) {
        return key.trim_matches('\'');
    }
    value.rsplit('/').next().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(place: &str, header: &str, body: &str) -> Option<String> {
        IdPlace::parse(place).unwrap().unwrap().find(|_| Some(header.to_owned()), body)
    }

    #[test]
    fn an_id_is_found_where_each_system_puts_it() {
        let dynamics = "https://org.crm15.dynamics.com/api/data/v9.2/incidents(1f0a-b2)";
        assert_eq!(find("OData-EntityId", dynamics, "").as_deref(), Some("1f0a-b2"));
        assert_eq!(find("Location", "/cases/77", "").as_deref(), Some("77"));
        let salesforce = r#"{"id":"500xx000000bqVYAAY","success":true,"created":true}"#;
        assert_eq!(find("/id", "", salesforce).as_deref(), Some("500xx000000bqVYAAY"));
        let sap = r#"{"d":{"results":{"ObjectID":"00163E","ID":8000123}}}"#;
        assert_eq!(find("/d/results/ID", "", sap).as_deref(), Some("8000123"));
    }

    #[test]
    fn an_answer_without_an_id_has_none() {
        for body in ["", "<html>", "{}", r#"{"id":null}"#, r#"{"id":""}"#, r#"{"id":"a\nb"}"#] {
            assert_eq!(find("/id", "", body), None, "{body}");
        }
        let long = format!(r#"{{"id":"{}"}}"#, "1".repeat(ID_MAX + 1));
        assert_eq!(find("/id", "", &long), None);
        assert_eq!(IdPlace::parse(" "), Ok(None));
        assert_eq!(IdPlace::parse("d.results"), Ok(Some(IdPlace::Header("d.results".into()))));
        assert_eq!(IdPlace::parse("two words"), Err(TemplateError::IdPlace));
    }
}
