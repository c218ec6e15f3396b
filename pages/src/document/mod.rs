//! Frame of every page: head, header, main content and footer.

mod head;
mod switch;

use std::sync::LazyLock;

use form::Language;
use leptos::prelude::*;

use crate::{
    html::{Html, IntoHtml},
    words::{MeWords, Words},
};
pub(crate) use head::{Head, Meta, bare_head};
pub(crate) use switch::Switch;
use switch::SwitchTools;

static STYLE: LazyLock<String> =
    LazyLock::new(|| [form::STYLE, "\n", include_str!("../page.css")].concat());

/// Returns the style sheet that stands in each page, for the hash in the
/// `Content-Security-Policy`.
pub fn style() -> &'static str {
    &STYLE
}

/// Properties of a request that every page needs.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Language to answer in.
    pub language: Language,
    /// Origin of the edge. Addresses for other websites start with it.
    pub base_url: &'a str,
}

impl Context<'_> {
    pub(crate) fn words(&self) -> &'static Words {
        Words::of(self.language)
    }
}

/// Properties of a page's frame.
pub(crate) struct Frame {
    meta: Meta,
    switch: Switch,
    sheet: Option<&'static str>,
    style: Option<&'static str>,
    script: Option<&'static str>,
}

impl Frame {
    /// Returns the frame of a page that has neither scripts nor links to other languages.
    pub(crate) fn new(meta: Meta) -> Self {
        Self { meta, switch: Switch::None, sheet: None, style: None, script: None }
    }

    /// Adds links to the page in other languages.
    pub(crate) fn with_switch(self, switch: Switch) -> Self {
        Self { switch, ..self }
    }

    /// Links a style sheet by its path, instead of the one that stands in the page.
    pub(crate) fn with_sheet(self, sheet: &'static str) -> Self {
        Self { sheet: Some(sheet), ..self }
    }

    /// Adds a style sheet of this page's own, which stands in the page as the other one does. The
    /// policy of the answer needs its hash.
    pub(crate) fn with_style(self, style: &'static str) -> Self {
        Self { style: Some(style), ..self }
    }

    /// Adds a module script, by its path.
    pub(crate) fn with_script(self, script: impl Into<Option<&'static str>>) -> Self {
        Self { script: script.into(), ..self }
    }
}

/// Whole document: the frame around the main content.
#[component]
pub(crate) fn Page<C: IntoView + 'static>(
    frame: Frame,
    children: TypedChildren<C>,
) -> impl IntoView {
    document(frame, children.into_inner()().into_html())
}

/// Returns the document around the HTML of its main content. It isn't generic, so that it is
/// compiled once.
fn document(frame: Frame, main: Html) -> Html {
    let Frame { meta, switch, sheet, style, script } = frame;
    let language = meta.language;
    let words = Words::of(language);
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir=language.dir()>
            <Head meta=meta>
                <Style sheet=sheet />
                {style.map(|style| view! { <style inner_html=style></style> })}
                {script.map(|path| view! { <script type="module" src=path></script> })}
            </Head>
            <body class="page">
                <header class="page-header">
                    <a class="page-name" href=home(language)>{words.name}</a>
                    <SwitchTools language=language switch=switch />
                </header>
                <main class="page-main">{main}</main>
                <footer class="page-footer">
                    <p>
                        {words.footer} " " <a href=guide(language)>{words.guide}</a> " · "
                        <a href=own_file(language)>{MeWords::of(language).title}</a> " · "
                        <a href=privacy(language)>{language.words(false).privacy}</a>
                    </p>
                </footer>
            </body>
        </html>
    }
    .into_html()
}

/// Style sheet: a linked file, or the text that [`style`] returns.
#[component]
fn Style(sheet: Option<&'static str>) -> impl IntoView {
    match sheet {
        Some(path) => view! { <link rel="stylesheet" href=path /> }.into_html(),
        None => view! { <style inner_html=style()></style> }.into_html(),
    }
}

/// Returns the address of the home page in a language.
pub(crate) fn home(language: Language) -> String {
    ["/?lang=", language.tag()].concat()
}

/// Returns the address of the page that asks what happened, in a language.
pub(crate) fn ask(language: Language) -> String {
    ["/ask?lang=", language.tag()].concat()
}

/// Returns the address of the page that looks up a reference number, in a language.
pub(crate) fn look_up(language: Language) -> String {
    ["/p?lang=", language.tag()].concat()
}

