//! System of an entity, the cases that are created there, and templates to begin with.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DeliveryState;
use crate::{reference::Reference, system::CreationId};

/// Most creations that the log of a system lists.
pub const CREATIONS_PAGE: u32 = 100;

/// Template of the request that creates a case, as an administrator writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemTemplate {
    /// Method: `POST`, `PUT` or `PATCH`.
    pub method: String,
    /// Address, with placeholders.
    pub url: String,
    /// Headers, one a line: a name, a colon and a value with placeholders.
    #[serde(default)]
    pub headers: String,
    /// JSON body, with placeholders in its strings.
    pub body: String,
    /// Place of the created id in the answer: a JSON Pointer, or the name of a header. Empty if
    /// nothing is to be read.
    #[serde(default)]
    pub id: String,
    /// Way to sign in.
    pub auth: SystemAuth,
    /// Address from which a CSRF token and its cookie are fetched before each request, as SAP asks
    /// for. Empty if there is none.
    #[serde(default)]
    pub csrf: String,
}

/// Way to sign in to a system, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum SystemAuth {
    /// None.
    None,
    /// The secret is a bearer token.
    Bearer,
    /// Name and password; the secret is the password.
    Basic {
        /// Name.
        user: String,
    },
    /// The secret is a member of the body.
    Key {
        /// Name of the member.
        name: String,
    },
    /// The secret is the value of a header.
    Header {
        /// Name of the header.
        name: String,
    },
    /// OAuth client credentials; the secret is the client's.
    #[serde(rename = "oauth")]
    OAuth {
        /// Address that tokens are fetched from.
        token: String,
        /// Id of the client.
        client: String,
        /// Scope that is asked for. Empty if there is none.
        #[serde(default)]
        scope: String,
    },
}

/// `PUT /console/api/entities/{entity}/system`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedSystem {
    /// Template of the request.
    #[serde(flatten)]
    pub template: SystemTemplate,
    /// Secret of the way to sign in. Without it the stored one stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// False to create nothing there for now.
    pub on: bool,
}

/// `GET /console/api/entities/{entity}/system`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemSettings {
    /// System of the entity, if it has one.
    pub system: Option<SystemState>,
    /// Templates to begin with.
    pub ready: Vec<ReadyTemplate>,
}

/// System of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemState {
    /// Template of the request.
    pub template: SystemTemplate,
    /// True if a secret is stored. It is never shown.
    pub has_secret: bool,
    /// False if nothing is created there for now.
    pub on: bool,
    /// Time of the first failure since the last success.
    pub failing_since: Option<Timestamp>,
    /// Creations that wait.
    pub waiting: u32,
    /// Creations that were given up.
    pub failed: u32,
}

/// Template to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadyTemplate {
    /// Name of the product.
    pub name: String,
    /// Template.
    pub template: SystemTemplate,
}

/// Answer to `POST /console/api/entities/{entity}/system/test`: what came of creating a case there
/// that says it's a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemTest {
    /// Status of the answer.
    pub status: Option<u16>,
    /// Reason for a failure.
    pub reason: Option<String>,
    /// Id of the created case.
    pub outside_id: Option<String>,
}

/// `GET /console/api/entities/{entity}/system/cases`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemCases {
    /// Creations: those that failed first, then the latest.
    pub cases: Vec<SystemCase>,
}

/// Creation of a case in an entity's system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemCase {
    /// Id of the creation.
    pub id: CreationId,
    /// Case in question.
    pub reference: Reference,
    /// Time at which the case came to the entity.
    pub at: Timestamp,
    /// State of the creation.
    pub state: DeliveryState,
    /// Status of the last answer.
    pub status: Option<u16>,
    /// Reason for the last failure.
    pub reason: Option<String>,
    /// Id under which the case is known there.
    pub outside_id: Option<String>,
    /// Number of attempts.
    pub attempts: u32,
    /// Time of the next attempt, while it waits.
    pub next_attempt: Option<Timestamp>,
}

/// Returns the templates to begin with. Names of an organisation in capitals are to be replaced.
pub fn ready_templates() -> Vec<ReadyTemplate> {
    vec![dynamics(), salesforce(), sap(), open311()]
}

