//! Editor of an entity's reply templates, in both languages.

use domain::{
    bilingual::Named,
    entity::{reply_template::ReplyTemplate, settings::NAME_MAX},
    text::TEXT_MAX,
};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    editor::Editor,
    rows::{Fields, rows, text},
};
use crate::words::{self, words};

/// Returns the editor.
pub(super) fn form(editor: Editor, version: u32, templates: Vec<ReplyTemplate>) -> AnyView {
    let row = |_, template: ReplyTemplate| {
        view! {
            {text("name_ar", words::settings().name_ar, template.name.ar, "rtl", NAME_MAX)}
            {text("name_en", words::settings().name_en, template.name.en, "ltr", NAME_MAX)}
            <label>{words::settings().text_ar}<textarea name="text_ar" dir="rtl" lang="ar" rows="4" required data-most=TEXT_MAX.to_string() prop:value=template.text.ar></textarea></label>
            <label>{words::settings().text_en}<textarea name="text_en" dir="ltr" lang="en" rows="4" required data-most=TEXT_MAX.to_string() prop:value=template.text.en></textarea></label>
        }
        .into_any()
    };
    let none = || Named { ar: String::new(), en: String::new() };
    let fields = view! {
        <p class="hint">{words::settings().templates_hint}" "<code dir="ltr">"{{number}} {{customer}} {{entity}} {{employee}}"</code></p>
        {rows("templates", words().template, templates, ReplyTemplate { name: none(), text: none() }, row)}
    };
    editor.form(version, read, fields.into_any())
}

fn read(form: &Fields) -> Result<Value, String> {
    let one = |row: &Fields| {
        let named = |name: &str| Named {
            ar: row.get(&format!("{name}_ar")),
            en: row.get(&format!("{name}_en")),
        };
        let template = ReplyTemplate { name: named("name"), text: named("text") };
        template.check().map(|()| template).map_err(|error| words::detail(&error.to_string()))
    };
    let all: Vec<ReplyTemplate> =
        form.rows("templates").iter().map(one).collect::<Result<_, String>>()?;
    serde_json::to_value(all).map_err(|error| words::detail(&error.to_string()))
}
