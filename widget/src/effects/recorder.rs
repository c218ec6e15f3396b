//! Recording sound or video with the browser's own recorder.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AnalyserNode, AudioContext, Blob, BlobEvent, DomException, MediaRecorder, MediaRecorderOptions, MediaStream,
    MediaStreamConstraints, MediaStreamTrack, RecordingState,
};

use super::{
    clock,
    storage::{blob_of, object},
};

/// What is shorter than this has a beginning and no sound, in milliseconds.
const SHORTEST: f64 = 300.0;

/// What is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    /// A voice message.
    Audio,
    /// A video with sound.
    Video,
}

/// Why nothing can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// The page came without HTTPS.
    Insecure,
    /// The browser has no recorder.
    Unsupported,
    /// There is no microphone or camera.
    Missing,
    /// Another program holds it.
    Busy,
    /// The visitor or the page's policy said no.
    Refused,
}

impl Medium {
    /// The longest recording, in seconds.
    pub(crate) const fn limit(self) -> u32 {
        match self {
            Self::Audio => 5 * 60,
            Self::Video => 2 * 60,
        }
    }

    /// Formats to ask for, best first. Opus comes before AAC also in MP4: one engine's AAC loses the last second.
    const fn formats(self) -> &'static [&'static str] {
        match self {
            Self::Audio => &["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4;codecs=opus", "audio/mp4"],
            Self::Video => &["video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
        }
    }
}

/// A recording under way. Dropping it lets go of the microphone.
pub(crate) struct Recorder {
    machine: MediaRecorder,
    stream: MediaStream,
    format: String,
    chunks: Rc<RefCell<Array>>,
    audio: Option<AudioContext>,
    analyser: Option<AnalyserNode>,
    /// When the present stretch began, and how long the earlier ones were, in milliseconds.
    began: f64,
    before: f64,
    _on_data: Closure<dyn Fn(BlobEvent)>,
    _on_lost: Closure<dyn Fn()>,
    _on_mute: Closure<dyn Fn()>,
}

