// The happiness meter: three faces, as radios or as buttons. It thanks, and offers to say more; what "more" is, Sawtak
// knows, and is told the face. Whoever points at the unhappy one, or presses it, is asked at once what happened; arrow keys
// only pass over radios, so nothing opens under them. The words stand in the page: `data-thanks` on each face.

const meter = document.getElementById("happiness-meter");
const thanks = meter?.querySelector("[role=status]");
const more = meter?.querySelector("[data-more]");
let mood = null;
let pointed = false;

function tellMore() {
  window.sawtak?.open({ mood });
}

function choose(face, meant) {
  mood = face.value;
  thanks.textContent = face.dataset.thanks;
  more.hidden = false;
  for (const button of meter.querySelectorAll("button[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button === face));
  }
  if (meant && mood === "unhappy") tellMore();
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

more?.addEventListener("click", tellMore);
