//! Fields of the system: the request, where the id is, and the way to sign in.

use domain::{
    system::{MEMBER_MAX, SECRET_MAX, placeholder::Placeholder, template::Method},
    webhook::url::URL_MAX,
    wire::console::{ChangedSystem, SystemAuth, SystemTemplate},
};
use leptos::prelude::*;

use super::super::rows::Fields;
use crate::words::{self, words};

/// Ways to sign in, as the choice of them names them.
const WAYS: [&str; 6] = ["none", "bearer", "basic", "header", "key", "oauth"];

/// Reads the form.
pub(super) fn read(fields: &Fields) -> ChangedSystem {
    let auth = match &*fields.get("auth") {
        "bearer" => SystemAuth::Bearer,
        "basic" => SystemAuth::Basic { user: fields.get("user") },
        "header" => SystemAuth::Header { name: fields.get("name") },
        "key" => SystemAuth::Key { name: fields.get("name") },
        "oauth" => SystemAuth::OAuth {
            token: fields.get("token"),
            client: fields.get("client"),
            scope: fields.get("scope"),
        },
        _ => SystemAuth::None,
    };
    let secret = Some(fields.get("secret")).filter(|secret| !secret.is_empty());
    let template = SystemTemplate {
        method: fields.get("method"),
        url: fields.get("url"),
        headers: fields.get("headers"),
        body: fields.get("body"),
        id: fields.get("id"),
        auth,
        csrf: fields.get("csrf"),
    };
    ChangedSystem { template, secret, on: fields.is_ticked("on") }
}

/// Renders the fields. Without a template they are empty.
pub(super) fn fields(template: Option<SystemTemplate>, has_secret: bool, is_on: bool) -> AnyView {
    let texts = words::settings();
    let template = template.unwrap_or_else(|| SystemTemplate {
        method: Method::Post.as_str().to_owned(),
        url: String::new(),
        headers: String::new(),
        body: String::new(),
        id: String::new(),
        auth: SystemAuth::None,
        csrf: String::new(),
    });
    let methods = Method::ALL.map(Method::as_str).map(|name| {
        view! { <option value=name selected=template.method == name>{name}</option> }
    });
    let names = Placeholder::ALL.iter().map(|each| each.name()).chain(["text:1900"]);
    let names: Vec<_> = names.map(|name| ["{{", name, "}}"].concat()).collect();
    view! {
        <label class="tick"><input type="checkbox" name="on" checked=is_on />{texts.system_on}</label>
        <label>{texts.system_method}<select name="method" dir="ltr">{methods.into_iter().collect_view()}</select></label>
        {line("url", texts.webhook_url, template.url, true)}
        <label>{texts.system_headers}<textarea name="headers" dir="ltr" rows="3" spellcheck="false" prop:value=template.headers></textarea></label>
        <label>{texts.system_body}<textarea name="body" dir="ltr" rows="10" spellcheck="false" required prop:value=template.body></textarea></label>
        <p class="hint">{texts.system_placeholders}" "<bdi dir="ltr"><code>{names.join(" ")}</code></bdi></p>
        {line("id", texts.system_id, template.id, false)}
        {line("csrf", texts.system_csrf, template.csrf, false)}
        {sign_in(template.auth, has_secret)}
    }
    .into_any()
}

/// Renders the way to sign in, with the fields of the chosen one.
fn sign_in(auth: SystemAuth, has_secret: bool) -> AnyView {
    let texts = words::settings();
    let way = RwSignal::new(match auth {
        SystemAuth::None => "none".to_owned(),
        SystemAuth::Bearer => "bearer".to_owned(),
        SystemAuth::Basic { .. } => "basic".to_owned(),
        SystemAuth::Header { .. } => "header".to_owned(),
        SystemAuth::Key { .. } => "key".to_owned(),
        SystemAuth::OAuth { .. } => "oauth".to_owned(),
    });
    let (mut name, mut oauth) = (String::new(), [const { String::new() }; 3]);
    match auth {
        SystemAuth::None | SystemAuth::Bearer => {}
        SystemAuth::Basic { user: given }
        | SystemAuth::Header { name: given }
        | SystemAuth::Key { name: given } => name = given,
        SystemAuth::OAuth { token, client, scope } => oauth = [token, client, scope],
    }
    let ways = WAYS.map(|each| {
        let title = match each {
            "bearer" => texts.system_auth_bearer,
            "basic" => texts.system_auth_basic,
            "header" => texts.system_auth_header,
            "key" => texts.system_auth_key,
            "oauth" => texts.system_auth_oauth,
            _ => texts.system_auth_none,
        };
        view! { <option value=each selected=way.get_untracked() == each>{title}</option> }
    });
    let of_way = move || {
        let [token, client, scope] = oauth.clone();
        match &*way.get() {
            "basic" => line("user", texts.system_user, name.clone(), true),
            "header" | "key" => line("name", texts.system_user, name.clone(), true),
            "oauth" => view! {
                {line("token", texts.system_token, token, true)}
                {line("client", texts.system_client, client, true)}
                {line("scope", texts.system_scope, scope, false)}
            }
            .into_any(),
            _ => ().into_any(),
        }
    };
    let secret = move || {
        (way.get() != "none").then(|| view! {
        <label>{texts.system_secret}
            <input type="password" name="secret" dir="ltr" autocomplete="new-password" maxlength=SECRET_MAX.to_string() required=!has_secret />
        </label>
        {has_secret.then(|| view! { <p class="hint">{texts.system_secret_kept}</p> })}
    })
    };
    view! {
        <label>{texts.system_auth}
            <select name="auth" on:change=move |event| way.set(event_target_value(&event))>
                {ways.into_iter().collect_view()}
            </select>
        </label>
        {of_way}
        {secret}
    }
    .into_any()
}

/// Renders a field of one line.
fn line(name: &'static str, label: &'static str, value: String, is_required: bool) -> AnyView {
    let most =
        if name == "url" || name == "token" || name == "csrf" { URL_MAX } else { MEMBER_MAX };
    view! {
        <label>{label}
            <input name=name dir="ltr" spellcheck="false" autocomplete="off" required=is_required maxlength=most.to_string() value=value />
        </label>
    }
    .into_any()
}

/// Returns the label of the field that a fault is about.
pub(super) fn label(pointer: &str) -> &'static str {
    let texts = words::settings();
    match pointer {
        "/method" => texts.system_method,
        "/url" => texts.webhook_url,
        "/headers" => texts.system_headers,
        "/body" => texts.system_body,
        "/id" => texts.system_id,
        "/csrf" => texts.system_csrf,
        "/auth/user" | "/auth/name" => texts.system_user,
        "/auth/token" => texts.system_token,
        "/auth/client" => texts.system_client,
        "/auth/scope" => texts.system_scope,
        "/secret" => texts.system_secret,
        _ => words().settings,
    }
}
