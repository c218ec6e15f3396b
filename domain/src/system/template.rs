//! Templates of the request that creates a case in an entity's system.
//!
//! A template is parsed before it is filled: the body as JSON whose strings have placeholders, the
//! address as a text with placeholders after its host. Values are put into what was parsed, so no
//! text of an author can end a string, add a member or lead to another address.

use serde_json::{Map, Value};

use super::{
    TEMPLATE_MAX, TemplateError,
    answer::IdPlace,
    encoding,
    header::Headers,
    pattern::Pattern,
    placeholder::{Facts, Placeholder, Slot},
};
use crate::webhook::url::{Installation, WebhookUrl};

/// Method of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Creates.
    Post,
    /// Creates or replaces.
    Put,
    /// Creates or changes.
    Patch,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 3] = [Self::Post, Self::Put, Self::Patch];

    /// Returns the name in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
        }
    }

    /// Parses a name.
    ///
    /// # Errors
    ///
    /// Returns an error for any other method.
    pub fn parse(name: &str) -> Result<Self, TemplateError> {
        Self::ALL.into_iter().find(|each| each.as_str() == name).ok_or(TemplateError::Method)
    }
}

/// Address with placeholders after its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pattern: Pattern,
    /// Address without any value: it has the same host.
    bare: WebhookUrl,
}

impl Address {
    /// Parses an address.
    ///
    /// # Errors
    ///
    /// Refuses what no webhook is sent to, a host with a placeholder, and words of the author.
    pub fn parse(text: &str, installation: Installation<'_>) -> Result<Self, TemplateError> {
        let pattern = Pattern::parse(text.trim())?;
        if pattern.has_words() {
            return Err(TemplateError::Words);
        }
        let after_scheme = pattern.beginning().split_once("://").map(|(_, rest)| rest);
        let ends = |rest: &str| rest.contains(['/', '?']);
        if pattern.has_placeholder() && !after_scheme.is_some_and(ends) {
            return Err(TemplateError::Host);
        }
        let bare = WebhookUrl::parse(&pattern.without_values(), installation)?;
        Ok(Self { pattern, bare })
    }

    /// Returns host and port.
    pub fn authority(&self) -> &str {
        self.bare.authority()
    }

    fn fill(&self, facts: &Facts) -> String {
        self.pattern.fill(facts, encoding::encode)
    }
}

/// JSON whose strings have placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body(Node);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Fixed(Value),
    Text(Pattern),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Body {
    /// Parses the text of a body.
    ///
    /// # Errors
    ///
    /// Refuses a body that isn't JSON, or that has an unknown placeholder, with the line.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        if text.len() > TEMPLATE_MAX {
            return Err(TemplateError::TooLong);
        }
        let value: Value =
            serde_json::from_str(text).map_err(|error| TemplateError::NotJson(error.line()))?;
        Node::of(value, text).map(Self)
    }
}

impl Node {
    fn of(value: Value, whole: &str) -> Result<Self, TemplateError> {
        Ok(match value {
            Value::String(text) => Self::Text(pattern(&text, whole)?),
            Value::Array(values) => {
                let parts = values.into_iter().map(|value| Self::of(value, whole));
                Self::List(parts.collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let member = |(name, value): (String, Value)| {
                    if pattern(&name, whole)?.has_placeholder() {
                        return Err(TemplateError::Unknown(line_of(&name, whole)));
                    }
                    Ok((name, Self::of(value, whole)?))
                };
                Self::Object(members.into_iter().map(member).collect::<Result<_, _>>()?)
            }
            fixed => Self::Fixed(fixed),
        })
    }

    /// Fills in the values. A string that is one placeholder is null if the case has no value.
    fn fill(&self, facts: &Facts) -> Value {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Text(pattern) => {
                let lacks = |placeholder: Placeholder| facts.value(placeholder).is_none();
                if pattern.only().is_some_and(lacks) {
                    Value::Null
                } else {
                    Value::String(pattern.fill(facts, ToOwned::to_owned))
                }
            }
            Self::List(parts) => Value::Array(parts.iter().map(|part| part.fill(facts)).collect()),
            Self::Object(members) => {
                let member = |(name, part): &(String, Self)| (name.clone(), part.fill(facts));
                Value::Object(members.iter().map(member).collect::<Map<_, _>>())
            }
        }
    }
}

