//! The frame of every page: head, header, footer, and the policy that its browser enforces.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::bilingual::Named;
use form::Language;
use http::{
    HeaderMap, StatusCode,
    header::{
        ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
        REFERRER_POLICY, VARY,
    },
};
use sha2::{Digest, Sha256};

use crate::request::headers::header;

const PAGE_STYLE: &str = include_str!("page.css");

static STYLE: LazyLock<String> = LazyLock::new(|| format!("{}\n{PAGE_STYLE}", form::STYLE));
static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE.as_bytes())));

/// One page. `body` and `head` are HTML already, `title` is text.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) language: Language,
    pub(crate) title: String,
    /// Scripts.
    pub(crate) head: String,
    pub(crate) body: String,
    pub(crate) again: Again,
}

/// Where the same page speaks another language: under an address that ends where it is to be said which.
pub(crate) enum Again {
    /// Nowhere: it can't be asked for again.
    Never,
    /// There, in these.
    At { address: String, languages: &'static [Language] },
    /// There, in easy words too, and what is entered in its form goes along.
    With {
        address: String,
        /// Whether it is in easy words now.
        easy: bool,
    },
}

/// The language to answer in: asked for by name, or by the browser, or Arabic.
pub(crate) fn language(asked: Option<&str>, headers: &HeaderMap) -> Language {
    let accepted = header(headers, ACCEPT_LANGUAGE).unwrap_or_default();
    let mut preferred =
        accepted.split(',').map(|range| range.split(';').next().unwrap_or_default().trim());
    asked
        .and_then(Language::parse)
        .or_else(|| preferred.find_map(Language::parse))
        .unwrap_or(Language::Ar)
}

/// Text as it stands in HTML, in an element or in a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut html, character| {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
        html
    })
}

impl Page {
    fn html(&self) -> String {
        let Self { language, title, head, body, again, .. } = self;
        let words = language.words(false);
        format!(
            "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title} – {name}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{style}</style>\n{head}</head>\n\
             <body class=\"page\">\n<header class=\"page-header\"><span class=\"page-name\">{name}</span>{switch}</header>\n\
             <main class=\"page-main\">\n{body}</main>\n<footer class=\"page-footer\"><p>{footer}</p></footer>\n</body>\n</html>\n",
            tag = language.tag(),
            dir = language.dir(),
            title = escaped(title),
            name = words.page_name,
            style = *STYLE,
            switch = switch(*language, again),
            footer = words.page_footer,
        )
    }
}

/// The address of this path with what a link's query carried, ending where it is to be said how to speak. What the form has fields for goes there.
pub(super) fn address(path: &str, query: Option<&str>) -> String {
    let goes_elsewhere = |pair: &str| {
        ["lang=", "easy=", "service=", "mood="].iter().any(|name| pair.starts_with(name))
    };
    let pairs = query
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !goes_elsewhere(pair));
    pairs.fold(format!("{path}?"), |address, pair| address + pair + "&")
}

/// The other languages, and easy words where there are some. Neither needs a script.
fn switch(language: Language, again: &Again) -> String {
    let (address, languages, easy) = match again {
        Again::Never => return String::new(),
        Again::At { address, languages } => (address, *languages, None),
        Again::With { address, easy } => (address, &Language::ALL[..], Some(*easy)),
    };
    let words = language.words(false);
    let to = |language: Language, easy: bool| {
        format!(
            "{}lang={}{}",
            escaped(address),
            language.tag(),
            if easy { "&amp;easy=1" } else { "" }
        )
    };
    let item = |other: Language| {
        let (tag, dir, name) = (other.tag(), other.dir(), other.name());
        let look = format!("class=\"page-language\" lang=\"{tag}\" dir=\"{dir}\"");
        let link = match easy {
            None => {
                format!("<a {look} hreflang=\"{tag}\" href=\"{}\">{name}</a>", to(other, false))
            }
            Some(easy) => {
                format!("<button {look} {AGAIN} formaction=\"{}\">{name}</button>", to(other, easy))
            }
        };
        format!("<li>{link}</li>")
    };
    let items: String =
        languages.iter().copied().filter(|other| *other != language).map(item).collect();
    let easy = easy.map_or_else(String::new, |easy| {
        let to = to(language, !easy);
        format!(
            "{ENTER}<button {AGAIN} formaction=\"{to}\" aria-pressed=\"{easy}\">{}</button>",
            words.easy
        )
    });
    format!(
        "<div class=\"page-tools\">{easy}<details class=\"page-languages\"><summary><span class=\"page-unseen\">{}: </span>{}</summary>\
         <ul>{items}</ul></details></div>",
        words.language,
        language.name(),
    )
}

/// What makes a button ask for the form again, with what is entered in it.
const AGAIN: &str = "form=\"form\" name=\"again\"";

/// Enter in a field presses the form's first button, wherever it stands: this one, which sends.
const ENTER: &str =
    "<button class=\"page-unseen\" form=\"form\" tabindex=\"-1\" aria-hidden=\"true\"></button>";

/// A name as plain text.
pub(super) fn name(name: &Named, language: Language) -> String {
    name.for_reader(language.tag()).0.to_owned()
}

/// A name as HTML, marked with the language that it is in.
pub(super) fn named(name: &Named, language: Language) -> String {
    let (name, tag) = name.for_reader(language.tag());
    format!("<bdi lang=\"{tag}\">{}</bdi>", escaped(name))
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'sha256-{}'; connect-src 'self'; \
             worker-src blob:; media-src 'self' blob:; img-src 'self' blob: data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            *STYLE_HASH
        );
        let headers = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_LANGUAGE, self.language.tag()),
            (CONTENT_SECURITY_POLICY, &policy),
            (CACHE_CONTROL, "no-store"),
            (VARY, "Accept-Language"),
            // Not `no-referrer`: browsers would then send forms with `Origin: null`.
            (REFERRER_POLICY, "same-origin"),
        ];
        (self.status, headers, self.html()).into_response()
    }
}
