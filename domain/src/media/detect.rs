//! Detection of media types from the first bytes of the content.
//!
//! Text is checked first: content that reads as text is text, whatever its first letters are, since
//! each binary format has bytes that no text has.

use thiserror::Error;

/// Reason why content isn't accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotAccepted {
    /// Content of a type that isn't accepted, or isn't what it claims to be.
    #[error(
        "this kind of file is not accepted: send a picture, an audio or video recording, a PDF, an office document or plain text"
    )]
    Kind,
    /// A file of 0 bytes.
    #[error("this file is empty, it has 0 bytes: choose it again, or another one")]
    Empty,
}

/// Provisional types of office documents. The streams or entries in the file tell them apart, which
/// [`office_type`](super::office_type) reads once the file is complete.
pub(super) const ARCHIVE: &str = "application/zip";
pub(super) const COMPOUND_FILE: &str = "application/x-ole-storage";

/// Signature of an OLE compound file ([MS-CFB], section 2.2).
const COMPOUND_FILE_MARK: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Returns the name of the detected type.
///
/// `declared` and `file_name` only decide between sound and video in one container, and whether
/// bytes of an old code page are text.
pub(super) fn detect(
    head: &[u8],
    declared: &str,
    file_name: &str,
) -> Result<&'static str, NotAccepted> {
    if head.is_empty() {
        return Err(NotAccepted::Empty);
    }
    let hint = Hint::of(declared, file_name);
    amr(head)
        .or_else(|| document(head))
        .map_or_else(|| text(head).transpose().unwrap_or_else(|| binary(head, &hint)), Ok)
}

/// Sender's statements about a file.
struct Hint {
    is_sound: bool,
    is_video: bool,
    is_text: bool,
}

impl Hint {
    fn of(declared: &str, file_name: &str) -> Self {
        let (declared, name) = (declared.trim().to_lowercase(), file_name.to_lowercase());
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        Self {
            is_sound: declared.starts_with("audio/")
                || (!declared.starts_with("video/") && ends(&[".m4a", ".3ga", ".weba"])),
            is_video: declared.starts_with("video/"),
            is_text: declared.starts_with("text/plain") || ends(&[".txt"]),
        }
    }

    const fn choose(&self, sound: &'static str, video: &'static str) -> &'static str {
        if self.is_sound { sound } else { video }
    }
}

/// Returns the type of an AMR recording (RFC 4867, section 5).
fn amr(head: &[u8]) -> Option<&'static str> {
    let starts = |marks: [&[u8]; 2]| marks.iter().any(|mark| head.starts_with(mark));
    match () {
        () if starts([b"#!AMR\n", b"#!AMR_MC1.0\n"]) => Some("audio/amr"),
        () if starts([b"#!AMR-WB\n", b"#!AMR-WB_MC1.0\n"]) => Some("audio/amr-wb"),
        () => None,
    }
}

/// Returns the type of a document whose format begins as text.
fn document(head: &[u8]) -> Option<&'static str> {
    let head = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    let is_rtf = head.starts_with(b"{\\rtf")
        && head.get(5).is_none_or(|byte| byte.is_ascii_digit() || b"\\{}".contains(byte));
    match () {
        () if head.starts_with(b"%PDF-") => Some("application/pdf"),
        () if is_rtf => Some("application/rtf"),
        () => None,
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Returns the type of UTF-8 text, `None` if it isn't text.
fn text(head: &[u8]) -> Result<Option<&'static str>, NotAccepted> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head's end may cut a character off.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return Ok(None),
    };
    if has_controls(text) {
        return Ok(None);
    }
    plain(text).map(Some)
}

/// Returns whether the text has control characters that no text file has. Form feeds, and the end
/// mark of DOS, do occur.
fn has_controls(text: &str) -> bool {
    let text = text.strip_suffix('\u{1a}').unwrap_or(text);
    text.chars().any(|character| character.is_control() && !character.is_whitespace())
}

