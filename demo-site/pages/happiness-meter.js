// The happiness meter: three faces, as radios or as buttons. It thanks, and offers to say more; what "more" is, Sawtak
// knows. The words stand in the page: `data-thanks` on each face.

const meter = document.getElementById("happiness-meter");
const thanks = meter?.querySelector("[role=status]");
const more = meter?.querySelector("[data-more]");
let mood = null;

function choose(face) {
  mood = face.value;
  thanks.textContent = face.dataset.thanks;
  more.hidden = false;
  for (const button of meter.querySelectorAll("button[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button === face));
  }
}

meter?.addEventListener("change", (event) => {
  if (event.target.matches("input[type=radio]")) choose(event.target);
});

meter?.addEventListener("click", (event) => {
  const button = event.target.closest("button[aria-pressed]");
  if (button) choose(button);
});

more?.addEventListener("click", () => window.sawtak?.open?.({ mood }));
