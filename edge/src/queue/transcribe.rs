//! Consumer of recordings: streams one to the machine that transcribes, and records the outcome
//! with the words by which search finds the case. A failure leaves the recording as it is.

use domain::{
    media::transcription::{self as transcript, Draft, Outcome, Step},
    notice,
};

use super::Verdict;
use crate::{
    error::ApiError,
    middleware::access_log,
    service::transcription::{self, due_after},
    state::App,
    store::{
        Constraint, Database,
        media::machine_transcripts::{self as table, Row},
        search::Pending,
    },
    transcriber::{self, Failure, Recording, Transcriber},
};

/// Time after which a recording whose malware scan is missing is looked at again, in seconds. The
/// consumer of scans queues it before.
const SCAN_PATIENCE: u32 = 60 * 60;

/// Time after which a recording without media is looked for again, in seconds.
const LOST: u32 = 24 * 60 * 60;

/// Transcribes one recording, if it still waits for that.
pub(crate) async fn transcribe(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let Some(transcriber) = &app.config.transcriber else { return Ok(Verdict::Done) };
    let db = app.db()?;
    let Some(row) = table::waiting(&db, id).await? else { return Ok(Verdict::Done) };
    let facts = row.facts(app.config.scanner.is_some());
    match facts.next(transcriber.file_max()) {
        Step::Drop => table::drop(&db, id).await?,
        Step::Wait => postpone(app, &db, id, SCAN_PATIENCE).await?,
        Step::TooLong => record(app, &db, id, &row, &Outcome::TooLong).await?,
        Step::Send => return send(app, &db, transcriber, id, &row).await,
    }
    Ok(Verdict::Done)
}

async fn send(
    app: &App,
    db: &Database,
    transcriber: &Transcriber,
    id: &str,
    row: &Row,
) -> Result<Verdict, ApiError> {
    let object = app.media()?.get(&row.object_key).execute().await?;
    let Some((body, size)) = object.as_ref().and_then(|it| it.body().zip(Some(it.size()))) else {
        // Erased meanwhile, or lost: a back-up of the database knows more files than the store.
        access_log::failed("transcript", &ApiError::Internal(format!("{id}: its media are gone")));
        postpone(app, db, id, LOST).await?;
        return Ok(Verdict::Done);
    };
    let file = Recording { media_type: &row.media_type, size, body: body.stream()? };
    let failure = match transcriber::transcribe(transcriber, app.ai(), file).await {
        Ok(outcome) => {
            record(app, db, id, row, &outcome).await?;
            return Ok(Verdict::Done);
        }
        Err(failure) => failure,
    };
    let is_refused = matches!(failure, Failure::File(_));
    let (Failure::File(reason) | Failure::Away(reason)) = failure;
    access_log::failed("transcript", &ApiError::Internal(format!("{id}: {reason}")));
    if is_refused && transcript::is_given_up(row.refusals + 1) {
        record(app, db, id, row, &Outcome::Unreadable).await?;
        return Ok(Verdict::Done);
    }
    let pause = notice::pause(row.failures + 1, app.config.first_pause);
    table::fail(db, id, is_refused, due_after(app, pause)).await?;
    Ok(Verdict::Again(pause))
}

async fn postpone(app: &App, db: &Database, id: &str, seconds: u32) -> Result<(), ApiError> {
    table::postpone(db, &[id.to_owned()], due_after(app, seconds)).await?;
    Ok(())
}

/// Records an outcome, and with it the words of the case.
async fn record(
    app: &App,
    db: &Database,
    id: &str,
    row: &Row,
    outcome: &Outcome,
) -> Result<(), ApiError> {
    let settled = table::settle(db, id, outcome, app.now)?;
    let text = outcome.draft().map(Draft::text);
    let words = |read: &Pending| read.words_once_heard(id, text.as_deref());
    match transcription::write(db, row.participation, &[settled], words).await {
        Ok(()) => Ok(()),
        // Another run was first, it was erased, or a person has written a transcript: the cron job
        // drops it then.
        Err(error) if error.constraint() == Some(Constraint::Settled) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
