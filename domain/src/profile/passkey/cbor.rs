//! Reader of the part of CBOR (RFC 8949) that passkeys use: integers, texts, bytes, and maps of
//! definite length. Nothing else is taken, and nothing nests deeper than [`DEPTH_MAX`].

/// Deepest nesting that is read.
const DEPTH_MAX: usize = 4;

/// Most entries of a map.
const ENTRIES_MAX: u64 = 16;

/// Value that borrows from its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Integer(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Returns the value of a key of a map.
    pub(super) fn get(&self, key: &Value<'_>) -> Option<&Value<'a>> {
        let Self::Map(entries) = self else { return None };
        entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Returns the bytes of a byte string.
    pub(super) const fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// Reads one value, and returns it with what follows.
pub(super) fn read(input: &[u8]) -> Option<(Value<'_>, &[u8])> {
    value(input, 0)
}

fn value(input: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let (&head, rest) = input.split_first()?;
    let (argument, rest) = argument(head & 0x1f, rest)?;
    match head >> 5 {
        0 => Some((Value::Integer(i64::try_from(argument).ok()?), rest)),
        1 => Some((Value::Integer(-1 - i64::try_from(argument).ok()?), rest)),
        2 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(argument).ok()?)?;
            Some((Value::Bytes(bytes), rest))
        }
        3 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(argument).ok()?)?;
            Some((Value::Text(str::from_utf8(bytes).ok()?), rest))
        }
        5 if argument <= ENTRIES_MAX && depth < DEPTH_MAX => {
            let (mut entries, mut rest) = (Vec::new(), rest);
            for _ in 0..argument {
                let (key, after) = value(rest, depth + 1)?;
                let (member, after) = value(after, depth + 1)?;
                // A key that stands twice could mean one thing to us and another elsewhere.
                if entries.iter().any(|(known, _)| *known == key) {
                    return None;
                }
                entries.push((key, member));
                rest = after;
            }
            Some((Value::Map(entries), rest))
        }
        _ => None,
    }
}

/// Reads the argument of a head: a length, a number of entries, or an integer.
fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let length = match short {
        0..=23 => return Some((short.into(), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(length)?;
    Some((bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_the_standard_are_read() {
        for (bytes, value) in [
            (&[0x18, 100][..], Value::Integer(100)),
            (&[0x39, 0x03, 0xe7], Value::Integer(-1000)),
            (&[0x44, 1, 2, 3, 4], Value::Bytes(&[1, 2, 3, 4])),
        ] {
            assert_eq!(read(bytes), Some((value, &[][..])));
        }
        let (map, rest) = read(&[0xa1, 0x61, b'a', 0x01, 0xff]).unwrap();
        assert_eq!(map.get(&Value::Text("a")), Some(&Value::Integer(1)));
        assert_eq!(rest, [0xff]);
    }

    #[test]
    fn whatever_else_there_is_is_refused() {
        let deep = [0xa1, 0x01, 0xa1, 0x01, 0xa1, 0x01, 0xa1, 0x01, 0xa1, 0x01, 0x01];
        for wrong in [
            &[][..],
            &[0x44, 1],
            &[0x61, 0xff],
            &[0x80],
            &[0xbf, 0xff],
            &[0xa2, 1, 1, 1, 2],
            &[0xb8, 200],
            &[0x5b, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x1b, 255, 255, 255, 255, 255, 255, 255, 255],
            &deep,
        ] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
