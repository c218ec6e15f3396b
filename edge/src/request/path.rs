//! Segments of a path, by their type.

use axum::extract::{FromRequestParts, RawPathParams, rejection::RawPathParamsRejection};
use domain::{
    access::api_key::KeyId,
    channel::mention::MentionId,
    entity::settings::Part,
    media::upload::UploadId,
    open_data::release::ReleaseId,
    reference::Reference,
    saved_view::SavedViewId,
    slug::Slug,
    staff::StaffId,
    system::CreationId,
    webhook::{DeliveryId, WebhookId},
};
use http::request::Parts;

use crate::error::ApiError;

/// Segment of the path. Text that isn't of its type answers 404.
pub(crate) struct Path<T>(pub(crate) T);

/// Segment after `/guide/`: a version, its data, or an entity. A number is a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GuidePart {
    /// `1.json`
    Data(u16),
    /// `1`
    Version(u16),
    /// `rta`
    Entity(Slug),
}

/// A type that a segment of a path is parsed into.
pub(crate) trait Segment: Sized {
    /// Names that the router's patterns give to the segment.
    const NAMES: &'static [&'static str];

    /// Parses the segment, with its percent-encoding removed.
    fn parse(text: &str) -> Option<Self>;
}

/// Implements [`Segment`] for ids, which have one name each.
macro_rules! ids {
    ($($id:ty = $name:literal),* $(,)?) => {$(
        impl Segment for $id {
            const NAMES: &'static [&'static str] = &[$name];

            fn parse(text: &str) -> Option<Self> {
                Self::parse(text).ok()
            }
        }
    )*};
}

ids!(
    CreationId = "creation",
    DeliveryId = "delivery",
    KeyId = "key",
    MentionId = "mention",
    Reference = "reference",
    SavedViewId = "view",
    StaffId = "staff",
    UploadId = "id",
    WebhookId = "webhook",
);

impl Segment for Slug {
    const NAMES: &'static [&'static str] = &["entity", "id"];

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

/// Entity as a website's tag or a typed address names it. Capitals are read as small letters; it
/// may be no entity's name.
pub(crate) struct EntityName(pub(crate) String);

impl Segment for EntityName {
    const NAMES: &'static [&'static str] = &["entity"];

    fn parse(text: &str) -> Option<Self> {
        Some(Self(text.to_ascii_lowercase()))
    }
}

/// Service of the entity that another segment names.
pub(crate) struct Service(pub(crate) Slug);

impl Segment for Service {
    const NAMES: &'static [&'static str] = &["service"];

    fn parse(text: &str) -> Option<Self> {
        Slug::parse(text).ok().map(Self)
    }
}

impl Segment for GuidePart {
    const NAMES: &'static [&'static str] = &["guide"];

    fn parse(text: &str) -> Option<Self> {
        // The standard parser takes a sign too.
        let number = |text: &str| -> Option<u16> {
            text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
        };
        if let Some(version) = text.strip_suffix(".json") {
            // No version is 0, so that data which isn't there is missed as data.
            Some(Self::Data(number(version).unwrap_or_default()))
        } else if let Some(version) = number(text) {
            Some(Self::Version(version))
        } else {
            Slug::parse_entity(text).ok().map(Self::Entity)
        }
    }
}

/// Token of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token(pub(crate) String);

impl Segment for Token {
    const NAMES: &'static [&'static str] = &["token"];

    fn parse(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// Name of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileName(pub(crate) String);

impl Segment for FileName {
    const NAMES: &'static [&'static str] = &["file"];

    fn parse(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

impl Segment for ReleaseId {
    const NAMES: &'static [&'static str] = &["release"];

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Segment for Part {
    const NAMES: &'static [&'static str] = &["part"];

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == text)
    }
}

impl<T: Segment, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let segments = RawPathParams::from_request_parts(parts, state).await;
        let segments = segments.map_err(|rejection| match rejection {
            RawPathParamsRejection::InvalidUtf8InPathParam(_) => {
                ApiError::Malformed("its address isn't UTF-8".into())
            }
            rejection => ApiError::Internal(rejection.to_string()),
        })?;
        let segment = segments.iter().find(|(name, _)| T::NAMES.contains(name));
        let (_, text) =
            segment.ok_or_else(|| ApiError::Internal(format!("a route without {:?}", T::NAMES)))?;
        T::parse(text).map(Self).ok_or(ApiError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, routing::get};
    use domain::{entity::settings::Part, slug::Slug};
    use futures_util::FutureExt;
    use http::{Request, StatusCode};
    use tower_service::Service;

    use super::{GuidePart, Path, Segment};

    /// Requests a path of a router with two segments, and returns the status of the answer.
    fn status(path: &str) -> StatusCode {
        let handler = |Path(entity): Path<Slug>, Path(part): Path<Part>| async move {
            assert_eq!((entity.as_str(), part), ("rta", Part::Calendar));
        };
        let mut router: Router = Router::new().route("/{entity}/{part}", get(handler));
        let request = Request::get(path).body(Body::empty()).unwrap();
        router.call(request).now_or_never().unwrap().unwrap().status()
    }

    #[test]
    fn segments_are_found_by_their_type() {
        assert_eq!(status("/rta/calendar"), StatusCode::OK);
        assert_eq!(status("/r%74a/calendar"), StatusCode::OK);
    }

    #[test]
    fn a_number_is_a_version_of_the_guide_and_never_an_entity() {
        let entity = |name| Slug::parse(name).ok().map(GuidePart::Entity);
        for (text, part) in [
            ("1", Some(GuidePart::Version(1))),
            ("007", Some(GuidePart::Version(7))),
            ("1.json", Some(GuidePart::Data(1))),
            ("rta", entity("rta")),
            ("4-u", entity("4-u")),
            ("99999", None),
            ("+1", None),
            ("", None),
            ("RTA", None),
            ("rta.json", Some(GuidePart::Data(0))),
            ("+1.json", Some(GuidePart::Data(0))),
        ] {
            assert_eq!(GuidePart::parse(text), part, "{text}");
        }
    }

    #[test]
    fn text_of_another_type_is_not_found() {
        for path in ["/RTA/calendar", "/r%20a/calendar", "/rta/nothing"] {
            assert_eq!(status(path), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn a_path_that_is_no_utf_8_is_malformed() {
        assert_eq!(status("/%FF/calendar"), StatusCode::BAD_REQUEST);
    }
}
