//! Recorder of sound or video, by the browser's `MediaRecorder`.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{
    JsCast, JsValue,
    prelude::{Closure, wasm_bindgen},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AnalyserNode, AudioContext, Blob, BlobEvent, MediaDevices, MediaRecorder, MediaRecorderOptions,
    MediaStream, MediaStreamConstraints, MediaStreamTrack, RecordingState,
};

use super::{
    clock, container,
    storage::{blob_of, object, text},
};

/// Shortest recording, in milliseconds. A shorter one has a header and no sound.
const SHORTEST: f64 = 300.0;

/// Bit rate of sound. Speech needs no more, and browsers take up to four times as much.
const BITS_PER_SECOND: u32 = 32_000;

/// Medium of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    /// Voice message.
    Audio,
    /// Video with sound.
    Video,
}

/// Reason why nothing can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// Page without HTTPS.
    Insecure,
    /// Browser without recorder.
    Unsupported,
    /// No microphone or camera.
    Missing,
    /// Device in use by another program.
    Busy,
    /// Permission denied by the visitor, or perhaps by the page's policy.
    Refused,
    /// Permission denied to everyone by the page's policy.
    Forbidden,
}

impl Medium {
    /// Returns the longest duration of a recording, in seconds.
    pub(crate) const fn limit(self) -> u32 {
        match self {
            Self::Audio => 5 * 60,
            Self::Video => 2 * 60,
        }
    }

    /// Returns the formats to ask for, best first. Opus comes before AAC in MP4 too: the AAC of one
    /// browser engine loses the last second.
    const fn formats(self) -> &'static [&'static str] {
        match self {
            Self::Audio => &[
                "audio/webm;codecs=opus",
                "audio/ogg;codecs=opus",
                "audio/mp4;codecs=opus",
                "audio/mp4",
            ],
            Self::Video => &[
                "video/webm;codecs=vp9,opus",
                "video/webm;codecs=vp8,opus",
                "video/webm",
                "video/mp4",
            ],
        }
    }
}

/// Event during a recording.
pub(crate) enum Change {
    /// Next chunk. All chunks in order are the recording.
    Chunk(Blob),
    /// Device unplugged, or recorder failed.
    Lost,
    /// Device taken away for a while, as a phone does for a call.
    Muted,
}

/// Recording under way. Dropping it releases the microphone.
pub(crate) struct Recorder {
    machine: MediaRecorder,
    stream: MediaStream,
    format: String,
    chunks: Rc<RefCell<Array>>,
    audio: Option<AudioContext>,
    analyser: Option<AnalyserNode>,
    /// Beginning of the current stretch, and duration of the earlier ones, in milliseconds.
    began: f64,
    before: f64,
    /// Promise that resolves once the recorder has stopped, for any reason, and given all its data.
    ended: Promise,
    _heard: Heard,
}

/// Callbacks of the browser, kept alive while it records.
struct Heard {
    _data: Closure<dyn Fn(BlobEvent)>,
    _lost: Closure<dyn Fn()>,
    _mute: Closure<dyn Fn()>,
}

impl Recorder {
    /// Asks for the microphone or camera and starts recording. Each [`Change`] is passed to `told`.
    pub(crate) async fn start(medium: Medium, told: Rc<dyn Fn(Change)>) -> Result<Self, Obstacle> {
        let stream = ask(medium).await?;
        let format = medium
            .formats()
            .iter()
            .find(|format| MediaRecorder::is_type_supported(format))
            .copied();
        let options: MediaRecorderOptions = object(&[
            ("mimeType", format.map_or(JsValue::UNDEFINED, JsValue::from_str)),
            ("audioBitsPerSecond", BITS_PER_SECOND.into()),
        ])
        .unchecked_into();
        let machine =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)
                .map_err(|_| {
                    stop_tracks(&stream);
                    Obstacle::Unsupported
                })?;
        let chunks = Rc::new(RefCell::new(Array::new()));
        let (kept, recorder, tell) = (chunks.clone(), machine.clone(), told.clone());
        let on_data = Closure::<dyn Fn(BlobEvent)>::new(move |event: BlobEvent| {
            if let Some(data) = event.data().filter(|data| data.size() > 0.0) {
                kept.borrow().push(&data);
                // The last chunk is part of what `stop` returns.
                if recorder.state() != RecordingState::Inactive {
                    tell(Change::Chunk(data));
                }
            }
        });
        let tell = told.clone();
        let on_lost = Closure::<dyn Fn()>::new(move || tell(Change::Lost));
        let on_mute = Closure::<dyn Fn()>::new(move || told(Change::Muted));
        machine.set_ondataavailable(Some(on_data.as_ref().unchecked_ref()));
        machine.set_onerror(Some(on_lost.as_ref().unchecked_ref()));
        for track in tracks(&stream) {
            track.set_onended(Some(on_lost.as_ref().unchecked_ref()));
            track.set_onmute(Some(on_mute.as_ref().unchecked_ref()));
        }
        let started = Promise::new(&mut |resolve, _| machine.set_onstart(Some(&resolve)));
        let ended = Promise::new(&mut |resolve, _| machine.set_onstop(Some(&resolve)));
        let (audio, analyser) = listen(&stream).unzip();
        let format = format.unwrap_or_default().to_owned();
        let (began, before) = (clock::now(), 0.0);
        let heard = Heard { _data: on_data, _lost: on_lost, _mute: on_mute };
        let mut new = Self {
            machine,
            stream,
            format,
            chunks,
            audio,
            analyser,
            began,
            before,
            ended,
            _heard: heard,
        };
        // One chunk a second, so that a crash loses no more than that.
        new.machine.start_with_time_slice(1_000).map_err(|_| Obstacle::Missing)?;
        // The visitor begins to speak once the form shows a recording, so wait for its start. It
        // never comes after some errors; then the device is released.
        clock::patiently(&started).await.ok_or(Obstacle::Busy)?;
        new.began = clock::now();
        Ok(new)
    }

    /// Returns the stream, to show the camera's picture while recording.
    pub(crate) fn stream(&self) -> &MediaStream {
        &self.stream
    }

    /// Returns the recorded time in whole seconds.
    pub(crate) fn elapsed(&self) -> u32 {
        // The cast saturates, as intended.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (self.milliseconds() / 1_000.0) as u32;
        seconds
    }

    fn milliseconds(&self) -> f64 {
        let present = if self.is_paused() { 0.0 } else { clock::now() - self.began };
        self.before + present
    }

    /// Returns whether the recording is paused.
    pub(crate) fn is_paused(&self) -> bool {
        self.machine.state() == RecordingState::Paused
    }

    /// Pauses or resumes the recording.
    pub(crate) fn toggle_pause(&mut self) {
        if self.is_paused() {
            self.began = clock::now();
            let _ = self.machine.resume();
        } else {
            self.before += clock::now() - self.began;
            let _ = self.machine.pause();
        }
    }

    /// Returns the current level: the root mean square of the sound, 0 to 1. `None` without an
    /// analyser.
    pub(crate) fn level(&self) -> Option<f32> {
        let analyser = self.analyser.as_ref()?;
        let mut samples = [0.0_f32; 512];
        analyser.get_float_time_domain_data(&mut samples);
        Some((samples.iter().map(|sample| sample * sample).sum::<f32>() / 512.0).sqrt())
    }

    /// Stops and returns the recording; `None` if it is empty or too short.
    pub(crate) async fn stop(self) -> Option<Blob> {
        let milliseconds = self.milliseconds();
        // An unplugged device has stopped the recorder already. Its last data may still be on the
        // way.
        if self.machine.state() != RecordingState::Inactive {
            self.machine.stop().ok()?;
        }
        let _ = clock::patiently(&self.ended).await;
        let described = self.machine.mime_type();
        let blob = blob_of(
            &self.chunks.borrow(),
            if described.is_empty() { &self.format } else { &described },
        )?;
        if blob.size() == 0.0 || milliseconds < SHORTEST {
            return None;
        }
        Some(container::with_length(blob, milliseconds).await)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.machine.set_ondataavailable(None);
        self.machine.set_onerror(None);
        for track in tracks(&self.stream) {
            track.set_onended(None);
            track.set_onmute(None);
        }
        stop_tracks(&self.stream);
        if let Some(audio) = &self.audio {
            let _ = audio.close();
        }
    }
}

