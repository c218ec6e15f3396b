// Posts in public with their replies, and direct messages, on Instagram and X.

import { call, element, follow, linked, words } from "./stand-ins.js";

const { channel } = document.documentElement.dataset;
const language = document.documentElement.lang;
const at = (id) => document.getElementById(id);
const base = `/people/${channel}`;

const author = at("author");
author.value = sessionStorage.getItem("author") ?? author.value;

let last = null;

author.addEventListener("input", () => {
  sessionStorage.setItem("author", author.value);
  if (last) show(last);
});

async function attempt(action) {
  at("problem").textContent = "";
  try {
    await action();
  } catch (error) {
    at("problem").textContent = words.refused + error.message;
  }
}

at("new").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text || !author.value) return;
  at("text").value = "";
  const isPrivate = at("private")?.checked ?? false;
  const post = channel === "x" ? { text } : { caption: text, private: isPrivate };
  attempt(() => call("POST", `${base}/posts`, { author: author.value, ...post }));
});

at("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("message").value.trim();
  if (!text || !author.value) return;
  at("message").value = "";
  attempt(() => call("POST", `${base}/direct/${encodeURIComponent(author.value)}`, { text }));
});

/// Instagram has comments below a post, X posts that answer posts: both become a list of replies.
function threads({ posts }) {
  if (channel === "instagram") return posts.map((post) => ({ ...post, text: post.caption, replies: post.comments }));
  const below = ({ id }) => posts.filter(({ parent }) => parent === id).flatMap((post) => [post, ...below(post)]);
  return posts.filter(({ parent }) => !posts.some(({ id }) => id === parent)).map((post) => ({ ...post, replies: below(post) }));
}

function answer(thread, to, text) {
  if (channel === "x") return call("POST", `${base}/posts`, { author: author.value, text, parent: to.id });
  const parent = to === thread ? null : to.id;
  return call("POST", `${base}/posts/${thread.id}/comments`, { author: author.value, text, parent });
}

const by = ({ author, at }) =>
  element(
    "p",
    { class: "by" },
    element("b", {}, element("bdi", {}, `@${author}`)),
    ` · ${new Date(at).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" })}`,
  );

function buttons(thread, post) {
  const place = element("div", { class: "row" });
  const reply = () => {
    const box = element("textarea", { rows: 2, dir: "auto", "aria-label": words.reply });
    const form = element("form", {}, box, element("p", { class: "row" }, element("button", {}, words.send)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = box.value.trim();
      if (!text) return;
      form.replaceWith();
      attempt(() => answer(thread, post, text));
    });
    place.after(form);
    box.focus();
  };
  place.append(element("button", { type: "button", onclick: reply }, words.reply));
  if (post.author === author.value) {
    const remove = () => attempt(() => call("DELETE", `${base}/posts/${post.id}`));
    place.append(element("button", { type: "button", onclick: remove }, words.delete));
  }
  return place;
}

const shown = (account, thread, post) =>
  element(
    "li",
    { id: post.id, class: post.author === account ? "ours" : null },
    by(post),
    element("p", { dir: "auto" }, ...linked(post.text)),
    post.author === account ? null : buttons(thread, post),
    post.replies?.length ? element("ol", { class: "replies" }, ...post.replies.map((reply) => shown(account, thread, reply))) : null,
  );

function show(state) {
  last = state;
  at("state").textContent = state.subscribed ? words.connected : words.waiting;
  // Whoever is writing a reply keeps it: what is new shows once it is sent or left.
  if (!at("posts").querySelector("form")) {
    const all = threads(state).reverse();
    at("posts").replaceChildren(...all.map((thread) => shown(state.account, thread, thread)));
    if (!all.length) at("posts").append(element("li", {}, words.none));
  }
  const thread = state.direct[author.value];
  const messages = (channel === "x" ? thread : thread?.messages) ?? [];
  at("direct").replaceChildren(
    ...messages.map(({ incoming, text }) => element("li", { class: incoming ? "theirs" : "own", dir: "auto" }, ...linked(text))),
  );
  at("direct").scrollTop = at("direct").scrollHeight;
}

follow(() => base, show, () => (at("state").textContent = words.lost));
