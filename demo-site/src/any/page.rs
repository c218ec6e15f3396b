//! Definition of an awkward page and its rendering as HTML.

use super::{WITHOUT, policy::Policy};

/// Definition of an awkward page. Defaults come from [`Page::PLAIN`].
pub(super) struct Page {
    /// Path segment below `/any`.
    pub(super) name: &'static str,
    /// Description of the page's peculiarity, for the list and the title.
    pub(super) about: &'static str,
    pub(super) policy: Policy,
    /// Lets itself and the edge's frame use microphone and camera.
    pub(super) records: bool,
    pub(super) doctype: &'static str,
    /// Attributes of the root element.
    pub(super) root: &'static str,
    pub(super) style: &'static str,
    /// Script of the page itself, placed before Sawtak's tag.
    pub(super) script: &'static str,
    pub(super) body: &'static str,
    pub(super) tags: &'static [Tag],
}

/// Script tag that embeds Sawtak.
#[derive(Clone, Copy)]
pub(super) struct Tag {
    pub(super) place: Place,
    pub(super) attributes: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Head,
    Body,
    /// In the head, as a module.
    Module,
    /// Inserted by a script after the `load` event, as tag managers do.
    Late,
}

/// Values that differ between responses.
pub(super) struct Setting<'a> {
    pub(super) edge: &'a str,
    pub(super) nonce: &'a str,
    pub(super) without: bool,
}

/// Controls of the page itself, present with and without Sawtak.
pub(super) const CONTROLS: &str = r##"<h1 id="title">An entity's page</h1>
<p><a id="link" href="#far">Further down</a></p>
<form id="form"><label>Search <input id="field" name="q" autocomplete="off"></label>
<button id="press" type="button">Count</button> <output id="count">0</output></form>"##;

const BODY: &str = r#"<main id="main">{{controls}}
<div id="tall"></div><p id="far">Here it ends.</p></main>"#;

const STYLE: &str =
    "body { margin: 0; font: 16px/1.5 sans-serif } main { padding: 16px } #tall { height: 2000px }";

const SCRIPT: &str = r#"document.addEventListener("click", (event) => {
  if (event.target.id !== "press") return;
  const count = document.getElementById("count");
  count.value = Number(count.value) + 1;
});"#;

impl Page {
    /// Page without peculiarities: it scrolls, and the tag is in its head.
    pub(super) const PLAIN: Self = Self {
        name: "plain",
        about: "The tag in the head",
        policy: Policy::Usual,
        records: true,
        doctype: "<!doctype html>",
        root: r#"lang="en""#,
        style: "",
        script: "",
        body: BODY,
        tags: &[Tag::HEAD],
    };

    pub(super) fn html(&self, setting: &Setting) -> String {
        let Setting { edge, nonce, without } = setting;
        let at = |place: Place| -> String {
            let tags = self.tags.iter().filter(|tag| tag.place == place && !without);
            tags.map(|tag| tag.html(setting)).collect()
        };
        let Self { doctype, root, style, script, body, about, .. } = self;
        let head = at(Place::Head) + &at(Place::Module) + &at(Place::Late);
        let end = at(Place::Body);
        let html = format!(
            "{doctype}<html {root}><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{about}</title>\
             <link rel=\"icon\" href=\"data:,\"><style nonce=\"{nonce}\">{STYLE} {style}</style>\
             <script nonce=\"{nonce}\">{SCRIPT} {script}</script>{head}</head><body>{body}{end}</body></html>\n"
        );
        let query = if *without { format!("?{WITHOUT}") } else { String::new() };
        html.replace("{{controls}}", CONTROLS)
            .replace("{{edge}}", edge)
            .replace("{{query}}", &query)
    }
}

impl Tag {
    pub(super) const HEAD: Self = Self { place: Place::Head, attributes: &[("entity", "rta")] };

    fn html(self, &Setting { edge, nonce, .. }: &Setting) -> String {
        if self.place == Place::Late {
            return format!(
                "<script nonce=\"{nonce}\">addEventListener(\"load\", () => setTimeout(() => {{ \
                 const tag = document.createElement(\"script\"); tag.src = \"{edge}/embed.js\"; {data} document.head.append(tag); \
                 }}, 200));</script>",
                data = self.written(|name, value| format!("tag.dataset.{name} = \"{value}\";")),
            );
        }
        let data = self.written(|name, value| format!("data-{name}=\"{value}\""));
        let kind = if self.place == Place::Module { " type=\"module\"" } else { "" };
        format!("<script src=\"{edge}/embed.js\" nonce=\"{nonce}\" {data}{kind} async></script>")
    }

    fn written(self, write: impl Fn(&str, &str) -> String) -> String {
        let written: Vec<String> =
            self.attributes.iter().map(|(name, value)| write(name, value)).collect();
        written.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTING: Setting =
        Setting { edge: "https://voice.example", nonce: "once", without: false };

    #[test]
    fn a_page_has_its_tags_where_they_belong() {
        let html =
            Page { tags: &[Tag { place: Place::Body, ..Tag::HEAD }], ..Page::PLAIN }.html(&SETTING);
        let tag = "<script src=\"https://voice.example/embed.js\" nonce=\"once\" data-entity=\"rta\" async></script>";
        assert!(html.ends_with(&format!("{tag}</body></html>\n")), "{html}");
    }

    #[test]
    fn without_sawtak_nothing_of_it_is_there() {
        const TAGS: &[Tag] = &[Tag::HEAD, Tag { place: Place::Late, ..Tag::HEAD }];
        let html = Page { tags: TAGS, ..Page::PLAIN }.html(&Setting { without: true, ..SETTING });
        assert!(!html.contains("embed.js"), "{html}");
    }
}