async fn ask(medium: Medium) -> Result<MediaStream, Obstacle> {
    let window = web_sys::window().ok_or(Obstacle::Unsupported)?;
    if !window.is_secure_context() {
        return Err(Obstacle::Insecure);
    }
    let has_recorder = Reflect::has(&window, &JsValue::from_str("MediaRecorder")).unwrap_or(false);
    let devices = window
        .navigator()
        .media_devices()
        .ok()
        .filter(|devices| !AsRef::<JsValue>::as_ref(devices).is_undefined() && has_recorder);
    let devices = devices.ok_or(Obstacle::Unsupported)?;
    let is_video = medium == Medium::Video;
    let stream = match open(&devices, true, is_video).await {
        // A message in sign language needs no microphone.
        Err(_) if is_video => open(&devices, false, true).await,
        answer => answer,
    };
    let feature = if is_video { "camera" } else { "microphone" };
    stream.map(JsCast::unchecked_into).map_err(|error| obstacle(&error, feature))
}

async fn open(devices: &MediaDevices, audio: bool, video: bool) -> Result<JsValue, JsValue> {
    let constraints: MediaStreamConstraints =
        object(&[("audio", audio.into()), ("video", video.into())]).unchecked_into();
    JsFuture::from(devices.get_user_media_with_constraints(&constraints)?).await
}

fn obstacle(error: &JsValue, feature: &str) -> Obstacle {
    match text(error, "name").as_str() {
        "NotAllowedError" | "SecurityError" if allows_feature(feature) == Ok(false) => {
            Obstacle::Forbidden
        }
        "NotAllowedError" | "SecurityError" => Obstacle::Refused,
        "NotReadableError" | "AbortError" => Obstacle::Busy,
        _ => Obstacle::Missing,
    }
}

#[wasm_bindgen]
extern "C" {
    /// Returns whether the page's policy allows a feature. Some browsers can't tell.
    #[wasm_bindgen(js_namespace = ["document", "featurePolicy"], js_name = allowsFeature, catch)]
    fn allows_feature(feature: &str) -> Result<bool, JsValue>;
}

fn listen(stream: &MediaStream) -> Option<(AudioContext, AnalyserNode)> {
    let audio = AudioContext::new().ok()?;
    // Some browsers start an audio context suspended.
    let _ = audio.resume();
    let analyser = analyse(&audio, stream);
    if analyser.is_none() {
        let _ = audio.close();
    }
    Some((audio, analyser?))
}

fn analyse(audio: &AudioContext, stream: &MediaStream) -> Option<AnalyserNode> {
    let analyser = audio.create_analyser().ok()?;
    analyser.set_fft_size(512);
    audio.create_media_stream_source(stream).ok()?.connect_with_audio_node(&analyser).ok()?;
    Some(analyser)
}

fn tracks(stream: &MediaStream) -> impl Iterator<Item = MediaStreamTrack> {
    stream.get_tracks().into_iter().map(JsCast::unchecked_into)
}

fn stop_tracks(stream: &MediaStream) {
    tracks(stream).for_each(|track| track.stop());
}
