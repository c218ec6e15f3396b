//! Network conditions that Chromium emulates.

use serde_json::json;

use super::Browser;

/// Network condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// The network without emulation.
    Whole,
    /// Two seconds to any server.
    Distant,
    /// Throughput so low that an upload lasts long enough to be observed.
    Crawling,
    /// Offline.
    Cut,
}

impl Browser {
    /// Sets the network condition.
    pub async fn set_network(&self, network: Network) {
        let throughput = if network == Network::Crawling { 10_000 } else { -1 };
        let latency = if network == Network::Distant { 2_000 } else { 0 };
        let conditions = json!({
            "offline": network == Network::Cut, "latency": latency, "downloadThroughput": throughput, "uploadThroughput": throughput,
        });
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", conditions).await;
    }
}
