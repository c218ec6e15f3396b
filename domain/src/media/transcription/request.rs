//! Requests to machines, as the bytes before and after a recording: `OpenAI`'s multipart form, and
//! the JSON of Workers AI, where the recording stands in base64.
//!
//! No name that a person gave a file leaves: the file's name in the form says its format alone.

use super::super::attachment::MediaType;

/// Bytes before and after a recording in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Bytes before it.
    pub head: String,
    /// Bytes after it.
    pub tail: String,
}

/// Returns the frame of `OpenAI`'s form. `boundary` is random, so that no recording has it.
pub fn form(boundary: &str, model: &str, media_type: &str) -> Frame {
    let field = |name: &str, value: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    };
    let extension = MediaType::named(media_type).map_or("bin", MediaType::extension);
    let head = [
        field("model", model),
        field("response_format", "verbose_json"),
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"recording.{extension}\"\r\nContent-Type: {media_type}\r\n\r\n"
        ),
    ];
    Frame { head: head.concat(), tail: format!("\r\n--{boundary}--\r\n") }
}

/// Returns the media type of the form.
pub fn form_type(boundary: &str) -> String {
    format!("multipart/form-data; boundary={boundary}")
}

/// Returns the frame of Workers AI's JSON.
pub fn json() -> Frame {
    Frame {
        head: r#"{"vad_filter":true,"condition_on_previous_text":false,"audio":""#.to_owned(),
        tail: r#""}"#.to_owned(),
    }
}

/// Returns the length of `size` bytes in base64.
pub const fn base64_length(size: u64) -> u64 {
    size.div_ceil(3) * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_model_format_and_a_file_named_by_its_format() {
        let Frame { head, tail } = form("b0", "whisper-1", "audio/mp4");
        let expected = "--b0\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n\
            --b0\r\nContent-Disposition: form-data; name=\"response_format\"\r\n\r\nverbose_json\r\n\
            --b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"recording.m4a\"\r\n\
            Content-Type: audio/mp4\r\n\r\n";
        assert_eq!(head, expected);
        assert_eq!(tail, "\r\n--b0--\r\n");
        assert_eq!(form_type("b0"), "multipart/form-data; boundary=b0");
    }

    #[test]
    fn json_is_whole_around_a_recording_in_base64() {
        let Frame { head, tail } = json();
        let body = [&*head, "AAAA", &*tail].concat();
        let value: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(value["audio"], "AAAA");
        assert_eq!([0, 1, 3, 4].map(base64_length), [0, 4, 4, 8]);
    }
}