/// Accepts text that no program runs.
fn plain(text: &str) -> Result<&'static str, NotAccepted> {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let runs = is_markup(text) || text.starts_with("#!/") || text.starts_with("%!PS-Adobe");
    if runs { Err(NotAccepted::Kind) } else { Ok("text/plain") }
}

/// Returns whether the text begins with a tag, a declaration or a comment, which a careless program
/// might run.
fn is_markup(text: &str) -> bool {
    let Some(tag) = text.strip_prefix('<') else { return false };
    let name = tag.trim_start_matches('/');
    let end = name.find(|at: char| !(at.is_ascii_alphanumeric() || matches!(at, ':' | '-' | '_')));
    let ends = name[end.unwrap_or(name.len())..].chars().next();
    let is_tag = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && ends.is_none_or(|end| end.is_whitespace() || matches!(end, '>' | '/'));
    is_tag || tag.starts_with(['!', '?'])
}

fn binary(head: &[u8], hint: &Hint) -> Result<&'static str, NotAccepted> {
    let starts = |mark: &[u8]| head.starts_with(mark);
    let riff = head.get(8..12);
    Ok(match () {
        () if starts(b"\xff\xd8\xff") => "image/jpeg",
        () if starts(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if starts(b"GIF87a") || starts(b"GIF89a") => "image/gif",
        () if starts(b"RIFF") && riff == Some(b"WEBP") => "image/webp",
        () if (starts(b"RIFF") || starts(b"RF64")) && riff == Some(b"WAVE") => "audio/wav",
        () if starts(b"fLaC") => "audio/flac",
        () if starts(b"OggS\0") => ogg(head, hint),
        () if starts(b"\x1a\x45\xdf\xa3") => return matroska(head, hint),
        () if starts(b"PK\x03\x04") => ARCHIVE,
        () if starts(COMPOUND_FILE_MARK) => COMPOUND_FILE,
        () => {
            let found = base_media(head, hint).or_else(|| old_text(head, hint));
            return found
                .or_else(|| mpeg_audio(after_tag(head)))
                .or_else(|| is_tag(head).then_some("audio/mpeg"))
                .ok_or(NotAccepted::Kind);
        }
    })
}

/// Returns the type of an Ogg stream: video if one of its first pages begins a video codec.
fn ogg(head: &[u8], hint: &Hint) -> &'static str {
    let is_video = [&b"\x80theora"[..], b"BBCD\0"].iter().any(|mark| contains(head, mark));
    if is_video || hint.is_video { "video/ogg" } else { "audio/ogg" }
}

fn matroska(head: &[u8], hint: &Hint) -> Result<&'static str, NotAccepted> {
    let start = &head[..head.len().min(128)];
    match () {
        () if contains(start, b"webm") => Ok(hint.choose("audio/webm", "video/webm")),
        () if contains(start, b"matroska") => Ok(hint.choose("audio/webm", "video/x-matroska")),
        () => Err(NotAccepted::Kind),
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Returns the type of an ISO base media file by its brands (ISO/IEC 14496-12, section 4.3), or of
/// a `QuickTime` film that is older than brands.
fn base_media(head: &[u8], hint: &Hint) -> Option<&'static str> {
    let length = u32::from_be_bytes(*head.first_chunk()?) as usize;
    match head.get(4..8)? {
        b"ftyp" => {}
        b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot" => {
            return (length >= 8 || length == 1).then_some("video/quicktime");
        }
        _ => return None,
    }
    if length < 16 || !length.is_multiple_of(4) {
        return None;
    }
    let brands = head.get(8..length.min(head.len()))?;
    let major = brands.get(..4)?;
    let compatible = || brands.chunks_exact(4).skip(2);
    let is = |names: &[&[u8]]| names.contains(&major);
    let has = |names: &[&[u8]]| compatible().any(|brand| names.contains(&brand));
    Some(match () {
        () if is(AVIF) || (is(STILLS) && has(AVIF)) => "image/avif",
        () if is(HEIF) || is(STILLS) => "image/heif",
        () if is(&[b"qt  "]) => "video/quicktime",
        () if is(&[b"M4A ", b"M4B ", b"M4P ", b"F4A "]) => "audio/mp4",
        () if major.starts_with(b"3g2") => "video/3gpp2",
        () if major.starts_with(b"3g") => hint.choose("audio/3gpp", "video/3gpp"),
        () if major.iter().all(|byte| matches!(byte, b' '..=b'~')) => {
            hint.choose("audio/mp4", "video/mp4")
        }
        () => return None,
    })
}

