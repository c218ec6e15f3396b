//! Definitions of the awkward pages, each as its differences from [`Page::PLAIN`].

use super::{
    page::{Page, Place, Tag},
    policy::Policy,
};

pub(super) const ALL: &[Page] = &[
    Page::PLAIN,
    Page { name: "body", about: "The tag in the body", tags: &[Tag { place: Place::Body, ..Tag::HEAD }], ..Page::PLAIN },
    Page { name: "twice", about: "The tag twice", tags: &[Tag::HEAD, Tag { place: Place::Body, ..Tag::HEAD }], ..Page::PLAIN },
    Page {
        name: "late",
        about: "The tag added late by a tag manager",
        tags: &[Tag { place: Place::Late, ..Tag::HEAD }],
        ..Page::PLAIN
    },
    Page {
        name: "shouting",
        about: "Styles that reset and shout",
        style: "* { all: unset !important; font-size: 3px !important }
            html, body, main, div, p, form { display: block !important }
            head, style, script { display: none !important }
            dialog { display: none !important }
            body { transform: rotate(0.01deg) !important; overflow-x: hidden !important }
            main { padding-top: 60px !important }
            #tall { height: 2000px !important }
            #banner, #veil { position: fixed !important; z-index: 2147483647 !important }
            #banner { inset: 0 0 auto 0 !important; height: 40px !important; background: #fd0 !important }
            #veil { inset: 0 !important; pointer-events: none !important }",
        body: r#"<main id="main"><p>.</p><p>.</p>{{controls}}<div id="tall"></div><p id="far">Here it ends.</p></main>
            <div id="banner">Today only!</div><div id="veil"></div>"#,
        ..Page::PLAIN
    },
    Page { name: "strict", about: "A strict policy: nonce, strict-dynamic, trusted types", policy: Policy::Strict, ..Page::PLAIN },
    Page { name: "nonce-alone", about: "A policy with a nonce alone", policy: Policy::NonceAlone, ..Page::PLAIN },
    Page {
        name: "without-wasm",
        about: "A policy that forbids Wasm",
        policy: Policy::WithoutWasm,
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "rta"), ("theme", "dark"), ("colour", "#ffb35c")] }],
        ..Page::PLAIN
    },
    Page { name: "without-frames", about: "A policy that forbids Wasm and frames", policy: Policy::WithoutFrames, ..Page::PLAIN },
    Page {
        name: "loader-alone",
        about: "A policy that names the loader alone",
        policy: Policy::LoaderAlone,
        // A nonce would let the loader import the rest.
        tags: &[Tag { place: Place::Late, ..Tag::HEAD }],
        ..Page::PLAIN
    },
    Page { name: "without-microphone", about: "A policy that lets nobody record", records: false, ..Page::PLAIN },
    Page {
        name: "marked",
        about: "A place of its own, with a link for browsers without JavaScript",
        body: r#"<main id="main">{{controls}}<div id="place"><sawtak-feedback><a id="plain" href="{{edge}}/f/rta?lang=en">Share your voice</a></sawtak-feedback></div>
            <div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        style: "#place { height: 80px }",
        ..Page::PLAIN
    },
    Page {
        name: "room",
        about: "Room kept for the box, which comes late",
        body: MARKED,
        style: "sawtak-feedback { display: block; min-height: 44px }",
        tags: &[Tag { place: Place::Late, ..Tag::HEAD }],
        ..Page::PLAIN
    },
    Page {
        name: "no-room",
        about: "No room kept for the box, which comes late",
        body: MARKED,
        tags: &[Tag { place: Place::Late, ..Tag::HEAD }],
        ..Page::PLAIN
    },
    Page {
        name: "single-page",
        about: "A single-page site that swaps its body",
        script: SWAP,
        body: r#"<main id="main">{{controls}}<button id="swap" type="button">Another page</button>
            <div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        ..Page::PLAIN
    },
    Page {
        name: "single-page-beside",
        about: "A single-page site that swaps what the box stands beside",
        script: SWAP,
        style: "#row { display: flex; height: 80px }",
        body: r#"<main id="main">{{controls}}<button id="swap" type="button">Another page</button><div id="row"><p id="meter">Happy?</p></div>
            <div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "rta"), ("beside", "#meter")] }],
        ..Page::PLAIN
    },
    Page {
        name: "own-dialog",
        about: "A dialog of its own, open, that keeps the focus",
        script: r#"addEventListener("DOMContentLoaded", () => {
              const own = document.getElementById("own");
              own.showModal();
              const inside = () => [...own.querySelectorAll("a, input, button")];
              document.addEventListener("focusin", (event) => {
                if (own.open && !own.contains(event.target)) inside()[0].focus();
              });
              own.addEventListener("keydown", (event) => {
                if (event.key !== "Tab") return;
                const all = inside();
                const next = all.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
                all.at(next % all.length).focus();
                event.preventDefault();
              });
              document.getElementById("ask").addEventListener("click", () => window.sawtak?.open());
            });"#,
        body: r#"<main id="main"><div id="tall"></div><p id="far">Here it ends.</p></main>
            <dialog id="own">{{controls}}<button id="ask" type="button">Tell us</button></dialog>"#,
        ..Page::PLAIN
    },
    Page {
        name: "early",
        about: "A page that opens the form before the loader has come",
        script: r#"window.heard = [];
            for (const name of ["ready", "opened", "submitted", "closed"])
              document.addEventListener("sawtak:" + name, ({ type, detail }) => heard.push([type, detail.entity, detail.kind ?? null]));
            window.sawtak ||= {
              open: (options) => document.addEventListener("sawtak:ready", () => sawtak.open(options), { once: true }),
            };
            sawtak.open({ mood: "unhappy", service: "parking" });"#,
        tags: &[Tag { place: Place::Late, ..Tag::HEAD }],
        ..Page::PLAIN
    },
    Page {
        name: "framed",
        about: "A page framed in another",
        style: "#inner { width: 100%; height: 600px; border: 0 }",
        body: r#"<main id="main"><p>A page around a page.</p>
            <iframe id="inner" title="The page" src="/any/plain{{query}}" allow="microphone; camera"></iframe></main>"#,
        tags: &[],
        ..Page::PLAIN
    },
    Page {
        name: "test-mode",
        about: "A tag in test mode, whose submissions reach nobody",
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "rta"), ("test", "")] }],
        ..Page::PLAIN
    },
    Page {
        name: "two",
        about: "Two boxes for two entities",
        style: ".row { display: flex; height: 80px }",
        body: r#"<main id="main">{{controls}}<div class="row"><p id="roads">Roads</p></div><div class="row"><p id="charity">Charity</p></div>
            <div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        tags: &[
            Tag { place: Place::Head, attributes: &[("entity", "rta"), ("beside", "#roads")] },
            Tag { place: Place::Head, attributes: &[("entity", "iacad"), ("beside", "#charity")] },
        ],
        ..Page::PLAIN
    },
    Page {
        name: "patched",
        about: "Prototypes patched by an old library, and its own fetch",
        // Written as in such libraries: the properties are enumerable, and `fetch` expects a string
        // as its address.
        script: r#"Array.prototype.foo = function () { return "foo"; };
            String.prototype.foo = Function.prototype.foo = Element.prototype.foo = Array.prototype.foo;
            const fetchOfTheirs = window.fetch;
            window.fetch = function (url, options) {
              if (url.indexOf("//") === 0) url = location.protocol + url;
              return fetchOfTheirs.call(this, url, options);
            };"#,
        ..Page::PLAIN
    },
    Page {
        name: "own-classes",
        about: "Classes of its own, under the names of the browser's",
        // Written as in MooTools 1.4, which has an `Element` and a `Window` of its own.
        script: r#"for (const name of ["Window", "Element", "HTMLElement", "Event", "CustomEvent", "File", "IntersectionObserver", "DOMException"])
              window[name] = class {};
            window.Response = function Response() {};"#,
        ..Page::PLAIN
    },
    Page {
        name: "broken-classes",
        about: "Something else under the names of classes that recordings and files need",
        script: r#"window.Blob = class {};
            window.URL = "https://example.org/";"#,
        ..Page::PLAIN
    },
    Page {
        name: "to-json",
        about: "Arrays that write themselves as JSON",
        // Written as in Prototype to 1.6.1.
        script: r#"Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };"#,
        ..Page::PLAIN
    },
    Page {
        name: "own-json",
        about: "A JSON of its own",
        script: r"const { parse } = JSON;
            window.JSON = { parse, stringify: (value) => String(value) };",
        ..Page::PLAIN
    },
    Page {
        name: "monitored",
        about: "Monitoring that adds headers to every call",
        script: r#"const headers = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x-datadog-origin": "rum", b3: "1", "x-own-monitoring": "1" };
            const fetchOfTheirs = window.fetch;
            window.fetch = function (input, init = {}) {
              const merged = new Headers(init.headers);
              for (const name in headers) merged.set(name, headers[name]);
              return fetchOfTheirs.call(this, input, { ...init, headers: merged });
            };
            const { open } = XMLHttpRequest.prototype;
            XMLHttpRequest.prototype.open = function (...words) {
              open.apply(this, words);
              for (const name in headers) this.setRequestHeader(name, headers[name]);
            };"#,
        ..Page::PLAIN
    },
    Page {
        name: "namesakes",
        about: "Elements and a frame that are called as Sawtak's object",
        body: r#"<main id="main">{{controls}}<div id="sawtak"></div><form name="sawtak"></form><iframe name="sawtak" title="A namesake"></iframe>
            <div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        ..Page::PLAIN
    },
    Page {
        name: "namesakes-elsewhere",
        about: "A frame of another origin and a constant that are called as Sawtak's object",
        script: "const sawtak = { open() {} };",
        body: r#"<main id="main">{{controls}}<iframe name="sawtak" title="A namesake" src="{{edge}}/healthz"></iframe>
            <div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        ..Page::PLAIN
    },
    Page {
        name: "declared",
        about: "A variable without a value that is called as Sawtak's object",
        script: "var sawtak;",
        ..Page::PLAIN
    },
    Page {
        name: "cancelling",
        about: "A page that cancels paste, drop, context menu and input",
        script: r#"window.cancelled = [];
            for (const type of ["paste", "cut", "copy", "contextmenu", "beforeinput", "dragover", "drop"])
              document.addEventListener(type, (event) => {
                window.cancelled.push(type);
                event.preventDefault();
              });"#,
        ..Page::PLAIN
    },
    Page {
        name: "capturing",
        about: "A page that cancels the same before any element hears of it, and has its own shortcuts",
        script: r#"window.cancelled = [];
            for (const type of ["paste", "cut", "copy", "contextmenu", "selectstart", "beforeinput", "keydown", "keyup", "dragover", "drop"])
              document.addEventListener(type, (event) => {
                if (event.target.localName !== "sawtak-feedback") return;
                window.cancelled.push(type);
                event.preventDefault();
                event.stopPropagation();
              }, true);"#,
        ..Page::PLAIN
    },
    Page {
        name: "module",
        about: "A tag that is a module",
        tags: &[Tag { place: Place::Module, ..Tag::HEAD }],
        ..Page::PLAIN
    },
    Page {
        name: "two-languages",
        about: "A single-page site that goes to a page in another language, with a tag of its own",
        script: r##"addEventListener("click", ({ target }) => {
              if (target.id === "language") document.documentElement.lang = "ar";
              if (target.id !== "swap") return;
              const { dataset, src } = document.querySelector("script[data-entity]");
              const next = document.body.cloneNode(true);
              document.body.replaceWith(next);
              document.documentElement.lang = "ar";
              const tag = document.createElement("script");
              Object.assign(tag.dataset, dataset, { service: "parking", beside: "#meter" });
              tag.src = src;
              next.append(tag);
            });"##,
        body: r#"<main id="main">{{controls}}<button id="swap" type="button">Another page</button><button id="language" type="button">Another language</button>
            <p id="meter">Happy?</p><div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        ..Page::PLAIN
    },
    Page {
        name: "locale",
        about: "A language written as a locale",
        root: r#"lang="ar_AE" dir="rtl""#,
        ..Page::PLAIN
    },
    Page {
        name: "no-selector",
        about: "A place named by no valid selector",
        body: r#"<main id="main">{{controls}}<p id="form:rating">Happy?</p><div id="tall"></div><p id="far">Here it ends.</p></main>"#,
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "rta"), ("beside", "#form:rating")] }],
        ..Page::PLAIN
    },
    Page {
        name: "nowhere",
        about: "A place that the page doesn't have, and an entity in capitals",
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "RTA"), ("beside", "#nowhere")] }],
        ..Page::PLAIN
    },
    Page {
        name: "nameless",
        about: "A tag without an entity",
        tags: &[Tag { place: Place::Head, attributes: &[] }],
        ..Page::PLAIN
    },
    Page {
        name: "shortcuts",
        about: "Keys that are shortcuts unless one is typing",
        script: r#"addEventListener("keydown", (event) => {
              if (event.key !== "/" || event.target.matches("input, textarea, select, [contenteditable]")) return;
              event.preventDefault();
              document.getElementById("field").focus();
            });"#,
        ..Page::PLAIN
    },
    Page {
        name: "right-to-left",
        about: "A page from right to left with a box from left to right",
        root: r#"lang="ar" dir="rtl""#,
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "rta"), ("lang", "en")] }],
        ..Page::PLAIN
    },
    Page {
        name: "left-to-right",
        about: "A page from left to right with a box from right to left",
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "rta"), ("lang", "ar")] }],
        ..Page::PLAIN
    },
    Page {
        name: "dark",
        about: "A dark page",
        style: ":root { color-scheme: dark; background: #101418; color: #e8ecf0 }",
        tags: &[Tag { place: Place::Head, attributes: &[("entity", "rta"), ("colour", "#ffb35c")] }],
        ..Page::PLAIN
    },
    Page { name: "quirks", about: "A page without a doctype", doctype: "", ..Page::PLAIN },
];

/// Script that replaces the whole body with a fresh copy, as navigation in a single-page site does.
const SWAP: &str = r#"addEventListener("DOMContentLoaded", () => {
      const first = document.body.cloneNode(true);
      document.addEventListener("click", (event) => {
        if (event.target.id !== "swap") return;
        document.body.replaceWith(first.cloneNode(true));
        history.pushState(null, "", "?page=" + history.length);
      });
    });"#;

/// Body with an explicit `<sawtak-feedback>` element on a line of its own.
const MARKED: &str = r#"<main id="main">{{controls}}<sawtak-feedback></sawtak-feedback><p>What follows.</p>
    <div id="tall"></div><p id="far">Here it ends.</p></main>"#;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_page_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = ALL.iter().map(|page| page.name).collect();
        assert_eq!(names.len(), ALL.len());
    }
}
