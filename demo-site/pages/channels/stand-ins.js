// Calls of the stand-ins, and the words of the page, which stand in it.

const origin = document.documentElement.dataset.standIns;

/// The address of something at the stand-ins.
export const address = (path) => origin + path;

/// Calls with JSON, or with a file; fails with the stand-in's own words.
export async function call(method, path, body, type = "application/json") {
  const isFile = body instanceof Blob;
  const response = await fetch(address(path), {
    method,
    headers: body === undefined ? {} : { "content-type": isFile ? type : "application/json" },
    body: body === undefined || isFile ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text && response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : {};
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

/// Asks again whenever something has changed, and passes each answer on; nothing while there is no answer.
export async function follow(path, show, lost) {
  let version = 0;
  for (;;) {
    const separator = path().includes("?") ? "&" : "?";
    try {
      const state = await call("GET", `${path()}${separator}after=${version}`);
      version = state.version;
      show(state);
    } catch (error) {
      lost(error);
      version = 0;
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

const list = document.getElementById("words").content.querySelectorAll("[data-key]");

export const words = Object.fromEntries([...list].map(({ dataset, textContent }) => [dataset.key, textContent]));

/// Makes an element; strings among its children are text.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/// A text with its addresses as links.
export function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"،]+[^\s<>"،.,;:!?)])/u).map((part, place) =>
    place % 2 ? element("a", { href: part, target: "_blank", rel: "noopener", dir: "ltr" }, part) : part,
  );
}