/// Encodes the texts of an object as a form. A member without a value is left out.
fn form(body: &Value) -> String {
    let members = body.as_object().into_iter().flatten();
    let texts = members.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    encoding::form(&texts.collect::<Vec<_>>())
}

/// Parses a string of a body. Its errors have the line in the whole body.
fn pattern(text: &str, whole: &str) -> Result<Pattern, TemplateError> {
    Pattern::parse(text).map_err(|error| match error {
        TemplateError::Unclosed(_) => TemplateError::Unclosed(line_of(text, whole)),
        _ => TemplateError::Unknown(line_of(text, whole)),
    })
}

/// Returns the line of the body on which a string begins that has an erroneous placeholder.
fn line_of(text: &str, whole: &str) -> usize {
    let wrong = text
        .split("{{")
        .skip(1)
        .find(|rest| rest.split_once("}}").is_none_or(|(name, _)| Slot::parse(name).is_none()));
    let name = wrong.map_or(text, |rest| rest.split("}}").next().unwrap_or_default());
    let name = name.lines().next().unwrap_or_default();
    let sought = if wrong.is_some() { ["{{", name].concat() } else { name.to_owned() };
    whole.lines().position(|line| line.contains(&sought)).map_or(1, |line| line + 1)
}

/// Request that creates a case, with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Method.
    pub method: Method,
    /// Address.
    pub address: Address,
    /// Headers.
    pub headers: Headers,
    /// Body.
    pub body: Body,
    /// Place of the created id in the answer.
    pub id: Option<IdPlace>,
}

/// Request that creates one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Method.
    pub method: Method,
    /// Address.
    pub url: String,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// JSON.
    pub body: String,
}

impl Template {
    /// Checks that the body can be sent as the headers and the way to sign in want it.
    ///
    /// # Errors
    ///
    /// Refuses a form or a body with a key that is no object, and a form whose members aren't
    /// texts.
    pub fn check(&self, has_key: bool) -> Result<(), TemplateError> {
        let is_form = self.headers.is_form();
        let is_sound = match &self.body.0 {
            Node::Object(members) => {
                !is_form || members.iter().all(|(_, member)| matches!(member, Node::Text(_)))
            }
            _ => !is_form && !has_key,
        };
        if is_sound { Ok(()) } else { Err(TemplateError::Form) }
    }

