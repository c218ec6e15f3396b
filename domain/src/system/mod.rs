//! Systems of entities: where an entity works on its cases in a customer system of its own.
//!
//! Each new and each transferred case is created there by one request. A [`Template`] describes
//! the request: address, headers and JSON body with placeholders, which are checked when the
//! template is saved. [`auth`] says how the system knows us, [`answer`] finds the id under which
//! the case is known there. The words of the author go along, their contact never does.

pub mod answer;
pub mod auth;
pub mod encoding;
pub mod header;
pub mod pattern;
pub mod placeholder;
pub mod template;

use std::collections::BTreeSet;

use thiserror::Error;

use crate::{
    id::Id,
    webhook::url::{UrlError, WebhookUrl},
};

use auth::Auth;
pub use template::{Filled, Method, Template};

/// Id of a case's creation in an entity's system. It is the same with every attempt and with a
/// replay, so a system that takes ids from outside creates the case once.
pub type CreationId = Id<OfCreation>;

/// Subject of a [`CreationId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfCreation {}

/// System in which an entity works on its cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Request that creates a case.
    pub template: Template,
    /// Way to sign in.
    pub auth: Auth,
    /// Address from which a CSRF token and its cookie are fetched before the request.
    pub csrf: Option<WebhookUrl>,
}

impl System {
    /// Returns the hosts that the secret, or a token for it, is sent to.
    pub fn hosts(&self) -> BTreeSet<&str> {
        let token = match &self.auth {
            Auth::OAuth { token, .. } => Some(token.authority()),
            Auth::None | Auth::Bearer | Auth::Basic(_) | Auth::Key(_) => None,
        };
        let csrf = self.csrf.as_ref().map(WebhookUrl::authority);
        [self.template.address.authority()].into_iter().chain(token).chain(csrf).collect()
    }
}

/// Reason why a template can't be used. Lines are counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// Method that creates nothing.
    #[error("the method is POST, PUT or PATCH")]
    Method,
    /// Name in double braces that is no placeholder.
    #[error("line {0}: there is no placeholder of this name")]
    Unknown(usize),
    /// Double braces that don't end.
    #[error("line {0}: a placeholder ends with two braces")]
    Unclosed(usize),
    /// Text that isn't JSON.
    #[error("line {0}: this is not JSON; placeholders stand within quotes")]
    NotJson(usize),
    /// Placeholder for somebody's words in an address or a header, which systems log.
    #[error("words of the author stand in the body alone")]
    Words,
    /// Address that nothing is sent to.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// Placeholder before the end of the host.
    #[error("the address names its host without a placeholder")]
    Host,
    /// Line that isn't a header, or one that is set otherwise.
    #[error("line {0}: a header is a name, a colon and a value, and none of those that we set")]
    Header(usize),
    /// Body that can't be sent as a form, or that takes no key.
    #[error("a form and a body with a key are an object, and a form's members are texts")]
    Form,
    /// Text that is neither a JSON pointer nor the name of a header.
    #[error("the id is found by a JSON pointer, which begins with a slash, or by a header's name")]
    IdPlace,
    /// Name, client or scope that can't be sent.
    #[error("a name or a client has 1 to {MEMBER_MAX} visible characters")]
    Member,
    /// Way to sign in without its secret.
    #[error("enter the secret too: none is stored for this")]
    NoSecret,
    /// Text that is too long.
    #[error("at most {TEMPLATE_MAX} bytes")]
    TooLong,
}

/// Most bytes of a body or of the headers of a template.
pub const TEMPLATE_MAX: usize = 10_000;

/// Most characters of a name, a client id or a scope.
pub const MEMBER_MAX: usize = 500;

/// Most bytes of a secret.
pub const SECRET_MAX: usize = 2_000;
