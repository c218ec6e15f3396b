//! The network as Chromium is told that it is.

use serde_json::json;

use super::Browser;

/// How well the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// As it is.
    Whole,
    /// So slow that an upload takes as long as a test wants to look at it.
    Crawling,
    /// Not at all.
    Cut,
}

impl Browser {
    /// Makes the network so.
    pub async fn set_network(&self, network: Network) {
        let throughput = if network == Network::Crawling { 10_000 } else { -1 };
        let conditions = json!({
            "offline": network == Network::Cut, "latency": 0, "downloadThroughput": throughput, "uploadThroughput": throughput,
        });
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", conditions).await;
    }
}
