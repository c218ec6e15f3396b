//! Who answers, and what they are there for.

use domain::{
    access::{oidc::id_token::Identity, staff::StaffId},
    wire::console::Language,
};
use serde::Deserialize;

use super::{Database, Result, statement, unreadable};

#[derive(Deserialize)]
struct Known {
    id: StaffId,
}

/// Whose account at the provider this is. One that comes for the first time is that of whoever has its address, from now on for good; should it come
/// twice at once, both times.
pub(crate) async fn recognise(
    db: &Database,
    issuer: &str,
    identity: &Identity,
) -> Result<Option<StaffId>> {
    let account = || [issuer.into(), (&identity.subject).into()];
    let claim =
        "UPDATE staff SET issuer = ?1, subject = ?2 WHERE email = ?3 AND subject IS NULL AND active
                 AND NOT EXISTS (SELECT 1 FROM staff WHERE issuer = ?1 AND subject = ?2)";
    let known = "SELECT id FROM staff WHERE issuer = ?1 AND subject = ?2 AND active";
    let [issuer, subject] = account();
    let email = identity.email.as_deref().into();
    let results = db
        .batch(vec![
            statement(db, claim, [issuer, subject, email])?,
            statement(db, known, account())?,
        ])
        .await?;
    let [_, known] = &results[..] else { return Err(unreadable("an account")) };
    Ok(known.results::<Known>()?.pop().map(|known| known.id))
}

/// Remembers the language that someone wants to be spoken to in.
pub(crate) async fn speak(db: &Database, person: &StaffId, language: Language) -> Result<()> {
    let sql = "UPDATE staff SET language = ?2 WHERE id = ?1";
    statement(db, sql, [person.as_str().into(), language.tag().into()])?.run().await?;
    Ok(())
}
