//! OpenAPI schemas of types that are text on the wire and have a type of their own in Rust.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::reference::{EXAMPLE, Reference};

impl PartialSchema for Reference {
    fn schema() -> RefOr<Schema> {
        text("^[0-9]{4}-[0-9]{4}-[0-9]{4}$", EXAMPLE, "Twelve digits; the last is a check digit.")
    }
}

impl ToSchema for Reference {}

/// Id of an upload.
pub(super) struct UploadId;

impl PartialSchema for UploadId {
    fn schema() -> RefOr<Schema> {
        text(
            "^[0-9a-f]{32}$",
            "9f86d081884c7d659a2feaa0c55ad015",
            "The last part of the address that the upload's creation answered with.",
        )
    }
}

impl ToSchema for UploadId {}

fn text(pattern: &str, example: &str, description: &str) -> RefOr<Schema> {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .description(Some(description));
    text.examples([example]).build().into()
}
