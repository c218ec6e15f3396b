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

use crate::{page::Missing, session::Session};
use recorder::Recorders;

/// Ties the form to the session.
pub(crate) fn attach(session: Session) -> Result<(), Missing> {
    let recorders = session.owner.with(|| Recorders::new(session));
    tie(session, &recorders)
}

/// Ties the form that shows; session and recorders outlive a form in one language.
fn tie(session: Session, recorders: &Recorders) -> Result<(), Missing> {
    session.owner.child().with(|| tie_parts(session, recorders))
}

fn tie_parts(session: Session, recorders: &Recorders) -> Result<(), Missing> {
    steps::attach(session)?;
    faults::attach(session)?;
    media::attach(session)?;
    recorders.attach(&session.page())?;
    check::attach(session)?;
    done::attach(session)?;
    draft::attach(session)?;
    outbox::attach(session)?;
    close::attach(session, recorders)?;
    languages::attach(session, recorders)
}
