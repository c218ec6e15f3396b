//! Ways in, devices and history.

use domain::profile::way::Provider;
use form::Language;
use leptos::prelude::*;

use super::{Device, Entry, File, Offers, Way, action, labels};
use crate::{
    document::Context,
    html::{Html, IntoHtml},
    text::{LocalTime, Moment},
    words::MeWords,
};

/// Path that leads to UAE PASS for a sign-in.
const SIGN_IN: &str = "/sign-in/uae-pass";

/// Path that leads to UAE PASS to add it as a way.
const LINK: &str = "/link/uae-pass";

/// Returns the buttons of all ways in.
pub(super) fn ways_in(language: Language, offers: &Offers) -> Html {
    let words = MeWords::of(language);
    let uae_pass = offers.uae_pass.is_some().then(|| {
        let to = action(language, SIGN_IN);
        view! {
            <p>
                <a class="page-button" href=to>
                    {words.sign_in_uae_pass}
                </a>
            </p>
        }
    });
    let passkey = passkey(language, offers, "sign-in", words.sign_in_passkey);
    view! {
        {uae_pass}
        {passkey}
    }
    .into_html()
}

/// Returns the button by which somebody without a file begins one with a passkey.
pub(super) fn begin(language: Language, offers: &Offers) -> Option<Html> {
    passkey(language, offers, "add", MeWords::of(language).passkey_add)
}

/// Returns the button for a passkey, which the script shows and answers.
fn passkey(
    language: Language,
    offers: &Offers,
    call: &'static str,
    label: &'static str,
) -> Option<Html> {
    let origin = offers.passkeys.clone()?;
    let language = language.tag();
    let button = view! {
        <p hidden data-passkey=call data-origin=origin data-language=language>
            <button class="page-button" type="button">
                {label}
            </button>
        </p>
    };
    Some(button.into_html())
}

/// Returns the ways in, the devices and the history.
pub(super) fn sheet(context: Context<'_>, file: &File<'_>) -> Html {
    let language = context.language;
    let words = MeWords::of(language);
    let is_only = file.ways.len() < 2;
    let ways = file.ways.iter().map(|way| {
        let removal = (file.is_fresh && !is_only).then(|| removal(language, way));
        let level = way.level.map(|level| labels::level(words, level));
        let since = moment(context, file, way.created_at);
        let name = joined([Some(labels::provider(words, way.provider)), level]);
        view! { <li>{name}" · "{since} {removal}</li> }
    });
    let more = if file.is_fresh { link(language, file) } else { again(language, file) };
    let devices = file.devices.iter().map(|device| self::device(context, file, device));
    let history = file.history.iter().map(|entry| self::entry(context, file, entry));
    let everywhere = action(language, "/sign-out/everywhere");
    view! {
        <section class="page-sheet">
            <h2>{words.ways}</h2>
            <ul>{ways.collect_view()}</ul>
            {more}
            <h2>{words.devices}</h2>
            <ul>{devices.collect_view()}</ul>
            <form method="post" action=everywhere>
                <button class="page-button">{words.sign_out_everywhere}</button>
            </form>
            <details class="page-fold">
                <summary>{words.history}</summary>
                <ul>{history.collect_view()}</ul>
            </details>
        </section>
    }
    .into_html()
}

/// Returns the ways that can be added.
fn link(language: Language, file: &File<'_>) -> Html {
    let words = MeWords::of(language);
    let has = |provider| file.ways.iter().any(|way| way.provider == provider);
    let uae_pass = (file.offers.uae_pass.is_some() && !has(Provider::UaePass)).then(|| {
        let to = action(language, LINK);
        view! {
            <p>
                <a class="page-button" href=to>
                    {words.uae_pass_add}
                </a>
            </p>
        }
    });
    let passkey = passkey(language, file.offers, "add", words.passkey_add);
    view! {
        {uae_pass}
        {passkey}
    }
    .into_html()
}

/// Returns the ways to sign in again, which adding another one takes.
fn again(language: Language, file: &File<'_>) -> Html {
    let has = |provider| file.ways.iter().any(|way| way.provider == provider);
    let own = Offers {
        uae_pass: file.offers.uae_pass.clone().filter(|_| has(Provider::UaePass)),
        passkeys: file.offers.passkeys.clone().filter(|_| has(Provider::Passkey)),
    };
    view! {
        <p>{MeWords::of(language).fresh}</p>
        {ways_in(language, &own)}
    }
    .into_html()
}

fn removal(language: Language, way: &Way) -> Html {
    let words = MeWords::of(language);
    let to = action(language, "/ways/remove");
    let (provider, subject) = (way.provider.as_str(), way.subject.clone());
    view! {
        <form method="post" action=to>
            <input type="hidden" name="provider" value=provider />
            <input type="hidden" name="subject" value=subject />
            <button class="page-button">{words.way_remove}</button>
        </form>
    }
    .into_html()
}

fn device(context: Context<'_>, file: &File<'_>, device: &Device) -> Html {
    let language = context.language;
    let words = MeWords::of(language);
    let end = (!device.is_own).then(|| {
        let to = action(language, "/sessions/end");
        let digest = device.digest.clone();
        view! {
            <form method="post" action=to>
                <input type="hidden" name="session" value=digest />
                <button class="page-button">{words.end_session}</button>
            </form>
        }
    });
    let own = device.is_own.then_some(words.device_this);
    let name = labels::device(words, &device.name);
    let provider = Some(labels::provider(words, device.provider));
    let name = joined([Some(name.as_str()), own, provider]);
    let seen = moment(context, file, device.seen_at);
    view! { <li>{name}" · "{seen} {end}</li> }.into_html()
}

fn entry(context: Context<'_>, file: &File<'_>, entry: &Entry) -> Html {
    let words = MeWords::of(context.language);
    let provider = entry.provider.map(|provider| labels::provider(words, provider));
    let device = labels::device(words, &entry.device);
    let what = Some(labels::happening(words, entry.what));
    let what = joined([what, provider, Some(&device)]);
    let at = moment(context, file, entry.at);
    view! { <li>{at}" · "{what}</li> }.into_html()
}

/// Returns the parts that there are, with dots between them. Each is isolated: names of browsers
/// and providers are in Latin letters in every language.
fn joined<const COUNT: usize>(parts: [Option<&str>; COUNT]) -> Html {
    let parts = parts.into_iter().flatten().enumerate().map(|(place, part)| {
        let dot = (place > 0).then_some(" · ");
        view! {
            {dot}
            <bdi>{part.to_owned()}</bdi>
        }
    });
    parts.collect_view().into_html()
}

fn moment(context: Context<'_>, file: &File<'_>, at: domain::Timestamp) -> Html {
    let time = LocalTime::of(at, file.calendar, context.words());
    view! {
        <bdi>
            <Moment time=time />
        </bdi>
    }
    .into_html()
}
