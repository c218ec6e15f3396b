//! Variables and secret of the machine that transcribes recordings.

use worker::Env;

use super::{found, private};
use crate::{
    error::ApiError,
    transcriber::{Server, Transcriber, Way},
};

/// Name of the platform's binding to Workers AI.
pub(crate) const AI: &str = "AI";

/// Name of the secret.
const KEY: &str = "TRANSCRIBER_KEY";

/// Model of Workers AI.
const WORKERS_AI_MODEL: &str = "@cf/openai/whisper-large-v3-turbo";

/// Reads the settings; `None` without `TRANSCRIBER`. Another variable without it is an error, so
/// that a forgotten one shows at once.
pub(super) fn read(
    env: &Env,
    variable: impl Fn(&str) -> Option<String>,
    patience: u32,
) -> Result<Option<Transcriber>, ApiError> {
    let Some(name) = variable("TRANSCRIBER") else {
        let other = ["TRANSCRIBER_URL", "TRANSCRIBER_MODEL", "TRANSCRIBER_PATIENCE"];
        let other = other.into_iter().find(|name| variable(name).is_some());
        let other = other.or_else(|| found(env, KEY).map(|_| KEY));
        return other.map_or(Ok(None), |name| {
            Err(ApiError::Internal(format!("TRANSCRIBER is not set, but {name} is")))
        });
    };
    let server = variable("TRANSCRIBER_URL").map(|url| {
        let url = private("TRANSCRIBER_URL", url)?.trim_end_matches('/').to_owned();
        Ok::<_, ApiError>(Server { url, key: found(env, KEY) })
    });
    let has_binding = || env.ai(AI).is_ok();
    let (way, model) = match (name.as_str(), server.transpose()?) {
        ("openai", Some(server)) => (Way::OpenAi(server), "whisper-1"),
        ("workers-ai", Some(server)) => (Way::WorkersAi(server), WORKERS_AI_MODEL),
        ("workers-ai", None) if has_binding() => (Way::Binding, WORKERS_AI_MODEL),
        _ => {
            return Err(ApiError::Internal(
                "TRANSCRIBER must be openai, with TRANSCRIBER_URL, or workers-ai, with \
                 TRANSCRIBER_URL or the binding AI"
                    .into(),
            ));
        }
    };
    let model = variable("TRANSCRIBER_MODEL").unwrap_or_else(|| model.to_owned());
    Ok(Some(Transcriber { way, model, patience }))
}
