//! Systems of entities: where an entity works on its cases in a customer system of its own.
//!
//! Each new and each transferred case is created there by one request. A [`Template`] describes
//! the request: address, headers and JSON body with placeholders, which are checked when the
//! template is saved. [`auth`] says how the system knows us, [`answer`] finds the id under which
//! the case is known there. The words of the author go along, their contact never does.

pub mod answer;
pub mod auth;
pub mod encoding;
pub mod excerpt;
pub mod header;
pub mod pattern;
pub mod placeholder;
pub mod template;

use std::mem::discriminant;

use jiff::Timestamp;
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
    /// Returns whether the secret of `before` goes to nobody else here, and in the same way. Who
    /// changes the addresses has never seen it.
    pub fn keeps_secret_of(&self, before: &Self) -> bool {
        discriminant(&self.auth) == discriminant(&before.auth) && self.hosts() == before.hosts()
    }

    /// Returns the hosts that the secret, or a token for it, is sent to, as names are compared:
    /// those of the request, of the tokens and of the CSRF token.
    fn hosts(&self) -> [Option<String>; 3] {
        let token = match &self.auth {
            Auth::OAuth { token, .. } => Some(token.authority()),
            Auth::None | Auth::Bearer | Auth::Basic(_) | Auth::Key(_) | Auth::Header(_) => None,
        };
        let csrf = self.csrf.as_ref().map(WebhookUrl::authority);
        [Some(self.template.address.authority()), token, csrf].map(|host| host.map(normal))
    }
}

/// Returns host and port in small letters, without what changes nothing.
fn normal(authority: &str) -> String {
    let lower = authority.to_ascii_lowercase();
    let (host, port) = match lower.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (&*lower, "443"),
    };
    let port = port.trim_start_matches('0');
    [host.trim_end_matches('.'), ":", port].concat()
}

/// Longest rest of a system that fails, in seconds.
const REST_MAX: u32 = 300;

/// Returns the seconds for which a system rests after a failure at `now`: the pause after a first
/// failure, or a quarter of the time for which it has been failing.
pub fn rest(failing_since: Option<Timestamp>, first: u32, now: Timestamp) -> u32 {
    let failing = failing_since.map_or(0, |since| now.as_second() - since.as_second());
    u32::try_from(failing / 4).unwrap_or(0).max(first).min(REST_MAX)
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
    /// Secret that can't be sent.
    #[error("a secret has 1 to {SECRET_MAX} bytes; in a header all are visible, and ASCII")]
    Secret,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        webhook::url::Installation,
        wire::console::{SystemAuth, SystemTemplate, ready_templates},
    };

    fn hosts(change: impl FnOnce(&mut SystemTemplate)) -> [Option<String>; 3] {
        let mut template = ready_templates().remove(2).template;
        template.auth = SystemAuth::Bearer;
        change(&mut template);
        let here = Installation { base_url: "https://voice.example" };
        template.parse(here).unwrap().hosts()
    }

    #[test]
    fn a_host_is_the_same_in_its_place_alone() {
        let one = hosts(|_| {});
        let name = "ORGANISATION.crm.ondemand.com";
        for same in ["organisation.CRM.ondemand.com", &[name, ":443"].concat()] {
            assert_eq!(hosts(|template| template.url = template.url.replace(name, same)), one);
        }
        let other = "other.example";
        let swapped = |[request, csrf]: [&str; 2]| {
            hosts(|template| {
                template.url = format!("https://{request}/");
                template.csrf = format!("https://{csrf}/");
            })
        };
        assert_ne!(swapped([name, other]), swapped([other, name]), "the same two, exchanged");
        assert_ne!(hosts(|template| template.url = format!("https://{name}:444/")), one);
        assert_ne!(hosts(|template| template.csrf.clear()), one);
    }

    #[test]
    fn a_secret_stays_where_and_as_it_goes() {
        let here = Installation { base_url: "https://voice.example" };
        let system = |auth: SystemAuth, url: &str| {
            let mut template = ready_templates().remove(2).template;
            (template.auth, template.url) = (auth, url.to_owned());
            template.parse(here).unwrap()
        };
        let (one, other) = ("https://one.example/a", "https://other.example/a");
        let before = system(SystemAuth::Bearer, one);
        assert!(system(SystemAuth::Bearer, "https://one.example/b").keeps_secret_of(&before));
        assert!(!system(SystemAuth::Bearer, other).keeps_secret_of(&before));
        let basic = SystemAuth::Basic { user: "sawtak".to_owned() };
        assert!(!system(basic, one).keeps_secret_of(&before));
    }

    #[test]
    fn a_system_rests_longer_the_longer_it_fails() {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        assert_eq!(rest(None, 30, at(0)), 30);
        assert_eq!(rest(Some(at(0)), 30, at(10)), 30);
        assert_eq!(rest(Some(at(0)), 30, at(200)), 50);
        assert_eq!(rest(Some(at(0)), 30, at(100_000)), REST_MAX);
        assert_eq!(rest(Some(at(0)), 0, at(0)), 0);
    }
}
