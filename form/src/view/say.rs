//! Step 2: the message in writing, by voice, by video or with files.

use leptos::prelude::*;

use super::{FieldFault, Mounted, Question, Scope};
use crate::{Place, Step, ids, language::Words};

/// Text, recordings and files, which are ways to answer one question.
#[component]
pub(crate) fn SayStep(scope: Scope) -> impl IntoView {
    let (words, text) = (scope.words, scope.entered.text.clone());
    view! {
        <Question scope=scope step=Step::Say title=words.say_title field=ids::TEXT>
            <TextArea id=ids::TEXT rows=5 hint=words.say_text_hint value=text />
            <div class="ways">
                <Mounted place=Place::Recorders />
                <FileCard words=words />
            </div>
            <Mounted place=Place::Attachments />
        </Question>
    }
}

/// File field on a card where files may be dropped.
#[component]
pub fn FileCard(words: &'static Words) -> impl IntoView {
    // One text: a browser leaves out spaces between texts when it describes the field.
    let hint = [words.files_accepted, words.files_tell].join(" ");
    view! {
        <div class="way drop" id=ids::DROP>
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M8 12.5l6-6a3 3 0 0 1 4.3 4.2l-8 8a5 5 0 0 1-7-7l7.5-7.6" />
            </svg>
            <div>
                <label for=ids::FILES>{words.files_choose}</label>
                <span class="hint guided drag">" "{words.files_drop}</span>
            </div>
            <span class="hint" id="files-hint">{hint}</span>
            <input type="file" id=ids::FILES name="files" part="attach" multiple aria-describedby="files-hint" />
        </div>
    }
}

/// Returns the HTML of a text in a `<textarea>`. Leptos doesn't escape it there, and browsers drop
/// a line break at its beginning.
pub fn textarea_content(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if escaped.starts_with('\n') { ["\n", &escaped].concat() } else { escaped }
}

/// Text field. It has no `maxlength`: browsers count UTF-16 units, and cut off what is pasted
/// without a word.
#[component]
pub(super) fn TextArea(
    id: &'static str,
    rows: u8,
    hint: &'static str,
    value: String,
    /// Name of the field, unless a label has it.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let content = textarea_content(&value);
    view! {
        <div class="field">
            <span class="hint" id=format!("{id}-hint")>{hint}</span>
            <textarea
                id=id
                name=id
                part=id
                rows=rows.to_string()
                dir="auto"
                aria-label=label
                aria-describedby=format!("{id}-hint {id}-fault")
            >
                {content}
            </textarea>
            <FieldFault field=id />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::textarea_content;

    #[test]
    fn a_text_ends_no_field_and_keeps_the_line_break_at_its_beginning() {
        let content = textarea_content("</textarea><b> & \"");
        assert_eq!(content, "&lt;/textarea&gt;&lt;b&gt; &amp; \"");
        assert_eq!(textarea_content("\na\n"), "\n\na\n");
    }
}
