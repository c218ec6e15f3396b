// On the edge's own pages, also where they show in a frame: guides through the form that is there. Without this it is a plain form.

const frame = document.querySelector(".sawtak");
const form = frame.querySelector("form");
const tell = (message) => parent !== window && parent.postMessage(message, "*");
const { theme = "auto", colour, service, mood } = Object.fromEntries(new URLSearchParams(location.search));
const { style } = document.documentElement;
style.colorScheme = theme.replace("auto", "light dark");
if (colour) style.setProperty("--accent", colour);

const options = { edge: location.origin, service, mood, submitted: (reference) => tell({ reference }) };

if (parent !== window) {
  // The box is the page's around this one. The button may ask first; Escape is the button, unless it answers what was asked.
  addEventListener("click", ({ target }) => target.closest("[part=close]") && tell({ close: true }));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
    // Or the same Escape would answer at once.
    event.preventDefault();
    document.querySelector("[part=close]").click();
  });
  // What the page tells later.
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    if (data.mood) options.mood = data.mood;
    if (data.service) options.service = data.service;
    if (data.closed) document.body.dispatchEvent(new Event("close"));
  });
  tell({ ready: true });
}

// Until the widget has come. What was pressed before is done then.
frame.dataset.step = "kind";
form.onsubmit = (event) => {
  event.preventDefault();
  form.dataset.pressed = "";
};
import(options.edge + frame.dataset.engine)
  .then(({ guide }) => guide(frame, options))
  .catch((error) => {
    console.error(error);
    delete frame.dataset.step;
    form.onsubmit = null;
  });