    /// Fills in the facts of a case, and the key that is a member of the body: its name and value.
    pub fn fill(&self, facts: &Facts, key: Option<(&str, &str)>) -> Filled {
        let mut body = self.body.0.fill(facts);
        if let (Value::Object(members), Some((name, value))) = (&mut body, key) {
            members.insert(name.to_owned(), value.into());
        }
        Filled {
            method: self.method,
            url: self.address.fill(facts),
            headers: self.headers.fill(facts),
            body: if self.headers.is_form() { form(&body) } else { body.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{system::placeholder::sample, webhook::url::UrlError};

    const HERE: Installation<'_> = Installation { base_url: "https://voice.example" };

    fn template(address: &str, body: &str) -> Template {
        let address = Address::parse(address, HERE).unwrap();
        let body = Body::parse(body).unwrap();
        Template { method: Method::Post, address, headers: Headers::default(), body, id: None }
    }

    #[test]
    fn a_template_is_filled_with_the_facts_of_a_case() {
        let url = "https://crm.example/cases({{uuid}})?ref={{reference}}&at={{received_at}}";
        let body = r#"{ "title": "Case {{reference}}", "kind": "{{kind}}", "n": 3,
                        "service": "{{service}}", "tags": ["{{entity}}", null] }"#;
        let filled = template(url, body).fill(&sample("words"), None);
        assert_eq!(
            filled.url,
            "https://crm.example/cases(01234567-89ab-cdef-0123-456789abcdef)?ref=2604-8317-5529\
             &at=2026-04-01T08%3A00%3A00Z"
        );
        let body: Value = serde_json::from_str(&filled.body).unwrap();
        let expected = json!({ "title": "Case 2604-8317-5529", "kind": "complaint", "n": 3,
                               "service": null, "tags": ["rta", null] });
        assert_eq!(body, expected);
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_string(text in ".{1,60}|[\"\\\\{}\\[\\]:,\n\u{0}]{1,30}") {
            let body = r#"{ "before": 1, "text": "{{text}}", "more": ["x {{text}} y"] }"#;
            let filled = template("https://crm.example/", body).fill(&sample(&text), None);
            let read: Value = serde_json::from_str(&filled.body).unwrap();
            let expected = json!({ "before": 1, "text": text, "more": [format!("x {text} y")] });
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn no_value_breaks_out_of_its_part_of_an_address(language in ".{0,40}|[/?#&=%.@:]{1,20}") {
            let facts = Facts { language, ..sample("") };
            let url = "https://crm.example/a/x{{language}}/b?c={{language}}&d=e";
            let filled = template(url, "{}").fill(&facts, None);
            prop_assert!(WebhookUrl::parse(&filled.url, HERE).is_ok(), "{}", filled.url);
            let of = |letter: char| filled.url.matches(letter).count();
            prop_assert_eq!((of('/'), of('?'), of('&'), of('='), of('#')), (5, 1, 1, 2, 0));
        }
    }

    #[test]
    fn what_cannot_be_filled_is_refused_with_its_line() {
        for (body, error) in [
            ("", TemplateError::NotJson(1)),
            ("{\n \"a\": {{reference}}\n}", TemplateError::NotJson(2)),
            ("{\n \"a\": \"{{reference}}\",\n}", TemplateError::NotJson(3)),
            ("{\n \"a\": \"\",\n \"b\": \"{{name}}\"\n}", TemplateError::Unknown(3)),
            ("{\n \"a\": \"{{text}}\",\n \"b\": \"{{text:x}}\"\n}", TemplateError::Unknown(3)),
            ("[\n\n \"{{text\"]", TemplateError::Unclosed(3)),
            ("{\n \"{{kind}}\": 1}", TemplateError::Unknown(2)),
        ] {
            assert_eq!(Body::parse(body), Err(error), "{body}");
        }
        let long = format!("\"{}\"", "a".repeat(TEMPLATE_MAX));
        assert_eq!(Body::parse(&long), Err(TemplateError::TooLong));
    }

    #[test]
    fn an_address_is_public_and_has_neither_words_nor_another_host() {
        let parse = |text: &str| Address::parse(text, HERE);
        for host in ["https://{{entity}}.example/", "https://crm.example{{kind}}", "{{link}}"] {
            assert_eq!(parse(host), Err(TemplateError::Host), "{host}");
        }
        let words = parse("https://crm.example/{{text}}");
        assert_eq!(words, Err(TemplateError::Words));
        let unknown = parse("https://crm.example/{{name}}");
        assert_eq!(unknown, Err(TemplateError::Unknown(1)));
        let private = parse("https://10.0.0.1/{{reference}}");
        assert_eq!(private, Err(UrlError::NotPublic.into()));
        assert!(parse("http://crm.example/").is_err());
    }

    #[test]
    fn a_form_has_texts_alone_and_its_key() {
        let headers = || Headers::parse("Content-Type: application/x-www-form-urlencoded").unwrap();
        let of =
            |body: &str| Template { headers: headers(), ..template("https://o.example/", body) };
        let sound = of(r#"{ "description": "{{text}}", "service_code": "{{service}}" }"#);
        assert_eq!(sound.check(true), Ok(()));
        let filled = sound.fill(&sample("a&api_key=b"), Some(("api_key", "k=1")));
        assert_eq!(filled.body, "api_key=k%3D1&description=a%26api_key%3Db");
        for wrong in [r#"{ "a": 1 }"#, r#"{ "a": {} }"#, "[]", "\"a\""] {
            assert_eq!(of(wrong).check(false), Err(TemplateError::Form), "{wrong}");
        }
        let list = template("https://o.example/", "[]");
        assert_eq!((list.check(false), list.check(true)), (Ok(()), Err(TemplateError::Form)));
    }

    #[test]
    fn a_method_creates() {
        for each in Method::ALL {
            assert_eq!(Method::parse(each.as_str()), Ok(each));
        }
        assert_eq!(Method::parse("GET"), Err(TemplateError::Method));
    }
}
