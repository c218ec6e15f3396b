//! `figures.csv-metadata.json`: description of the table (CSV on the Web).

use serde_json::{Value, json};

use super::{File, Release, address, data_package, pretty};

/// Returns the file.
pub(super) fn file(release: &Release, base_url: &str) -> File {
    let columns: Vec<Value> = data_package::columns().collect();
    let metadata = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "@id": format!("{}/figures.csv", address(release, base_url)),
        "url": "figures.csv",
        "dc:title": format!("Sawtak: figures of {}", release.id),
        "dc:description": data_package::description(release),
        "dc:issued": { "@value": release.closed_at.to_string(), "@type": "xsd:dateTime" },
        "dialect": { "encoding": "utf-8", "lineTerminators": ["\r\n"], "header": true },
        "tableSchema": { "columns": columns },
    });
    File {
        name: "figures.csv-metadata.json",
        media_type: "application/csvm+json",
        text: pretty(&metadata),
    }
}
