//! Adapter to the platform's `send_email` binding. The platform sets `Date`, `Message-ID` and DKIM,
//! and knows no idempotency key.

use std::{pin::pin, time::Duration};

use domain::delivery::{Cause, Reaction, mail::Mail, platform};
use futures_util::future::{Either, select};
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use worker::{Delay, SendEmail, SendEmailBuilder};

use super::{Failure, Sent};

/// Timeout of the binding.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Sends a mail.
pub(super) async fn send(binding: &SendEmail, mail: &Mail<'_>) -> Result<Sent, Failure> {
    let message = built(mail)
        .map_err(|_| Failure::new(Reaction::Never(Cause::Other), "the message can't be built"))?;
    let message: SendEmailBuilder = message.unchecked_into();
    let sending = binding.send_with_builder(&message);
    match select(pin!(sending), pin!(Delay::from(TIMEOUT))).await {
        Either::Left((Ok(result), _)) => Ok(Sent { id: Some(result.message_id()) }),
        Either::Left((Err(error), _)) => {
            let code = code(&error);
            Err(Failure::new(platform::reaction(&code), code))
        }
        Either::Right(_) => Err(Failure::again("no answer in time")),
    }
}

fn built(mail: &Mail<'_>) -> Result<Object, JsValue> {
    let message = Object::new();
    let set = |object: &Object, name: &str, value: &JsValue| {
        Reflect::set(object, &name.into(), value).map(drop)
    };
    let from = Object::new();
    set(&from, "email", &mail.from.address.as_str().into())?;
    set(&from, "name", &mail.from.name.as_deref().unwrap_or_default().into())?;
    set(&message, "from", &from)?;
    set(&message, "to", &mail.to.address.as_str().into())?;
    set(&message, "subject", &mail.subject.into())?;
    set(&message, "text", &mail.text.into())?;
    set(&message, "html", &mail.html.into())?;
    if let Some(reply_to) = mail.reply_to {
        set(&message, "replyTo", &reply_to.into())?;
    }
    let headers = Object::new();
    for (name, value) in mail.extra_headers() {
        set(&headers, name, &value.into())?;
    }
    set(&message, "headers", &headers)?;
    Ok(message)
}

/// Returns the code of an error: the text may hold the address.
fn code(error: &js_sys::Error) -> String {
    let code = Reflect::get(error, &"code".into()).ok().and_then(|code| code.as_string());
    let code = code.unwrap_or_default();
    let is_code = |letter: char| letter.is_ascii_uppercase() || letter == '_';
    if !code.is_empty() && code.chars().all(is_code) { code } else { "an unknown error".to_owned() }
}