const AVIF: &[&[u8]] = &[b"avif", b"avis"];
const HEIF: &[&[u8]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"];
const STILLS: &[&[u8]] = &[b"mif1", b"mif2", b"msf1", b"miaf"];

/// Returns whether the content begins with an `ID3v2` tag, all fields of which are valid.
fn is_tag(head: &[u8]) -> bool {
    head.len() >= 10
        && head.starts_with(b"ID3")
        && matches!(head[3], 2..=4)
        && head[4] != 0xff
        && head[5].trailing_zeros() >= 4
        && head[6..10].iter().all(|byte| *byte < 0x80)
}

/// Returns the content after its `ID3v2` tag, as far as the head has it.
fn after_tag(head: &[u8]) -> &[u8] {
    if !is_tag(head) {
        return head;
    }
    let length = head[6..10].iter().fold(0, |sum, byte| sum << 7 | usize::from(*byte));
    head.get(10 + length..).unwrap_or_default()
}

/// Returns the type of a chain of audio frames, given its first frame's header.
fn mpeg_audio(frames: &[u8]) -> Option<&'static str> {
    if frames.starts_with(b"fLaC") {
        return Some("audio/flac");
    }
    let [0xff, second, third, ..] = frames else { return None };
    let is_adts = second & 0xf6 == 0xf0 && (third >> 2) & 15 < 13;
    let (version, layer) = ((second >> 3) & 3, (second >> 1) & 3);
    let is_mpeg = second & 0xe0 == 0xe0
        && version != 1
        && matches!(layer, 1 | 2)
        && !matches!(third >> 4, 0 | 15)
        && (third >> 2) & 3 != 3;
    match () {
        () if is_adts => Some("audio/aac"),
        () if is_mpeg => Some("audio/mpeg"),
        () => None,
    }
}

/// Returns whether the content is text in UTF-16 with a byte order mark, or, if the sender calls it
/// text, in an old code page such as Windows-1256.
fn old_text(head: &[u8], hint: &Hint) -> Option<&'static str> {
    let text = utf16(head).or_else(|| {
        hint.is_text.then(|| head.iter().map(|byte| char::from(*byte).min('\u{a0}')).collect())
    })?;
    let is_text = !text.is_empty()
        && !text.contains(char::REPLACEMENT_CHARACTER)
        && !text.chars().any(|at| at < ' ' && !at.is_whitespace());
    is_text.then(|| plain(&text).ok())?
}

