//! Ways by which an entity's system knows us.

use serde::Deserialize;

use super::{MEMBER_MAX, SECRET_MAX, TemplateError, encoding, header};
use crate::webhook::url::WebhookUrl;

/// Seconds for which a token is used if its answer names none.
const TOKEN_SECONDS: u32 = 600;

/// Seconds before its end at which a token is replaced.
const MARGIN: u32 = 60;

/// Most bytes of a token.
const TOKEN_MAX: usize = 16 * 1024;

/// Most seconds for which a token is used.
const TOKEN_SECONDS_MAX: u32 = 3_600;

/// Way to sign in. The secret lies elsewhere, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// None.
    None,
    /// The secret is a bearer token.
    Bearer,
    /// Name and password (RFC 7617); the secret is the password.
    Basic(Member),
    /// The secret is a member of the body of this name, as `api_key` of Open311 is.
    Key(Member),
    /// The secret is the value of a header of its own.
    Header(HeaderName),
    /// OAuth client credentials (RFC 6749, section 4.4); the secret is the client's.
    OAuth {
        /// Address that tokens are fetched from.
        token: WebhookUrl,
        /// Id of the client.
        client: Member,
        /// Scope that is asked for.
        scope: Option<Member>,
    },
}

impl Auth {
    /// Returns whether there is a secret.
    pub const fn has_secret(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Parses a secret for this way.
    ///
    /// # Errors
    ///
    /// Refuses what [`Secret::parse`] does, and what no header takes if the secret is one's value.
    pub fn secret(&self, text: &str) -> Result<Secret, TemplateError> {
        let secret = Secret::parse(text)?;
        let is_header = matches!(self, Self::Bearer | Self::Header(_));
        if is_header && !is_visible(secret.as_str()) {
            return Err(TemplateError::Secret);
        }
        Ok(secret)
    }
}

/// Name of a header that holds the secret, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderName(String);

impl HeaderName {
    /// Parses a name.
    ///
    /// # Errors
    ///
    /// Refuses what is no name of a header, and headers that are set otherwise.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let name = text.trim().to_ascii_lowercase();
        let is_free = header::is_name(&name) && !header::is_set(&name);
        if is_free { Ok(Self(name)) } else { Err(TemplateError::Member) }
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Name, client id or scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member(String);

impl Member {
    /// Parses a text.
    ///
    /// # Errors
    ///
    /// Refuses an empty one, a long one, and one with control characters.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let text = text.trim();
        let is_member =
            (1..=MEMBER_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if is_member { Ok(Self(text.to_owned())) } else { Err(TemplateError::Member) }
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Secret of a way to sign in. It has no `Debug`: it must never reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Parses a text.
    ///
    /// # Errors
    ///
    /// Refuses an empty one, a long one, and one with control characters.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let text = text.trim();
        let is_secret =
            (1..=SECRET_MAX).contains(&text.len()) && !text.chars().any(char::is_control);
        if is_secret { Ok(Self(text.to_owned())) } else { Err(TemplateError::Secret) }
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns the form that asks for a token.
pub fn token_request(client: &Member, scope: Option<&Member>, secret: &Secret) -> String {
    let mut pairs = vec![
        ("grant_type", "client_credentials"),
        ("client_id", client.as_str()),
        ("client_secret", secret.as_str()),
    ];
    pairs.extend(scope.map(|scope| ("scope", scope.as_str())));
    encoding::form(&pairs)
}

/// Access token. It has no `Debug`: it must never reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

impl AccessToken {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Access token, and the seconds for which it is used.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Token.
    pub text: AccessToken,
    /// Seconds for which it is used.
    pub seconds: u32,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    /// A number, but a text in some products.
    expires_in: Option<serde_json::Value>,
}

impl Token {
    /// Parses the answer to [`token_request`].
    pub fn parse(answer: &str) -> Option<Self> {
        let TokenAnswer { access_token, expires_in } = serde_json::from_str(answer).ok()?;
        let seconds = expires_in.and_then(|value| match value {
            serde_json::Value::String(text) => text.parse().ok(),
            value => value.as_u64(),
        });
        let seconds = seconds.map_or(TOKEN_SECONDS, |seconds| {
            u32::try_from(seconds).unwrap_or(TOKEN_SECONDS_MAX).min(TOKEN_SECONDS_MAX)
        });
        let is_token = (1..=TOKEN_MAX).contains(&access_token.len()) && is_visible(&access_token);
        let text = AccessToken(access_token);
        is_token.then(|| Self { text, seconds: seconds.saturating_sub(MARGIN) })
    }
}

/// Returns the value of `Cookie` that answers these values of `Set-Cookie`: their first parts.
pub fn cookies<'a>(set: impl IntoIterator<Item = &'a str>) -> String {
    let pair = |value: &'a str| value.split(';').next().map(str::trim);
    let pairs = set.into_iter().filter_map(pair).filter(|pair| pair.contains('='));
    pairs.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_asked_for_by_a_form_and_used_until_shortly_before_its_end() {
        let member = |text: &str| Member::parse(text).unwrap();
        let secret = Secret::parse("s&cret=").unwrap_or_else(|_| unreachable!());
        let form = token_request(&member("id"), Some(&member("https://x/.default")), &secret);
        assert_eq!(
            form,
            "grant_type=client_credentials&client_id=id&client_secret=s%26cret%3D\
             &scope=https%3A%2F%2Fx%2F.default"
        );
        let seconds = |answer: &str| Token::parse(answer).map(|token| token.seconds);
        assert_eq!(seconds(r#"{"access_token":"a","expires_in":3599}"#), Some(3_539));
        assert_eq!(seconds(r#"{"access_token":"a","expires_in":"300"}"#), Some(240));
        assert_eq!(seconds(r#"{"access_token":"a"}"#), Some(540));
        assert_eq!(seconds(r#"{"access_token":"a","expires_in":30}"#), Some(0));
        assert_eq!(seconds(r#"{"access_token":"a b"}"#), None);
        assert_eq!(seconds(r#"{"access_token":""}"#), None);
        assert_eq!(seconds("{}"), None);
        let long = |length: usize| format!(r#"{{"access_token":"{}"}}"#, "a".repeat(length));
        assert_eq!(seconds(&long(TOKEN_MAX)), Some(540), "tokens with many claims are long");
        assert_eq!(seconds(&long(TOKEN_MAX + 1)), None);
    }

    #[test]
    fn cookies_are_sent_back_without_their_attributes() {
        let set = ["SAP_SESSIONID=a%3d; path=/; secure; HttpOnly", "usercontext=c=1; path=/", "x"];
        assert_eq!(cookies(set), "SAP_SESSIONID=a%3d; usercontext=c=1");
        assert_eq!(cookies([]), "");
    }

    #[test]
    fn a_secret_fits_into_a_header_if_it_is_one() {
        let header = Auth::Header(HeaderName::parse("X-API-Key").unwrap());
        let basic = Auth::Basic(Member::parse("user").unwrap());
        for (text, in_header, elsewhere) in [
            ("", false, false),
            (" ", false, false),
            ("a\nb", false, false),
            ("a b", false, true),
            ("كلمة", false, true),
            ("a", true, true),
        ] {
            for way in [&Auth::Bearer, &header] {
                assert_eq!(way.secret(text).is_ok(), in_header, "{text}");
            }
            assert_eq!(basic.secret(text).is_ok(), elsewhere, "{text}");
        }
        for wrong in ["", "a b", "Host", "cookie", "Authorization", "ä"] {
            assert_eq!(HeaderName::parse(wrong), Err(TemplateError::Member), "{wrong}");
        }
        assert!(Member::parse("a\nb").is_err() && Member::parse("").is_err());
        assert_eq!(Member::parse(" Sawtak service ").unwrap().as_str(), "Sawtak service");
    }
}
