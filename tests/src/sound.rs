//! Synthesis of speech for the microphone, and measures of recorded sound.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Sample rate of all sound in this module, in hertz.
pub const RATE: usize = 48_000;

/// Number of samples per loudness value: a twentieth of a second.
const WINDOW: usize = RATE / 20;

/// Number of loudness values that are compared at a time.
const PIECE: usize = 30;

/// Container of Chromium's recordings.
pub const WEBM: &str = "WebM";
/// Container of Firefox's recordings, unless the page asks for another.
pub const OGG: &str = "Ogg";
/// Container of WebKit's recordings.
pub const MP4: &str = "MP4";

/// Returns the container of a recording, by its first bytes.
pub fn container(recording: &[u8]) -> &'static str {
    match recording {
        [0x1a, 0x45, 0xdf, 0xa3, ..] => WEBM,
        [b'O', b'g', b'g', b'S', ..] => OGG,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => MP4,
        _ => "unknown",
    }
}

/// File name that [`speak`] writes.
pub const SPEECH: &str = "speech.wav";

/// Synthesises speech from a text into a WAV file in `folder` and returns its path.
pub fn speak(folder: &Path, language: &str, text: &str) -> PathBuf {
    let (raw, clean) = (folder.join("spoken.wav"), folder.join(SPEECH));
    run(Command::new("espeak-ng").args(["-v", language, text, "-w"]).arg(&raw));
    run(Command::new("sox")
        .arg(&raw)
        .args(["-r", "48000", "-c", "1", "-b", "16"])
        .arg(&clean)
        .args(["pad", "0.2", "0.5"]));
    clean
}

/// Writes a WAV file that repeats `source`.
pub fn repeat(source: &Path, target: &Path, repetitions: &str) {
    run(Command::new("sox").arg(source).arg(target).args(["repeat", repetitions]));
}

/// Decodes any recording into one channel of samples between -1 and 1.
pub fn decode(folder: &Path, bytes: &[u8]) -> Vec<f32> {
    let path = folder.join("recording");
    fs::write(&path, bytes).expect("a file is written");
    let mut command = Command::new("ffmpeg");
    command
        .args(["-v", "error", "-i"])
        .arg(&path)
        .args(["-ac", "1", "-ar", "48000", "-f", "f32le", "-"]);
    let samples = run(&mut command);
    samples
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect()
}

/// Returns the duration of the samples in seconds.
#[allow(clippy::cast_precision_loss, reason = "a recording in a test is short")]
pub fn seconds(samples: &[f32]) -> f64 {
    samples.len() as f64 / RATE as f64
}

/// Returns the root mean square: 0 is silence, speech is about 0.08.
#[allow(clippy::cast_precision_loss, reason = "a recording in a test is short")]
pub fn loudness(samples: &[f32]) -> f64 {
    let squares: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    (squares / samples.len().max(1) as f64).sqrt()
}

/// Returns the correlation of loudness between `recording` and a loop of `source`: 1 for the same
/// sound, about 0.6 for other speech.
///
/// Each piece of a second and a half is compared at its best offset, since a busy machine leaves
/// gaps in recordings.
#[allow(clippy::cast_precision_loss, reason = "a recording in a test is short")]
pub fn likeness(recording: &[f32], source: &[f32]) -> f64 {
    let heard: Vec<f64> = recording.chunks_exact(WINDOW).map(loudness).collect();
    // Four times finer than the windows, so that the recording may begin at any offset.
    let step = WINDOW / 4;
    let at = |begin: usize| {
        loudness(
            &(0..WINDOW)
                .map(|sample| source[(begin + sample) % source.len()])
                .collect::<Vec<f32>>(),
        )
    };
    let played: Vec<f64> = (0..source.len()).step_by(step).map(at).collect();
    let from = |begin: usize| {
        (0..PIECE).map(|window| played[(begin + 4 * window) % played.len()]).collect::<Vec<f64>>()
    };
    let best = |piece: &[f64]| {
        (0..played.len()).map(|begin| correlation(piece, &from(begin))).fold(-1.0, f64::max)
    };
    let pieces: Vec<f64> = heard.chunks_exact(PIECE).map(best).collect();
    pieces.iter().sum::<f64>() / pieces.len().max(1) as f64
}

#[allow(clippy::cast_precision_loss, reason = "a recording in a test is short")]
fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let pairs = || one.iter().zip(other).map(|(a, b)| (a - mean_one, b - mean_other));
    let product: f64 = pairs().map(|(a, b)| a * b).sum();
    let (square, other_square) =
        pairs().fold((0.0, 0.0), |(square, other), (a, b)| (square + a * a, other + b * b));
    product / (square * other_square).sqrt()
}

fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns bursts of noise whose loudness pattern depends on `seed`.
    fn bursts(seed: usize, windows: usize) -> Vec<f32> {
        let level = |window: usize| {
            [0.0, 0.1, 0.6, 0.2, 0.9, 0.05, 0.4][(window * window + seed * window) % 7]
        };
        (0..windows * WINDOW)
            .map(
                |sample| {
                    if sample % 2 == 0 { level(sample / WINDOW) } else { -level(sample / WINDOW) }
                },
            )
            .collect()
    }

    #[test]
    fn a_recording_is_like_its_source_from_wherever_it_begins() {
        let source = bursts(1, 40);
        let recording: Vec<f32> =
            source.iter().chain(&source).skip(13 * WINDOW).take(60 * WINDOW).copied().collect();
        assert!(likeness(&recording, &source) > 0.99);
        assert!(likeness(&bursts(3, 60), &source) < 0.9);
    }
}
