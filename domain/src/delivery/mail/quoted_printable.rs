//! Quoted-printable encoding of text (RFC 2045, section 6.7).

/// Longest encoded line, without its end.
const LINE: usize = 76;

/// Encodes a text. Each kind of line end becomes CRLF, and a long line is folded by `=` at its end.
pub(super) fn encode(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut encoded = String::with_capacity(text.len() * 2);
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            encoded += "\r\n";
        }
        encode_line(line, &mut encoded);
    }
    encoded
}

fn encode_line(line: &str, encoded: &mut String) {
    let bytes = line.as_bytes();
    let mut width = 0;
    for (place, byte) in bytes.iter().enumerate() {
        let is_last = place + 1 == bytes.len();
        let is_plain = match byte {
            b' ' | b'\t' => !is_last,
            b'=' => false,
            byte => byte.is_ascii_graphic(),
        };
        // The last place of a folded line is for its `=`.
        let limit = if is_last { LINE } else { LINE - 1 };
        if width + if is_plain { 1 } else { 3 } > limit {
            *encoded += "=\r\n";
            width = 0;
        }
        // A dot at the start of a line would be doubled on the way; `From ` is changed by some.
        let is_literal = is_plain && !(width == 0 && matches!(byte, b'.' | b'F'));
        let length = if is_literal { 1 } else { 3 };
        if is_literal {
            encoded.push(char::from(*byte));
        } else {
            encoded.push('=');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or_default();
                encoded.push(digit.to_ascii_uppercase());
            }
        }
        width += length;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Decodes a text, as a reader of mail does.
    fn decoded(encoded: &str) -> String {
        let joined = encoded.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let [first, tail @ ..] = rest {
            if *first == b'=' {
                let code = std::str::from_utf8(&tail[..2]).unwrap();
                bytes.push(u8::from_str_radix(code, 16).unwrap());
                rest = &tail[2..];
            } else {
                bytes.push(*first);
                rest = tail;
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn text_is_encoded_as_the_standard_has_it() {
        assert_eq!(encode("a = b \n.c"), "a =3D b=20\r\n=2Ec");
        assert_eq!(encode("ش"), "=D8=B4");
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "[a-zF.= \\tشكرًا😀\\n]{0,400}") {
            let encoded = encode(&text);
            prop_assert!(encoded.is_ascii());
            for line in encoded.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{}", line);
                prop_assert!(!line.starts_with('.') && !line.ends_with([' ', '\t']));
            }
            prop_assert_eq!(decoded(&encoded), text.replace('\n', "\r\n"));
        }
    }
}
