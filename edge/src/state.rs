//! State that a handler receives: bindings, configuration, and the time of the request.

use domain::{Timestamp, search::BlindIndex, sla::calendar::Calendar};
use std::{cell::RefCell, sync::Arc};
use wasm_bindgen::JsValue;
use worker::{Ai, Bucket, Context, D1Database, Env, Fetcher, ObjectNamespace, Queue, SendEmail};

use crate::{
    config::{Config, transcription::AI, ways::EMAIL},
    error::ApiError,
    store::{Cost, Database},
};

/// Binding of the rooms of live connections.
pub(crate) const LIVE: &str = "LIVE";

thread_local! {
    static KEPT: RefCell<Option<(JsValue, Kept)>> = const { RefCell::new(None) };
}

/// Values that are read from the bindings once.
#[derive(Clone)]
struct Kept {
    config: Arc<Config>,
    database: Option<Arc<D1Database>>,
}

#[derive(Clone)]
pub(crate) struct App {
    env: Env,
    /// Context of the request. Cron jobs and queue consumers have none.
    context: Option<Arc<Context>>,
    pub(crate) config: Arc<Config>,
    database: Option<Arc<D1Database>>,
    pub(crate) now: Timestamp,
    /// Cost in D1 so far.
    pub(crate) cost: Cost,
}

impl App {
    pub(crate) fn new(env: Env, now: Timestamp) -> Result<Self, ApiError> {
        let Kept { config, database } = Kept::of(&env)?;
        Ok(Self { env, context: None, config, database, now, cost: Cost::default() })
    }

    /// Returns the state with the context of a request, which allows work after the answer.
    pub(crate) fn within(self, context: Context) -> Self {
        Self { context: Some(Arc::new(context)), ..self }
    }

    /// Returns a copy with another time.
    pub(crate) fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// Runs `work` once the answer has gone out. The platform may cut it off.
    pub(crate) fn afterwards(&self, work: impl Future<Output = ()> + 'static) {
        if let Some(context) = &self.context {
            context.wait_until(work);
        }
    }

    /// Runs `work` once the answer has gone out, or at once in a job, which has no answer.
    pub(crate) async fn in_background(&self, work: impl Future<Output = ()> + 'static) {
        match &self.context {
            Some(context) => context.wait_until(work),
            None => work.await,
        }
    }

    /// Returns the rooms of live connections.
    pub(crate) fn live(&self) -> Result<ObjectNamespace, ApiError> {
        Ok(self.env.durable_object(LIVE)?)
    }

    /// Returns the queue of notices to send.
    pub(crate) fn queue(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("OUTBOX")?)
    }

    /// Returns the platform's binding that sends mail.
    pub(crate) fn email(&self) -> Result<SendEmail, ApiError> {
        Ok(self.env.get_binding(EMAIL)?)
    }

    /// Returns the queue of what webhooks brought.
    pub(crate) fn inbox(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("INBOX")?)
    }

    /// Returns the queue of attachments to scan.
    pub(crate) fn scans(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("SCANS")?)
    }

    /// Returns the queue of recordings to transcribe.
    pub(crate) fn transcripts(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("TRANSCRIPTS")?)
    }

    /// Returns the platform's binding to Workers AI, if there is one.
    pub(crate) fn ai(&self) -> Option<Ai> {
        self.env.ai(AI).ok()
    }

    /// Returns the queue of messages to entities' webhooks.
    pub(crate) fn webhooks(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("WEBHOOKS")?)
    }

    /// Returns the queue of cases to create in the systems of entities.
    pub(crate) fn systems(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("SYSTEMS")?)
    }

    /// Returns the queue of work that cron runs and requests hand out.
    pub(crate) fn work(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("WORK")?)
    }

    pub(crate) fn db(&self) -> Result<Database, ApiError> {
        let database = self
            .database
            .clone()
            .ok_or_else(|| ApiError::Internal("the database is not bound".into()))?;
        Ok(Database::new(database, self.cost.clone()))
    }

    pub(crate) fn assets(&self) -> Result<Fetcher, ApiError> {
        Ok(self.env.assets("ASSETS")?)
    }

    pub(crate) fn media(&self) -> Result<Bucket, ApiError> {
        Ok(self.env.bucket("MEDIA")?)
    }

    /// Returns the federal calendar, in which due times are counted if an entity has set none.
    pub(crate) fn calendar(&self) -> Calendar {
        let year = self.day().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026_i16);
        Calendar::federal(year..=year.saturating_add(1))
    }

    /// Returns the blind index that contacts are stored under, made with the current key.
    pub(crate) fn blind(&self) -> BlindIndex {
        BlindIndex::new(&self.config.contact_keys.secret())
    }

    /// Returns the blind indexes of all contact keys, the current and the older ones, each in both
    /// ways in which it may have been derived: a contact may be stored under any of them.
    pub(crate) fn blinds(&self) -> Vec<BlindIndex> {
        let secrets = self.config.contact_keys.secrets();
        secrets
            .flat_map(|secret| [BlindIndex::new(&secret), BlindIndex::earlier(&secret)])
            .collect()
    }

    /// Returns the day of the request, in UTC.
    pub(crate) fn day(&self) -> String {
        self.now.to_string().chars().take(10).collect()
    }

    /// Returns the number of seconds until midnight UTC, when today's counts expire.
    pub(crate) fn seconds_left_today(&self) -> i64 {
        86_400 - self.now.as_second().rem_euclid(86_400)
    }
}

impl Kept {
    /// Returns the values for `env`, from the cache or from the bindings.
    ///
    /// They are read again only if the bindings differ from the cached ones, since each variable
    /// costs a call out of the Wasm. A deployment that changes nothing but bindings may keep the
    /// isolate.
    fn of(env: &Env) -> Result<Self, ApiError> {
        let bindings: &JsValue = env.as_ref();
        if let Some((_, kept)) = KEPT.with_borrow(Clone::clone).filter(|(of, _)| of == bindings) {
            return Ok(kept);
        }
        let kept = Self {
            config: Arc::new(Config::read(env)?),
            database: env.d1("DB").ok().map(Arc::new),
        };
        KEPT.set(Some((bindings.clone(), kept.clone())));
        Ok(kept)
    }
}
