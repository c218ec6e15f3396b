//! Words in an office document's XML. Only text between tags and the names of tags are read: custom
//! entities, external documents and references are ignored.

use super::{Format, WORDS_MAX, Words};

/// Elements whose content is not read: deleted text, comments on a passage, or repeated text for
/// older programs.
const SILENT: [&str; 5] = ["pPr", "rPh", "Fallback", "tracked-changes", "annotation"];

/// Reader that collects the words of one part after the other.
pub(super) struct Reader {
    format: Format,
    text: String,
    /// Shared strings, to which cells refer by number.
    shared: Vec<String>,
    /// Nesting depth of silent elements, of elements that hold words, and of cells with paragraphs.
    silent: usize,
    holding: usize,
    cell: usize,
    /// True if the cell's value is the number of a shared string; and the position at which that
    /// value begins.
    names_shared: bool,
    value: usize,
}

impl Reader {
    pub(super) const fn of(format: Format) -> Self {
        Self {
            format,
            text: String::new(),
            shared: Vec::new(),
            silent: 0,
            holding: 0,
            cell: 0,
            names_shared: false,
            value: 0,
        }
    }

    /// Returns whether the preview has reached its longest size.
    pub(super) const fn is_full(&self) -> bool {
        self.text.len() > WORDS_MAX
    }

    /// Reads a part until the preview is full.
    pub(super) fn read(&mut self, part: &str) {
        (self.silent, self.holding, self.cell) = (0, 0, 0);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let mut rest = part;
        while !self.is_full()
            && let Some((before, after)) = rest.split_once('<')
        {
            self.say(&unescaped(before));
            rest = self.tag(after);
        }
    }

    /// Returns the words, without white space at line ends and with one empty line in place of
    /// several.
    pub(super) fn words(self, is_cut: bool) -> Words {
        let mut text = String::new();
        for line in self.text.lines().map(str::trim_end) {
            if !(line.is_empty() && (text.is_empty() || text.ends_with("\n\n"))) {
                text.extend([line, "\n"]);
            }
        }
        text.truncate(text.trim_end().len());
        text.truncate(text.floor_char_boundary(WORDS_MAX));
        Words { text, is_cut }
    }

    fn say(&mut self, text: &str) {
        if self.holding > 0 && self.silent == 0 {
            self.text.push_str(text);
        }
    }

    /// Reads the tag after a `<`, and returns the text after the tag.
    fn tag<'a>(&mut self, tag: &'a str) -> &'a str {
        let after = |end: &str| tag.split_once(end).map_or("", |(_, rest)| rest);
        if tag.starts_with("!--") {
            return after("-->");
        }
        if let Some(data) = tag.strip_prefix("![CDATA[") {
            let (text, rest) = data.split_once("]]>").unwrap_or((data, ""));
            self.say(text);
            return rest;
        }
        let (inside, rest) = tag.split_at(end_of(tag));
        let name = inside
            .trim_start_matches('/')
            .split(|at: char| at.is_whitespace() || at == '/')
            .next()
            .unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        match inside {
            _ if inside.starts_with(['!', '?']) => {}
            _ if inside.starts_with('/') => self.close(name),
            _ => {
                self.open(name, inside);
                if inside.ends_with('/') {
                    self.close(name);
                }
            }
        }
        rest.strip_prefix('>').unwrap_or(rest)
    }

    fn open(&mut self, name: &str, inside: &str) {
        if SILENT.contains(&name) {
            self.silent += 1;
        } else if self.holds(name) {
            self.holding += 1;
        }
        match name {
            _ if self.silent > 0 => {}
            "tab" => self.text.push('\t'),
            "br" | "cr" | "line-break" => self.text.push('\n'),
            "s" if self.format == Format::Open => self.text.push(' '),
            "tc" | "table-cell" => self.cell += 1,
            "c" => self.names_shared = inside.contains(" t=\"s\"") || inside.contains(" t='s'"),
            "v" => self.value = self.text.len(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let is_silent = self.silent > 0;
        if SILENT.contains(&name) {
            self.silent = self.silent.saturating_sub(1);
        } else if self.holds(name) {
            self.holding = self.holding.saturating_sub(1);
        }
        match name {
            _ if is_silent => {}
            "p" | "h" => self.text.push(if self.cell > 0 { ' ' } else { '\n' }),
            "tc" | "table-cell" => {
                self.cell = self.cell.saturating_sub(1);
                self.end_cell();
            }
            "c" => self.end_cell(),
            "tr" | "row" | "table-row" => self.text.push('\n'),
            "si" => self.shared.push(std::mem::take(&mut self.text)),
            "v" if self.names_shared => {
                let number = self.text.split_off(self.text.floor_char_boundary(self.value));
                let named =
                    number.trim().parse::<usize>().ok().and_then(|number| self.shared.get(number));
                self.text.push_str(named.map_or("", String::as_str));
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\t');
    }

    /// Returns whether the element's text is read. Elsewhere, text is white space between elements.
    fn holds(&self, name: &str) -> bool {
        match self.format {
            Format::Open => matches!(name, "p" | "h"),
            _ => matches!(name, "t" | "v"),
        }
    }
}

/// Returns the position of a tag's end; a `>` in quotes doesn't end a tag.
fn end_of(tag: &str) -> usize {
    let mut quote = None;
    let end = tag.bytes().position(|byte| {
        match quote {
            Some(open) if open == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
        quote.is_none() && byte == b'>'
    });
    end.unwrap_or(tag.len())
}

/// Replaces the predefined entities of XML and character references. Other entities stay as they
/// are.
fn unescaped(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let known = piece.split_once(';').and_then(|(name, rest)| Some((character(name)?, rest)));
        match known {
            Some((character, rest)) => {
                out.push(character);
                out.push_str(rest);
            }
            None => out.extend(["&", piece]),
        }
    }
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            number.ok().and_then(char::from_u32)
        }
    }
}
