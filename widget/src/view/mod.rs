//! Each part of the form, tied to the session: what the visitor does goes in, what has changed is shown.

mod bind;
mod check;
mod done;
mod draft;
mod faults;
mod languages;
mod media;
mod outbox;
mod recorder;
mod steps;

use reactive_graph::owner::Owner;

use crate::{page::Missing, session::Session};

/// Ties the form to the session, until the present owner goes, or the form that shows.
pub(crate) fn attach(session: Session) -> Result<(), Missing> {
    // The session belongs to the present owner and outlives a form in one language.
    Owner::new().with(|| tie(session))
}

fn tie(session: Session) -> Result<(), Missing> {
    steps::attach(session)?;
    faults::attach(session)?;
    media::attach(session)?;
    recorder::attach(session)?;
    check::attach(session)?;
    done::attach(session)?;
    draft::attach(session)?;
    outbox::attach(session)?;
    languages::attach(session)
}
