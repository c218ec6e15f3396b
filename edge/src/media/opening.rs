//! Creation of an upload: one batch counts it, checks the limits and inserts its row.

use domain::{
    intake::rate_limit::{Limit, Verdict},
    media::upload::{Creation, UPLOAD_MAX, UploadId},
};

use super::UPLOAD_AGE;
use crate::{
    error::ApiError,
    platform::{clock::later, random},
    service::rate_limit::{self, ClientKind, SolvedChallenge},
    state::App,
    store::{
        self, Constraint, Database, Statement,
        intake::limits::{self, Counter},
        media::uploads::{BYTES, Open, Row, kib},
    },
};

/// Number of attempts. The cause of a refusal is looked up afterwards, and may have changed by
/// then.
const TRIES: usize = 3;

/// Sender of an upload, as the rate limits see it.
pub(crate) struct Sender<'a> {
    /// Salted hash of the address, or of the account at another system that the sender writes from.
    pub(crate) client: &'a str,
    /// Registered origin of its page; empty if the browser sent no origin. An upload doesn't name
    /// an entity, so the website is limited instead.
    pub(crate) website: &'a str,
    pub(crate) client_kind: ClientKind<'a>,
}

/// Creates an upload. Its media get a random key, which is never disclosed.
pub(crate) async fn create(
    app: &App,
    creation: &Creation,
    sender: &Sender<'_>,
) -> Result<Row, ApiError> {
    let db = app.db()?;
    let limits = limits_of(app);
    let mut paid = None;
    for _ in 0..TRIES {
        match db.batch(batch(app, &db, creation, sender, limits, paid)?).await {
            Ok(results) => {
                let created = results.last().ok_or_else(nothing)?;
                return Ok(store::media::uploads::created(created)?);
            }
            Err(error) => match (error.constraint(), paid) {
                (Some(Constraint::ProofSpent), Some(solved)) => {
                    return Err(rate_limit::again(app, sender.client, solved)?);
                }
                (Some(_), _) => paid = pass(app, &db, sender, limits).await?,
                (None, _) => return Err(error.into()),
            },
        }
    }
    Err(ApiError::Busy)
}

fn batch(
    app: &App,
    db: &Database,
    creation: &Creation,
    sender: &Sender<'_>,
    limits: [Limit; 3],
    paid: Option<SolvedChallenge<'_>>,
) -> Result<Vec<Statement>, ApiError> {
    let is_free = paid.is_none() && !sender.client_kind.is_exempt();
    let mut statements =
        vec![store::media::uploads::require_room(db, sender.client, app.now, &room(app))?];
    let amounts = [1, 1, kib(creation.length.unwrap_or(UPLOAD_MAX))];
    for ((counter, limit), more) in counters(sender, &app.day()).iter().zip(limits).zip(amounts) {
        statements.push(limits::add(
            db,
            counter,
            more,
            if is_free { limit.welcome() } else { limit.hard },
        )?);
    }
    if let Some(paid) = paid {
        statements.push(store::intake::proofs::spend(db, paid.id, paid.until)?);
    }
    let id = UploadId::draw(random::draw()?);
    let names = [id.as_str(), &format!("media/{}", random::name()?)];
    statements.push(store::media::uploads::create(
        db,
        names,
        creation,
        sender.client,
        [app.now, later(app.now, UPLOAD_AGE)],
    )?);
    Ok(statements)
}

/// Looks up why an upload was refused. Lets it pass with a proof of work, or returns the error that
/// says what is required.
async fn pass<'a>(
    app: &App,
    db: &Database,
    sender: &Sender<'a>,
    limits: [Limit; 3],
) -> Result<Option<SolvedChallenge<'a>>, ApiError> {
    let day = app.day();
    let mut statements = vec![store::media::uploads::open_of(db, sender.client, app.now)?];
    for counter in counters(sender, &day) {
        statements.push(limits::find(db, &counter)?);
    }
    let results = db.batch(statements).await?;
    let [open, counted @ ..] = &results[..] else { return Err(nothing()) };
    let mut verdicts = Vec::with_capacity(limits.len());
    for (limit, count) in limits.into_iter().zip(counted) {
        verdicts.push(limit.judge(limits::count_of(count)?));
    }
    let is_over = verdicts.contains(&Verdict::TooMany);
    let (open, most) = (store::media::uploads::open_in(open)?, room(app));
    if !is_over && (open.count >= most.count || open.bytes >= most.bytes) {
        return Err(ApiError::TooManyOpen(UPLOAD_AGE));
    }
    rate_limit::pass(app, sender.client, sender.client_kind, &verdicts)
}

const fn counters<'a>(sender: &Sender<'a>, day: &'a str) -> [Counter<'a>; 3] {
    [
        Counter { client: sender.client, day, what: "upload" },
        Counter { client: sender.website, day, what: "upload from" },
        Counter { client: sender.client, day, what: BYTES },
    ]
}

/// Returns the limits of the counters, in their order.
fn limits_of(app: &App) -> [Limit; 3] {
    let limits = app.config.limits;
    // No work makes room for more bytes.
    let bytes = kib(limits.bytes_per_client);
    [limits.uploads_per_client, limits.uploads_per_website, Limit { soft: bytes, hard: bytes }]
}

/// Returns the limits on one client's open uploads.
fn room(app: &App) -> Open {
    Open {
        count: app.config.limits.open_per_client,
        bytes: app.config.limits.bytes_open_per_client,
    }
}

fn nothing() -> ApiError {
    ApiError::Internal("a batch answered too little".into())
}
