//! What a handler is given: the bindings, how the installation is set up, and the time of the request.

use domain::{Timestamp, calendar::Calendar};
use worker::{Bucket, D1Database, Env, Fetcher};

use crate::{config::Config, error::ApiError};

#[derive(Clone)]
pub(crate) struct App {
    env: Env,
    pub(crate) config: Config,
    pub(crate) now: Timestamp,
}

impl App {
    pub(crate) fn new(env: Env, now: Timestamp) -> Result<Self, ApiError> {
        Ok(Self { config: Config::read(&env)?, env, now })
    }

    pub(crate) fn db(&self) -> Result<D1Database, ApiError> {
        Ok(self.env.d1("DB")?)
    }

    pub(crate) fn assets(&self) -> Result<Fetcher, ApiError> {
        Ok(self.env.assets("ASSETS")?)
    }

    pub(crate) fn media(&self) -> Result<Bucket, ApiError> {
        Ok(self.env.bucket("MEDIA")?)
    }

    /// The working days that due times are counted in.
    pub(crate) fn calendar(&self) -> Calendar {
        let year = self.day().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026_i16);
        Calendar::federal(year..=year.saturating_add(1))
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
