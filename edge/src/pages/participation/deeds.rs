//! What whoever has the tracking key may do with a participation: forms that the page's script shows and sends. Only those are there that the
//! rules allow at this stage.

use domain::{
    Timestamp,
    case::{life_cycle::Verb, stage::Stage},
    intake::kind::Mood,
    wire::Status,
};
use form::{Language, language::Words};

use crate::pages::words;

/// Two templates: the forms, and what is said when one of them can't be sent.
pub(super) fn templates(status: &Status, now: Timestamp, language: Language) -> String {
    let words = language.words(false);
    let offered = status.offers(now);
    let if_offered = |verb, html: fn(&Words, &Status, Language) -> String| {
        if offered.contains(&verb) { html(words, status, language) } else { String::new() }
    };
    format!(
        "<template id=\"deeds\">{}{}<section class=\"page-sheet page-more\">{}{}{}</section></template>\n{}",
        if_offered(Verb::Rate, rate),
        if_offered(Verb::Write, write),
        if_offered(Verb::Reopen, |words, _, _| reopen(words)),
        if_offered(Verb::Withdraw, |words, _, _| withdraw(words)),
        own_data(words),
        troubles(words),
    )
}

/// What every form ends with: how far it is, what went wrong, the button.
fn end(button: &str) -> String {
    format!(
        "<p class=\"page-note\" role=\"status\" data-progress></p><p class=\"page-trouble\" role=\"alert\"></p><button class=\"page-button\">{button}</button>"
    )
}

fn field(name: &str, label: &str) -> String {
    format!(
        "<label for=\"deed-{name}\">{label}</label><textarea id=\"deed-{name}\" name=\"{name}\" dir=\"auto\" rows=\"5\" maxlength=\"5000\"></textarea>"
    )
}

fn write(words: &Words, status: &Status, _: Language) -> String {
    let title =
        if status.stage == Stage::AwaitingCustomer { words.page_answer } else { words.page_write };
    format!(
        "<section class=\"page-sheet\"><h2 id=\"title-messages\">{title}</h2><form class=\"page-form\" data-call=\"messages\" aria-labelledby=\"title-messages\">{text}\
         <label for=\"deed-files\">{files}</label><p class=\"page-note\" id=\"deed-files-hint\">{accepted}</p>\
         <input type=\"file\" id=\"deed-files\" multiple aria-describedby=\"deed-files-hint\">{end}</form></section>",
        text = field("text", words.page_write_text),
        files = words.files_choose,
        accepted = words.files_accepted,
        end = end(words.send),
    )
}

fn rate(words: &Words, _: &Status, language: Language) -> String {
    let face = |mood: Mood| {
        format!(
            "<label><input type=\"radio\" name=\"rating\" value=\"{}\">{}<span>{}</span></label>",
            mood.as_str(),
            words::face(mood),
            words::mood(mood, language),
        )
    };
    let faces: String = [Mood::Happy, Mood::Neutral, Mood::Unhappy].map(face).concat();
    format!(
        "<section class=\"page-sheet\" data-rate><form class=\"page-form\" data-call=\"rating\" aria-labelledby=\"title-rating\">\
         <fieldset class=\"page-faces\"><legend><h2 id=\"title-rating\">{}</h2></legend>{faces}</fieldset>{}{}</form></section>",
        words.page_rate,
        field("comment", words.page_rate_comment),
        end(words.send),
    )
}

fn reopen(words: &Words) -> String {
    format!(
        "<details><summary id=\"title-reopening\">{title}</summary><form class=\"page-form\" data-call=\"reopening\" aria-labelledby=\"title-reopening\">{}{}</form></details>",
        field("reason", words.page_reopen_text),
        end(words.page_reopen),
        title = words.page_reopen,
    )
}

fn withdraw(words: &Words) -> String {
    format!(
        "<details><summary id=\"title-withdrawal\">{title}</summary><form class=\"page-form\" data-call=\"withdrawal\" aria-labelledby=\"title-withdrawal\"><p>{}</p>{}{}</form></details>",
        words.page_withdraw_hint,
        field("reason", words.page_withdraw_text),
        end(words.page_withdraw),
        title = words.page_withdraw,
    )
}

/// What everyone may do with what is kept about them, at any stage.
fn own_data(words: &Words) -> String {
    format!(
        "<details><summary id=\"title-erasure\">{}</summary><form class=\"page-form\" data-call=\"erasure\" aria-labelledby=\"title-erasure\"><p>{}</p>{}</form></details>\
         <p class=\"page-own\"><a data-keep>{}</a> <button type=\"button\" class=\"page-quiet\" data-print>{}</button></p>",
        words.page_erase,
        words.page_erase_hint,
        end(words.page_erase_sure),
        words.page_keep,
        words.done_print,
    )
}

fn troubles(words: &Words) -> String {
    let all = [
        ("messages", words.page_write_empty),
        ("rating", words.page_rate_empty),
        ("reopening", words.page_reopen_empty),
        ("refused", words.page_refused),
        ("limit", words.error_limit),
        ("files", words.files_accepted),
        ("unsent", words.page_unsent),
        ("sending", words.page_sending_files),
    ];
    let line = |(name, text)| format!("<data value=\"{name}\">{text}</data>");
    let lines = all.map(line).concat();
    format!("<template id=\"troubles\">{lines}</template>\n")
}
