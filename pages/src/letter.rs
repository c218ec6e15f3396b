//! E-mails as documents.

use leptos::prelude::*;

use crate::{document::Context, html::html, text::Code};

/// Left-to-right mark.
const LEFT_TO_RIGHT: &str = "\u{200e}";

/// Returns a number as it keeps its order in a text. Between Arabic letters its groups would change
/// places (UAX 9, rules W2 and N1).
pub(crate) fn isolated(number: &str) -> String {
    [LEFT_TO_RIGHT, number].concat()
}

/// Words of an e-mail.
pub(crate) struct Letter {
    pub(crate) title: String,
    /// Paragraphs.
    pub(crate) body: Vec<String>,
    /// Reference number that the e-mail is about.
    pub(crate) number: Option<String>,
    pub(crate) link: String,
    pub(crate) button: &'static str,
    pub(crate) foot: &'static str,
    /// Address of the page that ends the optional notices, if this is one.
    pub(crate) unsubscribe: Option<String>,
}

impl Letter {
    /// Returns the e-mail as a document. Readers of mail know few styles, and those only on the
    /// elements themselves.
    pub(crate) fn html(self, context: Context<'_>) -> String {
        let (language, words) = (context.language, context.words());
        let Self { title, body, number, link, button, foot, unsubscribe } = self;
        let heading = title.clone();
        html(move || {
            view! {
                <!DOCTYPE html>
                <html lang=language.tag() dir=language.dir()>
                    <head>
                        <meta charset="utf-8" />
                        <meta name="viewport" content="width=device-width" />
                        <meta name="color-scheme" content="light dark" />
                        <title>{title}</title>
                    </head>
                    <body style="margin:0;padding:24px;font:17px/1.6 system-ui,sans-serif" dir=language.dir()>
                        <p style="font-weight:700">{words.name}</p>
                        <h1 style="font-size:22px;line-height:1.3">{heading}</h1>
                        {body.into_iter().map(|paragraph| view! { <p>{paragraph}</p> }).collect_view()}
                        {number.map(|number| view! { <p>{words.reference}<br /><b><Code text=number /></b></p> })}
                        <p style="margin:24px 0">
                            <a href=link style="display:inline-block;padding:12px 24px;border-radius:8px;background:#0b5c46;color:#fff;font-weight:600;text-decoration:none">{button}</a>
                        </p>
                        <p style="font-size:14px">{foot}</p>
                        {unsubscribe.map(|address| view! { <p style="font-size:14px"><a href=address>{words.unsubscribe_link}</a></p> })}
                    </body>
                </html>
            }
        })
    }
}
