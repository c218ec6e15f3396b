// The form in a frame of the edge, for pages that forbid what the form needs. The loader imports it and shows a link meanwhile.

const edge = new URL(import.meta.url).origin;

/**
 * Loads the form into a frame in the dialog, beside what the dialog shows. Once the form has come, it stands there alone.
 * Takes the address of the form's own page and the page's options, which the form follows.
 */
export const show = (dialog, address, options) => {
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
    frame.focus();
    if (data?.reference) options.submitted(data.reference);
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
  frame.src = address.replace("/f/", "/embed/");
};
