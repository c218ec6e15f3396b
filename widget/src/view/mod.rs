//! Each part of the form, tied to the session: what the visitor does goes in, what has changed is shown.

mod bind;
mod check;
mod close;
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
use recorder::Recorders;

/// Ties the form to the session, until the present owner goes, or the form that shows.
pub(crate) fn attach(session: Session) -> Result<(), Missing> {
    // The session and its recorders belong to the present owner and outlive a form in one language.
    let recorders = Recorders::new(session);
    Owner::new().with(|| tie(session, &recorders))
}

fn tie(session: Session, recorders: &Recorders) -> Result<(), Missing> {
    steps::attach(session)?;
    faults::attach(session)?;
    media::attach(session)?;
    recorders.attach(&session.page())?;
    check::attach(session)?;
    done::attach(session)?;
    draft::attach(session)?;
    outbox::attach(session)?;
    close::attach(session);
    languages::attach(session, recorders)
}
