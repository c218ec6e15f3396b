//! Malware scans of attachments: the states of a file, who may open it in which, and the protocol
//! of `clamd` (its command INSTREAM), as pure functions.
//!
//! A file is scanned after it was sent, so nobody who sends one waits for the scanner.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::endpoint::is_loopback;

/// State of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Scan {
    /// Not scanned yet.
    Waiting,
    /// Scanned; nothing was found.
    Clean,
    /// Scanned; malware was found. Nobody opens the file any more.
    Infected,
    /// Not scannable: it's encrypted, or larger than the scanner takes.
    Unscannable,
}

/// Reason why a file isn't opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Withheld {
    /// The file isn't known to be clean, and whoever opens it hasn't said that they know.
    #[error("this file is {}: say so by `acknowledged` to open it all the same", .0.as_str())]
    Unacknowledged(Scan),
    /// Malware was found in the file.
    #[error("malware was found in this file: it isn't opened any more")]
    Infected,
}

impl Scan {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Clean, Self::Infected, Self::Unscannable];

    /// Returns the name in the store and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::Unscannable => "unscannable",
        }
    }

    /// Returns the state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Returns whether a file in this state is opened only after a deliberate choice.
    pub const fn is_doubtful(self) -> bool {
        matches!(self, Self::Waiting | Self::Unscannable)
    }

    /// Checks that a file in this state may be opened by somebody who has acknowledged that it's in
    /// the state `acknowledged`.
    ///
    /// # Errors
    ///
    /// Refuses an infected file always, and a doubtful one unless this very doubt is acknowledged.
    pub fn opens(self, acknowledged: Option<Self>) -> Result<(), Withheld> {
        match self {
            Self::Clean => Ok(()),
            Self::Infected => Err(Withheld::Infected),
            Self::Waiting | Self::Unscannable if acknowledged == Some(self) => Ok(()),
            Self::Waiting | Self::Unscannable => Err(Withheld::Unacknowledged(self)),
        }
    }
}

/// Address of a scanner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannerAddress {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// True for a connection over TLS.
    pub is_private: bool,
}

/// Error of a scanner's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// Neither `clamd://host:port` nor `clamds://host:port`.
    #[error("it must be clamds://host:port, or clamd://host:port")]
    Malformed,
    /// A plain connection to another machine, where others could listen in.
    #[error("a plain connection (clamd://) is for this machine alone; use clamds://")]
    Plain,
}

impl ScannerAddress {
    /// Parses `clamds://host:port`, which is reached over TLS, or `clamd://host:port` for this
    /// machine.
    ///
    /// # Errors
    ///
    /// Refuses anything else, and a plain connection to another machine.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let (scheme, authority) = text.split_once("://").ok_or(AddressError::Malformed)?;
        let is_private = match scheme {
            "clamds" => true,
            "clamd" => false,
            _ => return Err(AddressError::Malformed),
        };
        let (host, port) = authority.rsplit_once(':').ok_or(AddressError::Malformed)?;
        let port = port.parse().ok().filter(|port| *port > 0).ok_or(AddressError::Malformed)?;
        let is_host =
            |character: char| character.is_ascii_alphanumeric() || ".-[]:".contains(character);
        if host.is_empty() || !host.chars().all(is_host) {
            return Err(AddressError::Malformed);
        }
        if !is_private && !is_loopback(host) {
            return Err(AddressError::Plain);
        }
        Ok(Self { host: host.to_owned(), port, is_private })
    }
}

/// Begins a scan. With `z`, commands and answers end in a zero byte.
pub const COMMAND: &[u8] = b"zINSTREAM\0";

/// Ends the file: a chunk without bytes.
pub const END: [u8; 4] = [0; 4];

/// Longest answer that is read, in bytes.
pub const ANSWER_MAX: usize = 1_024;

/// Longest name of a finding that is kept, in characters.
const NAME_MAX: usize = 200;

/// Appends a piece of the file as chunks, each preceded by its length. An empty piece adds nothing,
/// since a chunk without bytes ends the file.
pub fn frame(piece: &[u8], framed: &mut Vec<u8>) {
    for chunk in piece.chunks(u32::MAX as usize) {
        let length = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
        framed.extend(length.to_be_bytes());
        framed.extend(chunk);
    }
}

/// Result of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// State of the file.
    pub scan: Scan,
    /// Name of what was found, or the reason why the file can't be scanned.
    pub name: Option<String>,
}

