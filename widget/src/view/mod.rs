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
use languages::Speaker;
use recorder::Recorders;

/// Ties the form to the session.
pub(crate) fn attach(session: Session) -> Result<(), Missing> {
    let recorders = Recorders::new(session);
    Speaker::new(session, recorders).tie()
}

fn tie(session: Session, recorders: &Recorders, speaker: &Speaker) -> Result<(), Missing> {
    steps::attach(session)?;
    faults::attach(session)?;
    media::attach(session)?;
    recorders.attach(&session.page())?;
    check::attach(session)?;
    done::attach(session)?;
    draft::attach(session)?;
    outbox::attach(session)?;
    close::attach(session, recorders)?;
    languages::attach(session, speaker)
}
