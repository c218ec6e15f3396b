// Voice messages: hold the button to record, and let go to send; or press once to begin and once more to send. To slide
// away from the button, or Escape, discards.

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
/// A shorter press begins a recording that goes on.
const PRESS = 400;
/// Whoever slides so many pixels away means to discard.
const AWAY = 90;

export function recorder({ button, note, discard, send, failed }) {
  let running = null;
  let pressed = null;

  async function start() {
    const attempt = (running = { pieces: [], sends: false });
    show(true);
    try {
      attempt.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      if (running === attempt) end(false);
      return failed();
    }
    if (running !== attempt) return attempt.stream.getTracks().forEach((track) => track.stop());
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    attempt.recorder = new MediaRecorder(attempt.stream, { mimeType });
    attempt.recorder.addEventListener("dataavailable", ({ data }) => attempt.pieces.push(data));
    attempt.recorder.addEventListener("stop", () => {
      attempt.stream.getTracks().forEach((track) => track.stop());
      const type = mimeType ?? "audio/ogg;codecs=opus";
      if (attempt.sends) send(new Blob(attempt.pieces, { type }), type);
    });
    attempt.recorder.start();
    const began = Date.now();
    const clock = note.querySelector("time");
    attempt.timer = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }, 200);
  }

  function end(sends) {
    const ended = running;
    running = null;
    show(false);
    if (!ended) return;
    clearInterval(ended.timer);
    ended.sends = sends;
    if (ended.recorder?.state === "recording") ended.recorder.stop();
  }

  function show(on) {
    button.classList.toggle("on", on);
    button.setAttribute("aria-pressed", String(on));
    note.hidden = !on;
    if (on) note.querySelector("time").textContent = "0:00";
  }

  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    pressed = { at: Date.now(), x: event.clientX, y: event.clientY, began: !running };
    if (!running) start();
  });
  button.addEventListener("pointermove", (event) => {
    if (!pressed?.began || Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < AWAY) return;
    pressed = null;
    end(false);
  });
  button.addEventListener("pointerup", () => {
    if (!pressed) return;
    const isShort = Date.now() - pressed.at < PRESS;
    if (!(pressed.began && isShort)) end(true);
    pressed = null;
  });
  button.addEventListener("pointercancel", () => {
    pressed = null;
    end(false);
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  // Keys, and whatever clicks without a pointer.
  button.addEventListener("click", (event) => {
    if (event.detail !== 0) return;
    if (running) end(true);
    else start();
  });
  discard.addEventListener("click", () => {
    end(false);
    button.focus();
  });
  addEventListener("keydown", (event) => event.key === "Escape" && running && end(false));
  show(false);
}
