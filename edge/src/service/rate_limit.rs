//! Rate limiting: above the soft limit a request needs a proof of work, above the hard limit it's
//! refused.

use domain::{
    Timestamp,
    intake::{
        form_token::{self, FormTokenError, TOKEN_AGE},
        proof::{self, CHALLENGE_AGE, Difficulty},
        rate_limit::Verdict,
    },
    staff::StaffId,
    wire,
};

use crate::{
    error::ApiError,
    platform::{clock::later, random},
    state::App,
    store::{Constraint, StoreError},
};

/// Kind of client, which decides what can be demanded above the soft limit.
#[derive(Clone, Copy)]
pub(crate) enum ClientKind<'a> {
    /// Program, with the header `Proof` if it sent one.
    Program(Option<&'a str>),
    /// Plain form, which can't compute a proof of work, with the token of its page.
    Form(&'a str),
    /// Client that can't show a proof, so that only the hard limit applies: the sender of a message
    /// from another system, and whoever uploads without a page's script.
    Exempt,
    /// System of an entity with an API key. It can't show a proof either, and has a limit of its
    /// own.
    System,
    /// Member of staff who enters for somebody else: no limit applies, and nothing is counted.
    Staff(&'a StaffId),
}

impl ClientKind<'_> {
    /// Returns whether nothing is demanded of the client below the hard limit.
    pub(crate) const fn is_exempt(self) -> bool {
        matches!(self, Self::Exempt | Self::System | Self::Staff(_))
    }

    /// Returns the member of staff, if one enters for somebody else.
    pub(crate) const fn staff(&self) -> Option<&StaffId> {
        match self {
            Self::Staff(id) => Some(id),
            _ => None,
        }
    }
}

/// Valid proof of work or form token, which the request spends.
#[derive(Clone, Copy)]
pub(crate) struct SolvedChallenge<'a> {
    pub(crate) id: &'a str,
    /// Difficulty that is required at the moment.
    asked: Difficulty,
    /// Time until which it must be remembered.
    pub(crate) until: Timestamp,
}

/// Applies the verdicts of the limits on a request. Above a soft limit, returns the valid proof of
/// work of a program, or the valid token of a form.
///
/// # Errors
///
/// Returns a challenge if these are missing or invalid, and an error above the hard limit.
pub(crate) fn pass<'a>(
    app: &App,
    client: &str,
    client_kind: ClientKind<'a>,
    verdicts: &[Verdict],
) -> Result<Option<SolvedChallenge<'a>>, ApiError> {
    let (secret, now) = (&app.config.link_secret, app.now);
    let (asked, checked, age) = match (verdicts.iter().max(), client_kind) {
        (None | Some(Verdict::Welcome), _)
        | (Some(Verdict::Proof(_)), ClientKind::Exempt | ClientKind::System)
        | (Some(_), ClientKind::Staff(_)) => {
            return Ok(None);
        }
        (Some(Verdict::TooMany), _) => return Err(ApiError::TooMany(app.seconds_left_today())),
        (Some(Verdict::Proof(asked)), ClientKind::Program(given)) => {
            let check = |given| proof::check(secret, client, given, *asked, now).ok();
            (*asked, given.and_then(check), CHALLENGE_AGE)
        }
        (Some(Verdict::Proof(asked)), ClientKind::Form(token)) => {
            (*asked, form_token::check(secret, client, token, *asked, now).ok(), TOKEN_AGE)
        }
    };
    checked
        .map(|id| Some(SolvedChallenge { id, asked, until: later(now, age) }))
        .ok_or_else(|| challenge(app, client, asked).unwrap_or_else(|error| error))
}

/// Returns the refusal of a limit of a day that is reached, or the store's other error.
pub(crate) fn too_many(app: &App, error: StoreError) -> ApiError {
    if error.constraint() == Some(Constraint::Limit) {
        ApiError::TooMany(app.seconds_left_today())
    } else {
        error.into()
    }
}

/// Returns the token for a form page: the one that this client has sent, so that the time since its
/// issue counts, or a new one. `is_refused` says that the one sent was no good at the moment.
pub(crate) fn form_token(
    app: &App,
    client: &str,
    sent: &str,
    is_refused: bool,
) -> Result<String, ApiError> {
    let secret = &app.config.link_secret;
    let checked = form_token::check(secret, client, sent, Difficulty::greatest(), app.now);
    // A refused token that isn't too young was spent.
    if checked == Err(FormTokenError::Early) || checked.is_ok() && !is_refused {
        return Ok(sent.to_owned());
    }
    Ok(form_token::issue(secret, client, random::draw()?, app.now))
}

/// Returns a new challenge, no easier than the one whose proof was used before.
pub(crate) fn again(
    app: &App,
    client: &str,
    spent: SolvedChallenge<'_>,
) -> Result<ApiError, ApiError> {
    challenge(app, client, spent.asked)
}

fn challenge(app: &App, client: &str, difficulty: Difficulty) -> Result<ApiError, ApiError> {
    let expires_at = later(app.now, CHALLENGE_AGE);
    let token =
        proof::challenge(&app.config.link_secret, client, random::draw()?, difficulty, expires_at);
    Ok(ApiError::ProofRequired(wire::Challenge {
        token,
        difficulty: difficulty.bits(),
        expires_at,
    }))
}
