//! `cargo xtask bench assistant`: accuracy of the assistant on the project's own test set, its time
//! for a message, the size of its index, and what its phrases lack.

use std::{
    collections::BTreeMap,
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use domain::assistant::{
    Directory, Index, Lexicon, MESSAGE_MAX, Message, answer,
    coverage::{self, PHRASES_MIN},
    evaluation::{Accuracy, Example, examples},
    phrases,
};

use crate::project;

/// Folder of the phrases.
const PHRASES: &str = "domain/src/assistant/phrases";

/// Folder of the lexicon.
const LEXICON: &str = "domain/src/assistant/lexicon";

/// Folder of the test set, which phrases may not be written after.
const TEST_SET: &str = "domain/src/assistant/test_set";

/// Bytes with gzip that the index may add to the edge.
const INDEX_GZIP: u64 = 300_000;

/// Repetitions of each message while time is taken.
const ROUNDS: u32 = 5;

/// Pairs of services alike that are printed.
const ALIKE: usize = 20;

/// Directory in which every service of the index exists.
struct Everything;

impl Directory for Everything {
    fn has_service(&self, _: &str, _: &str) -> bool {
        true
    }
}

pub(crate) fn run() -> Result<()> {
    let files = read(PHRASES)?;
    let mut all = Vec::new();
    for (name, text) in &files {
        let parsed = phrases(text).with_context(|| format!("{PHRASES}/{name}.tsv"))?;
        println!("{name:<4}{:>6} phrases", parsed.len());
        if matches!(name.as_str(), "ar" | "en") {
            print_short(name, &coverage::counts(&parsed));
        }
        all.extend(parsed);
    }
    let mut lexicon = Lexicon::default();
    for (name, text) in read(LEXICON)? {
        lexicon.add(&text).with_context(|| format!("{LEXICON}/{name}.tsv"))?;
    }
    let packed = Index::build(&all, lexicon.clone()).pack();
    let start = Instant::now();
    let index = Index::unpack(&packed)?;
    let unpacked = start.elapsed();
    let (features, postings) = index.size();
    let gzip = gzip(&packed)?;
    println!(
        "index: {features} features, {postings} postings, {} bytes, gzip {gzip} of {INDEX_GZIP}",
        packed.len()
    );
    println!("unpacked in {:.1} ms", milliseconds(unpacked));
    let tests = read(TEST_SET)?;
    let tests: Vec<(&str, Vec<Example<'_>>)> =
        tests.iter().map(|(name, text)| (name.as_str(), examples(text))).collect();
    print_accuracy(&index, &tests);
    print_times(&index, &tests);
    println!("\nservices whose phrases are taken for another's:");
    for pair in coverage::alike(&all, &lexicon).iter().take(ALIKE) {
        println!("  {} for {}: {:.0} %", pair.of, pair.taken_for, pair.share * 100.0);
    }
    if gzip > INDEX_GZIP {
        bail!("the index takes {gzip} bytes with gzip, budget {INDEX_GZIP}");
    }
    Ok(())
}

/// Reads the files of a folder, by language.
fn read(folder: &str) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(project::root().join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "tsv") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(files)
}

/// Prints the services that have fewer phrases than they need.
fn print_short(language: &str, counts: &BTreeMap<(&str, &str), usize>) {
    for ((entity, service), count) in counts.iter().filter(|(_, count)| **count < PHRASES_MIN) {
        println!("  {language}: {entity}/{service} has {count} of {PHRASES_MIN}");
    }
}

fn print_accuracy(index: &Index, tests: &[(&str, Vec<Example<'_>>)]) {
    println!(
        "\n{:<5}{:>8}{:>14}{:>14}{:>14}{:>6}{:>14}{:>17}{:>12}{:>9}",
        "",
        "reports",
        "entity",
        "service",
        "at entity",
        "kind",
        "sure: right",
        "strayed: right",
        "emergency",
        "status"
    );
    let mut total = Accuracy::default();
    for (language, examples) in tests {
        let mut accuracy = Accuracy::default();
        for example in examples {
            accuracy.add(index, &Everything, example);
            total.add(index, &Everything, example);
        }
        print_row(language, accuracy);
    }
    print_row("all", total);
}

fn print_row(name: &str, accuracy: Accuracy) {
    let of = |count: u32, all: u32| f64::from(count) / f64::from(all.max(1));
    let both = |[first, among]: [u32; 2]| {
        format!("{:.2} / {:.2}", of(first, accuracy.reports), of(among, accuracy.reports))
    };
    let [sure, right] = accuracy.sure;
    let sure = format!("{:.2}: {:.2}", of(sure, accuracy.reports), of(right, sure));
    let [strayed, found, right_entity] = accuracy.strayed;
    let better =
        format!("{:.2}: {:.2} +{}", of(found, strayed), of(right_entity, found), accuracy.misled);
    let seen = |[all, seen, false_alarms]: [u32; 3]| format!("{seen}/{all} +{false_alarms}");
    println!(
        "{name:<5}{:>8}{:>14}{:>14}{:>14}{:>6.2}{sure:>14}{better:>17}{:>12}{:>9}",
        accuracy.reports,
        both(accuracy.entity),
        both(accuracy.service),
        both(accuracy.at_entity),
        of(accuracy.kind, accuracy.reports),
        seen(accuracy.emergencies),
        seen(accuracy.status),
    );
}

fn print_times(index: &Index, sets: &[(&str, Vec<Example<'_>>)]) {
    let texts: Vec<&str> =
        sets.iter().flat_map(|(_, examples)| examples.iter().map(|example| example.text)).collect();
    let long: String = texts.join(" ").chars().take(MESSAGE_MAX).collect();
    let long = [long.as_str()];
    for (name, texts) in [("a message", texts.as_slice()), ("4,000 characters", long.as_slice())] {
        let start = Instant::now();
        for text in texts.iter().cycle().take(texts.len() * ROUNDS as usize) {
            let message = Message { text, language: None, entity: None, service: None };
            black_box(answer(index, &message, &Everything));
        }
        let each = milliseconds(start.elapsed()) * 1_000.0
            / f64::from(u32::try_from(texts.len()).unwrap_or(1).max(1) * ROUNDS);
        println!("{name}: {each:.0} µs on this machine, natively");
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Compresses bytes as strongly as Node's gzip goes.
fn gzip(bytes: &[u8]) -> Result<u64> {
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let file = folder.path().join("index");
    fs::write(&file, bytes)?;
    let [_, gzip] = super::size::of_file(&file)?;
    Ok(gzip)
}
