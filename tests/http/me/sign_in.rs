//! Sign-in by UAE PASS, sign-out, sessions, and the end of a file.

use std::time::Duration;

use reqwest::{Method, StatusCode, Url, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::complaint,
    server,
    sign_in::{Browser, CUSTOMER},
    words,
};
use tokio::time::sleep;

use super::{file, said};

/// Seconds within which the queue of work has done what a request handed to it.
const ERASED_WITHIN: usize = 30;

#[tokio::test]
async fn signed_out_the_ways_in_are_offered_in_every_language() {
    let visitor = Visitor::new();
    for language in words::languages() {
        let page = visitor.get(&format!("/me?lang={language}")).await;
        let page = assertions::page(page, StatusCode::OK).await;
        for part in ["UAE PASS", "passkey", &format!("/me/sign-in/uae-pass?lang={language}")] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }
}

#[tokio::test]
async fn each_level_signs_in_and_sees_it() {
    for (account, level) in [("sop1.level", "SOP1"), ("sop2.level", "SOP2"), ("sop3.level", "SOP3")]
    {
        let page = file(&mut Browser::customer(account).await).await;
        assert!(page.contains(&format!("<bdi>UAE PASS</bdi> · <bdi>{level}</bdi>")), "{page}");
        assert!(page.contains("Sign out") && !page.contains("Haddad"), "{page}");
    }
    let page = file(&mut Browser::customer("visitor.level").await).await;
    assert!(page.contains("<bdi>UAE PASS</bdi> · <bdi>visitor</bdi>"), "{page}");
}

#[tokio::test]
async fn whoever_cancels_is_told_so_in_arabic_and_english() {
    for language in ["ar", "en", "ur"] {
        let mut browser = Browser::default();
        let link = format!("/me/sign-in/uae-pass?lang={language}");
        let back = browser.customer_by(&link, "cancel").await;
        assert_eq!(said(&back), "cancelled");
        let to = header_of(&back, header::LOCATION);
        let page = assertions::page(browser.get(&to).await, StatusCode::OK).await;
        for words in ["User cancelled the login", "قام المستخدم بإلغاء تسجيل الدخول"]
        {
            assert!(page.contains(words), "{page}");
        }
        assert!(browser.cookie(CUSTOMER).is_none());
    }
}

#[tokio::test]
async fn a_sign_in_ends_once_and_in_the_browser_that_began_it() {
    let mut browser = Browser::default();
    let back = browser.customer_back("/me/sign-in/uae-pass?lang=en", "sop1.once").await;
    let mut other = Browser::default();
    assert_eq!(said(&other.get(back.as_str()).await), "failed");
    assert!(other.cookie(CUSTOMER).is_none());
    // The attempt is still the first browser's.
    browser.get(back.as_str()).await;
    assert!(browser.cookie(CUSTOMER).is_some());
    assert_eq!(said(&browser.get(back.as_str()).await), "failed");
    for wrong in ["", "?code=a", "?state=a&code=a", "?error=access_denied"] {
        let mut other = Browser::default();
        assert_eq!(said(&other.get(&format!("/me/signed-in/uae-pass{wrong}")).await), "failed");
    }
}

#[tokio::test]
async fn a_sign_out_ends_a_session_and_one_everywhere_ends_all() {
    let [mut one, mut two, mut three] = [
        Browser::customer("sop2.out").await,
        Browser::customer("sop2.out").await,
        Browser::customer("sop2.out").await,
    ];
    let stolen = one.cookie(CUSTOMER).unwrap().to_owned();
    let out = one.post("/me/sign-out?lang=en", &[]).await;
    assert_eq!(said(&out), "out");
    let page = one.get(&header_of(&out, header::LOCATION)).await;
    let page = assertions::page(page, StatusCode::OK).await;
    assert!(page.contains("Sign out of UAE PASS too"), "{page}");
    assert!(one.cookie(CUSTOMER).is_none());
    one.set_cookie(CUSTOMER, &stolen);
    assert!(file(&mut one).await.contains("Sign in with UAE PASS"));
    assert!(file(&mut two).await.contains("this device"));
    assert_eq!(said(&two.post("/me/sign-out/everywhere?lang=en", &[]).await), "everywhere");
    assert!(file(&mut three).await.contains("Sign in with UAE PASS"));
    let page = file(&mut Browser::customer("sop2.out").await).await;
    assert!(page.contains("Signed out everywhere"), "{page}");
}

#[tokio::test]
async fn uae_pass_leads_back_to_the_origin_that_passkeys_work_at() {
    let [base, local] = [server::edge(), server::edge().replace("127.0.0.1", "localhost")];
    for origin in [base, local] {
        let mut browser = Browser::default();
        let away = browser.get(&format!("{origin}/me/sign-in/uae-pass?lang=en")).await;
        let away = Url::parse(&header_of(&away, header::LOCATION)).unwrap();
        let (_, to) = away.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap();
        assert_eq!(to, format!("{origin}/me/signed-in/uae-pass"));
    }
}

