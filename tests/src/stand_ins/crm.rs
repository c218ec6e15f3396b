//! A tenant of the systems in which entities work on their cases, at the stand-ins beside the edge
//! or at those of a test's own.

use std::time::Duration;

use domain::wire::console::{SystemAuth, SystemTemplate, ready_templates};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

use super::call_at;
use crate::{fixtures, server};

/// Secret of the client, and password of the user.
pub const SECRET: &str = "crm-secret-for-tests";

/// Client, and name of the user.
const CLIENT: &str = "sawtak";

/// Tenant that no other test knows.
pub struct Crm {
    origin: String,
    tenant: String,
    serving: Option<JoinHandle<()>>,
}

impl Default for Crm {
    fn default() -> Self {
        Self::new()
    }
}

impl Crm {
    /// Returns a new tenant at the stand-ins beside the edge.
    pub fn new() -> Self {
        Self::at(server::stand_ins(), None)
    }

    /// Returns a new tenant at systems that listen on a port of their own.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let routes = ::stand_ins::systems();
        let serve = async { axum::serve(listener, routes).await.expect("a server") };
        Self::at(origin, Some(tokio::spawn(serve)))
    }

    fn at(origin: String, serving: Option<JoinHandle<()>>) -> Self {
        Self { origin, tenant: fixtures::key().as_str().to_owned(), serving }
    }

    /// Returns the ready template of a product, with the tenant's addresses: `Dynamics 365`,
    /// `Salesforce` or `SAP C4C`.
    pub fn template(&self, product: &str) -> SystemTemplate {
        let origin = format!("{}/crm/{}", self.origin, self.tenant);
        let ready = ready_templates().into_iter().find(|ready| ready.name == product);
        let mut template = ready.expect("a product").template;
        for url in [&mut template.url, &mut template.csrf] {
            *url = url
                .replace("https://ORGANISATION.crm15.dynamics.com", &format!("{origin}/dynamics"))
                .replace("https://ORGANISATION.my.salesforce.com", &format!("{origin}/salesforce"))
                .replace("https://ORGANISATION.crm.ondemand.com", &format!("{origin}/sap"));
        }
        match &mut template.auth {
            SystemAuth::Basic { user } => CLIENT.clone_into(user),
            SystemAuth::OAuth { token, client, .. } => {
                *token = format!("{origin}/oauth2/token");
                CLIENT.clone_into(client);
            }
            _ => {}
        }
        template
    }

    /// Returns the body that makes a product the system of an entity.
    pub fn body(&self, product: &str) -> Value {
        let mut body = json!(self.template(product));
        body["secret"] = json!(SECRET);
        body["on"] = json!(true);
        body
    }

    /// Changes how the tenant behaves: `away`, `lost`, `endless`, `held`, `expire`.
    pub async fn change(&self, change: &Value) {
        self.call(Method::PUT, change).await;
    }

    /// Returns the number of tokens that were given out.
    pub async fn tokens(&self) -> u64 {
        self.state().await["tokens"].as_u64().expect("a number")
    }

    /// Returns the cases that were created.
    pub async fn cases(&self) -> Vec<Value> {
        self.state().await["cases"].as_array().expect("cases").clone()
    }

    /// Waits until there are so many cases, and returns them.
    pub async fn until(&self, count: usize) -> Vec<Value> {
        for _ in 0..600 {
            let cases = self.cases().await;
            if cases.len() >= count {
                return cases;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("these cases came: {:#?}", self.cases().await);
    }

    async fn state(&self) -> Value {
        self.call(Method::GET, &Value::Null).await
    }

    async fn call(&self, method: Method, body: &Value) -> Value {
        call_at(&self.origin, method, &format!("/control/crm/{}", self.tenant), body).await
    }
}

impl Drop for Crm {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}
