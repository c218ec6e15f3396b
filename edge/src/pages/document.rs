//! The frame of every page: head, header, footer, and the policy that its browser enforces.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::wire::Named;
use form::Language;
use http::{
    HeaderMap, StatusCode,
    header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY},
};
use sha2::{Digest, Sha256};

use crate::http::header;

const PAGE_STYLE: &str = include_str!("page.css");

static STYLE: LazyLock<String> = LazyLock::new(|| format!("{}\n{PAGE_STYLE}", form::STYLE));
static STYLE_HASH: LazyLock<String> = LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE.as_bytes())));

/// One page. `body` and `head` are HTML already, `title` is text.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) language: Language,
    /// Whether it is in easy words; `None` where there are none.
    pub(crate) easy: Option<bool>,
    pub(crate) title: String,
    /// Scripts.
    pub(crate) head: String,
    pub(crate) body: String,
    /// Where the same page speaks another language, with what its query keeps, `name=value`; `None` where it can't be asked for again.
    pub(crate) path: Option<String>,
}

/// The language to answer in: asked for by name, or by the browser, or Arabic.
pub(crate) fn language(asked: Option<&str>, headers: &HeaderMap) -> Language {
    let accepted = header(headers, ACCEPT_LANGUAGE).unwrap_or_default();
    let mut preferred = accepted.split(',').map(|range| range.split(';').next().unwrap_or_default().trim());
    asked.and_then(Language::parse).or_else(|| preferred.find_map(Language::parse)).unwrap_or(Language::Ar)
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
        let Self { language, easy, title, head, body, path, .. } = self;
        let words = language.words(easy.unwrap_or_default());
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
            switch = path.as_deref().map_or_else(String::new, |path| switch(*language, *easy, path)),
            footer = words.page_footer,
        )
    }
}

/// The other languages, and easy words where there are some. Neither needs a script.
fn switch(language: Language, easy: Option<bool>, path: &str) -> String {
    let words = language.words(false);
    let (path, kept) = path.split_once('?').map_or((path, None), |(path, kept)| (path, kept.split_once('=')));
    let path = escaped(path);
    let mut also = kept.map_or_else(String::new, |(name, value)| format!("&amp;{name}={value}"));
    if easy == Some(true) {
        also += "&amp;easy=1";
    }
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    let link = |other: Language| {
        let (tag, dir, name) = (other.tag(), other.dir(), other.name());
        format!(
            "<li><a class=\"page-language\" href=\"{path}?lang={tag}{also}\" hreflang=\"{tag}\" lang=\"{tag}\" dir=\"{dir}\">{name}</a></li>"
        )
    };
    let links: String = others.map(link).collect();
    let easy = easy.map_or_else(String::new, |is_easy| {
        let name = if is_easy { "" } else { " name=\"easy\" value=\"1\"" };
        let hidden = |(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        let hidden = kept.map_or_else(String::new, hidden);
        format!(
            "<form action=\"{path}\"><input type=\"hidden\" name=\"lang\" value=\"{}\">{hidden}<button{name} aria-pressed=\"{is_easy}\">{}</button></form>",
            language.tag(),
            words.easy,
        )
    });
    format!(
        "<div class=\"page-tools\">{easy}<details class=\"page-languages\"><summary><span class=\"page-unseen\">{}: </span>{}</summary>\
         <ul>{links}</ul></details></div>",
        words.language,
        language.name(),
    )
}

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
