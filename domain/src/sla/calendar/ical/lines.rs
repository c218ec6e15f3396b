//! Content lines of an iCalendar file (RFC 5545, section 3.1): unfolded, and split into name,
//! parameters and value.

use super::{Fault, IcalError};

/// Content line.
pub(super) struct Line {
    /// Number of the first line in the file, from 1.
    pub(super) number: usize,
    /// Name in upper case.
    pub(super) name: String,
    /// Parameters: names in upper case, values without quotation marks.
    parameters: Vec<(String, String)>,
    /// Value, with its escapes.
    pub(super) value: String,
}

impl Line {
    /// Returns the value of a parameter in upper case.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.to_ascii_uppercase())
    }

    /// Returns an error at this line.
    pub(super) const fn fault(&self, fault: Fault) -> IcalError {
        IcalError { line: self.number, fault }
    }

    /// Returns the text that the value stands for, on one line.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match (letter, letter == '\\') {
                (_, true) => match letters.next() {
                    Some('n' | 'N') => text.push(' '),
                    Some(escaped) => text.push(escaped),
                    None => {}
                },
                (letter, false) => text.push(letter),
            }
        }
        crate::text::line(&text)
    }
}

/// Reads the content lines of a file. A line that begins with a space or a tab continues the one
/// before it. Lines end with CRLF, or with LF as editors write it.
///
/// # Errors
///
/// When a line isn't a content line.
pub(super) fn read(file: &str) -> Result<Vec<Line>, IcalError> {
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    let mut unfolded: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(file.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), unfolded.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ if line.is_empty() => {}
            _ => unfolded.push((number, line.to_owned())),
        }
    }
    unfolded.into_iter().map(|(number, line)| parse(number, &line)).collect()
}

fn parse(number: usize, line: &str) -> Result<Line, IcalError> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    for (place, letter) in line.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => parts.push(String::new()),
            ':' if !is_quoted => {
                let value = line[place + 1..].to_owned();
                return of(number, parts, value);
            }
            letter => parts.iter_mut().last().into_iter().for_each(|part| part.push(letter)),
        }
    }
    Err(IcalError { line: number, fault: Fault::Line })
}

fn of(number: usize, parts: Vec<String>, value: String) -> Result<Line, IcalError> {
    let fault = || IcalError { line: number, fault: Fault::Line };
    let mut parts = parts.into_iter();
    let name = parts.next().unwrap_or_default().to_ascii_uppercase();
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !is_name(&name) {
        return Err(fault());
    }
    let parameter = |part: String| {
        let (name, value) = part.split_once('=').ok_or_else(fault)?;
        Ok((name.to_ascii_uppercase(), value.to_owned()))
    };
    let parameters = parts.map(parameter).collect::<Result<_, _>>()?;
    Ok(Line { number, name, parameters, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_are_joined_and_count_from_where_they_begin() {
        let lines = read("\u{feff}BEGIN:A\r\nSUMMARY:Eid al-\r\n Fitr\r\n\tand more\nEND:A\r\n");
        let lines = lines.ok().unwrap();
        let seen: Vec<_> = lines.iter().map(|line| (line.number, &*line.value)).collect();
        assert_eq!(seen, [(1, "A"), (2, "Eid al-Fitrand more"), (5, "A")]);
    }

    #[test]
    fn a_quoted_parameter_may_have_colons() {
        let lines = read("dtstart;x-note=\"a:b;c\";value=date:20260101").ok().unwrap();
        assert_eq!(lines[0].name, "DTSTART");
        assert_eq!(lines[0].parameter("VALUE").as_deref(), Some("DATE"));
        assert_eq!(lines[0].parameter("X-NOTE").as_deref(), Some("A:B;C"));
        assert_eq!(lines[0].value, "20260101");
    }

    #[test]
    fn escapes_of_a_text_are_read() {
        let lines = read("SUMMARY:Eid\\, day 1\\; rest\\nand \\\\ more").ok().unwrap();
        assert_eq!(lines[0].text(), "Eid, day 1; rest and \\ more");
    }

    #[test]
    fn what_is_no_content_line_is_refused_with_its_number() {
        for wrong in ["BEGIN:A\nnothing", "BEGIN:A\n:value", "BEGIN:A\nDTSTART;DATE:1"] {
            let error = read(wrong).err().unwrap();
            assert_eq!((error.line, error.fault), (2, Fault::Line), "{wrong}");
        }
    }
}
