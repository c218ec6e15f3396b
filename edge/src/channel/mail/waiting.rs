//! Mails in R2 that were accepted and aren't taken in yet.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Envelope;
use crate::{error::ApiError, platform::random, state::App};

/// Start of the keys of waiting mails, and of those that were given up.
const FOLDER: &str = "mail/";
const GIVEN_UP: &str = "mail-given-up/";

/// Number of mails in one round of the cron job, and of rounds in one run.
const AT_ONCE: u32 = 20;
pub(super) const ROUNDS: usize = 5;

/// Age at which a mail that can't be taken in is given up, in milliseconds: three days.
const GIVEN_UP_AFTER: f64 = 3.0 * 24.0 * 60.0 * 60.0 * 1000.0;

/// Mail that waits.
pub(super) struct Waiting {
    pub(super) key: String,
    /// Time at which it was kept, in milliseconds; zero for a new one.
    since: f64,
}

/// First line of the object, before the mail.
#[derive(Serialize, Deserialize)]
struct Head {
    from: String,
    to: String,
}

impl Waiting {
    /// Keeps a mail. One that comes again replaces itself.
    pub(super) async fn keep(app: &App, envelope: &Envelope, raw: &[u8]) -> Result<Self, ApiError> {
        let head = Head { from: envelope.from.clone(), to: envelope.to.clone() };
        let mut bytes = serde_json::to_vec(&head)?;
        bytes.reserve_exact(raw.len() + 1);
        bytes.push(b'\n');
        bytes.extend_from_slice(raw);
        let digest = Sha256::digest(&bytes);
        let key = [FOLDER, &base16ct::lower::encode_string(&digest)].concat();
        app.media()?.put(&key, bytes).execute().await?;
        Ok(Self { key, since: 0.0 })
    }

    /// Returns the envelope and the mail; `None` if it was taken in meanwhile.
    pub(super) async fn read(&self, app: &App) -> Result<Option<(Envelope, Vec<u8>)>, ApiError> {
        let Some(mut bytes) = self.bytes(app).await? else { return Ok(None) };
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or_default();
        let raw = bytes.split_off((end + 1).min(bytes.len()));
        let Head { from, to } = serde_json::from_slice(&bytes)?;
        Ok(Some((Envelope { from, to }, raw)))
    }

    async fn bytes(&self, app: &App) -> Result<Option<Vec<u8>>, ApiError> {
        let object = app.media()?.get(&self.key).execute().await?;
        match object.as_ref().and_then(worker::Object::body) {
            Some(body) => Ok(Some(body.bytes().await?)),
            None => Ok(None),
        }
    }

    /// Removes a mail that needn't wait any more.
    pub(super) async fn remove(&self, app: &App) -> Result<(), ApiError> {
        Ok(app.media()?.delete(&self.key).await?)
    }

    /// Lays aside for a person what has failed for days.
    pub(super) async fn give_up_if_old(&self, app: &App) -> Result<(), ApiError> {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970")]
        let age = app.now.as_millisecond() as f64 - self.since;
        if age < GIVEN_UP_AFTER {
            return Ok(());
        }
        if let Some(bytes) = self.bytes(app).await? {
            app.media()?.put(self.key.replacen(FOLDER, GIVEN_UP, 1), bytes).execute().await?;
        }
        self.remove(app).await
    }
}

/// Returns a key among those of waiting mails at which a run begins. It is another one each time,
/// so that mails that always fail hold back no others, however many they are.
pub(super) fn anywhere() -> Result<String, ApiError> {
    let [place] = random::draw::<1>()?;
    Ok(format!("{FOLDER}{place:02x}"))
}

/// Returns mails that wait, in the order of their keys: some after the key `after`, or the first.
/// Returns also whether there are more.
pub(super) async fn after(
    app: &App,
    after: Option<&str>,
) -> Result<(Vec<Waiting>, bool), ApiError> {
    let media = app.media()?;
    let list = media.list().prefix(FOLDER).limit(AT_ONCE);
    let list = match after {
        Some(key) => list.start_after(key),
        None => list,
    };
    let page = list.execute().await?;
    let waiting = |object: worker::Object| Waiting {
        key: object.key(),
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970")]
        since: object.uploaded().as_millis() as f64,
    };
    Ok((page.objects().into_iter().map(waiting).collect(), page.truncated()))
}
