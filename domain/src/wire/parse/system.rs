//! The system of an entity, as an administrator describes it.

use crate::{
    input::{Errors, InputError, Reason},
    system::{
        Method, System, Template, TemplateError,
        answer::IdPlace,
        auth::{Auth, HeaderName, Member},
        header::Headers,
        template::{Address, Body},
    },
    webhook::url::{Installation, WebhookUrl},
    wire::console::{SystemAuth, SystemTemplate},
};

impl SystemTemplate {
    /// Parses a template with its way to sign in.
    ///
    /// # Errors
    ///
    /// Returns all errors, each with its JSON Pointer.
    pub fn parse(&self, installation: Installation<'_>) -> Result<System, Vec<InputError>> {
        let mut errors = Errors::default();
        let method = errors.keep("/method", Method::parse(&self.method));
        let address = errors.keep("/url", Address::parse(&self.url, installation));
        let headers = errors.keep("/headers", Headers::parse(&self.headers));
        let body = errors.keep("/body", Body::parse(&self.body));
        let id = errors.keep("/id", IdPlace::parse(&self.id));
        let csrf = match self.csrf.trim() {
            "" => Some(None),
            url => errors.keep("/csrf", WebhookUrl::parse(url, installation)).map(Some),
        };
        let auth = self.auth.parse(installation, &mut errors);
        match (method, address, headers, body, id, csrf, auth) {
            (
                Some(method),
                Some(address),
                Some(headers),
                Some(body),
                Some(id),
                Some(csrf),
                Some(auth),
            ) => {
                let template = Template { method, address, headers, body, id };
                errors.keep("/body", template.check(matches!(auth, Auth::Key(_))));
                errors.unless_any(System { template, auth, csrf })
            }
            _ => Err(errors.into_all()),
        }
    }
}

impl SystemAuth {
    fn parse(&self, installation: Installation<'_>, errors: &mut Errors) -> Option<Auth> {
        match self {
            Self::None => Some(Auth::None),
            Self::Bearer => Some(Auth::Bearer),
            Self::Basic { user } => errors.keep("/auth/user", name(user)).map(Auth::Basic),
            Self::Key { name } => errors.keep("/auth/name", Member::parse(name)).map(Auth::Key),
            Self::Header { name } => {
                errors.keep("/auth/name", HeaderName::parse(name)).map(Auth::Header)
            }
            Self::OAuth { token, client, scope } => {
                let token = errors.keep("/auth/token", WebhookUrl::parse(token, installation));
                let client = errors.keep("/auth/client", Member::parse(client));
                let scope = match scope.trim() {
                    "" => Some(None),
                    scope => errors.keep("/auth/scope", Member::parse(scope)).map(Some),
                };
                Some(Auth::OAuth { token: token?, client: client?, scope: scope? })
            }
        }
    }
}

/// Parses the name of Basic authentication, which ends at a colon.
fn name(user: &str) -> Result<Member, Reason> {
    if user.contains(':') { Err(TemplateError::Member.into()) } else { Ok(Member::parse(user)?) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::console::ready_templates;

    const HERE: Installation<'_> = Installation { base_url: "https://voice.example" };

    fn pointers(template: &SystemTemplate) -> Vec<String> {
        let errors = template.parse(HERE).err().unwrap_or_default();
        errors.into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn ready_templates_lack_nothing_but_names_and_secrets() {
        for ready in ready_templates() {
            let mut template = ready.template;
            match &mut template.auth {
                SystemAuth::Basic { user } => "sawtak".clone_into(user),
                SystemAuth::OAuth { client, .. } => "client".clone_into(client),
                _ => {}
            }
            assert_eq!(pointers(&template), [""; 0], "{}", ready.name);
        }
    }

    #[test]
    fn all_errors_are_told_together() {
        let template = SystemTemplate {
            method: "GET".to_owned(),
            url: "https://localhost/".to_owned(),
            headers: "Host: x".to_owned(),
            body: "{".to_owned(),
            id: "a b".to_owned(),
            auth: SystemAuth::OAuth {
                token: "http://x".to_owned(),
                client: String::new(),
                scope: "a\nb".to_owned(),
            },
            csrf: "x".to_owned(),
        };
        let all = [
            "/method",
            "/url",
            "/headers",
            "/body",
            "/id",
            "/csrf",
            "/auth/token",
            "/auth/client",
            "/auth/scope",
        ];
        assert_eq!(pointers(&template), all);
        let basic = SystemAuth::Basic { user: "a:b".to_owned() };
        let template = SystemTemplate { auth: basic, ..ready_templates().remove(2).template };
        assert_eq!(pointers(&template), ["/auth/user"]);
    }
}
