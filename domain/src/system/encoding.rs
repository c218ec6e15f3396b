//! Percent-encoding of values in addresses and forms (RFC 3986).

use std::fmt::Write;

/// Percent-encodes a value, all but letters, digits and `-._~`. It is then one part of a path, one
/// value of a query, or one value of a form, whatever it contains.
pub fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Encodes pairs as a form (`application/x-www-form-urlencoded`).
pub fn form(pairs: &[(&str, &str)]) -> String {
    let encode = |(name, value): &(&str, &str)| [&encode(name), "=", &encode(value)].concat();
    pairs.iter().map(encode).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_ends_its_part_of_an_address_or_a_form() {
        assert_eq!(encode("2604-8317-5529"), "2604-8317-5529");
        assert_eq!(encode("a/b?c#d&e=f%g h'i(j)"), "a%2Fb%3Fc%23d%26e%3Df%25g%20h%27i%28j%29");
        assert_eq!(encode("شكوى"), "%D8%B4%D9%83%D9%88%D9%89");
        assert_eq!(form(&[("scope", "a b"), ("secret", "x&y=z")]), "scope=a%20b&secret=x%26y%3Dz");
    }
}
