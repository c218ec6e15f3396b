// What is wrong with what shows in the open box, for whoever looks at it or presses it. Each function gives a list of findings.

const root = document.querySelector("sawtak-feedback").shadowRoot;
const dialog = root.querySelector("dialog");
const seen = [...dialog.querySelectorAll("*")].filter((element) => element.checkVisibility() && !element.closest(".unseen"));
const tell = (element, what) => `${element.outerHTML.slice(0, 120)}: ${what}`;
const found = (what) => seen.map((element) => [element, what(element)]).filter(([, said]) => said).map(([element, said]) => tell(element, said));

/** What a finger has to hit: of a radio button and of a recorder that rests its card, of a tick its line, of a file field the zone. */
const target = (element) => element.closest(".choice, label:has([type=checkbox]), .drop, [data-phase=idle]") ?? element;

const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const channels = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const luminance = (colour) => {
  const [red, green, blue] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const ground = (element) => {
  for (let below = element; below; below = below.parentElement) {
    const colour = getComputedStyle(below).backgroundColor;
    if (channels(colour)[3] === 255) return colour;
  }
  return "white";
};
const contrast = (element) => {
  const [dark, light] = [luminance(getComputedStyle(element).color), luminance(ground(element))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

const SIGHT = {
  /** Targets of less than 44 pixels. */
  small: () =>
    found((element) => {
      if (!element.matches("button, summary, a[href], input, select, textarea")) return false;
      const { width, height } = target(element).getBoundingClientRect();
      return Math.min(Math.round(width), Math.round(height)) < 44 && `${width} by ${height}`;
    }),
  /** Controls that are called otherwise than what they say: whoever speaks to them says what shows. */
  misnamed: () =>
    found((element) => {
      const name = element.getAttribute("aria-label");
      return element.matches("button, summary, a[href]") && name && !name.startsWith(element.innerText.trim()) && `is called ${name}`;
    }),
  /** What can't be read without scrolling sideways, or is cut off. */
  cut: () => [
    ...(dialog.scrollWidth > dialog.clientWidth ? [`the box is ${dialog.scrollWidth} wide and shows ${dialog.clientWidth}`] : []),
    ...found((element) => {
      const { left, right } = element.getBoundingClientRect();
      if (element.closest("svg, select, .items audio, .items video")) return false;
      return (left < -1 || right > innerWidth + 1) && `reaches from ${left} to ${right}`;
    }),
    ...found((element) => {
      if (!element.matches("button, summary, label, h2, p, .bar strong") || getComputedStyle(element).overflow === "visible") return false;
      return (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) && "its text is cut off";
    }),
  ],
  /** Texts that stand out too little. */
  faint: () =>
    found((element) => {
      const enough = element.closest("option, [aria-disabled=true]") || !speaks(element) || contrast(element) >= 4.5;
      return !enough && `contrast ${contrast(element).toFixed(2)}`;
    }),
  /** What moves. */
  moving: () => dialog.getAnimations({ subtree: true }).filter((moves) => moves.effect.getComputedTiming().duration > 0).map((moves) => tell(moves.effect.target, "moves")),
};
