//! Published contract: `/api/openapi.json` for programs and `/api` for people, generated from the
//! handlers and the wire shapes.
//!
//! Both files are static assets, so the worker contains nothing of them. The test in this module
//! fails if they differ from the code, and rewrites them with `UPDATE_EXPECT=1`.

#![allow(unused_qualifications, reason = "the macro writes whole paths")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::collections::BTreeSet;

use domain::{
    access::api_key::KEY_NAME_MAX,
    assistant::MESSAGE_MAX,
    intake::{
        contact::{EMAIL_MAX, NAME_MAX, PHONE_MAX},
        place::ADDRESS_MAX,
        submission::{LANGUAGE_MAX, PAGE_MAX},
    },
    media::attachment::ATTACHMENTS_MAX,
    reference::EXAMPLE,
    slug::SLUG_MAX,
    text::TEXT_MAX,
    wire::{Content, Problem},
};
use expect_test::expect_file;
use form::Language;
use pages::api;
use utoipa::{
    Modify, OpenApi, PartialSchema,
    openapi::{
        self, ComponentsBuilder, ContentBuilder, HeaderBuilder, HttpMethod, Ref, RefOr, Required,
        ResponseBuilder, Schema, ServerBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{Object, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

mod examples;
mod for_people;

use self::for_people::{for_people, members};
use crate::error;
use crate::http::console::entity::keys;
use crate::http::console::oversight::figures;
use crate::http::public::{
    assistant, attachments, author, cases, entities, erasure, figures as entity_figures, guide,
    health, participations, releases, status, uploads,
};

const PROBLEM: &str = "application/problem+json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sawtak",
        version = "1",
        description = "What a website's box and other systems say to Sawtak: who can be spoken to, sending a participation, uploading what comes \
                       with it, and asking how it stands. Errors are RFC 9457 problem details whose `type` is stable. Times are RFC 3339 in UTC. \
                       Cross-origin requests are answered to the origins that an entity has registered."
    ),
    paths(
        entities::all,
        entities::one,
        guide::show,
        assistant::ask,
        participations::submit,
        releases::list,
        releases::figures,
        figures::show,
        status::show,
        erasure::erase,
        author::write,
        author::withdraw,
        author::reopen,
        author::classify,
        author::rate,
        author::correct_contact,
        cases::act,
        keys::list,
        entity_figures::show,
        entity_figures::csv,
        keys::make,
        keys::revoke,
        uploads::capabilities,
        uploads::create,
        uploads::head,
        uploads::patch,
        uploads::delete,
        attachments::download,
        health::check,
    ),
    components(schemas(Problem, Content)),
    modifiers(&Everywhere)
)]
struct Contract;

/// Modifier that adds what holds for every operation.
struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, api: &mut openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The tracking key."))
            .build();
        let components = api.components.take().unwrap_or_else(|| ComponentsBuilder::new().build());
        let mut components = components;
        components.add_security_scheme("tracking_key", SecurityScheme::Http(bearer));
        let key = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API key of the entity: `swk_…`."))
            .build();
        components.add_security_scheme("api_key", SecurityScheme::Http(key));
        let session = ApiKeyValue::new("__Host-session");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
        say_what_the_key_opens(&mut components);
        name_problems(&mut components);
        api.components = Some(components);
        // Relative to the address of the contract.
        api.servers = Some(vec![ServerBuilder::new().url("/").build()]);
        for (path, item) in &mut api.paths.paths {
            for (method, operation) in operations(item) {
                give_example(operation);
                if path.contains("{reference}") {
                    operation.parameters.get_or_insert_default().insert(0, reference().into());
                }
                if path.contains("{reference}/") {
                    operation.parameters.get_or_insert_default().push(idempotency_key().into());
                    say(operation, &BY_THE_CUSTOMER);
                }
                say(operation, &ALWAYS);
                for (status, response) in &mut operation.responses.responses {
                    let RefOr::T(response) = response else { continue };
                    for (name, text) in TRACES {
                        let header = HeaderBuilder::new()
                            .schema(Some(String::schema()))
                            .description(Some(text))
                            .build();
                        response.headers.insert(name.to_owned(), header.into());
                    }
                    if status.as_str() >= "400" {
                        describe_problem(response, status, method == HttpMethod::Head);
                    }
                }
            }
        }
    }
}

/// Adds the example of a body.
fn give_example(operation: &mut Operation) {
    let example = operation.operation_id.as_deref().and_then(examples::of);
    if let Some(RefOr::T(body)) = operation.request_body.as_mut()
        && let Some(RefOr::T(content)) = body.content.get_mut("application/json")
    {
        content.example = example;
    }
}

