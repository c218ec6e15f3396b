// Runs in every page before the page's own scripts and remembers what the page's people would notice. Kept under a symbol, so that it
// is no global itself.
(() => {
  const heard = [];
  const wrong = [];
  const shifts = [];
  const name = (target) => (target instanceof Element ? `${target.localName}#${target.id}` : target === document ? "document" : "window");

  const kinds =
    "pointerdown mousedown pointerup mouseup click keydown keypress keyup beforeinput input change focusin focusout submit hashchange popstate message storage resize";
  for (const kind of kinds.split(" ")) {
    addEventListener(kind, (event) => heard.push(`${kind} ${name(event.target)}${event.defaultPrevented ? " prevented" : ""}`));
  }
  addEventListener("error", (event) => wrong.push(`error: ${event.message ?? name(event.target)}`), true);
  addEventListener("unhandledrejection", (event) => wrong.push(`rejected: ${event.reason}`));
  addEventListener("securitypolicyviolation", (event) => wrong.push(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) shifts.push(`${value}: ${sources.map(({ node }) => name(node))}`);
    }
  }).observe({ type: "layout-shift", buffered: true });

  /** The page as it stands, without what is Sawtak's, and without scripts: some of them add its tag. */
  const page = () => {
    const copy = document.documentElement.cloneNode(true);
    for (const element of copy.querySelectorAll("sawtak-feedback, script")) element.remove();
    return copy.outerHTML;
  };

  const places = () =>
    [...document.querySelectorAll("body, body *:not(script)")]
      .filter((element) => !element.closest("sawtak-feedback"))
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [name(element), ...[x + scrollX, y + scrollY, width, height].map(Math.round)].join(" ");
      });

  const styles = () =>
    [document.documentElement, document.body].map((element) => {
      const style = getComputedStyle(element);
      return [...style].filter((property) => !property.endsWith("-origin")).map((property) => `${property}: ${style.getPropertyValue(property)}`).join("; ");
    });

  Object.defineProperty(window, Symbol.for("host"), {
    value: {
      shifts,
      /** What was heard since this was last asked. */
      heard: () => heard.splice(0),
      state: () => ({
        wrong: [...wrong],
        globals: Object.getOwnPropertyNames(window).filter((global) => global !== "sawtak"),
        page: page(),
        places: places(),
        styles: styles(),
        focus: name(document.activeElement),
        caret: document.activeElement.selectionStart ?? null,
        values: [...document.querySelectorAll("input, output")].map((field) => field.value),
        scroll: [Math.round(scrollX), Math.round(scrollY)],
        title: document.title,
        cookies: document.cookie,
        kept: localStorage.length + sessionStorage.length,
      }),
    },
  });
})();
