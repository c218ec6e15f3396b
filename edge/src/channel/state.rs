//! State of each channel of messages: off, on, or refused by its other side.

use domain::{
    intake::channel::{Channel, ChannelState},
    wire::console::WayIn,
};

use super::messenger::Messenger;
use crate::{error::ApiError, state::App, store};

/// Channels of messages, in the order in which they are shown.
const CHANNELS: [Channel; 5] =
    [Channel::Email, Channel::Whatsapp, Channel::Instagram, Channel::X, Channel::Sms];

/// Returns the state of each channel of messages. One whose refusals can't be looked up fails.
pub(crate) async fn all(app: &App) -> Vec<WayIn> {
    let stopped = stopped(app).await.ok();
    let is_stopped = |channel: Channel| {
        stopped.as_ref().is_none_or(|names| names.iter().any(|name| name == channel.as_str()))
    };
    let state = |channel: Channel| match channel {
        Channel::Email if app.config.mail.is_some() => ChannelState::On,
        _ if Messenger::of(app, channel).is_none() => ChannelState::Off,
        _ if is_stopped(channel) => ChannelState::Failing,
        _ => ChannelState::On,
    };
    CHANNELS.map(|channel| WayIn { channel, state: state(channel) }).to_vec()
}

/// Returns the channels whose other side refuses our access.
async fn stopped(app: &App) -> Result<Vec<String>, ApiError> {
    Ok(store::channel::stops::all(&app.db()?).await?)
}
