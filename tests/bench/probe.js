// Runs in every page before its own scripts and writes down when what can be used. `WIDGET` is filled in: the selectors of its trigger, of
// the frame that it opens and of that frame's first field.
(() => {
  const seen = { clicked: null, trigger: null, frame: null, field: null, tasks: [], shifts: [] };
  const widget = WIDGET;

  const all = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((element) => (element.shadowRoot ? all(selector, element.shadowRoot) : [])),
  ];

  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
  };

  const middle = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };

  /** Whether a press on it would reach it: it is enabled, and neither it nor its label is covered. */
  const isUsable = (element) => {
    if (!isSeen(element) || element.disabled) return false;
    let at = document.elementFromPoint(...middle(element));
    while (at?.shadowRoot?.elementFromPoint(...middle(element)) && at.shadowRoot.elementFromPoint(...middle(element)) !== at)
      at = at.shadowRoot.elementFromPoint(...middle(element));
    return at === element || element.contains(at) || [...(element.labels ?? [])].some((label) => label.contains(at));
  };

  const look = () => {
    const now = performance.now();
    if (seen.trigger === null && all(widget.trigger).some(isUsable)) seen.trigger = now;
    if (seen.clicked !== null) {
      if (seen.frame === null && all(widget.frame).some(isSeen)) seen.frame = now;
      if (seen.field === null && all(widget.field).slice(0, 1).some(isUsable)) seen.field = now;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  addEventListener("click", (event) => (seen.clicked ??= event.timeStamp), true);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shifts.push([entry.startTime, entry.value]);
  }).observe({ type: "layout-shift", buffered: true });

  Object.defineProperty(window, Symbol.for("probe"), {
    value: {
      seen: () => ({ ...seen, origin: performance.timeOrigin }),
      place: () => middle(all(widget.trigger).find(isUsable)).map(Math.round),
    },
  });
})();
