//! Tests of reports: the same numbers in each form, and words of both languages.

use domain::{
    bilingual::Named,
    case::lesson::PublicWords,
    figures::{
        contribution::Measure,
        counts::Counts,
        figure::{self, Mark, Scope},
        lesson::LessonKind,
        table::{self, Cell},
        tally::Span,
    },
    intake::kind::Kind,
    slug::Slug,
    statistics::distribution::{Bucket, Distribution},
};

use super::*;

fn figures() -> Vec<Figure> {
    let entity = Slug::parse("rta").ok();
    let scope = |kind| Scope {
        period: Span::Month(2026, 10),
        entity: entity.clone(),
        service: None,
        kind,
        channel: None,
    };
    let counts = Counts {
        received: 1_240,
        first_judged: 40,
        first_kept: 30,
        full_judged: 5,
        full_kept: 4,
        ..Counts::default()
    };
    let times = |measure| {
        let minutes = if measure == Measure::Lived { 72 } else { 300 };
        let mut times = Distribution::with_open(2);
        times.add(Bucket::of(minutes), 4);
        Some(times)
    };
    let mut figures = figure::figures(&scope(None), &counts, Some(&counts), times);
    figures.extend(figure::figures(&scope(Some(Kind::Complaint)), &counts, None, |_| None));
    figures
}

fn lesson(number: u8) -> Lesson {
    let named = |ar: &str, en: &str| Named {
        ar: format!("{ar} {number}"),
        en: format!("{en} {number} <b>"),
    };
    Lesson {
        entity: Slug::parse("rta").unwrap(),
        service: None,
        kind: LessonKind::Implemented,
        day: "2026-10-07".parse().unwrap(),
        words: PublicWords {
            said: named("قلتم", "Signs are small"),
            did: named("فعلنا", "They grew"),
        },
    }
}

fn report() -> Report {
    let name = Named { ar: "هيئة <الطرق>".to_owned(), en: "Roads <RTA>".to_owned() };
    Report {
        place: Place::Entity(Slug::parse("rta").unwrap(), name),
        period: Period::parse("2026-10").unwrap(),
        today: "2026-11-29".parse().unwrap(),
        read_at: "2026-11-29T08:00:00Z".parse().unwrap(),
        figures: figures(),
        lessons: (1..=9).map(lesson).collect(),
        closed: None,
        engine: "/s/1/spreadsheet.js".to_owned(),
    }
}

fn rendered(language: Language, report: Report) -> String {
    let page = page(Context { language, base_url: "" }, report, false);
    page.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
}

