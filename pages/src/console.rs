//! Document that the console's program fills.

use leptos::prelude::*;

use crate::{
    document::{Context, Head, Meta, home},
    html::html,
    words::Words,
};

/// Returns the document. `script` is the path of the console's module.
pub fn document(context: Context<'_>, script: &str) -> String {
    let words = context.words();
    let meta = Meta::new(context, "/console", words.name, words.footer);
    let script = script.to_owned();
    html(move || view! { <Console meta=meta script=script /> })
}

#[component]
fn Console(meta: Meta, script: String) -> impl IntoView {
    let language = meta.language;
    let words = Words::of(language);
    let (look, wasm) = (script.replace(".js", ".css"), script.replace(".js", "_bg.wasm"));
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
                <script type="module" src=script></script>
            </Head>
            <body class="page">
                <noscript>
                    <p>{[words.name, ": JavaScript / جافا سكريبت"].concat()}</p>
                    <p><a href=home(language)>{words.home_all}</a></p>
                </noscript>
            </body>
        </html>
    }
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    #[test]
    fn the_program_is_named_with_its_style_sheet_and_its_wasm() {
        let context = Context { language: Language::Ar, base_url: "" };
        let page = document(context, "/c/1/console.js");
        for part in ["src=\"/c/1/console.js\"", "\"/c/1/console.css\"", "\"/c/1/console_bg.wasm\""]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    }

    #[test]
    fn without_a_script_it_says_that_it_needs_one() {
        let page = document(Context { language: Language::En, base_url: "" }, "/c/1/console.js");
        let (_, noscript) = page.split_once("<noscript>").unwrap();
        assert!(noscript.contains("Sawtak: JavaScript") && noscript.contains("href=\"/?lang=en\""));
    }
}
