// The happiness meter: three faces, as radios or as buttons. It thanks, and writes the face on Sawtak's tag, where the box
// finds it whenever it opens. Whoever points at the unhappy one, or presses it, is asked at once what happened; arrow keys
// only pass over radios, so nothing opens under them. The words stand in the page: `data-thanks` on each face.

const meter = document.getElementById("happiness-meter");
const thanks = meter?.querySelector("[role=status]");
let pointed = false;

function choose(face, meant) {
  const tag = document.querySelector("script[data-entity]");
  if (tag) tag.dataset.mood = face.value;
  thanks.textContent = face.dataset.thanks;
  for (const button of meter.querySelectorAll("button[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button === face));
  }
  if (!meant || face.value !== "unhappy") return;
  if (window.sawtak) sawtak.open();
  // The box comes later, perhaps after another face.
  else document.addEventListener("sawtak:ready", () => tag?.dataset.mood === "unhappy" && sawtak.open(), { once: true });
}

meter?.addEventListener("pointerdown", () => (pointed = true));
meter?.addEventListener("keydown", () => (pointed = false));

meter?.addEventListener("change", (event) => {
  if (event.target.matches("input[type=radio]")) choose(event.target, pointed);
});

meter?.addEventListener("click", (event) => {
  const button = event.target.closest("button[aria-pressed]");
  if (button) choose(button, true);
});