#[tokio::test]
async fn another_device_is_signed_out_by_itself() {
    let mut one = Browser::customer("sop2.device").await;
    let mut two = Browser::customer("sop2.device").await;
    let page = file(&mut one).await;
    let digest = tests::html::value_of(&page, "session").unwrap();
    assert_eq!(said(&one.post("/me/sessions/end?lang=en", &[("session", &digest)]).await), "ended");
    assert!(file(&mut two).await.contains("Sign in with UAE PASS"));
    assert!(file(&mut one).await.contains("Sign out"));
}

#[tokio::test]
async fn the_last_way_in_stays_and_the_same_account_is_no_second_one() {
    let mut browser = Browser::customer("sop3.last").await;
    let back = browser.customer_by("/me/link/uae-pass?lang=en", "sop3.last").await;
    assert_eq!(said(&back), "taken");
    let back = browser.customer_by("/me/link/uae-pass?lang=en", "sop3.second").await;
    assert_eq!(said(&back), "linked");
    // Either account leads to the same file.
    let page = file(&mut Browser::customer("sop3.second").await).await;
    assert_eq!(page.matches("<bdi>UAE PASS</bdi> · <bdi>SOP3</bdi>").count(), 2, "{page}");
    let subject = tests::html::value_of(&page, "subject").unwrap();
    let way = [("provider", "uae_pass"), ("subject", subject.as_str())];
    let mut other = Browser::customer("sop3.second").await;
    assert_eq!(said(&browser.post("/me/ways/remove?lang=en", &way).await), "unlinked");
    // Sessions that may have come by that way end with it.
    assert!(file(&mut other).await.contains("Sign in with UAE PASS"));
    let page = file(&mut browser).await;
    assert_eq!(page.matches("<bdi>UAE PASS</bdi> · <bdi>SOP3</bdi>").count(), 1, "{page}");
    assert!(!page.contains("/me/ways/remove"), "{page}");
}

#[tokio::test]
async fn another_websites_link_adds_no_way_in() {
    let mut browser = Browser::customer("sop3.link").await;
    let request = browser.request(Method::GET, "/me/link/uae-pass?lang=en");
    let request = request.build().unwrap();
    let mut headers = request.headers().clone();
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    let plain = Visitor::new().request(Method::GET, "/me/link/uae-pass?lang=en");
    let answer = browser.send(plain.headers(headers)).await;
    let to = header_of(&answer, header::LOCATION);
    assert!(to.starts_with("/me?lang=en"), "{to}");
}

#[tokio::test]
async fn a_long_file_is_erased_to_its_end() {
    const LONG: usize = 23;
    let mut browser = Browser::customer("visitor.long").await;
    let mut sent = Vec::new();
    for _ in 0..LONG {
        let visitor = Visitor::new();
        let given = visitor.submit(&complaint()).await;
        let link = [("link", given.tracking_url.as_str())];
        assert_eq!(said(&browser.post("/me/participations?lang=en", &link).await), "added");
        sent.push((visitor, given));
    }
    let copy = browser.post("/me/export?lang=en", &[]).await;
    let copy: serde_json::Value = copy.json().await.unwrap();
    assert_eq!(copy["participations"].as_array().map(Vec::len), Some(LONG));
    assert_eq!(said(&browser.post("/me/leave?lang=en", &[("cases", "erase")]).await), "left");
    for (visitor, given) in &sent {
        // The queue of work erases what the request left.
        let is_erased = async || visitor.content(given).await.text.is_empty();
        for _ in 0..ERASED_WITHIN {
            if is_erased().await {
                break;
            }
            sleep(Duration::from_secs(1)).await;
        }
        assert!(is_erased().await, "{}", given.reference);
    }
}

#[tokio::test]
async fn whoever_leaves_chooses_what_becomes_of_what_they_sent() {
    let visitor = Visitor::new();
    for (choice, account) in [("keep", "visitor.keeps"), ("erase", "visitor.erases")] {
        let given = visitor.submit(&complaint()).await;
        let mut browser = Browser::customer(account).await;
        let link = [("link", given.tracking_url.as_str())];
        assert_eq!(said(&browser.post("/me/participations?lang=en", &link).await), "added");
        assert_eq!(said(&browser.post("/me/leave?lang=en", &[]).await), "choose");
        assert_eq!(said(&browser.post("/me/leave?lang=en", &[("cases", choice)]).await), "left");
        assert!(browser.cookie(CUSTOMER).is_none());
        assert_eq!(visitor.content(&given).await.text.is_empty(), choice == "erase");
        // The account begins a new file.
        let page = file(&mut Browser::customer(account).await).await;
        assert!(!page.contains(&given.reference.to_string()), "{page}");
    }
}
