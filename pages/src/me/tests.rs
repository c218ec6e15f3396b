//! Both pages in every language, and what they must not hold.

use domain::bilingual::Named;

use super::*;

const ORIGIN: &str = "https://sawtak.example";

fn offers() -> Offers {
    Offers { uae_pass: Some("https://id.example/logout".into()), passkeys: Some(ORIGIN.into()) }
}

fn item(stage: Stage) -> Item {
    Item {
        reference: Reference::draw([7; 8]),
        kind: Kind::Complaint,
        entity: "rta".into(),
        stage,
        is_merged: false,
        is_unread: true,
        received_at: Timestamp::UNIX_EPOCH,
        first_response_due: Timestamp::UNIX_EPOCH,
        resolution_due: Timestamp::UNIX_EPOCH,
    }
}

fn signed_in(language: Language, typed: &str, is_fresh: bool, items: &[Item]) -> String {
    let way = |provider, level| Way {
        provider,
        subject: "s-1".into(),
        level,
        created_at: Timestamp::UNIX_EPOCH,
    };
    let device = |is_own, name: &str| Device {
        digest: "d1".into(),
        name: name.into(),
        provider: Provider::UaePass,
        seen_at: Timestamp::UNIX_EPOCH,
        is_own,
    };
    let entry = Entry {
        at: Timestamp::UNIX_EPOCH,
        what: Happening::SignedIn,
        provider: Some(Provider::Passkey),
        device: String::new(),
    };
    let named = Named { ar: "هيئة".into(), en: "<Roads>".into() };
    let entity = DirectoryEntity { id: "rta".into(), name: named, services: Vec::new() };
    let shown = File {
        items,
        is_part: true,
        filter: Filter::Open,
        typed,
        entities: &[entity],
        ways: &[way(Provider::UaePass, Some(Level::Sop1)), way(Provider::Passkey, None)],
        is_fresh,
        offers: &offers(),
        devices: &[device(true, "Firefox, Linux"), device(false, "")],
        history: &[entry],
        said: Some("added"),
        calendar: &Calendar::federal(1970..=1971),
    };
    file(Context { language, base_url: ORIGIN }, &shown)
}

#[test]
fn signed_out_the_ways_in_are_offered_and_nothing_has_to_be_registered() {
    for language in Language::ALL {
        let (context, words) = (Context { language, base_url: ORIGIN }, MeWords::of(language));
        let page = signed_out(context, &offers(), None, None);
        let to = format!("href=\"/me/sign-in/uae-pass?lang={}\"", language.tag());
        for part in [&to, words.lead, "UAE PASS", "passkey", "<script type=\"module\""] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let none = signed_out(context, &Offers { uae_pass: None, passkeys: None }, None, None);
        assert!(!none.contains("UAE PASS</a>") && !none.contains("<script"), "{none}");
    }
}

#[test]
fn only_who_came_by_uae_pass_is_led_out_of_it() {
    let context = Context { language: Language::En, base_url: ORIGIN };
    let words = MeWords::of(Language::En);
    for call in ["out", "everywhere", "left"] {
        let page = |by| signed_out(context, &offers(), Some(call), by);
        assert!(page(Some(Provider::UaePass)).contains(words.out_uae_pass), "{call}");
        for by in [None, Some(Provider::Passkey)] {
            assert!(!page(by).contains(words.out_uae_pass), "{call}");
        }
    }
}

#[test]
fn whoever_cancelled_is_told_so_in_arabic_and_english() {
    for language in Language::ALL {
        let context = Context { language, base_url: ORIGIN };
        let page = signed_out(context, &offers(), Some("cancelled"), None);
        for words in ["User cancelled the login", "قام المستخدم بإلغاء تسجيل الدخول"]
        {
            assert_eq!(page.matches(words).count(), 1, "{page}");
        }
        assert!(page.contains(MeWords::of(language).cancelled), "{page}");
    }
}

#[test]
fn the_file_shows_where_each_stands_and_whether_something_is_unread() {
    for language in Language::ALL {
        let words = MeWords::of(language);
        let page = signed_in(language, "\"><b>", true, &[item(Stage::Answered)]);
        let number = Reference::draw([7; 8]).to_string();
        let open = format!("action=\"/me/participations/{number}/open?lang={}\"", language.tag());
        let way = "<bdi>UAE PASS</bdi> · <bdi>SOP1</bdi>";
        for part in [&open, words.unread, words.sign_out, words.said_added, way] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("value=\"&quot;&gt;&lt;b&gt;\"") && !page.contains("<b>"));
        assert!(page.contains(words.way_remove) && page.contains(words.end_session));
        assert!(!page.contains(words.fresh), "{page}");
    }
}

#[test]
fn ways_are_changed_only_right_after_a_sign_in() {
    let page = signed_in(Language::En, "", false, &[]);
    let words = MeWords::of(Language::En);
    assert!(page.contains(words.fresh) && page.contains(words.none_found), "{page}");
    assert!(!page.contains("/ways/remove") && !page.contains("/link/"), "{page}");
}