/// Answers that every operation may give.
const ALWAYS: [(&str, &str); 5] = [
    ("400", "Something of the request can't be read"),
    ("405", "The address doesn't answer this method; `Allow` tells which it does"),
    ("406", "The client takes no JSON"),
    ("500", "Our fault"),
    ("503", "The store is busy; `Retry-After` says when to come back"),
];

/// Answers that every call of an author about a participation may give.
const BY_THE_CUSTOMER: [(&str, &str); 7] = [
    ("401", "The tracking key is missing or doesn't open this participation"),
    ("404", "No participation has this number"),
    ("413", "More than 64 KiB"),
    ("415", "Not application/json"),
    (
        "422",
        "Something in it can't be accepted; `errors` says what and where. Or the key came with another body before",
    ),
    (
        "429",
        "Too many wrong guesses from this address, or too much was done to this participation today",
    ),
    ("507", "The store is full"),
];

/// Headers of every answer.
const TRACES: [(&str, &str); 2] = [
    ("Request-Id", "What to name when asking about this request; the log has it too"),
    ("Server-Timing", "`edge;dur=` and how long it took, in milliseconds"),
];

/// Adds answers whose status an operation hasn't described itself.
fn say(operation: &mut Operation, answers: &[(&str, &str)]) {
    for (status, text) in answers {
        let response = ResponseBuilder::new().description(*text).build();
        operation.responses.responses.entry((*status).into()).or_insert_with(|| response.into());
    }
}

fn reference() -> Parameter {
    let text = "Twelve digits of any script, with spaces or hyphens anywhere";
    parameter("reference", ParameterIn::Path, text).example(Some(EXAMPLE.into())).build()
}

fn idempotency_key() -> Parameter {
    let mut key = text();
    key.pattern = Some("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$".into());
    let parameter = parameter(
        "Idempotency-Key",
        ParameterIn::Header,
        "A UUID that stays the same with every retry",
    );
    parameter.schema(Some(key)).example(Some("7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7".into())).build()
}

fn parameter(name: &str, place: ParameterIn, description: &str) -> ParameterBuilder {
    let is_required = if place == ParameterIn::Path { Required::True } else { Required::False };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(is_required)
        .description(Some(description))
        .schema(Some(text()))
}

fn text() -> Object {
    Object::with_type(Type::String)
}

fn operations(item: &mut openapi::PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Head, &mut item.head),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Delete, &mut item.delete),
        (HttpMethod::Options, &mut item.options),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

fn describe_problem(response: &mut openapi::Response, status: &str, has_no_body: bool) {
    if !has_no_body && response.content.is_empty() {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        response.content.insert(PROBLEM.to_owned(), problem.into());
    }
    if status == "401" {
        let scheme = HeaderBuilder::new().schema(Some(text())).build();
        response.headers.insert("WWW-Authenticate".to_owned(), scheme.into());
    }
    if matches!(status, "429" | "503" | "507") {
        let seconds = HeaderBuilder::new()
            .schema(Some(u32::schema()))
            .description(Some("In seconds."))
            .build();
        response.headers.insert("Retry-After".to_owned(), seconds.into());
    }
}

/// Adds the members of the content to the status, which contains them for the bearer of the
/// tracking key.
fn say_what_the_key_opens(components: &mut openapi::Components) {
    let Some(RefOr::T(Schema::Object(content))) = components.schemas.get("Content").cloned() else {
        return;
    };
    if let Some(RefOr::T(Schema::Object(status))) = components.schemas.get_mut("Status") {
        status.properties.extend(content.properties);
    }
}

/// Lists the problem types.
fn name_problems(components: &mut openapi::Components) {
    if let Some(RefOr::T(Schema::Object(problem))) = components.schemas.get_mut("Problem")
        && let Some(RefOr::T(Schema::Object(kind))) = problem.properties.get_mut("type")
    {
        kind.pattern = Some(format!("/problems/({})$", error::NAMES.join("|")));
    }
}

#[test]
fn what_is_published_is_what_the_code_says() {
    let contract = Contract::openapi();
    expect_file!["../../../assets/api/openapi.json"]
        .assert_eq(&format!("{}\n", contract.to_pretty_json().unwrap()));
    let shown = for_people(&serde_json::to_value(contract).unwrap());
    expect_file!["../../../assets/api/ar.html"].assert_eq(&api::page(shown.clone(), Language::Ar));
    expect_file!["../../../assets/api.html"].assert_eq(&api::page(shown, Language::En));
}