/// Returns the address of the unified guide in a language.
pub(crate) fn guide(language: Language) -> String {
    ["/guide?lang=", language.tag()].concat()
}

/// Returns a version of the guide as a link to it.
pub(crate) fn guide_version(context: Context<'_>, version: u16) -> Html {
    let version = version.to_string();
    let address = ["/guide/", &version, "?lang=", context.language.tag()].concat();
    view! { <a href=address>{version}</a> }.into_html()
}

/// Returns the address of the reader's own file in a language.
fn own_file(language: Language) -> String {
    ["/me?lang=", language.tag()].concat()
}

/// Returns the address of the privacy page in a language.
fn privacy(language: Language) -> String {
    ["/privacy?lang=", language.tag()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::html;

    fn page(language: Language, switch: Switch) -> String {
        let context = Context { language, base_url: "https://sawtak.example" };
        let meta = Meta::new(context, "/p", "<b>Title", "\"Words\" & <more>");
        let frame = Frame::new(meta).with_switch(switch).with_script("/page.js");
        html(|| view! { <Page frame=frame><h1>"Heading"</h1></Page> })
    }

    #[test]
    fn a_page_has_its_landmarks_in_their_order() {
        for language in Language::ALL {
            let page = page(language, Switch::None);
            let root =
                ["<html lang=\"", language.tag(), "\" dir=\"", language.dir(), "\""].concat();
            let parts =
                ["<!DOCTYPE html>", &root, "<header", "<main", "<h1>", "<footer", "</html>"];
            let places = parts.map(|part| page.find(part).unwrap_or_else(|| panic!("{part}")));
            assert!(places.is_sorted(), "{page}");
        }
    }

    #[test]
    fn a_page_is_named_described_and_leads_home() {
        let page = page(Language::Ur, Switch::None);
        for part in [
            "<title>&lt;b&gt;Title – صوتک</title>",
            "<meta name=\"description\" content=\"&quot;Words&quot; &amp; &lt;more&gt;\">",
            "<meta property=\"og:title\" content=\"&lt;b&gt;Title\">",
            "<meta property=\"og:url\" content=\"https://sawtak.example/p?lang=ur\">",
            "<meta property=\"og:locale\" content=\"ur_PK\">",
            "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\">",
            "<a href=\"/?lang=ur\" class=\"page-name\">صوتک</a>",
            "<a href=\"/guide?lang=ur\">متحدہ رہنما</a>",
            "<a href=\"/privacy?lang=ur\">رازداری</a>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }

    /// The hash in the policy is over this very text.
    #[test]
    fn the_style_sheet_stands_in_the_page_unescaped() {
        let page = page(Language::En, Switch::None);
        assert!(page.contains(&["<style>", style(), "</style>"].concat()));
        assert!(style().contains("> :first-child") && !style().contains("</"));
    }

    #[test]
    fn links_to_other_languages_are_escaped() {
        let languages = &[Language::Ar, Language::En];
        let address = "/p?q=\"><script>&".to_owned();
        let page = page(Language::En, Switch::Links { address, languages });
        let link = "hreflang=\"ar\" href=\"/p?q=&quot;&gt;&lt;script&gt;&amp;lang=ar\"";
        assert!(page.contains(link), "{page}");
        assert_eq!(page.matches("hreflang=").count(), 1, "{page}");
    }

    #[test]
    fn a_form_is_asked_for_again_in_each_other_language_and_in_easy_words() {
        let switch = |easy| Switch::Form { address: "/f/rta?".into(), easy };
        let usual = page(Language::En, switch(false));
        assert!(usual.contains("formaction=\"/f/rta?lang=en&amp;easy=1\" aria-pressed=\"false\""));
        assert!(usual.contains("formaction=\"/f/rta?lang=ur\""), "{usual}");
        assert!(!usual.contains("formaction=\"/f/rta?lang=en\""), "{usual}");
        let easy = page(Language::En, switch(true));
        assert!(easy.contains("formaction=\"/f/rta?lang=en\" aria-pressed=\"true\""), "{easy}");
        assert!(easy.contains("formaction=\"/f/rta?lang=ur&amp;easy=1\""), "{easy}");
    }

    #[test]
    fn without_a_script_there_is_none() {
        let context = Context { language: Language::En, base_url: "" };
        let frame = Frame::new(Meta::new(context, "/", "T", "D"));
        let page = html(|| view! { <Page frame=frame>"text"</Page> });
        assert!(!page.contains("<script"), "{page}");
    }
}
