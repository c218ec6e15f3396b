//! What the tests have typed and been given that is nobody else's business, noted for whoever looks for it in the servers' logs afterwards.

use std::{env, fs::File, io::Write, path::Path};

use domain::wire::{Acknowledgement, Submission};

/// Where it is noted, in the folder of the system's data; `cargo xtask test` reads it.
const FILE: &str = "typed.txt";

/// What is shorter than this stands in any log by chance.
const SHORTEST: usize = 8;

/// Notes a text, line by line.
pub fn note(text: &str) {
    let Some(state) = env::var_os("SAWTAK_TEST_STATE") else { return };
    let Ok(mut file) = File::options().create(true).append(true).open(Path::new(&state).join(FILE))
    else {
        return;
    };
    // Logs hold JSON: what it would write otherwise is looked for up to there.
    let parts = text
        .split(|character: char| character.is_control() || character == '"' || character == '\\');
    let lines: Vec<&str> = parts.map(str::trim).filter(|part| part.len() >= SHORTEST).collect();
    // At once, so that two tests don't mix theirs.
    let _ = file.write_all(format!("\n{}\n", lines.join("\n")).as_bytes());
}

/// Notes what somebody says, and how to reach them.
pub fn note_submission(said: &Submission) {
    note(&said.text);
    let contact =
        said.contact.iter().flat_map(|contact| [&contact.name, &contact.email, &contact.phone]);
    contact.flatten().chain(&said.suggestion).for_each(|text| note(text));
}

/// Notes what opens it.
pub fn note_key(acknowledgement: &Acknowledgement) {
    note(&acknowledgement.tracking_key);
}