#[test]
fn each_operation_has_its_audience_arabic_words_and_an_example_of_its_body() {
    for operation in for_people(&serde_json::to_value(Contract::openapi()).unwrap()).operations {
        assert!(api::is_told_in_arabic(&operation.name), "{}", operation.name);
        let is_for_staff = operation.audience == api::Audience::Staff;
        assert_eq!(operation.path.starts_with("/console/"), is_for_staff, "{}", operation.name);
        let example = operation.body.map(|body| body.example);
        assert_ne!(example.as_deref(), Some("null"), "{}", operation.name);
    }
}

#[test]
fn each_shape_that_is_referred_to_is_there() {
    let contract = Contract::openapi();
    let text = contract.to_json().unwrap();
    let schemas = &contract.components.as_ref().unwrap().schemas;
    let names = text.split("\"#/components/schemas/").skip(1);
    let names: BTreeSet<&str> = names.filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.contains("Problem"));
    let missing: Vec<_> = names.into_iter().filter(|name| !schemas.contains_key(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Generators of clients name functions after these ids.
#[test]
fn each_operation_has_an_id_of_its_own() {
    let mut ids = BTreeSet::new();
    for (_, item) in &mut Contract::openapi().paths.paths {
        for (_, operation) in operations(item) {
            let id = operation.operation_id.clone().unwrap();
            assert!(id.contains('_') && ids.insert(id.clone()), "{id}");
        }
    }
}

/// The lengths and counts in the annotations of the wire shapes are literals, because utoipa takes
/// nothing else.
#[test]
fn each_limit_is_one_of_the_domain() {
    let contract = serde_json::to_value(Contract::openapi()).unwrap();
    let mut published = Vec::new();
    for (name, schema) in members(&contract["components"]["schemas"]) {
        for (member, property) in members(&schema["properties"]) {
            for limit in ["maxLength", "minLength", "maxItems", "minItems", "maximum"] {
                if let Some(value) = property[limit].as_u64() {
                    published.push(format!("{name}.{member} {limit} {value}"));
                }
            }
        }
    }
    let limits = [
        ("AssistantMessage.entity maxLength", SLUG_MAX),
        ("AssistantMessage.entity minLength", 1),
        ("AssistantMessage.language maxLength", LANGUAGE_MAX),
        ("AssistantMessage.service maxLength", SLUG_MAX),
        ("AssistantMessage.service minLength", 1),
        ("AssistantMessage.text maxLength", MESSAGE_MAX),
        ("AssistantMessage.text minLength", 1),
        ("AssistantProposal.probability maximum", 1),
        ("CaseAction.action maxLength", SLUG_MAX),
        ("CaseAction.outcome maxLength", SLUG_MAX),
        ("CaseAction.text maxLength", TEXT_MAX),
        ("CaseAction.to maxLength", SLUG_MAX),
        ("Classification.entity maxLength", SLUG_MAX),
        ("Classification.entity minLength", 1),
        ("Contact.email maxLength", EMAIL_MAX),
        ("Contact.name maxLength", NAME_MAX),
        ("Contact.phone maxLength", PHONE_MAX),
        ("LikelyKind.probability maximum", 1),
        ("NewKey.name maxLength", KEY_NAME_MAX),
        ("NewKey.name minLength", 1),
        ("NewMessage.attachments maxItems", ATTACHMENTS_MAX),
        ("NewMessage.text maxLength", TEXT_MAX),
        ("Place.address maxLength", ADDRESS_MAX),
        ("Place.latitude maximum", 90),
        ("Place.longitude maximum", 180),
        ("Rating.comment maxLength", TEXT_MAX),
        ("Reopening.reason maxLength", TEXT_MAX),
        ("Reopening.reason minLength", 1),
        ("Submission.attachments maxItems", ATTACHMENTS_MAX),
        ("Submission.entity maxLength", SLUG_MAX),
        ("Submission.entity minLength", 1),
        ("Submission.language maxLength", LANGUAGE_MAX),
        ("Submission.page maxLength", PAGE_MAX),
        ("Submission.service maxLength", SLUG_MAX),
        ("Submission.service minLength", 1),
        ("Submission.suggestion maxLength", TEXT_MAX),
        ("Submission.text maxLength", TEXT_MAX),
        ("Withdrawal.reason maxLength", TEXT_MAX),
    ];
    let mut expected = limits.map(|(place, limit)| format!("{place} {limit}"));
    published.sort();
    expected.sort();
    assert_eq!(published, expected);
}
