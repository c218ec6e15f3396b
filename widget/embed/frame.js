// The form where it can't be in the page: in a frame, beside the loader's link to the form's own page, for pages that forbid
// what it needs. The loader imports this then. The build fills in SAWTAK_ELSEWHERE, what is said at the link, by language.

const edge = import.meta.url.split("/", 3).join("/");

/** Time after which a frame that says nothing is taken for forbidden, in milliseconds. */
const LATE = 3000;

/** Options that the address of the form's own page carries. */
const CARRIED = ["service", "mood", "theme", "colour"];

/** Returns the address of the form's own page, which carries what the page told. */
const page = (options) => {
  const carried = CARRIED.filter((name) => options[name]).map((name) => [name, options[name]]);
  if ("test" in options) carried.push(["test", 1]);
  const written = [["lang", options.language], ...carried].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${edge}/f/${options.entity}?` + written.join("&");
};

/**
 * Lets the link in the dialog carry the page's options, and loads the form into a frame beside it. Once the form has come, it
 * stands there alone, and follows the options.
 */
export const show = (dialog, options) => {
  const link = dialog.querySelector("dialog>a");
  link.href = page(options);
  const said = SAWTAK_ELSEWHERE[options.language];
  // Said only if the frame doesn't come.
  setTimeout(() => {
    if (!frame.hidden || !frame.isConnected) return;
    const note = document.createElement("p");
    note.id = "elsewhere";
    note.textContent = said;
    note.style.fontWeight = 400;
    dialog.style.height = "auto";
    link.before(note);
    link.setAttribute("aria-describedby", note.id);
  }, LATE);
  link.style.cssText = "width:fit-content;text-decoration:none";
  const frame = document.createElement("iframe");
  frame.allow = "microphone;camera;geolocation";
  frame.title = dialog.ariaLabel;
  frame.style.cssText = "border:0;width:100%;height:99%";
  // Where a page forbids frames, the browser would show a broken one.
  frame.hidden = true;
  const tell = (message) => frame.contentWindow?.postMessage(message, edge);
  const follow = ({ origin, source, data }) => {
    if (origin !== edge || !source || source !== frame.contentWindow) return;
    // The frame itself stays where it is: a browser loads one anew that was moved.
    for (const other of dialog.querySelectorAll(":scope > :not(iframe)")) other.remove();
    frame.hidden = false;
    dialog.style.height = "";
    dialog.style.padding = 0;
    frame.focus();
    if (data?.reference) options.submitted(data.reference, data.kind);
    if (data?.close) dialog.close();
  };
  // Ends a recording in the frame.
  const end = () => {
    tell({ closed: 1 });
    if (frame.isConnected) return;
    removeEventListener("message", follow);
    dialog.removeEventListener("close", end);
  };
  addEventListener("message", follow);
  dialog.addEventListener("close", end);
  for (const name of ["service", "mood", "language"]) {
    Object.defineProperty(options, name, { set: (value) => tell({ [name]: value }) });
  }
  dialog.append(frame);
  frame.src = link.href.replace("/f/", "/embed/");
};
