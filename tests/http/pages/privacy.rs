//! `/privacy`: the page in each language, and the links to it.

use reqwest::{StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    server, words,
};

#[tokio::test]
async fn every_page_and_the_form_lead_to_the_privacy_page_in_its_language() {
    let visitor = Visitor::new();
    for link in ["/?lang=ar", "/ask?lang=ar", "/f/rta?lang=ar", "/p?lang=ar", "/privacy?lang=ar"] {
        let page = visitor.get(link).await.text().await.unwrap();
        assert!(page.contains("href=\"/privacy?lang=ar\""), "{link}");
    }
    let address = format!("href=\"{}/privacy?lang=ar\"", server::edge());
    for link in ["/f/rta?lang=ar", "/embed/rta/first?lang=ar", "/embed/rta?lang=ar"] {
        let form = visitor.get(link).await.text().await.unwrap();
        assert!(form.contains(&address), "{link}");
    }
    for language in words::languages() {
        let response = visitor.get(&format!("/privacy?lang={language}")).await;
        assert_eq!(header_of(&response, header::CONTENT_LANGUAGE), language);
        let page = assertions::page(response, StatusCode::OK).await;
        assert!(page.contains("730"), "{page}");
    }
}
