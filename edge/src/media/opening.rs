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
    /// Page whose script uploads. Others can't compute a proof of work, so they are counted by
    /// client alone, up to its hard limits: files of a plain form or of a message from another
    /// system, and those of staff.
    pub(crate) page: Option<Page<'a>>,
}

/// Page that uploads by its script.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    /// Registered origin; empty if the browser sent no origin. An upload doesn't name an entity, so
    /// the website is limited instead.
    pub(crate) website: &'a str,
    /// Header `Proof`, if it sent one.
    pub(crate) proof: Option<&'a str>,
}

impl<'a> Sender<'a> {
    fn kind(&self) -> ClientKind<'a> {
        self.page.map_or(ClientKind::Exempt, |page| ClientKind::Program(page.proof))
    }
}

/// Count that an upload adds to, with its limit.
struct Counted<'a> {
    counter: Counter<'a>,
    limit: Limit,
    more: u32,
    /// True if strangers share the count, who would silence one another by a hard limit.
    is_shared: bool,
}

impl Counted<'_> {
    const fn ceiling(&self, is_free: bool) -> u32 {
        if is_free {
            self.limit.welcome()
        } else if self.is_shared {
            u32::MAX
        } else {
            self.limit.hard
        }
    }

    fn judge(&self, count: u32) -> Verdict {
        if self.is_shared { self.limit.judge_shared(count) } else { self.limit.judge(count) }
    }
}

/// Creates an upload. Its media get a random key, which is never disclosed.
pub(crate) async fn create(
    app: &App,
    creation: &Creation,
    sender: &Sender<'_>,
) -> Result<Row, ApiError> {
    let db = app.db()?;
    let day = app.day();
    let counted = counted(app, sender, &day, kib(creation.length.unwrap_or(UPLOAD_MAX)));
    let mut paid = None;
    for _ in 0..TRIES {
        match db.batch(batch(app, &db, creation, sender, &counted, paid)?).await {
            Ok(results) => {
                let created = results.last().ok_or_else(nothing)?;
                return Ok(store::media::uploads::created(created)?);
            }
            Err(error) => match (error.constraint(), paid) {
                (Some(Constraint::ProofSpent), Some(solved)) => {
                    return Err(rate_limit::again(app, sender.client, solved)?);
                }
                (Some(_), _) => paid = pass(app, &db, sender, &counted).await?,
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
    counted: &[Counted<'_>],
    paid: Option<SolvedChallenge<'_>>,
) -> Result<Vec<Statement>, ApiError> {
    let is_free = paid.is_none() && sender.page.is_some();
    let mut statements =
        vec![store::media::uploads::require_room(db, sender.client, app.now, &room(app))?];
    for count in counted {
        let ceiling = count.ceiling(is_free);
        statements.push(limits::add(db, &count.counter, count.more, ceiling)?);
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
    counted: &[Counted<'_>],
) -> Result<Option<SolvedChallenge<'a>>, ApiError> {
    let mut statements = vec![store::media::uploads::open_of(db, sender.client, app.now)?];
    for count in counted {
        statements.push(limits::find(db, &count.counter)?);
    }
    let results = db.batch(statements).await?;
    let [open, found @ ..] = &results[..] else { return Err(nothing()) };
    let mut verdicts = Vec::with_capacity(counted.len());
    for (count, found) in counted.iter().zip(found) {
        verdicts.push(count.judge(limits::count_of(found)?));
    }
    let is_over = verdicts.contains(&Verdict::TooMany);
    let (open, most) = (store::media::uploads::open_in(open)?, room(app));
    if !is_over && (open.count >= most.count || open.bytes >= most.bytes) {
        return Err(ApiError::TooManyOpen(UPLOAD_AGE));
    }
    rate_limit::pass(app, sender.client, sender.kind(), &verdicts)
}

/// Returns the counts that an upload of so many kibibytes adds to.
fn counted<'a>(app: &App, sender: &Sender<'a>, day: &'a str, bytes: u32) -> Vec<Counted<'a>> {
    let limits = app.config.limits;
    let count = |client, what, limit, more, is_shared| Counted {
        counter: Counter { client, day, what },
        limit,
        more,
        is_shared,
    };
    // No work makes room for more bytes.
    let most = kib(limits.bytes_per_client);
    let mut counted = vec![
        count(sender.client, "upload", limits.uploads_per_client, 1, false),
        count(sender.client, BYTES, Limit { soft: most, hard: most }, bytes, false),
    ];
    if let Some(page) = sender.page {
        counted.push(count(page.website, "upload from", limits.uploads_per_website, 1, true));
    }
    counted
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_reach_no_end_of_what_they_share() {
        let limit = Limit { soft: 10, hard: 100 };
        let counter = || Counter { client: "", day: "", what: "" };
        let [own, shared] = [false, true].map(|is_shared| Counted {
            counter: counter(),
            limit,
            more: 1,
            is_shared,
        });
        assert_eq!((own.ceiling(true), own.ceiling(false)), (10, 100));
        assert_eq!((shared.ceiling(true), shared.ceiling(false)), (10, u32::MAX));
        assert_eq!(own.judge(100), Verdict::TooMany);
        assert!(matches!(shared.judge(u32::MAX), Verdict::Proof(_)));
    }
}
