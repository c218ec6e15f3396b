//! Quoted text of an earlier mail. It is taken off for display alone: the store keeps the whole.

/// Endings of the line that introduces a quotation, in the languages of the form.
const INTRODUCTIONS: [&str; 9] =
    ["wrote:", "كتب:", "كتبت:", "نے لکھا:", "ने लिखा:", "লিখেছেন:", "എഴുതി:", "пишет:", "写道:"];

/// Returns a text without the quotation of an earlier mail at its end. A text that is nothing but a
/// quotation stays whole.
pub fn unquoted(text: &str) -> &str {
    let mut end = text.len();
    let mut place = 0;
    let mut trailing = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if begins_quotation(bare) {
            end = place;
            break;
        }
        if bare.starts_with('>') {
            trailing.get_or_insert(place);
        } else if !bare.is_empty() {
            // An answer between quoted lines belongs to what is said.
            trailing = None;
        }
        place += line.len();
    }
    let end = trailing.map_or(end, |place: usize| end.min(place));
    let said = text[..end].trim_end();
    if said.is_empty() { text } else { said }
}

/// Splits a text into what is said and the quotation at its end, if there is one.
pub fn split_quotation(text: &str) -> (&str, Option<&str>) {
    let said = unquoted(text);
    let quoted = text.get(said.len()..).unwrap_or_default().trim();
    (said, Some(quoted).filter(|quoted| !quoted.is_empty()))
}

/// Returns whether a line begins a quotation that lasts to the end.
fn begins_quotation(line: &str) -> bool {
    let rule = line.trim_matches(['-', '_', ' ']);
    let is_ruled = line.starts_with("--") && line.ends_with("--");
    let is_original = is_ruled && ["Original Message", "الرسالة الأصلية"].contains(&rule);
    let is_introduction = INTRODUCTIONS.iter().any(|end| line.ends_with(end));
    let is_outlook = line.len() >= 20 && line.bytes().all(|byte| byte == b'_');
    is_original || is_introduction || is_outlook
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_an_introduction_is_quoted() {
        for text in [
            "It works.\n\nOn Tue, 24 Nov 2026, Sawtak wrote:\n> Your participation",
            "It works.\n\nفي 24 نوفمبر 2026 كتب:\n> مشاركتك",
            "It works.\n\n-----Original Message-----\nFrom: Sawtak",
            "It works.\n\n________________________________\nFrom: Sawtak",
            "It works.\n> one\n> two\n",
        ] {
            assert_eq!(unquoted(text), "It works.", "{text}");
            let (said, quoted) = split_quotation(text);
            assert!(said == "It works." && text.ends_with(quoted.unwrap()) || text.ends_with('\n'));
        }
    }

    #[test]
    fn what_is_said_stays() {
        for text in ["It works.", "", "> one\nyes\n> two\nno", "a -- b\n--\nSalma"] {
            assert_eq!(unquoted(text), text);
            assert_eq!(split_quotation(text), (text, None));
        }
        assert_eq!(unquoted("> all\n> of it"), "> all\n> of it");
    }
}
