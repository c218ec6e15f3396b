//! A lexer for Rust source that is just good enough for the rules: code, comments and literals.

/// Rust source, split into its code and its string literals.
pub(super) struct RustText {
    /// The code. Comments are gone, and each literal is an empty one.
    pub(super) code: String,
    /// The content of each string literal, as written.
    pub(super) strings: Vec<String>,
}

impl RustText {
    pub(super) fn parse(source: &str) -> Self {
        let mut text = Self { code: String::with_capacity(source.len()), strings: Vec::new() };
        let mut rest = source;
        while let Some(letter) = rest.chars().next() {
            let is_new_word = !text.code.ends_with(is_of_a_name);
            let raw = if is_new_word { raw_string(rest) } else { None };
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                block_comment(rest)
            } else if let Some((content, length)) = raw {
                text.literal(content);
                length
            } else if letter == '"' {
                let length = quoted(rest, '"');
                text.literal(&rest[1..(length - 1).max(1)]);
                length
            } else if letter == '\'' {
                let length = character(rest);
                text.code.push_str(if length > 1 { "' '" } else { "'" });
                length
            } else {
                text.code.push(letter);
                letter.len_utf8()
            };
            rest = &rest[length..];
        }
        text
    }

    fn literal(&mut self, content: &str) {
        self.strings.push(content.to_owned());
        self.code.push_str("\"\"");
    }
}

pub(super) fn is_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Returns the content of `r"…"`, `r#"…"#`, `br"…"` and so on, and the length of the literal.
fn raw_string(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix('b').or(text.strip_prefix('c')).unwrap_or(text);
    let after = after.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let content = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = content.find(&end)?;
    let start = text.len() - content.len();
    Some((&content[..length], start + length + end.len()))
}

/// Returns the length of a nested block comment.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let step = rest.chars().next().map_or(1, char::len_utf8);
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += step;
        }
    }
    at
}

/// Returns the length of a literal between two of this quote, with escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == quote {
            return at + 1;
        }
    }
    text.len()
}

/// Returns the length of a character literal, or 1 for the quote of a lifetime.
fn character(text: &str) -> usize {
    let mut letters = text.chars().skip(1);
    match (letters.next(), letters.next()) {
        (Some('\\'), _) => quoted(text, '\''),
        (Some(letter), Some('\'')) => 2 + letter.len_utf8(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_no_code() {
        let source =
            "a // b\n/* c /* d */ e */ f \"g \\\" h\" r#\"i \" j\"# '\\'' 'k' &'l m(b\"n\")";
        let text = RustText::parse(source);
        assert_eq!(text.code, "a \n f \"\" \"\" ' ' ' ' &'l m(b\"\")");
        assert_eq!(text.strings, ["g \\\" h", "i \" j", "n"]);
    }

    #[test]
    fn a_name_that_ends_in_r_begins_no_raw_string() {
        let text = RustText::parse("for\"a\" r\"b\"");
        assert_eq!(text.strings, ["a", "b"]);
    }
}
