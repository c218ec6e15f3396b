//! Machine of a test's own that transcribes recordings: the stand-in on a port of its own, which
//! can be away.

use std::{net::SocketAddr, ops::Deref, time::Duration};

use ::stand_ins::transcriber::{Recording, Transcriber as Machine};
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

use crate::server::free_port;

/// Key of the edge there.
const KEY: &str = "transcriber-key-for-tests";

/// Stand-in for a machine. It stops when dropped.
pub struct Transcriber {
    machine: Machine,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

impl Transcriber {
    /// Prepares a machine that is away.
    pub fn away() -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        Self { machine: Machine::new(KEY), address, serving: None }
    }

    /// Listens on a free port.
    pub async fn listen() -> Self {
        let mut new = Self::away();
        new.resume().await;
        new
    }

    /// Listens on its port.
    pub async fn resume(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the port is free");
        let routes = self.machine.routes();
        self.serving =
            Some(tokio::spawn(async { axum::serve(listener, routes).await.expect("a server") }));
    }

    /// Returns the environment variables that make an edge use this machine.
    pub fn variables(&self) -> Vec<String> {
        vec![
            "TRANSCRIBER:openai".to_owned(),
            format!("TRANSCRIBER_URL:http://{}/v1", self.address),
            format!("TRANSCRIBER_KEY:{KEY}"),
        ]
    }

    /// Returns the environment variables that make an edge use this machine as Workers AI.
    pub fn workers_ai_variables(&self) -> Vec<String> {
        vec![
            "TRANSCRIBER:workers-ai".to_owned(),
            format!("TRANSCRIBER_URL:http://{}", self.address),
            format!("TRANSCRIBER_KEY:{KEY}"),
        ]
    }

    /// Waits until it has taken at least `count` recordings, and returns all.
    pub async fn until_heard(&self, count: usize) -> Vec<Recording> {
        for _ in 0..600 {
            let heard = self.heard();
            if heard.len() >= count {
                return heard;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("the machine got {} of {count} recordings", self.heard().len());
    }
}

impl Deref for Transcriber {
    type Target = Machine;

    fn deref(&self) -> &Machine {
        &self.machine
    }
}

impl Drop for Transcriber {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}
