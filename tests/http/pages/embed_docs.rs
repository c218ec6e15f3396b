//! Page for web teams (`/embed`): script tag, integrity hash, policy directives, and a preview that
//! complies with them.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::wire::Directory;
use reqwest::{StatusCode, Url, header};
use sha2::{Digest, Sha384};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    html, server,
};

async fn page(query: &str) -> String {
    assertions::page(Visitor::new().get(&format!("/embed?{query}")).await, StatusCode::OK).await
}

async fn tag(query: &str) -> String {
    html::text_of(&page(query).await, "tag").unwrap()
}

#[tokio::test]
async fn the_tag_renews_itself_and_the_one_below_names_a_version_and_its_hash() {
    let page = page("lang=en").await;
    let tag = html::text_of(&page, "tag").unwrap();
    let moving = Some(format!("{}/embed.js", server::edge()));
    assert_eq!(html::attribute_of(&tag, "script", "src"), moving);
    assert!(!tag.contains("integrity"), "{tag}");
    let pinned = html::text_of(&page, "pinned").unwrap();
    let address = html::attribute_of(&pinned, "script", "src").unwrap();
    assert!(address.starts_with(&format!("{}/embed/v/", server::edge())), "{address}");
    let response = Visitor::new().get(&address).await;
    assert!(header_of(&response, header::CACHE_CONTROL).contains("immutable"));
    assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    let loader = response.bytes().await.unwrap();
    let hash = format!("sha384-{}", STANDARD.encode(Sha384::digest(&loader)));
    assert!(pinned.contains(&format!("integrity=\"{hash}\"")), "{pinned}");
    assert!(pinned.contains("crossorigin=\"anonymous\""), "{pinned}");
}

#[tokio::test]
async fn every_entity_can_be_chosen() {
    let directory: Directory = Visitor::new().get("/api/v1/entities").await.json().await.unwrap();
    let page = page("lang=ar").await;
    assert!(!directory.entities.is_empty());
    for entity in &directory.entities {
        assert!(page.contains(&format!("<option value=\"{}\"", entity.id)), "{}", entity.id);
    }
    let last = &directory.entities.last().unwrap().id;
    assert!(tag(&format!("entity={last}")).await.contains(&format!("data-entity=\"{last}\"")));
}

#[tokio::test]
async fn web_teams_are_spoken_to_in_arabic_and_in_english() {
    let (arabic, english) = (page("lang=ar").await, page("lang=en").await);
    assert_eq!(html::attribute_of(&arabic, "html", "dir").as_deref(), Some("rtl"));
    assert_eq!(html::attribute_of(&english, "html", "dir").as_deref(), Some("ltr"));
    assert_eq!(html::attribute_of(&arabic, "html", "lang").as_deref(), Some("ar"));
    assert!(arabic.contains("صوتك على موقعكم") && english.contains("Sawtak on your website"));
    let other = "href=\"/embed?place=marked&amp;colour=%23ffb35c&amp;lang=ar\"";
    let chosen = page("place=marked&colour=%23ffb35c&lang=en").await;
    assert!(chosen.contains(other) && chosen.matches("hreflang=").count() == 1, "{chosen}");
    let recipes = ["tag-manager", "wordpress", "react"];
    let ids = ["tag", "room", "policy", "permissions", "code", "parts"];
    for id in ids.into_iter().chain(recipes) {
        assert_eq!(
            html::text_of(&arabic, id),
            html::text_of(&english, id),
            "{id}: code is the same in every language"
        );
    }
}

#[tokio::test]
async fn what_is_chosen_without_script_is_in_the_tag() {
    let chosen = tag("entity=rta&place=beside&language=ar&theme=dark&colour=%23ffb35c").await;
    for attribute in [
        "data-entity=\"rta\"",
        "data-beside=\"#happiness-meter\"",
        "data-lang=\"ar\"",
        "data-theme=\"dark\"",
        "data-colour=\"#ffb35c\"",
    ] {
        assert!(chosen.contains(attribute), "{attribute} in {chosen}");
    }
    let marked = tag("entity=rta&place=marked").await;
    assert!(marked.starts_with("<sawtak-feedback></sawtak-feedback>\n<script "), "{marked}");
}

#[tokio::test]
async fn what_makes_no_sense_is_as_if_it_had_not_been_chosen() {
    let plain = tag("entity=rta").await;
    for nonsense in [
        "place=moon",
        "language=tlh",
        "theme=%22",
        "colour=%22%3E%3Cscript%3E",
        "colour=%23fffff%22",
    ] {
        assert_eq!(tag(&format!("entity=rta&{nonsense}")).await, plain, "{nonsense}");
    }
    for link in ["/embed?entity=nobody", "/preview?entity=nobody"] {
        assert_eq!(Visitor::new().get(link).await.status(), StatusCode::NOT_FOUND, "{link}");
    }
}

#[tokio::test]
async fn the_preview_has_the_very_tag_under_the_very_policy() {
    let query = "lang=en&entity=rta&place=marked&theme=dark";
    let shown = page(query).await;
    let response = Visitor::new().get(&format!("/preview?{query}")).await;
    let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
    let preview = assertions::page(response, StatusCode::OK).await;
    assert!(preview.contains(&html::text_of(&shown, "tag").unwrap()), "{preview}");
    for line in html::text_of(&shown, "policy").unwrap().lines() {
        assert!(policy.contains(line), "{line} in {policy}");
    }
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
}

#[tokio::test]
async fn a_sites_policy_is_checked_without_a_script() {
    let check = async |policy: &str| {
        let query = [("lang", "en"), ("entity", "rta"), ("policy", policy)];
        let address = Url::parse_with_params("https://any.example", query).unwrap();
        page(address.query().unwrap()).await
    };
    let shown = html::text_of(&page("lang=en").await, "policy").unwrap();
    let enough = check(&shown).await;
    let verdict = |page: &str| html::text_of(page, "policy-works").unwrap();
    assert_eq!(verdict(&enough), "Nothing is missing: the box works under this policy.");
    assert_eq!(html::text_of(&enough, "site-policy").unwrap().trim(), shown);
    assert_eq!(html::text_of(&enough, "lines-box"), None);
    let little = check("default-src 'self'; img-src </textarea><script>alert(1)</script>").await;
    assert_eq!(verdict(&little), "The box doesn’t appear: the policy refuses the loader.");
    let lines = html::text_of(&little, "lines-box").unwrap();
    for line in shown.lines() {
        let (directive, sources) = line.split_once(' ').unwrap();
        assert!(lines.contains(&format!("{directive} 'self' {sources}")), "{line} in {lines}");
    }
    assert!(html::text_of(&little, "lines-frame").unwrap().contains("frame-src 'self' "));
    assert!(!little.contains("<script>alert"), "{little}");
    let choice = html::text_of(&little, "tag").unwrap();
    assert!(choice.contains("data-entity=\"rta\""), "{choice}");
}

#[tokio::test]
async fn the_page_itself_is_as_strict_as_it_asks_others_to_be() {
    let response = Visitor::new().get("/embed").await;
    let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    let page = response.text().await.unwrap();
    // Code that is shown may have them.
    let rest =
        page.split("<code").map(|part| part.split_once("</code>").map_or(part, |(_, rest)| rest));
    let page: String = rest.collect();
    assert!(!page.contains(" style=") && !page.contains(" onclick="));
}
