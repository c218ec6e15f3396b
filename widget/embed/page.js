// On the edge's own pages, also where they show in a frame: guides through the form that is there. Without this it is a plain form.

import { guideThrough } from "./form.js";

const frame = document.querySelector(".sawtak");
const tell = (message) => parent !== window && parent.postMessage(message, "*");
const options = {
  edge: location.origin,
  mood: new URLSearchParams(location.search).get("mood"),
  submitted: (reference) => tell({ reference }),
};

if (parent !== window) {
  // The page around closes its box itself.
  frame.querySelector("[part=close]").remove();
  tell({ ready: true });
}
guideThrough(frame, options).catch((error) => {
  console.error(error);
  const form = frame.querySelector("form");
  delete frame.dataset.step;
  form.onsubmit = null;
});
