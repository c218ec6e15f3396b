//! Conversion of an ECDSA signature from DER (X.690) to the fixed form that Web Crypto takes.

/// Length of a number of P-256, in bytes.
const NUMBER: usize = 32;

/// Returns r and s of a signature on P-256, each of 32 bytes; `None` if the input isn't exactly
/// one such signature.
pub(super) fn fixed(der: &[u8]) -> Option<Vec<u8>> {
    let body = der.strip_prefix(&[0x30])?;
    let (&length, body) = body.split_first()?;
    if length >= 0x80 || usize::from(length) != body.len() {
        return None;
    }
    let (r, rest) = number(body)?;
    let (s, rest) = number(rest)?;
    rest.is_empty().then(|| [r, s].concat())
}

/// Reads a positive integer in its shortest form.
fn number(input: &[u8]) -> Option<([u8; NUMBER], &[u8])> {
    let (&length, rest) = input.strip_prefix(&[0x02])?.split_first()?;
    let (digits, rest) = rest.split_at_checked(length.into())?;
    let digits = match digits {
        [] => return None,
        [0, next, ..] if *next < 0x80 => return None,
        [0, digits @ ..] => digits,
        [first, ..] if *first >= 0x80 => return None,
        digits => digits,
    };
    let mut padded = [0; NUMBER];
    let start = NUMBER.checked_sub(digits.len())?;
    padded.get_mut(start..)?.copy_from_slice(digits);
    Some((padded, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_padded_and_a_sign_byte_is_dropped() {
        let signature = [0x30, 7, 0x02, 1, 5, 0x02, 2, 0, 0x80];
        let fixed = fixed(&signature).unwrap();
        assert_eq!((fixed[31], fixed[63], fixed.len()), (5, 0x80, 64));
    }

    #[test]
    fn another_encoding_of_the_same_numbers_is_refused() {
        for wrong in [
            &[][..],
            &[0x30, 0],
            &[0x30, 7, 0x02, 2, 0, 5, 0x02, 1, 5],
            &[0x30, 6, 0x02, 1, 0x80, 0x02, 1, 5],
            &[0x30, 6, 0x02, 1, 5, 0x02, 1, 5, 0],
            &[0x30, 5, 0x02, 0, 0x02, 1, 5],
        ] {
            assert_eq!(fixed(wrong), None, "{wrong:?}");
        }
    }
}
