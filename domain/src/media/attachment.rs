//! Accepted types of attachments, detected from the first bytes of the content and never from the
//! file name alone, and names of their files.

use super::detect;

pub use super::detect::NotAccepted;

/// Most attachments of one participation.
pub const ATTACHMENTS_MAX: usize = 5;

/// Longest file name that is stored, in characters.
pub const NAME_MAX: usize = 200;

/// Count of first bytes that [`MediaType::sniff`] needs; fewer for a shorter file.
pub const HEAD: usize = 8 * 1024;

/// Media type from the closed list of accepted types (IANA names).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    name: &'static str,
    extension: &'static str,
}

const fn media_type(name: &'static str, extension: &'static str) -> MediaType {
    MediaType { name, extension }
}

/// All accepted types, each with its file extension.
const ACCEPTED: [MediaType; 35] = [
    media_type("image/jpeg", "jpg"),
    media_type("image/png", "png"),
    media_type("image/gif", "gif"),
    media_type("image/webp", "webp"),
    media_type("image/heif", "heic"),
    media_type("image/avif", "avif"),
    media_type("audio/mpeg", "mp3"),
    media_type("audio/mp4", "m4a"),
    media_type("audio/ogg", "ogg"),
    media_type("audio/webm", "webm"),
    media_type("audio/wav", "wav"),
    media_type("audio/flac", "flac"),
    media_type("audio/aac", "aac"),
    media_type("audio/amr", "amr"),
    media_type("audio/amr-wb", "awb"),
    media_type("audio/3gpp", "3gp"),
    media_type("video/mp4", "mp4"),
    media_type("video/webm", "webm"),
    media_type("video/quicktime", "mov"),
    media_type("video/x-matroska", "mkv"),
    media_type("video/ogg", "ogv"),
    media_type("video/3gpp", "3gp"),
    media_type("video/3gpp2", "3g2"),
    media_type("application/pdf", "pdf"),
    media_type("application/msword", "doc"),
    media_type("application/vnd.ms-excel", "xls"),
    media_type("application/vnd.ms-powerpoint", "ppt"),
    media_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    media_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    media_type("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    media_type("application/vnd.oasis.opendocument.text", "odt"),
    media_type("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    media_type("application/vnd.oasis.opendocument.presentation", "odp"),
    media_type("application/rtf", "rtf"),
    media_type("text/plain", "txt"),
];

impl MediaType {
    /// Returns all accepted types.
    pub fn all() -> impl Iterator<Item = Self> {
        ACCEPTED.into_iter()
    }

    /// Returns the accepted type with this name.
    pub fn named(name: &str) -> Option<Self> {
        ACCEPTED.into_iter().find(|accepted| accepted.name == name)
    }

    /// Returns the accepted type with this file extension.
    pub(super) fn with_extension(extension: &str) -> Option<Self> {
        ACCEPTED.into_iter().find(|accepted| accepted.extension == extension)
    }

    /// Returns the IANA name, without parameters.
    pub const fn as_str(self) -> &'static str {
        self.name
    }

    /// Returns the file extension.
    pub const fn extension(self) -> &'static str {
        self.extension
    }

    /// Detects the media type of content from its first [`HEAD`] bytes.
    ///
    /// The sender's media type `declared` and `file_name` only decide between types that share a
    /// container, such as sound and video in WebM, Ogg and MP4. An office document gets a
    /// provisional type: [`Container::of`](super::office_type::Container::of) the type says so, and
    /// the complete file decides.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes are of no accepted type, or if there are none.
    pub fn sniff(head: &[u8], declared: &str, file_name: &str) -> Result<Self, NotAccepted> {
        let name = detect::detect(head, declared, file_name)?;
        let is_provisional = matches!(name, detect::ARCHIVE | detect::COMPOUND_FILE);
        let provisional = is_provisional.then_some(media_type(name, ""));
        Self::named(name).or(provisional).ok_or(NotAccepted::Kind)
    }
}

