//! Document that the console's program fills. Until then it shows the console's frame.

use leptos::{attr::custom::custom_attribute, prelude::*};

use crate::{
    document::{Context, Head, Meta, home},
    html::{Html, IntoHtml, html},
    words::Words,
};

/// Number of the queues and of the cases that the empty frame has room for.
const ROOM: usize = 7;

/// Returns the document. `script` is the path of the console's module. `calls` are the addresses of
/// the calls by which the first view begins; somebody who isn't signed in has none, and no frame.
pub fn document(context: Context<'_>, script: &str, calls: &[String]) -> String {
    let words = context.words();
    let meta = Meta::new(context, "/console", words.name, words.footer);
    let (script, calls) = (script.to_owned(), calls.join(" "));
    html(move || view! { <Console meta=meta script=script calls=calls /> })
}

#[component]
fn Console(meta: Meta, script: String, calls: String) -> impl IntoView {
    let language = meta.language;
    let words = Words::of(language);
    let (look, wasm) = (script.replace(".js", ".css"), script.replace(".js", "_bg.wasm"));
    let is_signed_in = !calls.is_empty();
    let calls = is_signed_in.then_some(calls);
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir=language.dir()>
            <Head meta=meta>
                <link rel="stylesheet" href=look />
                // The Wasm loads at once, without waiting for the script that runs it.
                <link
                    rel="preload"
                    href=wasm
                    r#as="fetch"
                    r#type="application/wasm"
                    crossorigin="anonymous"
                />
                <script
                    type="module"
                    {..custom_attribute("data-calls", calls)}
                    data-failed=words.start_failed
                    data-again=words.start_again
                    src=script
                ></script>
            </Head>
            <body class="page">
                {is_signed_in.then(|| frame(words))}
                <noscript>
                    <p>{[words.name, ": JavaScript / جافا سكريبت"].concat()}</p>
                    <p><a href=home(language)>{words.home_all}</a></p>
                </noscript>
            </body>
        </html>
    }
}

/// Returns the frame, with room for what the program will show in it. The program removes it.
fn frame(words: &'static Words) -> Html {
    let room = || (0..ROOM).map(|_| view! { <li><span class="room"></span></li> }).collect_view();
    view! {
        <div id="placeholder">
            <div class="bar">
                <span class="brand">{words.name}</span>
                <nav aria-hidden="true"><span class="room"></span></nav>
            </div>
            <main>
                <p class="unseen wait" role="status">{words.loading}</p>
                <div class="desk" aria-hidden="true">
                    <div class="queues"><ul>{room()}</ul></div>
                    <ul class="list">{room()}</ul>
                </div>
            </main>
        </div>
    }
    .into_html()
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    #[test]
    fn the_program_is_named_with_its_style_sheet_and_its_wasm() {
        let context = Context { language: Language::Ar, base_url: "" };
        let page = document(context, "/c/1/console.js", &[]);
        for part in ["src=\"/c/1/console.js\"", "\"/c/1/console.css\"", "\"/c/1/console_bg.wasm\""]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
        let words = Words::of(Language::Ar);
        assert!(page.contains(&format!("data-failed=\"{}\"", words.start_failed)), "{page}");
        assert!(page.contains(&format!("data-again=\"{}\"", words.start_again)), "{page}");
    }

    #[test]
    fn without_a_script_it_says_that_it_needs_one() {
        let context = Context { language: Language::En, base_url: "" };
        let page = document(context, "/c/1/console.js", &[]);
        let (_, noscript) = page.split_once("<noscript>").unwrap();
        assert!(noscript.contains("Sawtak: JavaScript") && noscript.contains("href=\"/?lang=en\""));
    }

    #[test]
    fn the_frame_shows_and_the_first_calls_are_named_to_those_who_are_signed_in() {
        let context = Context { language: Language::Ar, base_url: "" };
        let calls = ["/a".to_owned(), "/b?c=d".to_owned()];
        let page = document(context, "/c/1/console.js", &calls);
        assert!(page.contains("data-calls=\"/a /b?c=d\""), "{page}");
        assert!(page.contains("id=\"placeholder\"") && page.contains("جارٍ التحميل"), "{page}");
        let page = document(context, "/c/1/console.js", &[]);
        assert!(!page.contains("data-calls") && !page.contains("placeholder"), "{page}");
    }
}
