//! `/console/api/cases`: queues, search, a single case, and actions on it.
//!
//! Each file takes one subject. The helpers here create staff and submit complaints.

mod actions;
mod behind_figures;
mod conflict;
mod lessons;
mod live;
mod merge;
mod news;
mod notices;
mod proposals;
mod queues;
mod reading;
mod saved_views;
mod search;
mod system;
mod test_mode;
mod transfer;
mod unseen;
mod webhooks;

use domain::{
    reference::Reference,
    slug::Slug,
    staff::Role,
    wire::{Acknowledgement, Submission},
};
use tests::{clerk::Clerk, client::Visitor, database::Database, fixtures::complaint, server};
use tokio::sync::RwLock;

/// Lock for tests that write to the database file directly, which locks the edge out for a moment.
static ROOM: RwLock<()> = RwLock::const_new(());

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn database() -> Database {
    Database::in_state(&server::state())
}

/// Creates an employee of an entity that no other test uses.
async fn clerk(entity: &str) -> Clerk {
    let _alone = ROOM.write().await;
    Clerk::of(entity, &Visitor::new(), &database())
}

async fn clerk_with(role: Role) -> Clerk {
    let _alone = ROOM.write().await;
    Clerk::with(&[role], &Visitor::new(), &database())
}

fn to(entity: &str, text: &str) -> Submission {
    Submission { entity: entity.into(), text: text.into(), ..complaint() }
}

async fn sent(entity: &str, text: &str) -> Reference {
    submit(&to(entity, text)).await.reference
}

async fn submit(submission: &Submission) -> Acknowledgement {
    let _beside_others = ROOM.read().await;
    Visitor::new().submit(submission).await
}
