//! Files of a participation or of a message: sound and film with a player, pictures in small, each
//! with a link that saves it.

use domain::{media::scan::Scan, wire::Attachment};
use leptos::prelude::*;

use crate::{
    document::Context,
    html::{Html, IntoHtml},
    words::Words,
};

/// Returns the list of files. Those whose names repeat are numbered.
pub(super) fn files(context: Context<'_>, attachments: &[Attachment]) -> Html {
    let words = context.words();
    let files = attachments.iter().enumerate().map(|(place, file)| {
        let before = attachments.iter().take(place).filter(|other| other.name == file.name);
        item(words, numbered(&file.name, before.count() + 1), file)
    });
    view! { <ul class="page-files">{files.collect::<Vec<_>>()}</ul> }.into_html()
}

/// Returns a file's name, with its number among those of the same name from the second on.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("({number}) {name}") }
}

/// Returns a file. One in which malware was found has no link: nobody opens it any more.
fn item(words: &'static Words, name: String, file: &Attachment) -> Html {
    let rest = if file.scan == Some(Scan::Infected) {
        view! { <p class="page-note">{words.file_refused}</p> }.into_html()
    } else {
        let url = file.url.clone();
        view! { {preview(&name, file)}<a href=url>{words.saved_file}</a> }.into_html()
    };
    view! { <li><bdi>{name}</bdi>" "{rest}</li> }.into_html()
}

/// Returns the player or the picture. A picture stands beside its name, so it needs no other text;
/// it shows once its scan is over.
fn preview(name: &str, file: &Attachment) -> Option<Html> {
    let (name, url) = (name.to_owned(), file.url.clone());
    let is_scanned = matches!(file.scan, None | Some(Scan::Clean));
    match &*file.media_type {
        "image/jpeg" | "image/png" | "image/webp" | "image/gif" => {
            is_scanned.then(|| view! { <img loading="lazy" alt="" src=url /> }.into_html())
        }
        media_type if media_type.starts_with("audio/") => Some(
            view! { <audio controls preload="metadata" src=url aria-label=name></audio> }
                .into_html(),
        ),
        media_type if media_type.starts_with("video/") => Some(
            view! { <video controls preload="metadata" src=url aria-label=name></video> }
                .into_html(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    fn picture(scan: Option<Scan>) -> Attachment {
        Attachment {
            id: "a".into(),
            name: "image.jpg".into(),
            media_type: "image/jpeg".into(),
            size: 7,
            url: "/picture".into(),
            marks: vec![],
            scan,
        }
    }

    #[test]
    fn pictures_show_and_names_that_repeat_are_numbered() {
        let context = Context { language: Language::En, base_url: "" };
        let all = [picture(None), picture(Some(Scan::Clean)), picture(Some(Scan::Waiting))];
        let page = crate::html::html(|| files(context, &all));
        for name in [">image.jpg<", ">(2) image.jpg<", ">(3) image.jpg<"] {
            assert!(page.contains(name), "{name} in {page}");
        }
        assert_eq!(page.matches("<img loading=\"lazy\"").count(), 2, "{page}");
    }
}
