//! Participations of a file: one is added by its tracking key alone, opened, and taken out.

use axum::response::Response;
use domain::{intake::tracking::TrackingKey, reference::Reference};

use super::{MeForm, back};
use crate::{
    error::ApiError,
    pages::{
        page_form::PageForm,
        participation::open::{self, LinkKey},
    },
    request::path::Path,
    service::{lookup, profile},
    store::profile::participations::{self, Added, Opening},
};

/// Adds a participation by its link, or by its reference number and key.
#[worker::send]
pub(crate) async fn add(mut form: MeForm) -> Response {
    let [link, reference, key] =
        ["link", "reference", "key"].map(|name| form.page.fields.take(name));
    let answer = add_proven(&form, &link, &reference, &key).await;
    form.page.or_page(answer)
}

async fn add_proven(
    form: &MeForm,
    link: &str,
    reference: &str,
    key: &str,
) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, client, language, .. }, session, .. } = form;
    let is_link = !link.trim().is_empty();
    let LinkKey(key) = if is_link { LinkKey::of_link(link) } else { LinkKey::of(key) };
    let reference = if is_link { reference_in(link) } else { Reference::parse(reference).ok() };
    let Some(reference) = reference else { return Ok(back(*language, "wrong")) };
    let found = lookup::find(app, client, reference, lookup::Claim::Key(&key)).await?;
    let Some(found) = found.filter(|found| found.is_opened == Some(true)) else {
        return Ok(back(*language, "wrong"));
    };
    let db = app.db()?;
    // The key to a complaint opens the suggestion that came with it.
    let both = [Some(reference), found.whole.suggestion].into_iter().flatten();
    let both: Vec<_> = both.collect();
    let added = participations::add_by_key(&db, &session.profile, &both, app.now).await?;
    let said = match added {
        Added::There => "added",
        Added::Full => "full",
        // As for a wrong key: nothing tells that the key is right.
        Added::Barred => "wrong",
    };
    Ok(back(*language, said))
}

/// Returns the reference number in the path of a pasted link.
fn reference_in(link: &str) -> Option<Reference> {
    let path = link.split(['?', '#']).next()?;
    path.split('/').find_map(|part| Reference::parse(part.trim()).ok())
}

/// Opens a participation for its author, by a key of the session's own.
#[worker::send]
pub(crate) async fn open(reference: Result<Path<Reference>, ApiError>, form: MeForm) -> Response {
    let answer = match reference {
        Ok(Path(reference)) => open_own(&form, reference).await,
        Err(error) => Err(error),
    };
    form.page.or_page(answer)
}

async fn open_own(form: &MeForm, reference: Reference) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, language, .. }, session, .. } = form;
    let purpose = ["profile session ", &session.digest].concat();
    let secret = app.config.tracking_keys.secret();
    let key = TrackingKey::derive_again(&secret, reference, &purpose);
    let opening = Opening {
        profile: &session.profile,
        session: &session.digest,
        key: &key,
        shown: profile::told_until(app),
        now: app.now,
    };
    if participations::open(&app.db()?, reference, &opening).await? {
        Ok(open::opened(reference, &key, *language, None))
    } else {
        Err(ApiError::NotFound)
    }
}

/// Takes a participation out of the file.
#[worker::send]
pub(crate) async fn remove(reference: Result<Path<Reference>, ApiError>, form: MeForm) -> Response {
    let answer = match reference {
        Ok(Path(reference)) => remove_own(&form, reference).await,
        Err(error) => Err(error),
    };
    form.page.or_page(answer)
}

async fn remove_own(form: &MeForm, reference: Reference) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, language, .. }, session, .. } = form;
    let db = app.db()?;
    db.batch(participations::remove(&db, &session.profile, reference)?.into()).await?;
    Ok(back(*language, "removed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_in_every_form_of_a_link() {
        let reference = Reference::draw([7; 8]);
        for link in [
            format!("https://voice.example/p/{reference}#key"),
            format!(" https://voice.example/p/{reference}/open/key?lang=ar "),
            format!("/p/{}", reference.digits()),
        ] {
            assert_eq!(reference_in(&link), Some(reference), "{link}");
        }
        assert_eq!(reference_in("https://voice.example/p/#260483175529"), None);
    }
}
