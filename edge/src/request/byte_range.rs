//! Ranges of bytes that a request asks for (RFC 9110, section 14).

use crate::error::ApiError;

/// Parses one range of `size` bytes, and returns its first and its last byte. Returns `None` for
/// any other header, which is answered with the whole content.
///
/// # Errors
///
/// Refuses a range that is empty or begins after the last byte.
pub(crate) fn parse(asked: &str, size: u64) -> Result<Option<(u64, u64)>, ApiError> {
    let Some((first, last)) = asked.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
    else {
        return Ok(None);
    };
    let (first, last) = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => (first, last.min(size.saturating_sub(1))),
        (Ok(first), Err(_)) if last.trim().is_empty() => (first, size.saturating_sub(1)),
        (Err(_), Ok(suffix)) if first.trim().is_empty() && suffix > 0 => {
            (size.saturating_sub(suffix), size.saturating_sub(1))
        }
        (Err(_), Ok(0)) if first.trim().is_empty() => return Err(ApiError::Range(size)),
        _ => return Ok(None),
    };
    if first < size { Ok(Some((first, last))) } else { Err(ApiError::Range(size)) }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::error::ApiError;

    #[test]
    fn a_range_has_a_first_and_a_last_byte() {
        for (asked, expected) in [
            ("bytes=0-0", (0, 0)),
            ("bytes=0-99", (0, 99)),
            ("bytes=10-19", (10, 19)),
            ("bytes=99-99", (99, 99)),
            ("bytes= 10 - 19 ", (10, 19)),
        ] {
            assert!(matches!(parse(asked, 100), Ok(Some(range)) if range == expected), "{asked}");
        }
    }

    #[test]
    fn a_range_ends_with_the_content() {
        for (asked, expected) in [
            ("bytes=90-", (90, 99)),
            ("bytes=90-100", (90, 99)),
            ("bytes=0-18446744073709551615", (0, 99)),
            ("bytes=-1", (99, 99)),
            ("bytes=-100", (0, 99)),
            ("bytes=-101", (0, 99)),
        ] {
            assert!(matches!(parse(asked, 100), Ok(Some(range)) if range == expected), "{asked}");
        }
    }

    #[test]
    fn a_range_outside_the_content_is_refused() {
        for (asked, size) in [
            ("bytes=100-", 100),
            ("bytes=100-200", 100),
            ("bytes=-0", 100),
            ("bytes=0-", 0),
            ("bytes=0-0", 0),
            ("bytes=-5", 0),
        ] {
            let range = parse(asked, size);
            assert!(matches!(range, Err(ApiError::Range(known)) if known == size), "{asked}");
        }
    }

    #[test]
    fn another_header_is_answered_with_the_whole_content() {
        for asked in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=20-10",
            "bytes=0-1,5-6",
            "bytes=5-x",
            "bytes=0-18446744073709551616",
            "items=0-1",
        ] {
            assert!(matches!(parse(asked, 100), Ok(None)), "{asked}");
        }
    }
}
