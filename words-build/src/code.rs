//! Rust code of words: a struct with a field for each key, and its values.

use crate::Words;

/// Struct that holds the texts of one language.
pub struct Shape<'a> {
    /// Name of the type.
    pub name: &'a str,
    /// Visibility of the type and its fields, such as `pub`.
    pub visibility: &'a str,
    /// Doc comment of the type.
    pub doc: &'a str,
}

impl Shape<'_> {
    /// Returns the definition of the struct, with the keys of these words.
    pub fn definition(&self, words: &Words) -> String {
        let Self { name, visibility, doc } = self;
        let field = |key: &String| format!("    {visibility} {key}: &'static str,\n");
        let fields = words.keys().map(field).collect::<Vec<_>>().concat();
        format!("/// {doc}\n#[allow(missing_docs)]\n{visibility} struct {name} {{\n{fields}}}\n")
    }

    /// Returns an expression of the struct with these texts.
    pub fn value(&self, words: &Words) -> String {
        let field = |(key, text): (&String, &String)| format!("    {key}: {text:?},\n");
        let fields = words.iter().map(field).collect::<Vec<_>>().concat();
        format!("{} {{\n{fields}}}", self.name)
    }

    /// Returns an expression of a reference to a constant with these texts.
    pub fn constant(&self, words: &Words) -> String {
        format!("{{ const WORDS: &{} = &{}; WORDS }}", self.name, self.value(words))
    }
}

/// Returns the name of a language's enum variant: `Ar` for `ar`.
pub fn variant(tag: &str) -> String {
    let mut letters = tag.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape<'_> = Shape { name: "Words", visibility: "pub(crate)", doc: "Texts." };

    fn words() -> Words {
        Words::from([
            ("send".to_owned(), "Send \"it\"\n\\".to_owned()),
            ("next".to_owned(), "التالي".to_owned()),
        ])
    }

    #[test]
    fn each_key_is_a_field() {
        let expected = "/// Texts.\n#[allow(missing_docs)]\npub(crate) struct Words {\n    \
                        pub(crate) next: &'static str,\n    pub(crate) send: &'static str,\n}\n";
        assert_eq!(SHAPE.definition(&words()), expected);
    }

    #[test]
    fn texts_are_escaped_as_rust_literals() {
        let value =
            "Words {\n    next: \"التالي\",\n    send: \"Send \\\"it\\\"\\n\\\\\",\n}".to_owned();
        assert_eq!(SHAPE.value(&words()), value);
        let constant = format!("{{ const WORDS: &Words = &{value}; WORDS }}");
        assert_eq!(SHAPE.constant(&words()), constant);
    }

    #[test]
    fn a_variant_begins_with_a_capital() {
        assert_eq!(["ar", "fil", ""].map(variant), ["Ar", "Fil", ""]);
    }
}
