//! `dataset.jsonld`: entry of a data catalogue (DCAT 3, as JSON-LD).

use serde_json::{Value, json};

use super::{File, Release, address, data_package, pretty};
use crate::{figures::figure::Figure, open_data::release::periods_of};

/// Files to download, with their media types.
const DISTRIBUTIONS: [(&str, &str); 2] =
    [("figures.csv", "text/csv"), ("figures.json", "application/json")];

/// Returns the file.
pub(super) fn file(release: &Release, figures: &[Figure], base_url: &str) -> File {
    let here = address(release, base_url);
    let distributions = DISTRIBUTIONS.map(|(name, kind)| {
        json!({
            "@type": "dcat:Distribution",
            "@id": format!("{here}/{name}"),
            "dcat:downloadURL": { "@id": format!("{here}/{name}") },
            "dcat:mediaType": {
                "@id": format!("https://www.iana.org/assignments/media-types/{kind}"),
            },
        })
    });
    let periods = periods_of(figures).into_iter().map(|period| Value::from(period.to_string()));
    let dataset = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "@id": here,
        "dct:identifier": release.id.to_string(),
        "dct:title": [
            { "@value": format!("Sawtak: figures of {}", release.id), "@language": "en" },
            { "@value": format!("صوتك: أرقام {}", release.id), "@language": "ar" },
        ],
        "dct:description": { "@value": data_package::description(release), "@language": "en" },
        "dct:issued": { "@value": release.closed_at.to_string(), "@type": "xsd:dateTime" },
        "dct:conformsTo": { "@id": format!("{base_url}/guide/{}", release.guide) },
        "dct:coverage": periods.collect::<Vec<_>>(),
        "dcat:landingPage": { "@id": format!("{base_url}/open") },
        "dcat:distribution": distributions,
    });
    File { name: "dataset.jsonld", media_type: "application/ld+json", text: pretty(&dataset) }
}