/// Error of an answer. The file is still to be scanned.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// The answer ends before its zero byte.
    #[error("the scanner's answer is cut off")]
    Cut,
    /// The scanner reports an error of its own.
    #[error("the scanner failed: {0}")]
    Failed(String),
    /// Something that no clamd answers.
    #[error("the scanner's answer can't be read")]
    Malformed,
}

/// Parses the answer to a scan.
///
/// # Errors
///
/// Returns an error for anything but a complete answer about the one file. Only a plain `OK` makes
/// a file clean.
pub fn parse(answer: &[u8]) -> Result<Finding, AnswerError> {
    let end = answer.iter().position(|byte| *byte == 0).ok_or(AnswerError::Cut)?;
    let text = str::from_utf8(&answer[..end]).map_err(|_| AnswerError::Malformed)?.trim();
    // Nothing may follow: it would be the answer to something else.
    if answer.len() > end + 1 {
        return Err(AnswerError::Malformed);
    }
    if let Some(reason) = text.strip_suffix(" ERROR") {
        return match reason {
            "INSTREAM size limit exceeded." => Ok(unscannable(reason)),
            _ => Err(AnswerError::Failed(shortened(reason))),
        };
    }
    let about = text.strip_prefix("stream: ").ok_or(AnswerError::Malformed)?;
    match (about, about.strip_suffix(" FOUND")) {
        ("OK", _) => Ok(Finding { scan: Scan::Clean, name: None }),
        (_, Some(name)) if is_unread(name) => Ok(unscannable(name)),
        (_, Some(name)) if !name.trim().is_empty() => {
            Ok(Finding { scan: Scan::Infected, name: Some(shortened(name)) })
        }
        _ => Err(AnswerError::Malformed),
    }
}

/// Returns whether a finding says only that the scanner couldn't look into the file. clamd reports
/// that if its options `AlertEncrypted` and `AlertExceedsMax` are set.
fn is_unread(name: &str) -> bool {
    ["Heuristics.Encrypted.", "Heuristics.Limits.Exceeded"]
        .iter()
        .any(|beginning| name.starts_with(beginning))
}

fn unscannable(reason: &str) -> Finding {
    Finding { scan: Scan::Unscannable, name: Some(shortened(reason)) }
}

