//! Ways by which people's messages come in, and those by which notices go out:
//! `GET /console/api/ways`.

use serde::{Deserialize, Serialize};

use crate::{
    delivery::Carrier,
    intake::channel::{Channel, ChannelState},
};

/// Ways of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// Ways by which notices go out, preferred ones first. A way that isn't named is off.
    pub out: Vec<Carrier>,
    /// Channels by which messages come in, each with its state.
    pub into: Vec<WayIn>,
}

/// Channel by which messages come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayIn {
    /// The channel.
    pub channel: Channel,
    /// Its state.
    pub state: ChannelState,
}
