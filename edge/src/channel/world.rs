//! Directory and participations that a conversation looks things up in.

use domain::{
    bilingual::Named,
    channel::conversation::{Listed, Mine, World},
    slug::{PLATFORM_TEAM, Slug},
};

use super::stored::Stored;
use crate::{
    directory,
    error::ApiError,
    service::assistant,
    state::App,
    store::channel::addresses::{self, Own},
};

/// Most participations of one person that are listed.
const OWN_MAX: u32 = 30;

/// Returns the world of a conversation.
pub(super) async fn of(app: &App, stored: &Stored) -> Result<World, ApiError> {
    let snapshot = directory::current(app, None).await?;
    let entities = snapshot.directory.entities.iter();
    let entities = entities.filter_map(|entity| Listed::try_from(entity).ok());
    let codes = stored.codes(app);
    let own = addresses::own(&app.db()?, stored.channel, &codes, OWN_MAX).await?;
    let mine = own.into_iter().map(|own| {
        let name = snapshot.entity(&own.entity).map(|entity| entity.name.clone());
        mine(own, name)
    });
    let unsure = snapshot.entity(PLATFORM_TEAM).and_then(|team| Slug::parse(&team.id).ok());
    Ok(World {
        entities: entities.collect(),
        mine: mine.collect(),
        unsure,
        advisor: Some(assistant::advise),
    })
}

/// Returns a participation as conversations name it.
pub(super) fn mine(own: Own, name: Option<Named>) -> Mine {
    let Own { reference, kind, entity, stage, received_at } = own;
    let entity = name.unwrap_or_else(|| Named { ar: entity.clone(), en: entity });
    Mine { reference, kind, entity, stage, received_at }
}
