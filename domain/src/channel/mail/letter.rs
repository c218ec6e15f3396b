//! Text of a mail within the limits of a participation.

use crate::text::TEXT_MAX;

/// Longest note on files that weren't taken, in characters.
const NOTE_MAX: usize = 500;

/// Text that is stored, and the whole if that was too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// Text within the limit of a participation.
    pub text: String,
    /// All of it, to be kept as a file.
    pub whole: Option<String>,
}

/// File of a mail that wasn't taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    /// Name of the file.
    pub name: String,
    /// Size in bytes.
    pub bytes: usize,
}

/// Returns the text of a mail: subject, body, and a line for each file that wasn't taken.
pub fn letter_text(subject: &str, body: &str, not_taken: &[NotTaken]) -> LetterText {
    let (subject, body) = (cleaned(subject), cleaned(body));
    let (subject, body) = (subject.trim(), body.trim());
    let is_repeated = subject.is_empty() || body.starts_with(subject);
    let all = match (is_repeated, body.is_empty()) {
        (true, _) => body.to_owned(),
        (false, true) => subject.to_owned(),
        (false, false) => [subject, "\n\n", body].concat(),
    };
    let note = note(not_taken);
    let room = TEXT_MAX - note.chars().count();
    if all.chars().count() <= room {
        return LetterText { text: [all.as_str(), &note].concat().trim().to_owned(), whole: None };
    }
    let cut: String = all.chars().take(room - 1).collect();
    LetterText { text: [&cut, "…", &note].concat(), whole: Some(all) }
}

/// Returns a text without the characters that a text may not hold, and with plain line breaks.
pub(in crate::channel) fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter(|character| !character.is_control() || matches!(character, '\n' | '\t'))
        .collect()
}

fn note(not_taken: &[NotTaken]) -> String {
    let line = |file: &NotTaken| {
        let name: String = cleaned(&file.name).chars().take(60).collect();
        format!("\n[{name} · {} KB: not taken · لم يُقبل]", file.bytes.div_ceil(1000))
    };
    let lines: String = not_taken.iter().map(line).collect();
    lines.chars().take(NOTE_MAX).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Text;

    #[test]
    fn the_subject_comes_first_unless_the_body_repeats_it() {
        let text = |subject, body| letter_text(subject, body, &[]).text;
        assert_eq!(text("Gate 4", "It is\r\nbroken.\r\n"), "Gate 4\n\nIt is\nbroken.");
        assert_eq!(text("Gate 4", "Gate 4 is broken."), "Gate 4 is broken.");
        assert_eq!(text("Gate 4", "\n"), "Gate 4");
        assert_eq!(text("", "It is broken.\0"), "It is broken.");
    }

    #[test]
    fn a_file_that_was_not_taken_is_named() {
        let files = [NotTaken { name: "winmail.dat".into(), bytes: 12_345 }];
        let text = letter_text("Gate 4", "", &files).text;
        assert_eq!(text, "Gate 4\n[winmail.dat · 13 KB: not taken · لم يُقبل]");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_the_text_is_within_its_limit(
            subject in "\\PC{0,200}", body in "\\PC{0,40}", times in 1..400_usize,
            files in prop::collection::vec("\\PC{0,300}", 0..20),
        ) {
            let body = body.repeat(times);
            let files: Vec<_> =
                files.into_iter().map(|name| NotTaken { name, bytes: 1 }).collect();
            let said = letter_text(&subject, &body, &files);
            prop_assert!(Text::parse(&said.text).is_ok());
            prop_assert!(said.whole.as_ref().is_none_or(|whole| whole.chars().count() > 4_000));
            let kept = said.whole.as_ref().unwrap_or(&said.text);
            prop_assert!(kept.contains(cleaned(&body).trim()));
        }
    }
}