/// Returns the file name under which an attachment is downloaded. Programs open a file by its
/// extension, so the extension has to match the content.
pub fn saved_name(name: &str, media_type: &str) -> String {
    let Some(MediaType { extension, .. }) = MediaType::named(media_type) else {
        return name.to_owned();
    };
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    let is_same = end == extension || ALSO.contains(&(extension, end.as_str()));
    if is_same { name.to_owned() } else { format!("{name}.{extension}") }
}

/// Other extensions that files of a type have.
const ALSO: [(&str, &str); 10] = [
    ("jpg", "jpeg"),
    ("jpg", "jpe"),
    ("heic", "heif"),
    ("m4a", "mp4"),
    ("ogg", "oga"),
    ("ogg", "opus"),
    ("mp4", "m4v"),
    ("ogv", "ogg"),
    ("3gp", "3ga"),
    ("rtf", "doc"),
];

/// Returns a file name that is safe to store and show: without folders, control characters and
/// marks that change the direction of text; never empty.
pub fn clean_name(typed: &str) -> String {
    let base = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        base.chars().filter(|character| !is_deceptive(*character)).take(NAME_MAX).collect();
    let clean = clean.trim().trim_matches('.');
    if clean.is_empty() { "file".to_owned() } else { clean.to_owned() }
}

fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniffed(head: &[u8], declared: &str, name: &str) -> Option<&'static str> {
        MediaType::sniff(head, declared, name).ok().map(MediaType::as_str)
    }

    #[test]
    fn the_first_bytes_decide() {
        assert_eq!(
            sniffed(b"\x89PNG\r\n\x1a\n\0\0", "application/pdf", "a.pdf"),
            Some("image/png")
        );
        assert_eq!(sniffed(b"%PDF-1.7\n", "", ""), Some("application/pdf"));
        assert_eq!(sniffed("مرحبا\n".as_bytes(), "", ""), Some("text/plain"));
    }

    #[test]
    fn what_can_run_or_hide_is_not_accepted() {
        for head in [
            b"<html><script>".as_slice(),
            b"  <svg xmlns=",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0",
            b"Rar!\x1a\x07\x00",
            b"\x00\x01\x02",
        ] {
            assert_eq!(sniffed(head, "image/png", "a.png"), None, "{head:?}");
        }
    }

    #[test]
    fn a_container_of_sound_and_pictures_is_what_the_recorder_says() {
        let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm";
        let webm = [&webm[..], &[0; 300]].concat();
        let webm = webm.as_slice();
        assert_eq!(sniffed(webm, "audio/webm;codecs=opus", "voice.webm"), Some("audio/webm"));
        assert_eq!(sniffed(webm, "video/webm", "voice.webm"), Some("video/webm"));
        let ogg = b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01\x01";
        assert_eq!(sniffed(ogg, "audio/ogg; codecs=opus", ""), Some("audio/ogg"));
        let mp4 = b"\0\0\0\x20ftypmp42\0\0\0\0mp42isom\0\0\0\0\0\0\0\0";
        assert_eq!(sniffed(mp4, "audio/mp4", ""), Some("audio/mp4"));
        assert_eq!(sniffed(mp4, "", ""), Some("video/mp4"));
    }

    #[test]
    fn what_is_saved_is_called_what_it_is() {
        assert_eq!(saved_name("a.pdf.html", "application/pdf"), "a.pdf.html.pdf");
        assert_eq!(saved_name("صورة", "image/png"), "صورة.png");
        for (name, media_type) in
            [("a.JPEG", "image/jpeg"), ("voice.mp4", "audio/mp4"), ("a.b.txt", "text/plain")]
        {
            assert_eq!(saved_name(name, media_type), name);
        }
    }

    #[test]
    fn names_are_data_and_never_paths() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("C:\\temp\\صورة.png"), "صورة.png");
        assert_eq!(clean_name("gpj.\u{202e}exe\r\n.png"), "gpj.exe.png");
        assert_eq!(clean_name("..\u{202e}"), "file");
        assert_eq!(clean_name("a\u{61c}b\u{ad}c\u{2060}\u{e0041}.txt"), "abc.txt");
        assert_eq!(clean_name(&"x".repeat(NAME_MAX + 9)).len(), NAME_MAX);
    }
}
