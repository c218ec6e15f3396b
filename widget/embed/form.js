// What the loader and the edge's own pages share: a form that waits for its widget.

/** Shows the first step alone, at once, and guides on as soon as the widget is there: what was pressed before is done then. */
export const guideThrough = async (frame, options) => {
  const form = frame.querySelector("form");
  let pressed;
  frame.dataset.step = "kind";
  form.onsubmit = (event) => {
    event.preventDefault();
    pressed = true;
  };
  const { guide } = await import(options.edge + frame.dataset.engine);
  const attached = await guide(frame, options);
  if (pressed) form.requestSubmit();
  return attached;
};
