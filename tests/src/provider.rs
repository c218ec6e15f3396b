//! Identity provider of a test's own, behind a proxy that can falsify its answers.
//!
//! The provider is the real one and can be restarted with other keys. It serves an edge of the
//! test's own.

use std::{
    env,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

use crate::{client, server::free_port, workerd::Workerd};

/// Falsification of an ID token or of the key set by the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Another person's subject and e-mail address under the original signature.
    Subject,
    /// Algorithm `none` and no signature.
    Unsigned,
    /// ID token of the previous sign-in.
    Yesterday,
    /// Another RSA key under the same key id.
    Keys,
    /// No ID token.
    Nothing,
}

#[derive(Default)]
struct Behaviour {
    lie: Option<Lie>,
    /// Last ID token from the provider.
    token: Option<String>,
}

#[derive(Clone)]
struct Proxy {
    client: Client,
    provider: String,
    origin: String,
    behaviour: Arc<Mutex<Behaviour>>,
}

/// Provider and proxy. They stop when dropped.
pub struct Provider {
    port: u16,
    proxy: Proxy,
    serving: JoinHandle<()>,
    child: Option<Child>,
}

impl Provider {
    /// Starts the proxy, but not the provider behind it.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (port, origin) =
            (free_port(), format!("http://{}", listener.local_addr().expect("an address")));
        let proxy = Proxy {
            client: client::http(),
            provider: format!("http://127.0.0.1:{port}"),
            origin,
            behaviour: Arc::default(),
        };
        let router = Router::new().fallback(pass_on).with_state(proxy.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Self { port, proxy, serving, child: None }
    }

    /// Returns the environment variable that makes an edge use this provider.
    pub fn variable(&self) -> String {
        format!("OIDC_ISSUER:{}", self.proxy.origin)
    }

    /// Starts or restarts the provider for this edge, with new keys that sign with `algorithm`.
    pub async fn start(&mut self, edge: &Workerd, algorithm: &str) {
        self.stop();
        let xtask =
            env::var_os("SAWTAK_TEST_XTASK").expect("run these tests through `cargo xtask test`");
        let edge_port = edge.origin().rsplit_once(':').expect("a port").1.to_owned();
        let mut command = Command::new(xtask);
        command.arg("identity").arg(edge.state()).args([&self.port.to_string(), &edge_port]);
        command.args([format!("ISSUER={}", self.proxy.origin), format!("ALGORITHM={algorithm}")]);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .process_group(0);
        self.child = Some(command.spawn().expect("the provider starts"));
        for _ in 0..600 {
            if self.proxy.client.get(&self.proxy.provider).send().await.is_ok() {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("the provider doesn't answer");
    }

    /// Sets the falsification that the proxy applies from now on, or none.
    pub fn tell(&self, lie: Option<Lie>) {
        self.proxy.behaviour.lock().unwrap_or_else(PoisonError::into_inner).lie = lie;
    }

    fn stop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        if let Ok(id) = i32::try_from(child.id()) {
            let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
        }
        let _ = child.wait();
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
        self.serving.abort();
    }
}

async fn pass_on(
    State(proxy): State<Proxy>,
    method: Method,
    uri: Uri,
    mut headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::ACCEPT_ENCODING);
    let host = proxy.origin.trim_start_matches("http://").parse().expect("a host");
    // The provider derives its own address from the Host header.
    headers.insert(header::HOST, host);
    let request = proxy
        .client
        .request(method, format!("{}{uri}", proxy.provider))
        .headers(headers)
        .body(body);
    let answer = request.send().await.expect("the provider answers");
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let body = answer.bytes().await.expect("a body").to_vec();
    let body = match (status, uri.path()) {
        (StatusCode::OK, "/token") => proxy.token(&body),
        (StatusCode::OK, "/jwks") => proxy.keys(body),
        _ => body,
    };
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::TRANSFER_ENCODING);
    headers.remove(header::CONNECTION);
    (status, headers, body)
}

impl Proxy {
    fn token(&self, body: &[u8]) -> Vec<u8> {
        let mut behaviour = self.behaviour.lock().unwrap_or_else(PoisonError::into_inner);
        let mut answer: Value = serde_json::from_slice(body).expect("tokens");
        let token = answer["id_token"].as_str().expect("an ID token").to_owned();
        let before = behaviour.token.replace(token.clone());
        answer["id_token"] = match behaviour.lie {
            Some(Lie::Subject) => with_subject(&token).into(),
            Some(Lie::Unsigned) => unsigned(&token).into(),
            Some(Lie::Yesterday) => before.expect("a sign-in before").into(),
            Some(Lie::Nothing) => Value::Null,
            Some(Lie::Keys) | None => token.into(),
        };
        serde_json::to_vec(&answer).expect("JSON")
    }

    fn keys(&self, body: Vec<u8>) -> Vec<u8> {
        if self.behaviour.lock().unwrap_or_else(PoisonError::into_inner).lie != Some(Lie::Keys) {
            return body;
        }
        let mut answer: Value = serde_json::from_slice(&body).expect("keys");
        for key in answer["keys"].as_array_mut().expect("keys") {
            if key["kty"] == "RSA" {
                key["n"] = URL_SAFE_NO_PAD.encode([0xab; 256]).into();
            }
        }
        serde_json::to_vec(&answer).expect("JSON")
    }
}

fn with_subject(token: &str) -> String {
    let [header, payload, signature] = parts(token);
    let mut claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64url"))
            .expect("claims");
    (claims["sub"], claims["email"]) = ("auditor".into(), "auditor@staff.example".into());
    format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

fn unsigned(token: &str) -> String {
    let [_, payload, _] = parts(token);
    format!("{}.{payload}.", URL_SAFE_NO_PAD.encode(json!({ "alg": "none" }).to_string()))
}

fn parts(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().expect("three parts")
}