/// Returns the template for Dynamics 365 (Dataverse Web API): an upsert by the case's primary key,
/// so that a repeated request creates nothing more. Its description takes 2,000 characters.
fn dynamics() -> ReadyTemplate {
    let body = r#"{
  "title": "Sawtak {{reference}}",
  "description": "{{link}}\n\n{{text:1900}}",
  "caseorigincode": 3,
  "customerid_contact@odata.bind": "/contacts(00000000-0000-0000-0000-000000000000)"
}"#;
    ready(
        "Dynamics 365",
        SystemTemplate {
            method: "PATCH".to_owned(),
            url: "https://ORGANISATION.crm15.dynamics.com/api/data/v9.2/incidents({{uuid}})"
                .to_owned(),
            headers: "OData-Version: 4.0\nOData-MaxVersion: 4.0".to_owned(),
            body: body.to_owned(),
            id: "OData-EntityId".to_owned(),
            auth: SystemAuth::OAuth {
                token: "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token".to_owned(),
                client: String::new(),
                scope: "https://ORGANISATION.crm15.dynamics.com/.default".to_owned(),
            },
            csrf: String::new(),
        },
    )
}

/// Returns the template for Salesforce: an upsert by an external id, the field
/// `SawtakReference__c` of the object `Case`.
fn salesforce() -> ReadyTemplate {
    let body = r#"{
  "Subject": "Sawtak {{reference}}",
  "Description": "{{text}}\n\n{{link}}",
  "Origin": "Web"
}"#;
    ready(
        "Salesforce",
        SystemTemplate {
            method: "PATCH".to_owned(),
            url: "https://ORGANISATION.my.salesforce.com/services/data/v67.0/sobjects/Case/\
                  SawtakReference__c/{{reference}}"
                .to_owned(),
            headers: String::new(),
            body: body.to_owned(),
            id: "/id".to_owned(),
            auth: SystemAuth::OAuth {
                token: "https://ORGANISATION.my.salesforce.com/services/oauth2/token".to_owned(),
                client: String::new(),
                scope: String::new(),
            },
            csrf: String::new(),
        },
    )
}

/// Returns the template for SAP Cloud for Customer (OData): a token against forged requests is
/// fetched first. A request whose answer was lost creates a second case, since this service takes
/// no id from outside.
fn sap() -> ReadyTemplate {
    let body = r#"{
  "Name": "Sawtak {{reference}}",
  "ProcessingTypeCode": "SRRQ",
  "ExternalID": "{{reference}}",
  "ServiceRequestDescription": [
    { "TypeCode": "10004", "Text": "{{text}}\n\n{{link}}" }
  ]
}"#;
    let service = "https://ORGANISATION.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/";
    ready(
        "SAP C4C",
        SystemTemplate {
            method: "POST".to_owned(),
            url: [service, "ServiceRequestCollection"].concat(),
            headers: String::new(),
            body: body.to_owned(),
            id: "/d/results/ID".to_owned(),
            auth: SystemAuth::Basic { user: String::new() },
            csrf: service.to_owned(),
        },
    )
}

/// Returns the template for a server of Open311. `Idempotency-Key` keeps one that knows it, such as
/// Sawtak's, from creating a request twice. Ours takes 5,000 characters.
fn open311() -> ReadyTemplate {
    let body = r#"{
  "jurisdiction_id": "JURISDICTION",
  "service_code": "SERVICE",
  "address_string": "-",
  "description": "{{link}}\n\n{{text:4900}}"
}"#;
    ready(
        "Open311",
        SystemTemplate {
            method: "POST".to_owned(),
            url: "https://ORGANISATION.example.org/open311/v2/requests.json".to_owned(),
            headers: "Content-Type: application/x-www-form-urlencoded\nIdempotency-Key: {{uuid}}"
                .to_owned(),
            body: body.to_owned(),
            id: "/0/service_request_id".to_owned(),
            auth: SystemAuth::Key { name: "api_key".to_owned() },
            csrf: String::new(),
        },
    )
}

fn ready(name: &str, template: SystemTemplate) -> ReadyTemplate {
    ReadyTemplate { name: name.to_owned(), template }
}
