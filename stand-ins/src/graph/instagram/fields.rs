//! The Graph's `fields` parameter: a comma-separated list of fields, with arguments and inner
//! fields, as in `mentioned_comment.comment_id(1){text,media{id}}`.

use serde_json::{Map, Value};

/// A field of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    /// Argument in parentheses, after its name.
    pub(super) argument: Option<(&'a str, &'a str)>,
    /// List of inner fields, in braces.
    pub(super) inner: Option<&'a str>,
}

/// Returns the fields of a list.
pub(super) fn parse(list: &str) -> Vec<Field<'_>> {
    split(list).into_iter().map(field).collect()
}

/// Returns the members of `whole` that a list asks for, and its id. Members that aren't there are
/// left out, as the Graph does.
pub(super) fn choose(whole: &Value, list: &str) -> Value {
    let mut chosen = Map::new();
    if let Some(id) = whole.get("id") {
        chosen.insert("id".to_owned(), id.clone());
    }
    for field in parse(list) {
        if let Some(value) = whole.get(field.name) {
            let value = field.inner.map_or_else(|| value.clone(), |inner| choose(value, inner));
            chosen.insert(field.name.to_owned(), value);
        }
    }
    Value::Object(chosen)
}

fn split(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_u32, 0, Vec::new());
    for (place, character) in list.char_indices() {
        match character {
            '{' | '(' => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&list[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn field(text: &str) -> Field<'_> {
    let (head, inner) = match text.split_once('{') {
        Some((head, rest)) => (head, Some(rest.strip_suffix('}').unwrap_or(rest))),
        None => (text, None),
    };
    let (name, argument) = match head.split_once('.') {
        Some((name, call)) => (name, call.strip_suffix(')').and_then(|call| call.split_once('('))),
        None => (head, None),
    };
    Field { name, argument, inner }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_has_an_argument_and_inner_fields() {
        let fields = parse("mentioned_comment.comment_id(17){id,text,media{id}},username");
        let expected = Field {
            name: "mentioned_comment",
            argument: Some(("comment_id", "17")),
            inner: Some("id,text,media{id}"),
        };
        assert_eq!(fields[0], expected);
        assert_eq!((fields.len(), fields[1].name), (2, "username"));
    }

    #[test]
    fn only_what_was_asked_for_is_answered() {
        let whole =
            json!({ "id": "1", "text": "t", "secret": "s", "media": { "id": "2", "url": "u" } });
        assert_eq!(
            choose(&whole, "text,media{id},like_count"),
            json!({ "id": "1", "text": "t", "media": { "id": "2" } })
        );
    }
}
