//! Port to messengers: sending a message and fetching a file, each by the adapter of its channel.

use domain::{
    channel::{
        Capability, conversation::MediaRefusal, message::Media, whatsapp::outbound::Outgoing,
    },
    intake::channel::Channel,
    media::upload::UploadId,
    slug::Slug,
};

use super::{budget, failure::Failure, instagram, sms, whatsapp, x};
use crate::{
    config::{
        instagram::Settings as Instagram, texts::Settings as Texts, whatsapp::Settings as WhatsApp,
        x::Settings as X,
    },
    error::ApiError,
    state::App,
};

/// Messenger that is on, with its settings.
#[derive(Clone, Copy)]
pub(crate) enum Messenger<'a> {
    Whatsapp(&'a WhatsApp),
    Instagram(&'a Instagram),
    X(&'a X),
    Sms(&'a Texts),
}

impl<'a> Messenger<'a> {
    /// Returns the messenger of a channel; `None` if the channel has none, or is off.
    pub(crate) fn of(app: &'a App, channel: Channel) -> Option<Self> {
        let config = &app.config;
        match channel {
            Channel::Whatsapp => config.whatsapp.as_ref().map(Self::Whatsapp),
            Channel::Instagram => config.instagram.as_ref().map(Self::Instagram),
            Channel::X => config.x.as_ref().map(Self::X),
            Channel::Sms => config.texts.as_ref().map(Self::Sms),
            _ => None,
        }
    }

    /// Returns the channel.
    pub(crate) const fn channel(self) -> Channel {
        match self {
            Self::Whatsapp(_) => Channel::Whatsapp,
            Self::Instagram(_) => Channel::Instagram,
            Self::X(_) => Channel::X,
            Self::Sms(_) => Channel::Sms,
        }
    }

    /// Returns the entity that people write to there; `None` if they are asked for it.
    pub(crate) fn entity(self) -> Option<Slug> {
        match self {
            Self::Whatsapp(settings) => settings.entity.clone(),
            Self::Instagram(settings) => settings.entity.clone(),
            Self::X(settings) => settings.entity.clone(),
            Self::Sms(settings) => settings.entity.clone(),
        }
    }

    /// Returns the template that tells of news outside the window of free text, if there is one.
    pub(crate) fn template(self, language: &str, parameters: Vec<String>) -> Option<Outgoing> {
        match self {
            Self::Whatsapp(settings) => Some(Outgoing::Template {
                name: settings.template.clone(),
                language: settings.template_language(language),
                parameters,
            }),
            Self::Instagram(_) | Self::X(_) | Self::Sms(_) => None,
        }
    }

    /// Sends a message to an address, and returns the id by which later statuses name it.
    /// `failures` is the number of attempts that failed before.
    pub(crate) async fn send(
        self,
        app: &App,
        to: &str,
        message: &Outgoing,
        failures: u32,
    ) -> Result<Option<String>, Failure> {
        self.spend(app, failures).await?;
        match self {
            Self::Whatsapp(settings) => whatsapp::send(settings, to, message, failures).await,
            Self::Instagram(settings) => {
                instagram::send(settings, to, message.text(), failures).await
            }
            Self::X(settings) => x::send(app, settings, to, message.text(), failures).await,
            Self::Sms(settings) => sms::send(app, settings, to, message.text(), failures).await,
        }
    }

    /// Counts a message against the day's budget of the messenger, if it has one.
    ///
    /// # Errors
    ///
    /// Returns a failure to try again tomorrow if the budget is spent.
    pub(super) async fn spend(self, app: &App, failures: u32) -> Result<(), Failure> {
        match app.config.ways.budget.of_messenger(self.channel()) {
            Some(budget) => budget::spend(app, budget, 1, failures).await,
            None => Ok(()),
        }
    }

    /// Fetches a file and stores it as an upload of `client`.
    ///
    /// # Errors
    ///
    /// The inner error says why the file will never be taken; the outer one that it may be, later.
    pub(crate) async fn fetch(
        self,
        app: &App,
        client: &str,
        media: &Media,
    ) -> Result<Result<UploadId, MediaRefusal>, ApiError> {
        let capability = Capability::of(self.channel());
        let kind = media.spoken_kind();
        let size_max = capability.zip(kind).and_then(|(it, kind)| it.media_max(kind));
        let Some(size_max) = size_max else { return Ok(Err(MediaRefusal::Type)) };
        match self {
            Self::Whatsapp(settings) => {
                whatsapp::fetch(app, settings, client, media, size_max).await
            }
            Self::Instagram(_) => instagram::fetch(app, client, media, size_max).await,
            Self::X(settings) => x::fetch(app, settings, client, media, size_max).await,
            Self::Sms(_) => Ok(Err(MediaRefusal::Type)),
        }
    }
}
