//! What a handler is given: the bindings, how the installation is set up, and the time of the request.

use domain::{Timestamp, search::BlindIndex, sla::calendar::Calendar};
use std::{cell::RefCell, sync::Arc};
use wasm_bindgen::JsValue;
use worker::{Bucket, Context, D1Database, Env, Fetcher, Queue};

use crate::{
    config::Config,
    error::ApiError,
    store::{Cost, Database},
};

thread_local! {
    static KEPT: RefCell<Option<(JsValue, Kept)>> = const { RefCell::new(None) };
}

/// What is found out of the bindings once.
#[derive(Clone)]
struct Kept {
    config: Arc<Config>,
    database: Option<Arc<D1Database>>,
}

#[derive(Clone)]
pub(crate) struct App {
    env: Env,
    /// Of the request; the clock and the queues have none.
    context: Option<Arc<Context>>,
    pub(crate) config: Arc<Config>,
    database: Option<Arc<D1Database>>,
    pub(crate) now: Timestamp,
    /// What it has cost in D1 so far.
    pub(crate) cost: Cost,
}

impl App {
    pub(crate) fn new(env: Env, now: Timestamp) -> Result<Self, ApiError> {
        let Kept { config, database } = Kept::of(&env)?;
        Ok(Self { env, context: None, config, database, now, cost: Cost::default() })
    }

    /// The same, for a request that things can be done after.
    pub(crate) fn within(self, context: Context) -> Self {
        Self { context: Some(Arc::new(context)), ..self }
    }

    /// The same at another moment.
    pub(crate) fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// Does something once the answer has gone out; the platform may cut it off.
    pub(crate) fn afterwards(&self, work: impl Future<Output = ()> + 'static) {
        if let Some(context) = &self.context {
            context.wait_until(work);
        }
    }

    /// Where what must be sent waits for its turn.
    pub(crate) fn queue(&self) -> Result<Queue, ApiError> {
        Ok(self.env.queue("OUTBOX")?)
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

    /// The working days that due times are counted in where an entity has set none.
    pub(crate) fn calendar(&self) -> Calendar {
        let year = self.day().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026_i16);
        Calendar::federal(year..=year.saturating_add(1))
    }

    /// What makes the codes that contacts are found by.
    pub(crate) fn blind(&self) -> BlindIndex {
        BlindIndex::new(&self.config.contact_keys.secret())
    }

    /// Those that contacts may have been given their codes with, the one in use and those before it.
    pub(crate) fn blinds(&self) -> Vec<BlindIndex> {
        self.config.contact_keys.secrets().map(|secret| BlindIndex::new(&secret)).collect()
    }

    /// The day of the request, in UTC.
    pub(crate) fn day(&self) -> String {
        self.now.to_string().chars().take(10).collect()
    }

    /// How long until the counts of today no longer matter.
    pub(crate) fn seconds_left_today(&self) -> i64 {
        86_400 - self.now.as_second().rem_euclid(86_400)
    }
}

impl Kept {
    /// Read anew only from other bindings: each variable is a call out of the Wasm. A deployment that changes nothing else may keep the isolate.
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
