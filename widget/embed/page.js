// On the edge's own pages, also where they show in a frame: guides through the form that is there. Without this it is a plain form.

const frame = document.querySelector(".sawtak");
const form = frame.querySelector("form");
const tell = (message) => parent !== window && parent.postMessage(message, "*");
const { theme = "auto", colour, service, mood } = Object.fromEntries(new URLSearchParams(location.search));
const { style } = document.documentElement;
style.colorScheme = theme.replace("auto", "light dark");
if (colour) style.setProperty("--accent", colour);

if (parent !== window) {
  // The box is the page's around this one.
  addEventListener("click", ({ target }) => target.closest("[part=close]") && tell({ close: true }));
  addEventListener("keydown", ({ key, isComposing }) => key === "Escape" && !isComposing && tell({ close: true }));
  tell({ ready: true });
}

// Until the widget has come. What was pressed before is done then.
frame.dataset.step = "kind";
form.onsubmit = (event) => {
  event.preventDefault();
  form.dataset.pressed = "";
};
const options = { edge: location.origin, service, mood, submitted: (reference) => tell({ reference }) };
import(options.edge + frame.dataset.engine)
  .then(({ guide }) => guide(frame, options))
  .catch((error) => {
    console.error(error);
    delete frame.dataset.step;
    form.onsubmit = null;
  });