#[test]
fn both_pages_have_their_figures_in_words_and_as_data() {
    let page = rendered(Language::En, report());
    for part in [
        "<h1>Report: Roads &lt;RTA&gt;</h1>",
        "October 2026. As of 29 November 2026, 12:00. Provisional",
        "<data value=\"1240\">1,240</data>",
        "<data value=\"0.75\">75%</data>",
        "<data value=\"30\">30</data> of <data value=\"40\">40</data>",
        "<data value=\"4\">4</data> of <data value=\"5\">5</data>",
        "5 working hours",
        "3 days",
        "href=\"/console/api/report.csv?period=2026-10&amp;lang=en&amp;entity=rta\"",
        "data-engine=\"/s/1/spreadsheet.js\"",
        "download=\"sawtak-rta-2026-10.csv\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    // A percentage of five would say more than five cases can.
    assert!(!page.contains(">80%<"), "{page}");
    let learnt = page.split("id=\"learnt\"").nth(1).unwrap();
    assert!(learnt.contains("id=\"figure-implemented\""), "{learnt}");
    assert!(!learnt.contains("id=\"figure-received\""), "{learnt}");
}

#[test]
fn a_closed_period_says_by_which_release() {
    let day = "2026-11-13".parse().unwrap();
    let closed = Some(Closed { id: "2026-10-r2".to_owned(), day, guide: 1 });
    let page = rendered(Language::En, Report { closed, ..report() });
    assert!(page.contains("Closed on 13 November 2026 in release 2026-10-r2"), "{page}");
    assert!(!page.contains("Provisional"), "{page}");
}

#[test]
fn an_arabic_report_is_in_arabic_and_its_sheets_run_from_the_right() {
    let page = rendered(Language::Ar, report());
    for part in ["dir=\"rtl\"", "تقرير: هيئة &lt;الطرق&gt;", "5 ساعات عمل", "3 أيام"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    let workbook = workbook(Language::Ar, &report());
    assert!(workbook.right_to_left && workbook.sheets[0].name == "الأرقام");
}

#[test]
fn csv_and_sheets_have_a_row_for_each_figure_with_the_cells_of_every_other_form() {
    let report = report();
    let text = csv(&report);
    assert_eq!(text.lines().count(), report.figures.len() + 1);
    assert!(text.contains("name_ar,name_en\r\n"), "{text}");
    for language in [Language::Ar, Language::En] {
        let workbook = workbook(language, &report);
        let sheet = &workbook.sheets[0];
        assert_eq!((sheet.rows.len(), sheet.header.len()), (report.figures.len(), 14));
        for (row, figure) in sheet.rows.iter().zip(&report.figures) {
            assert_eq!(row[..12], table::cells(figure));
            assert!(matches!(&row[12..], [Cell::Text(_), Cell::Text(_)]));
        }
        assert!(workbook.sheets.iter().all(|sheet| sheet.name.chars().count() <= 31));
    }
}

#[test]
fn what_nothing_was_counted_of_says_so() {
    let mut report = report();
    for figure in &mut report.figures {
        (figure.value, figure.lower, figure.mark) = (None, None, Some(Mark::Inapplicable));
    }
    let page = rendered(Language::En, report);
    assert!(page.contains("<span class=\"page-note\">none</span>"), "{page}");
}

#[test]
fn the_mail_tells_the_main_figures_and_how_to_stop_it() {
    for language in LANGUAGES {
        let context = Context { language, base_url: "https://voice.example" };
        let (link, message) = mail(context, &report(), "https://voice.example/unsubscribe/t");
        assert!(link.starts_with("https://voice.example/console/reports/rta?period=2026-10"));
        for text in [&message.text, &message.html] {
            assert!(text.contains("1,240") && !text.contains(['{', '}']), "{text}");
        }
        assert!(message.text.contains(ReportWords::of(language).mail_foot), "{}", message.text);
    }
    let context = Context { language: Language::En, base_url: "" };
    let (_, message) = mail(context, &report(), "https://voice.example/unsubscribe/t");
    assert_eq!(message.subject, "Report: Roads <RTA>, October 2026");
    assert!(message.text.contains("Full answer on time: 4 of 5"), "{}", message.text);
    assert!(!message.text.contains("Content"), "nobody has rated: {}", message.text);
}

#[test]
fn whoever_gets_the_report_by_mail_can_stop_it_there() {
    let context = Context { language: Language::En, base_url: "" };
    for (by_mail, address) in [(true, "monthly=false"), (false, "monthly=true")] {
        let page = page(context, report(), by_mail);
        assert!(page.contains(address), "{page}");
    }
}

#[test]
fn the_second_page_says_what_was_changed_and_no_day() {
    let page = rendered(Language::En, report());
    let learnt = page.split("id=\"lessons\"").nth(1).unwrap();
    assert!(learnt.contains("Signs are small 1 &lt;b&gt;") && learnt.contains("They grew 8"));
    assert!(!learnt.contains("They grew 9") && learnt.contains("8 of 9"), "{learnt}");
    assert!(!page.contains("2026-10-07"), "{page}");
    let sheets = workbook(Language::Ar, &report()).sheets;
    assert_eq!((sheets.len(), sheets[1].rows.len()), (2, 9));
    assert!(!format!("{:?}", sheets[1].rows).contains("2026-10-07"));
    let none = rendered(Language::Ar, Report { lessons: Vec::new(), ..report() });
    assert!(none.contains(ReportWords::of(Language::Ar).lessons_none), "{none}");
}
