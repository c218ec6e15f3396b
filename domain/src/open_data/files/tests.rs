//! Tests of the files of a release.

use serde_json::Value;

use super::*;
use crate::{
    figures::{
        figure::{Mark, Scope},
        tally::Span,
    },
    intake::kind::Kind,
    open_data::release::ReleaseId,
    slug::Slug,
};

fn figure(entity: &str, mark: Option<Mark>) -> Figure {
    let scope = Scope {
        period: Span::Quarter(2026, 3),
        entity: Slug::parse(entity).ok(),
        service: None,
        kind: Some(Kind::Complaint),
        channel: None,
    };
    let numbers = mark.is_none();
    Figure {
        scope,
        indicator: "full_on_time".to_owned(),
        numerator: numbers.then_some(15),
        denominator: numbers.then_some(20),
        value: numbers.then_some(0.75),
        lower: numbers.then_some(0.5),
        upper: numbers.then_some(0.9),
        mark,
    }
}

fn release() -> Release {
    Release {
        id: ReleaseId::parse("2026-09-r2").unwrap(),
        closed_at: "2026-10-14T08:00:00Z".parse().unwrap(),
        guide: 1,
        reason: Some("An entity's past cases were added.".to_owned()),
    }
}

fn all() -> Vec<File> {
    let figures = [figure("rta", None), figure("-x", Some(Mark::Confidential))];
    files(&release(), &figures, "https://sawtak.example")
}

fn json(name: &str) -> Value {
    let file = all().into_iter().find(|file| file.name == name).unwrap();
    serde_json::from_str(&file.text).unwrap()
}

#[test]
fn the_table_has_a_row_for_each_figure_and_marks_in_the_place_of_missing_values() {
    let table = &all()[0];
    let expected = "\u{feff}period,entity,service,kind,channel,indicator,numerator,denominator,value,lower,upper,mark\r\n\
                    2026-Q3,rta,,complaint,,full_on_time,15,20,0.75,0.5,0.9,\r\n\
                    2026-Q3,'-x,,complaint,,full_on_time,,,[c],,,[c]\r\n";
    assert_eq!((table.name, &*table.text), ("figures.csv", expected));
}

#[test]
fn the_data_package_describes_the_table() {
    let package = json("datapackage.json");
    assert_eq!(package["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json");
    let table = &package["resources"][0];
    assert_eq!(
        (&table["path"], &table["bytes"]),
        (&"figures.csv".into(), &all()[0].text.len().into())
    );
    let schema = &table["schema"];
    assert_eq!(schema["missingValues"], serde_json::json!(["", "[c]", "[x]", "[z]"]));
    let fields = schema["fields"].as_array().unwrap();
    assert_eq!((fields.len(), &fields[6]["type"]), (12, &"integer".into()));
    assert!(
        package["description"]
            .as_str()
            .unwrap()
            .ends_with("Correction: An entity's past cases were added.")
    );
}

#[test]
fn the_other_descriptions_name_the_same_columns_and_addresses() {
    let metadata = json("figures.csv-metadata.json");
    assert_eq!(metadata["@id"], "https://sawtak.example/open/2026-09-r2/figures.csv");
    let columns = metadata["tableSchema"]["columns"].as_array().unwrap();
    assert_eq!((columns.len(), &columns[8]["name"]), (12, &"value".into()));
    let dataset = json("dataset.jsonld");
    assert_eq!(dataset["dct:coverage"], serde_json::json!(["2026-Q3"]));
    assert_eq!(dataset["dct:conformsTo"]["@id"], "https://sawtak.example/guide/1");
    assert_eq!(dataset["dcat:distribution"].as_array().unwrap().len(), 2);
}