fn shortened(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).take(NAME_MAX).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_opens_when_it_is_clean_or_its_doubt_is_acknowledged() {
        let all = || Scan::ALL.into_iter().map(Some).chain([None]);
        for acknowledged in all() {
            assert_eq!(Scan::Clean.opens(acknowledged), Ok(()));
            assert_eq!(Scan::Infected.opens(acknowledged), Err(Withheld::Infected));
            for doubtful in [Scan::Waiting, Scan::Unscannable] {
                let is_open = doubtful.opens(acknowledged).is_ok();
                assert_eq!(is_open, acknowledged == Some(doubtful), "{doubtful:?}");
            }
        }
        for state in Scan::ALL {
            assert_eq!(
                state.is_doubtful(),
                state.opens(None) == Err(Withheld::Unacknowledged(state))
            );
        }
    }

    #[test]
    fn names_are_those_on_the_wire() {
        for state in Scan::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            assert_eq!(Scan::named(state.as_str()), Some(state));
        }
        assert_eq!(Scan::named("Clean"), None);
    }

    #[test]
    fn a_scanner_elsewhere_is_reached_over_tls() {
        let address =
            |host: &str, port, is_private| ScannerAddress { host: host.into(), port, is_private };
        for (text, expected) in [
            ("clamd://127.0.0.1:3310", address("127.0.0.1", 3310, false)),
            ("clamd://localhost:1", address("localhost", 1, false)),
            ("clamd://[::1]:3310", address("[::1]", 3310, false)),
            ("clamds://scan.example.ae:3311", address("scan.example.ae", 3311, true)),
            ("clamds://10.0.0.7:3311", address("10.0.0.7", 3311, true)),
        ] {
            assert_eq!(ScannerAddress::parse(text), Ok(expected), "{text}");
        }
        for plain in [
            "clamd://scan.example.ae:3310",
            "clamd://10.0.0.7:3310",
            "clamd://127.0.0.1.example.ae:1",
        ] {
            assert_eq!(ScannerAddress::parse(plain), Err(AddressError::Plain), "{plain}");
        }
        for wrong in [
            "",
            "clamd",
            "clamd://",
            "clamd://127.0.0.1",
            "clamd://127.0.0.1:",
            "clamd://:3310",
            "clamd://127.0.0.1:0",
            "clamd://127.0.0.1:65536",
            "clamd://127.0.0.1:3310/",
            "http://127.0.0.1:3310",
            "clamds://a b:3310",
            "clamds://user@scan.example.ae:3310",
            "CLAMD://127.0.0.1:3310",
        ] {
            assert_eq!(ScannerAddress::parse(wrong), Err(AddressError::Malformed), "{wrong}");
        }
    }

    #[test]
    fn a_piece_is_preceded_by_its_length_and_nothing_ends_the_file_early() {
        let mut framed = Vec::new();
        frame(b"abc", &mut framed);
        frame(b"", &mut framed);
        frame(&[7; 300], &mut framed);
        assert_eq!(framed[..7], [0, 0, 0, 3, b'a', b'b', b'c']);
        assert_eq!(framed[7..11], [0, 0, 1, 44]);
        assert_eq!(framed.len(), 7 + 4 + 300);
    }

    fn found(scan: Scan, name: Option<&str>) -> Finding {
        Finding { scan, name: name.map(str::to_owned) }
    }

    #[test]
    fn an_answer_is_about_the_whole_file() {
        assert_eq!(parse(b"stream: OK\0"), Ok(found(Scan::Clean, None)));
        assert_eq!(
            parse(b"stream: Eicar-Test-Signature.UNOFFICIAL FOUND\0"),
            Ok(found(Scan::Infected, Some("Eicar-Test-Signature.UNOFFICIAL")))
        );
        for name in ["Heuristics.Encrypted.Zip", "Heuristics.Limits.Exceeded.MaxFileSize"] {
            let answer = format!("stream: {name} FOUND\0");
            assert_eq!(parse(answer.as_bytes()), Ok(found(Scan::Unscannable, Some(name))));
        }
        let reason = "INSTREAM size limit exceeded.";
        assert_eq!(
            parse(format!("{reason} ERROR\0").as_bytes()),
            Ok(found(Scan::Unscannable, Some(reason)))
        );
    }

    #[test]
    fn whatever_else_comes_leaves_the_file_waiting() {
        for (answer, error) in [
            ("", AnswerError::Cut),
            ("stream: OK", AnswerError::Cut),
            ("stream: O", AnswerError::Cut),
            ("\0", AnswerError::Malformed),
            ("stream: OK\0stream: OK\0", AnswerError::Malformed),
            ("stream: ok\0", AnswerError::Malformed),
            ("stream: OKAY\0", AnswerError::Malformed),
            ("other: OK\0", AnswerError::Malformed),
            ("OK\0", AnswerError::Malformed),
            ("stream:  FOUND\0", AnswerError::Malformed),
            ("HTTP/1.1 200 OK\r\n\r\n\0", AnswerError::Malformed),
            ("UNKNOWN COMMAND\0", AnswerError::Malformed),
            (
                "stream: Can't allocate memory ERROR\0",
                AnswerError::Failed("stream: Can't allocate memory".into()),
            ),
            (
                "COMMAND READ TIMED OUT ERROR\0",
                AnswerError::Failed("COMMAND READ TIMED OUT".into()),
            ),
        ] {
            assert_eq!(parse(answer.as_bytes()), Err(error), "{answer:?}");
        }
        assert_eq!(parse(b"stream: \xff FOUND\0"), Err(AnswerError::Malformed));
    }

    proptest! {
        #[test]
        fn nothing_but_ok_makes_a_file_clean(answer in proptest::collection::vec(any::<u8>(), 0..60)) {
            let is_clean = parse(&answer).is_ok_and(|finding| finding.scan == Scan::Clean);
            prop_assert_eq!(is_clean, answer == b"stream: OK\0");
        }

        #[test]
        fn frames_hold_the_file(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..50), 0..8)) {
            let (mut framed, mut file) = (Vec::new(), Vec::<u8>::new());
            for piece in &pieces {
                frame(piece, &mut framed);
            }
            let mut rest = &framed[..];
            while let Some((length, more)) = rest.split_first_chunk::<4>() {
                let length = u32::from_be_bytes(*length) as usize;
                prop_assert!(length > 0);
                file.extend(&more[..length]);
                rest = &more[length..];
            }
            prop_assert_eq!(file, pieces.concat());
        }
    }
}
