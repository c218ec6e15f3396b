//! `/p/{reference}/open/{key}`: the link of notices and of the form without a script, whose path
//! has the tracking key. `GET` shows a button, since filters of mail follow links. `POST` leads to
//! the participation, which a cookie opens for ten minutes.

use axum::{
    Extension,
    response::{IntoResponse, Redirect, Response},
};
use domain::{intake::tracking::TrackingKey, reference::Reference};
use form::Language;
use http::{StatusCode, header::SET_COOKIE};
use pages::participation;

use super::{super::document, Typed, error_page, sent_form::SentForm, unknown};
use crate::{
    error::ApiError,
    pages::{Asked, page_form::PageForm},
    request::{
        cookie,
        language::AcceptedLanguage,
        path::{Path, Segment},
        query::Query,
        tracking_key::SentTrackingKey,
    },
    service::lookup,
    state::App,
};

/// Time for which the cookie opens the participation, in seconds.
const OPEN_FOR: i64 = 10 * 60;

/// Tracking key as it stands in a link, which may be damaged.
pub(crate) struct LinkKey(pub(in crate::pages) SentTrackingKey);

impl LinkKey {
    /// Reads the key at the end of a pasted link: its fragment, or the last part of its path.
    pub(in crate::pages) fn of_link(link: &str) -> Self {
        let link = link.trim();
        let end = link.rsplit_once('#').map_or_else(
            || link.split('?').next().and_then(|path| path.rsplit('/').next()),
            |(_, fragment)| Some(fragment),
        );
        Self::of(end.unwrap_or_default())
    }

    /// Reads a key that stands alone.
    pub(in crate::pages) fn of(text: &str) -> Self {
        let key = TrackingKey::parse(text.trim());
        Self(key.map_or(SentTrackingKey::Unreadable, SentTrackingKey::Given))
    }
}

impl Segment for LinkKey {
    const NAMES: &'static [&'static str] = &["key"];

    fn parse(text: &str) -> Option<Self> {
        Some(Self::of(text))
    }
}

/// Shows the button. A damaged number can be mended there, and a damaged key leads to the ways that
/// remain.
pub(crate) async fn show(
    Extension(app): Extension<App>,
    typed: Result<Path<Typed>, ApiError>,
    key: Result<Path<LinkKey>, ApiError>,
    Query(asked): Query<Asked>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    let (typed, key) = match (typed, key) {
        (Ok(Path(Typed(typed))), Ok(Path(LinkKey(key)))) => (typed, key),
        (Err(error), _) | (_, Err(error)) => return error_page::failure(&app, &error, accepted),
    };
    let Ok(reference) = Reference::parse(&typed) else { return unknown(&app, language, &typed) };
    let context = document::context(&app, language);
    match key {
        SentTrackingKey::Given(key) => {
            let html = participation::open(context, reference, &key.encode());
            document::respond(StatusCode::OK, language, html)
        }
        // The page without the key offers a new link.
        SentTrackingKey::Absent | SentTrackingKey::Unreadable => {
            Redirect::to(&super::address(reference, language, "wrong")).into_response()
        }
    }
}

/// Leads on from a link that was cut before its key.
pub(crate) async fn cut(
    Extension(app): Extension<App>,
    typed: Result<Path<Typed>, ApiError>,
    Query(asked): Query<Asked>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    match typed {
        Ok(Path(Typed(typed))) => match Reference::parse(&typed) {
            Ok(reference) => {
                Redirect::to(&super::address(reference, language, "wrong")).into_response()
            }
            Err(_) => unknown(&app, language, &typed),
        },
        Err(error) => error_page::failure(&app, &error, accepted),
    }
}

#[worker::send]
pub(crate) async fn open(key: Result<Path<LinkKey>, ApiError>, form: SentForm) -> Response {
    let answer = match key {
        Ok(Path(key)) => try_key(&form, key).await,
        Err(error) => Err(error),
    };
    form.page.or_page(answer)
}

/// Opens a participation by a link that its author pasted.
#[worker::send]
pub(crate) async fn paste(mut form: SentForm) -> Response {
    let key = LinkKey::of_link(&form.page.fields.take("link"));
    let answer = try_key(&form, key).await;
    form.page.or_page(answer)
}

async fn try_key(form: &SentForm, LinkKey(key): LinkKey) -> Result<Response, ApiError> {
    let SentForm { page: PageForm { app, client, language, .. }, reference, .. } = form;
    let (reference, language) = (*reference, *language);
    let claim = lookup::Claim::Key(&key);
    let found = lookup::find(app, client, reference, claim).await?.ok_or(ApiError::NotFound)?;
    match key {
        SentTrackingKey::Given(key) if found.is_opened == Some(true) => {
            Ok(opened(reference, &key, language, None))
        }
        _ => Ok(Redirect::to(&super::address(reference, language, "wrong")).into_response()),
    }
}

/// Leads to a participation that a key opens. The page's script finds the key in the fragment, and
/// without a script the cookie opens the page.
pub(in crate::pages) fn opened(
    reference: Reference,
    key: &TrackingKey,
    language: Language,
    said: Option<&str>,
) -> Response {
    let key = key.encode();
    let path = format!("/p/{reference}");
    let cookie = cookie::set_below(&path, cookie::OPENED, &key, OPEN_FOR);
    let address = match said {
        Some(said) => super::address(reference, language, said),
        None => format!("{path}?lang={}", language.tag()),
    };
    let address = [&address, "#", &key].concat();
    ([(SET_COOKIE, cookie)], Redirect::to(&address)).into_response()
}

#[cfg(test)]
mod tests {
    use domain::crypto::signature::Secret;

    use super::*;

    #[test]
    fn a_key_is_found_at_the_end_of_a_pasted_link() {
        let secret = Secret::new(vec![1; 32]);
        let key = TrackingKey::derive_again(&secret, Reference::draw([1; 8]), "a").encode();
        for link in [
            format!("https://voice.example/p/2604-8317-5529#{key}"),
            format!(" https://voice.example/p/2604-8317-5529/open/{key}?lang=ar "),
            format!("/p/2604-8317-5529/open/{key}"),
            key.clone(),
        ] {
            let LinkKey(read) = LinkKey::of_link(&link);
            let SentTrackingKey::Given(read) = read else { panic!("{link}") };
            assert_eq!(read.encode(), key, "{link}");
        }
        for link in ["", "https://voice.example/p/2604-8317-5529", "#", "#a"] {
            let LinkKey(read) = LinkKey::of_link(link);
            assert!(matches!(read, SentTrackingKey::Unreadable), "{link}");
        }
    }
}
