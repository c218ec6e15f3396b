//! Faults of the identity provider: it changes its keys, or a proxy falsifies its answers.

use domain::{staff::Role, wire::console::Me};
use reqwest::StatusCode;
use tests::{
    provider::{Lie, Provider},
    sign_in::{Browser, SESSION},
    workerd::{INSTRUMENTED, Workerd},
};

/// Starts an edge with a settable clock, and the provider that it trusts.
async fn pair() -> (Workerd, Provider) {
    let mut provider = Provider::listen().await;
    let edge = Workerd::start(&[INSTRUMENTED, &provider.variable()]).await;
    provider.start(&edge, "RS256").await;
    (edge, provider)
}

/// Signs in and returns whether the edge accepted it.
async fn signs_in(edge: &Workerd) -> bool {
    let mut browser = Browser::at(edge.origin());
    let provider = browser.leave("/console").await;
    let back = browser.choose(provider, "employee.rta").await;
    let status = browser.get(back.as_str()).await.status();
    assert_eq!(status == StatusCode::SEE_OTHER, browser.cookie(SESSION).is_some(), "{status}");
    assert!(
        [StatusCode::SEE_OTHER, StatusCode::FORBIDDEN].contains(&status),
        "{status}: {}",
        edge.log()
    );
    browser.cookie(SESSION).is_some()
}

#[tokio::test]
async fn a_provider_may_change_its_keys_and_how_it_signs() {
    let (edge, mut provider) = pair().await;
    assert!(signs_in(&edge).await);
    for (minutes, algorithm) in [(1, "RS256"), (2, "ES256")] {
        provider.start(&edge, algorithm).await;
        // The edge fetches the keys again for an unknown key id, but at most every 30 seconds.
        edge.instruments(minutes * 60_000 - 30_000).await;
        assert!(signs_in(&edge).await, "{algorithm}");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_weaker_than_demanded_is_refused() {
    let mut provider = Provider::listen().await;
    let issuer = provider.variable();
    let mut edge = Workerd::start(&[&issuer, "OIDC_ACR:phrh phr", "OIDC_AMR:hwk"]).await;
    provider.start(&edge, "RS256").await;
    let departure = Browser::at(edge.origin()).leave("/console").await;
    let classes = departure.query_pairs().find(|(name, _)| name == "acr_values");
    assert_eq!(classes.unwrap().1, "phrh phr");
    assert!(signs_in(&edge).await, "{}", edge.log());
    for weak in ["OIDC_ACR:phrh", "OIDC_AMR:hwk mfa"] {
        edge.kill();
        edge.set(&[&issuer, weak]);
        edge.resume().await;
        assert!(!signs_in(&edge).await, "{weak}");
    }
    assert!(edge.log().contains("the acr or the amr that is demanded"));
}

#[tokio::test]
async fn the_operator_lets_the_first_administrator_in() {
    let (mut edge, _provider) = pair().await;
    edge.kill();
    let (is_done, output) =
        edge.operate(&["administrator", "Newcomer@Staff.example", "Noor O'Neill"]);
    assert!(is_done, "{output}");
    edge.resume().await;
    let mut browser = Browser::at(edge.origin());
    let provider = browser.leave("/console").await;
    let back = browser.choose(provider, "newcomer").await;
    browser.get(back.as_str()).await;
    let me: Me = browser.get("/console/api/me").await.json().await.unwrap();
    assert_eq!((me.name.as_str(), me.roles), ("Noor O'Neill", vec![Role::PlatformAdministrator]));
}

#[tokio::test]
async fn what_somebody_makes_of_its_word_is_not_taken() {
    let (edge, provider) = pair().await;
    // First of all, because the edge caches the keys that it gets now.
    provider.tell(Some(Lie::Keys));
    assert!(!signs_in(&edge).await);
    provider.tell(None);
    edge.instruments(2 * 60 * 60_000).await;
    assert!(!signs_in(&edge).await, "a token of two hours ago");
    edge.instruments(-5 * 60_000).await;
    assert!(!signs_in(&edge).await, "a token of five minutes from now");
    edge.instruments(0).await;
    for lie in [Lie::Subject, Lie::Unsigned, Lie::Yesterday, Lie::Nothing] {
        provider.tell(Some(lie));
        assert!(!signs_in(&edge).await, "{lie:?}");
    }
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM sessions"), 0);
    provider.tell(None);
    assert!(signs_in(&edge).await);
    assert!(edge.log_with("signature doesn't hold").await.contains("signature doesn't hold"));
}
