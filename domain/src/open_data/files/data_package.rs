//! `datapackage.json`: description of the files (Data Package, version 2).

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{COLUMNS, File, MARKS, Release, address, pretty};
use crate::hex;

/// Returns the file. It names the size and the digest of the table.
pub(super) fn file(release: &Release, table: &File, base_url: &str) -> File {
    let fields = COLUMNS.map(|(name, kind, meaning)| {
        let mut field = json!({ "name": name, "type": kind.as_str(), "description": meaning });
        if name == "mark" {
            // Here a mark is a value, and none is missing.
            field["missingValues"] = json!([""]);
        }
        field
    });
    let missing: Vec<&str> = [""].into_iter().chain(MARKS.map(|(mark, _)| mark)).collect();
    let digest = hex::encode(&Sha256::digest(table.text.as_bytes()));
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": format!("sawtak-figures-{}", release.id),
        "id": address(release, base_url),
        "title": format!("Sawtak: figures of {}", release.id),
        "description": description(release),
        "version": release.id.to_string(),
        "created": release.closed_at.to_string(),
        "homepage": format!("{base_url}/open"),
        "resources": [{
            "name": "figures",
            "type": "table",
            "path": table.name,
            "format": "csv",
            "mediatype": "text/csv",
            "bytes": table.text.len(),
            "hash": format!("sha256:{digest}"),
            "schema": { "fields": fields, "missingValues": missing },
        }],
    });
    File { name: "datapackage.json", media_type: "application/json", text: pretty(&package) }
}

/// Returns what a reader must know of the figures.
pub(super) fn description(release: &Release) -> String {
    let marks = MARKS.map(|(mark, meaning)| format!("{mark} {meaning}")).join(", ");
    let reason = release.reason.as_ref();
    let reason = reason.map(|reason| format!(" Correction: {reason}")).unwrap_or_default();
    format!(
        "Indicators as version {} of the guide defines them. Small counts are hidden: {marks}.{reason}",
        release.guide
    )
}

/// Returns the types of all columns, for other descriptions.
pub(super) fn columns() -> impl Iterator<Item = Value> {
    COLUMNS.into_iter().map(|(name, kind, meaning)| {
        json!({
            "name": name,
            "titles": name,
            "dc:description": meaning,
            "datatype": kind.as_str(),
            "null": if name == "mark" {
                json!([""])
            } else {
                [""].into_iter().chain(MARKS.map(|(mark, _)| mark)).collect()
            },
        })
    })
}
