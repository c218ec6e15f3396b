//! The contract as the page for people shows it.

use pages::api::{Audience, Body, Contract, Operation, Shape};
use serde_json::Value;

/// Returns the contract as the page for people shows it.
pub(super) fn for_people(contract: &Value) -> Contract {
    let paths = members(&contract["paths"]);
    let operations = paths.flat_map(|(path, item)| {
        members(item).map(move |(method, operation)| Operation {
            name: text_of(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.clone(),
            audience: audience(path, operation),
            text: [text_of(&operation["summary"]), text_of(&operation["description"])]
                .join(" ")
                .trim()
                .to_owned(),
            parameters: parameters(operation),
            body: body(operation),
            answers: answers(operation),
            answer: answer(operation),
        })
    });
    let shapes = members(&contract["components"]["schemas"]).map(|(name, schema)| Shape {
        name: name.clone(),
        text: text_of(&schema["description"]),
        members: properties(schema),
    });
    Contract {
        title: "Sawtak, version 1".to_owned(),
        description: text_of(&contract["info"]["description"]),
        operations: operations.collect(),
        shapes: shapes.collect(),
    }
}

/// Returns the audience of an operation, by its security schemes.
fn audience(path: &str, operation: &Value) -> Audience {
    let security = operation["security"].as_array().map_or(&[][..], Vec::as_slice);
    let takes = |scheme: &str| security.iter().any(|way| way.get(scheme).is_some());
    let is_open = security.iter().any(|way| way == &serde_json::json!({}));
    if path == "/healthz" {
        Audience::Operator
    } else if takes("session") {
        Audience::Staff
    } else if takes("api_key") {
        Audience::Entity
    } else if takes("tracking_key") && !is_open {
        Audience::Customer
    } else {
        Audience::Everybody
    }
}

/// Returns the body that an operation takes as JSON.
fn body(operation: &Value) -> Option<Body> {
    let content = &operation["requestBody"]["content"]["application/json"];
    let shape = shape_of(content)?;
    Some(Body { shape, example: serde_json::to_string_pretty(&content["example"]).unwrap() })
}

/// Returns the name of the shape of an operation's answer, if it succeeds and is JSON.
fn answer(operation: &Value) -> Option<String> {
    let answers = members(&operation["responses"]);
    let mut good = answers.filter(|(status, _)| status.starts_with('2'));
    good.find_map(|(_, answer)| shape_of(&answer["content"]["application/json"]))
}

fn shape_of(content: &Value) -> Option<String> {
    let reference = content["schema"]["$ref"].as_str()?;
    reference.rsplit('/').next().map(str::to_owned)
}

fn parameters(operation: &Value) -> Vec<[String; 3]> {
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    let row = |parameter: &Value| {
        let name = text_of(&parameter["name"]);
        let place = text_of(&parameter["in"]);
        let is_required = parameter["required"] == true;
        let place = if is_required { format!("{place}, required") } else { place };
        [name, place, text_of(&parameter["description"])]
    };
    parameters.iter().map(row).collect()
}

fn answers(operation: &Value) -> Vec<[String; 3]> {
    let row = |(status, response): (&String, &Value)| {
        let headers: Vec<_> =
            members(&response["headers"]).map(|(name, _)| name.as_str()).collect();
        [status.clone(), text_of(&response["description"]), headers.join(", ")]
    };
    members(&operation["responses"]).map(row).collect()
}

fn properties(schema: &Value) -> Vec<[String; 3]> {
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    let row = |(name, property): (&String, &Value)| {
        let is_required = required.iter().any(|required| required == name);
        let required = if is_required { "required" } else { "" };
        [name.clone(), required.to_owned(), text_of(&property["description"])]
    };
    members(&schema["properties"]).map(row).collect()
}

pub(super) fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
