//! Who answers, and what they are there for.

use domain::{sign_in::id_token::Identity, staff::StaffId, wire::console::Language};
use serde::Deserialize;

use super::{Database, Result, statement};

#[derive(Deserialize)]
struct Known {
    id: StaffId,
}

/// Whose account at the provider this is. One that comes for the first time is that of whoever has its address, from now on for good.
pub(crate) async fn recognise(db: &Database, issuer: &str, identity: &Identity) -> Result<Option<StaffId>> {
    let account = || [issuer.into(), (&identity.subject).into()];
    let known = "SELECT id FROM staff WHERE issuer = ?1 AND subject = ?2 AND active";
    if let Some(Known { id }) = statement(db, known, account())?.first().await? {
        return Ok(Some(id));
    }
    let Some(email) = &identity.email else { return Ok(None) };
    let [issuer, subject] = account();
    let new = "UPDATE staff SET issuer = ?1, subject = ?2 WHERE email = ?3 AND subject IS NULL AND active
               AND NOT EXISTS (SELECT 1 FROM staff WHERE issuer = ?1 AND subject = ?2) RETURNING id";
    Ok(statement(db, new, [issuer, subject, email.into()])?.first::<Known>().await?.map(|known| known.id))
}

/// Remembers the language that someone wants to be spoken to in.
pub(crate) async fn speak(db: &Database, person: &StaffId, language: Language) -> Result<()> {
    let sql = "UPDATE staff SET language = ?2 WHERE id = ?1";
    statement(db, sql, [person.as_str().into(), language.tag().into()])?.run().await?;
    Ok(())
}