impl Recorder {
    /// Asks for the microphone or camera and starts. `lost` is called when it is unplugged, `muted` when the device takes it away for a while, as a
    /// phone does for a call.
    pub(crate) async fn start(medium: Medium, lost: impl Fn() + 'static, muted: impl Fn() + 'static) -> Result<Self, Obstacle> {
        let stream = ask(medium).await?;
        let format = medium.formats().iter().find(|format| MediaRecorder::is_type_supported(format)).copied();
        let options: MediaRecorderOptions =
            object(&[("mimeType", format.map_or(JsValue::UNDEFINED, JsValue::from_str))]).unchecked_into();
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options).map_err(|_| {
            stop_tracks(&stream);
            Obstacle::Unsupported
        })?;
        let chunks = Rc::new(RefCell::new(Array::new()));
        let kept = chunks.clone();
        let on_data = Closure::<dyn Fn(BlobEvent)>::new(move |event: BlobEvent| {
            if let Some(data) = event.data().filter(|data| data.size() > 0.0) {
                kept.borrow().push(&data);
            }
        });
        recorder.set_ondataavailable(Some(on_data.as_ref().unchecked_ref()));
        let on_lost = Closure::<dyn Fn()>::new(lost);
        let on_mute = Closure::<dyn Fn()>::new(muted);
        for track in tracks(&stream) {
            track.set_onended(Some(on_lost.as_ref().unchecked_ref()));
            track.set_onmute(Some(on_mute.as_ref().unchecked_ref()));
        }
        // A chunk each second, so that a crash of the recorder loses no more than that.
        let started = Promise::new(&mut |resolve, _| recorder.set_onstart(Some(&resolve)));
        recorder.start_with_time_slice(1_000).map_err(|_| Obstacle::Missing)?;
        // Whoever is told that it records begins to speak: not before it does.
        let _ = JsFuture::from(started).await;
        let (audio, analyser) = listen(&stream).unzip();
        let format = format.unwrap_or_default().to_owned();
        let began = clock::now();
        Ok(Self {
            machine: recorder,
            stream,
            format,
            chunks,
            audio,
            analyser,
            began,
            before: 0.0,
            _on_data: on_data,
            _on_lost: on_lost,
            _on_mute: on_mute,
        })
    }

    /// The camera's picture, to show while recording.
    pub(crate) fn stream(&self) -> &MediaStream {
        &self.stream
    }

    /// Whole seconds recorded.
    pub(crate) fn elapsed(&self) -> u32 {
        // Casting saturates, which is what is wanted.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (self.milliseconds() / 1_000.0) as u32;
        seconds
    }

    fn milliseconds(&self) -> f64 {
        let present = if self.is_paused() { 0.0 } else { clock::now() - self.began };
        self.before + present
    }

    /// Whether it stands still.
    pub(crate) fn is_paused(&self) -> bool {
        self.machine.state() == RecordingState::Paused
    }

    /// Stands still, or goes on.
    pub(crate) fn toggle_pause(&mut self) {
        if self.is_paused() {
            self.began = clock::now();
            let _ = self.machine.resume();
        } else {
            self.before += clock::now() - self.began;
            let _ = self.machine.pause();
        }
    }

    /// How loud it is just now: the root mean square of the sound, 0 to 1.
    pub(crate) fn level(&self) -> f32 {
        let Some(analyser) = &self.analyser else { return 0.0 };
        let mut samples = [0.0_f32; 512];
        analyser.get_float_time_domain_data(&mut samples);
        (samples.iter().map(|sample| sample * sample).sum::<f32>() / 512.0).sqrt()
    }

    /// Ends it and gives what was recorded; `None` if that is nothing.
    pub(crate) async fn stop(self) -> Option<Blob> {
        let is_too_short = self.milliseconds() < SHORTEST;
        if self.machine.state() != RecordingState::Inactive {
            let ended = Promise::new(&mut |resolve, _| self.machine.set_onstop(Some(&resolve)));
            self.machine.stop().ok()?;
            let _ = JsFuture::from(ended).await;
        }
        let described = self.machine.mime_type();
        let blob = blob_of(&self.chunks.borrow(), if described.is_empty() { &self.format } else { &described })?;
        (blob.size() > 0.0 && !is_too_short).then_some(blob)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.machine.set_ondataavailable(None);
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
    let devices =
        window.navigator().media_devices().ok().filter(|devices| !AsRef::<JsValue>::as_ref(devices).is_undefined() && has_recorder);
    let devices = devices.ok_or(Obstacle::Unsupported)?;
    let constraints: MediaStreamConstraints =
        object(&[("audio", JsValue::TRUE), ("video", (medium == Medium::Video).into())]).unchecked_into();
    let promise = devices.get_user_media_with_constraints(&constraints).map_err(|error| obstacle(&error))?;
    let stream = JsFuture::from(promise).await.map_err(|error| obstacle(&error))?;
    stream.dyn_into().map_err(|_| Obstacle::Unsupported)
}

fn obstacle(error: &JsValue) -> Obstacle {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("NotAllowedError" | "SecurityError") => Obstacle::Refused,
        Some("NotReadableError" | "AbortError") => Obstacle::Busy,
        _ => Obstacle::Missing,
    }
}

fn listen(stream: &MediaStream) -> Option<(AudioContext, AnalyserNode)> {
    let audio = AudioContext::new().ok()?;
    let analyser = audio.create_analyser().ok()?;
    analyser.set_fft_size(512);
    audio.create_media_stream_source(stream).ok()?.connect_with_audio_node(&analyser).ok()?;
    Some((audio, analyser))
}

fn tracks(stream: &MediaStream) -> impl Iterator<Item = MediaStreamTrack> {
    stream.get_tracks().into_iter().filter_map(|track| track.dyn_into().ok())
}

fn stop_tracks(stream: &MediaStream) {
    tracks(stream).for_each(|track| track.stop());
}
