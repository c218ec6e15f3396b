//! Documents that are written in XML and in JSON from one tree.

use serde::{Serialize, Serializer, ser::SerializeMap};

/// Format of a document, which the ending of an address chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.xml`
    Xml,
    /// `.json`
    Json,
}

impl Format {
    /// Splits the ending off a path or off its last segment.
    pub fn split(path: &str) -> Option<(&str, Self)> {
        match path.rsplit_once('.')? {
            (stem, "xml") => Some((stem, Self::Xml)),
            (stem, "json") => Some((stem, Self::Json)),
            _ => None,
        }
    }

    /// Returns the media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xml => "text/xml; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// Part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nothing: an empty element, or null.
    Empty,
    /// Text.
    Text(String),
    /// Number.
    Number(f64),
    /// Whole number.
    Integer(u16),
    /// Truth value.
    Flag(bool),
    /// Members in their order.
    Object(Vec<(&'static str, Self)>),
    /// Items, each in an element of this name.
    List(&'static str, Vec<Self>),
}

/// Document with the name of its root element.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Name of the root element in XML. JSON has none.
    pub root: &'static str,
    /// Content of the root element.
    pub content: Node,
}

impl Document {
    /// Writes the document.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Xml => {
                let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
                self.content.write_xml(self.root, &mut xml);
                xml.push('\n');
                xml
            }
            // There are only texts, numbers and lists, so writing can't fail.
            Format::Json => serde_json::to_string(&self.content).unwrap_or_default(),
        }
    }
}

impl Node {
    fn write_xml(&self, name: &str, xml: &mut String) {
        if *self == Self::Empty {
            xml.extend(["<", name, "/>"]);
            return;
        }
        xml.extend(["<", name, ">"]);
        match self {
            Self::Empty => {}
            Self::Text(text) => escape(text, xml),
            Self::Number(number) => xml.push_str(&number.to_string()),
            Self::Integer(number) => xml.push_str(&number.to_string()),
            Self::Flag(flag) => xml.push_str(if *flag { "true" } else { "false" }),
            Self::Object(members) => {
                for (name, member) in members {
                    member.write_xml(name, xml);
                }
            }
            Self::List(item, items) => {
                for node in items {
                    node.write_xml(item, xml);
                }
            }
        }
        xml.extend(["</", name, ">"]);
    }
}

/// Escapes text for an element, and replaces characters that XML 1.0 can't hold.
fn escape(text: &str, xml: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            // A parser would read a bare one as a line feed.
            '\r' => xml.push_str("&#13;"),
            '\t' | '\n' => xml.push(letter),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            other => xml.push(other),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Integer(number) => serializer.serialize_u16(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    map.serialize_entry(name, member)?;
                }
                map.end()
            }
            Self::List(_, items) => serializer.collect_seq(items),
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u16> for Node {
    fn from(number: u16) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Node {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Node {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn document(text: &str) -> Document {
        let members = vec![
            ("id", Node::from(text)),
            ("lat", Node::from(25.5)),
            ("metadata", Node::from(true)),
            ("zipcode", Node::Empty),
        ];
        Document { root: "requests", content: Node::List("request", vec![Node::Object(members)]) }
    }

    #[test]
    fn one_tree_is_written_in_both_formats() {
        let xml = document("a<b> & \"c\"\r\n\u{1}").write(Format::Xml);
        let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").unwrap();
        assert_eq!(
            body,
            "<requests><request><id>a&lt;b&gt; &amp; \"c\"&#13;\n\u{fffd}</id><lat>25.5</lat>\
             <metadata>true</metadata><zipcode/></request></requests>\n"
        );
        assert_eq!(
            document("0123").write(Format::Json),
            r#"[{"id":"0123","lat":25.5,"metadata":true,"zipcode":null}]"#
        );
    }

    #[test]
    fn the_ending_chooses_the_format() {
        assert_eq!(Format::split("services.xml"), Some(("services", Format::Xml)));
        assert_eq!(Format::split("a.b.json"), Some(("a.b", Format::Json)));
        for wrong in ["services", "services.html", "services.XML", "services.", ""] {
            assert_eq!(Format::split(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn text_never_opens_or_closes_an_element(text in ".+") {
            let xml = document(&text).write(Format::Xml);
            let (_, rest) = xml.split_once("<id>").unwrap();
            let (inner, _) = rest.split_once("</id>").unwrap();
            prop_assert!(!inner.contains(['<', '>']));
        }
    }
}
