//! Paper sheet: the link that opens the participation, in words and as a QR code. Only print shows
//! it.

use domain::reference::Reference;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::{
    document::Context,
    html::{Html, IntoHtml},
    text::Code,
};

/// Quiet zone around the code, in modules (ISO/IEC 18004, section 6.3.8).
const QUIET: i32 = 4;

/// Returns the sheet that only print shows.
pub(super) fn sheet(context: Context<'_>, reference: Reference, key: &str) -> Html {
    let words = context.words();
    let link = [context.base_url, "/p/", &reference.to_string(), "#", key].concat();
    let code = code(&link);
    view! {
        <section class="page-sheet page-paper">
            <p>{words.paper}</p>
            {code}
            <p><Code text=link /></p>
        </section>
    }
    .into_html()
}

/// Returns the QR code of a text as SVG. A text too long for one has none.
fn code(text: &str) -> Option<Html> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = (code.size() + 2 * QUIET).to_string();
    let view_box = ["0 0 ", &side, " ", &side].concat();
    let path = path(&code);
    Some(
        view! {
            <svg class="page-qr" viewBox=view_box shape-rendering="crispEdges" aria-hidden="true">
                <path d=path />
            </svg>
        }
        .into_html(),
    )
}

/// Returns the outline of all dark modules, one square each.
fn path(code: &QrCode) -> String {
    let modules = 0..code.size();
    let dark = modules.clone().flat_map(|y| modules.clone().map(move |x| (x, y)));
    let squares = dark.filter(|(x, y)| code.get_module(*x, *y)).map(|(x, y)| {
        ["M", &(x + QUIET).to_string(), " ", &(y + QUIET).to_string(), "h1v1h-1z"].concat()
    });
    squares.collect()
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::html::html;

    #[test]
    fn the_code_has_its_quiet_zone_and_its_finder_patterns() {
        let page = html(|| view! { {code("https://voice.example/p/2604-8317-5529#key")} });
        // The corner of the first finder pattern is dark, and nothing before it.
        assert!(page.contains("d=\"M4 4h1v1h-1z"), "{page}");
        assert!(!page.contains("M3 "), "{page}");
    }

    #[test]
    fn the_link_stands_there_in_words() {
        let context = Context { language: Language::Ar, base_url: "https://voice.example" };
        let reference = Reference::draw([7; 8]);
        let page = html(|| sheet(context, reference, "k"));
        assert!(page.contains(&format!("https://voice.example/p/{reference}#k")), "{page}");
    }
}
