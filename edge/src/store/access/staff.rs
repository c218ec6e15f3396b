//! Staff as they sign in: their accounts at the provider and their language.

use domain::{
    access::oidc::id_token::Identity, staff::StaffId, staff_notice::WantedNotices,
    wire::console::Language,
};
use serde::Deserialize;

use crate::store::{Database, Result, statement, unreadable};

#[derive(Deserialize)]
struct Known {
    id: StaffId,
}

/// Returns the person with this account at the provider.
///
/// An unknown account is bound for good to the active person with its e-mail address, if they have
/// no account yet. If the account signs in twice at once, both sign-ins succeed.
pub(crate) async fn recognise(
    db: &Database,
    issuer: &str,
    identity: &Identity,
) -> Result<Option<StaffId>> {
    let claim = "UPDATE staff SET issuer = :issuer, subject = :subject
                 WHERE email = :email AND subject IS NULL AND active
                 AND NOT EXISTS (SELECT 1 FROM staff WHERE issuer = :issuer
                 AND subject = :subject)";
    let known = "SELECT id FROM staff WHERE issuer = :issuer AND subject = :subject AND active";
    let issuer = || ("issuer", issuer.into());
    let subject = || ("subject", (&identity.subject).into());
    let email = ("email", identity.email.as_deref().into());
    let statements = vec![
        statement(db, claim, [issuer(), subject(), email])?,
        statement(db, known, [issuer(), subject()])?,
    ];
    let results = db.batch(statements).await?;
    let [_, known] = &results[..] else { return Err(unreadable("an account")) };
    Ok(known.results::<Known>()?.pop().map(|known| known.id))
}

/// Stores the preferences of a person. Whoever asks for reports gets those of the months after
/// `closed`, the last one that has been closed.
pub(crate) async fn prefer(
    db: &Database,
    person: &StaffId,
    language: Language,
    notices: WantedNotices,
    closed: &str,
) -> Result<()> {
    let sql = "UPDATE staff SET language = :language, told_late = :late, told_daily = :daily,
                      told_month = CASE WHEN told_monthly = 0 AND :monthly = 1
                                        THEN max(told_month, :closed) ELSE told_month END,
                      told_monthly = coalesce(:monthly, told_monthly)
               WHERE id = :id";
    let values = [
        ("id", person.as_str().into()),
        ("language", language.tag().into()),
        ("late", u32::from(notices.late).into()),
        ("daily", u32::from(notices.daily).into()),
        ("monthly", notices.monthly.map(u32::from).into()),
        ("closed", closed.into()),
    ];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Switches off the notices to a person about cases that are late or nearly so.
pub(crate) async fn end_late(db: &Database, person: &StaffId) -> Result<()> {
    let sql = "UPDATE staff SET told_late = 0 WHERE id = :id";
    statement(db, sql, [("id", person.as_str().into())])?.run().await?;
    Ok(())
}

/// Switches off the notices to a person at the start of a working day.
pub(crate) async fn end_daily(db: &Database, person: &StaffId) -> Result<()> {
    let sql = "UPDATE staff SET told_daily = 0 WHERE id = :id";
    statement(db, sql, [("id", person.as_str().into())])?.run().await?;
    Ok(())
}

/// Switches off the notices to a person about the report of each month.
pub(crate) async fn end_monthly(db: &Database, person: &StaffId) -> Result<()> {
    let sql = "UPDATE staff SET told_monthly = 0 WHERE id = :id";
    statement(db, sql, [("id", person.as_str().into())])?.run().await?;
    Ok(())
}
