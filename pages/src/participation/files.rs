//! Files of a participation or of a message: sound and film with a player, each with a link that
//! saves it.

use domain::{media::scan::Scan, wire::Attachment};
use leptos::prelude::*;

use crate::{
    document::Context,
    html::{Html, IntoHtml},
    words::Words,
};

/// Returns the list of files.
pub(super) fn files(context: Context<'_>, attachments: &[Attachment]) -> Html {
    let words = context.words();
    let files = attachments.iter().map(|file| item(words, file));
    view! { <ul class="page-files">{files.collect::<Vec<_>>()}</ul> }.into_html()
}

/// Returns a file. One in which malware was found has no link: nobody opens it any more.
fn item(words: &'static Words, file: &Attachment) -> Html {
    let name = file.name.clone();
    let rest = if file.scan == Some(Scan::Infected) {
        view! { <p class="page-note">{words.file_refused}</p> }.into_html()
    } else {
        let url = file.url.clone();
        view! { {player(file)}<a href=url>{words.saved_file}</a> }.into_html()
    };
    view! { <li><bdi>{name}</bdi>" "{rest}</li> }.into_html()
}

fn player(file: &Attachment) -> Option<Html> {
    let (name, url) = (file.name.clone(), file.url.clone());
    let kind = file.media_type.split('/').next().unwrap_or_default();
    match kind {
        "audio" => Some(
            view! { <audio controls preload="metadata" src=url aria-label=name></audio> }
                .into_html(),
        ),
        "video" => Some(
            view! { <video controls preload="metadata" src=url aria-label=name></video> }
                .into_html(),
        ),
        _ => None,
    }
}