/// Decodes UTF-16 that begins with its byte order mark.
pub(super) fn utf16(bytes: &[u8]) -> Option<String> {
    let decode: fn([u8; 2]) -> u16 = match bytes.first_chunk()? {
        b"\xff\xfe" => u16::from_le_bytes,
        b"\xfe\xff" => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, _) = bytes[2..].as_chunks();
    let mut units: Vec<u16> = pairs.iter().copied().map(decode).collect();
    // The head's end may cut a surrogate pair off.
    if units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) {
        units.pop();
    }
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &[u8], declared: &str, name: &str) -> Option<&'static str> {
        detect(head, declared, name).ok()
    }

    #[test]
    fn text_is_text_whatever_it_begins_with() {
        for text in [
            "BMW X5 in the fire lane",
            "BC",
            "BM",
            "PK is closed",
            "ID3 tags\n",
            "OggS",
            "fLaC",
            "RIFF of WEBP",
            "RIFF1234WAVE",
            "GIF89a",
            "MZ",
            "II*",
            "MM",
            "Rar!",
            "%!",
            "7z",
            "BZh9",
            "wOFF",
            "8BPS",
            "FLV",
            "FWS",
            "ftypisom",
            "\u{7f16}\u{7f17}",
            "<3 thank you",
            "< 5 m",
            "<ali@example.ae> wrote",
            "#!AMR",
            "#1",
            "PK\n",
            "JFIF",
            "a\x0cb",
            "dir\r\n\u{1a}",
            "{\\rtfm}",
        ] {
            assert_eq!(told(text.as_bytes(), "image/png", "a.txt"), Some("text/plain"), "{text}");
        }
    }

    #[test]
    fn text_that_programs_run_is_refused() {
        for text in [
            "<html><script>",
            "  <svg xmlns=",
            "<?xml version",
            "<!-- -->",
            "</p>",
            "<a",
            "<x:y>",
            "#!/bin/sh\nrm",
            "%!PS-Adobe-3.0",
        ] {
            assert_eq!(detect(text.as_bytes(), "text/plain", "a.txt"), Err(NotAccepted::Kind));
        }
    }

    #[test]
    fn text_of_older_programs_is_text() {
        let wide = |text: &str| -> Vec<u8> {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            [0xff, 0xfe].into_iter().chain(units).collect()
        };
        assert_eq!(told(&wide("الشارع\r\n"), "", ""), Some("text/plain"));
        assert_eq!(told(&wide("<html>"), "", "a.txt"), None);
        assert_eq!(told(b"\xc7\xe1\xd4\xc7\xd1\xda\r\n", "text/plain", ""), Some("text/plain"));
        assert_eq!(told(b"\xc7\xe1\xd4\xc7\xd1\xda\r\n", "", "a.bin"), None);
        assert_eq!(told(b"\x00\xe1\xd4\xc7\xd1\xda\r\n", "text/plain", "a.txt"), None);
    }

    #[test]
    fn an_empty_file_is_refused_as_empty() {
        assert_eq!(detect(b"", "image/jpeg", "photo.jpg"), Err(NotAccepted::Empty));
    }

    #[test]
    fn recordings_of_phones_are_taken() {
        let ftyp =
            |brand: &[u8; 4]| [&b"\0\0\0\x18ftyp"[..], brand, b"\0\0\0\x01isom3gp4"].concat();
        for (head, declared, name, expected) in [
            (ftyp(b"3gp5"), "video/3gpp", "v.3gp", "video/3gpp"),
            (ftyp(b"3gp4"), "audio/3gpp", "v.3gp", "audio/3gpp"),
            (ftyp(b"3gr6"), "", "v.3ga", "audio/3gpp"),
            (ftyp(b"3g2a"), "", "v.3g2", "video/3gpp2"),
            (ftyp(b"mp42"), "audio/x-m4a", "v.m4a", "audio/mp4"),
            (ftyp(b"isom"), "", "v.mp4", "video/mp4"),
            (ftyp(b"qt  "), "", "v.mov", "video/quicktime"),
            (ftyp(b"M4A "), "", "", "audio/mp4"),
            (ftyp(b"heic"), "", "", "image/heif"),
            (ftyp(b"mif1"), "", "", "image/heif"),
            (ftyp(b"avif"), "", "", "image/avif"),
            (b"\0\0\0\x08wide\0\x10\0\0mdat".to_vec(), "", "", "video/quicktime"),
            (b"#!AMR\n\x3c\x08".to_vec(), "", "", "audio/amr"),
            (b"#!AMR-WB\n\x04\x08".to_vec(), "", "", "audio/amr-wb"),
            (b"ID3\x04\0\0\0\0\x02\x01TIT2".to_vec(), "", "", "audio/mpeg"),
            (b"\xff\xfb\x90\x64\0".to_vec(), "", "", "audio/mpeg"),
            (b"\xff\xf1\x50\x80\0".to_vec(), "", "", "audio/aac"),
            (b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), "", "", "audio/wav"),
        ] {
            assert_eq!(told(&head, declared, name), Some(expected), "{head:?}");
        }
    }
}
