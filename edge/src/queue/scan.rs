//! Consumer of scans: streams an attachment to the scanner and records the result. Of a file that
//! is refused, its author is told. A scan that fails is tried again. A clean recording goes on to
//! the machine that transcribes, if its entity wants that.

use domain::{
    media::scan::{Finding, Scan},
    notice::{self, Notice, NoticeKind},
};

use super::Verdict;
use crate::{
    error::ApiError,
    middleware::access_log,
    scanner,
    service::{contact, notices, scans, transcription},
    state::App,
    store::{self, Constraint, Database, media::scans::Row},
};

/// Time after which a file without media is looked for again, in seconds.
const LOST: u32 = 24 * 60 * 60;

/// Scans one attachment, if it still waits for that.
pub(crate) async fn scan(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let Some(scanner) = &app.config.scanner else { return Ok(Verdict::Done) };
    let db = app.db()?;
    let Some(row) = store::media::scans::waiting(&db, id).await? else { return Ok(Verdict::Done) };
    let object = app.media()?.get(&row.object_key).execute().await?;
    let Some(body) = object.as_ref().and_then(worker::Object::body) else {
        // Erased meanwhile, or lost: a back-up of the database knows more files than the store.
        access_log::failed("scan", &ApiError::Internal(format!("{id}: its media are gone")));
        store::media::scans::fail(&db, id, scans::due_after(app, LOST)).await?;
        return Ok(Verdict::Done);
    };
    match scanner::scan(scanner, body.stream()?).await {
        Ok(finding) => {
            record(app, &db, id, &row, &finding).await?;
            Ok(Verdict::Done)
        }
        Err(reason) => {
            access_log::failed("scan", &ApiError::Internal(format!("{id}: {reason}")));
            let pause = notice::pause(row.scan_failures + 1, app.config.first_pause);
            store::media::scans::fail(&db, id, scans::due_after(app, pause)).await?;
            Ok(Verdict::Again(pause))
        }
    }
}

/// Records a result, and with it the notice to the author of a refused file.
async fn record(
    app: &App,
    db: &Database,
    id: &str,
    row: &Row,
    finding: &Finding,
) -> Result<(), ApiError> {
    let mut batch = vec![store::media::scans::settle(db, id, finding)?];
    let notice = match finding.scan {
        Scan::Infected if row.is_authors() => notice_of(app, db, id, row).await?,
        _ => None,
    };
    if let Some(notice) = &notice {
        batch.push(store::outbox::insert(db, notice, None, [app.now, notices::due(app)])?);
    }
    match db.batch(batch).await {
        Ok(_) => {
            if finding.scan == Scan::Infected {
                let name = finding.name.as_deref().unwrap_or_default();
                access_log::failed(
                    "scan",
                    &ApiError::Internal(format!("{id} is infected: {name}")),
                );
            }
            notices::dispatch(app, notice.as_slice()).await;
            if finding.scan == Scan::Clean {
                transcription::dispatch_scanned(app, vec![id.to_owned()]).await;
            }
            Ok(())
        }
        // Another run was first.
        Err(error) if matches!(error.constraint(), Some(Constraint::Other)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Returns the notice to the author, if they can be told. Its id is the file's, so that a
/// file is told of once.
async fn notice_of(
    app: &App,
    db: &Database,
    id: &str,
    row: &Row,
) -> Result<Option<Notice>, ApiError> {
    let reference = row.participation;
    let Some(told) = store::case::cases::tell(db, reference).await? else { return Ok(None) };
    let contact = match &told.contact {
        Some(sealed) => contact::opened(app, reference, sealed).await?.kept(),
        None => None,
    };
    let is_reachable = told.has_address || contact.is_some_and(|contact| contact.is_reachable());
    Ok(is_reachable.then(|| Notice {
        id: id.to_owned(),
        reference,
        template: NoticeKind::FileRefused,
    }))
}
