//! Record of the private texts and secrets that tests entered or received, with which the servers'
//! logs are searched afterwards.

use std::{env, fs::File, io::Write, path::Path};

use domain::wire::{Acknowledgement, Submission};

/// File name of the record in the state folder; `cargo xtask test` reads it.
const FILE: &str = "typed.txt";

/// Minimum length; a shorter text may occur in a log by chance.
const SHORTEST: usize = 8;

/// Records a text, line by line.
pub fn note(text: &str) {
    let Some(state) = env::var_os("SAWTAK_TEST_STATE") else { return };
    let Ok(mut file) = File::options().create(true).append(true).open(Path::new(&state).join(FILE))
    else {
        return;
    };
    // Logs hold JSON, so a text is split at the characters that JSON escapes.
    let parts = text
        .split(|character: char| character.is_control() || character == '"' || character == '\\');
    let lines: Vec<&str> = parts.map(str::trim).filter(|part| part.len() >= SHORTEST).collect();
    // In one write, so that the lines of concurrent tests don't mix.
    let _ = file.write_all(format!("\n{}\n", lines.join("\n")).as_bytes());
}

/// Records the text, suggestion, contact and address of a submission.
pub fn note_submission(submission: &Submission) {
    note(&submission.text);
    let contact = submission
        .contact
        .iter()
        .flat_map(|contact| [&contact.name, &contact.email, &contact.phone]);
    let address = submission.place.iter().filter_map(|place| place.address.as_ref());
    contact.flatten().chain(&submission.suggestion).chain(address).for_each(|text| note(text));
}

/// Records the tracking key.
pub fn note_key(acknowledgement: &Acknowledgement) {
    note(&acknowledgement.tracking_key);
}
