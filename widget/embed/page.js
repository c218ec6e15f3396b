// Script of the edge's own form pages, also in a frame: mounts the widget. Without it the form is plain HTML.

const frame = document.querySelector(".sawtak");
const form = frame.querySelector("form");
const tell = (message) => parent !== window && parent.postMessage(message, "*");
const { theme = "auto", colour, service, mood } = Object.fromEntries(new URLSearchParams(location.search));
const { style } = document.documentElement;
style.colorScheme = theme.replace("auto", "light dark");
if (colour) style.setProperty("--accent", colour);

// A form that came filled in was posted: loading it again would undo what its author changes.
if (location.pathname === "/ask/form") history.replaceState(null, "", form.action);

const options = { service, mood, submitted: (reference, kind) => tell({ reference, kind }) };

if (parent !== window) {
  // The box belongs to the page around this frame. The close button may ask first. Escape presses it, unless a dialog is open.
  addEventListener("click", ({ target }) => target.closest("[part=close]") && tell({ close: true }));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
    // Otherwise the same Escape would answer the dialog.
    event.preventDefault();
    document.querySelector("[part=close]").click();
  });
  // Later options of the page around.
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    if (data.mood) options.mood = data.mood;
    if (data.service) options.service = data.service;
    if (data.language) options.language = data.language;
    if (data.closed) document.body.dispatchEvent(new Event("close"));
  });
  tell({ ready: true });
}

// Until the widget has loaded. It repeats a submission pressed before.
frame.dataset.step = "kind";
form.onsubmit = (event) => {
  event.preventDefault();
  form.dataset.pressed = "";
};
import(location.origin + frame.dataset.engine)
  .then(({ guide }) => guide(frame, options))
  .catch((error) => {
    console.error(error);
    delete frame.dataset.step;
    form.onsubmit = null;
  });
