//! Texts that stay current while a browser translates the page.
//!
//! A translator replaces text nodes by elements of its own, at once and in one record of the
//! browser's observer. The view goes on changing its own node, which is no longer in the page. So
//! each replaced node returns to its place, empty, before its translation: the view finds the place
//! again, and once the view changes or removes the text, the translation goes too. A translator
//! then translates the new text.

use js_sys::{Array, WeakMap};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{
    CharacterData, MutationObserver, MutationObserverInit, MutationRecord, Node, NodeList,
};

/// Follows all texts of the page, for as long as it is open.
pub(crate) fn follow_texts() {
    let Some(body) = web_sys::window().and_then(|window| window.document()?.body()) else { return };
    let texts = Texts::default();
    let on_change = Closure::<dyn FnMut(Array, MutationObserver)>::new(
        move |records: Array, observer: MutationObserver| {
            for record in records {
                texts.note(&record.unchecked_into());
            }
            // These are the changes just made here.
            observer.take_records();
        },
    );
    let Ok(observer) = MutationObserver::new(on_change.as_ref().unchecked_ref()) else { return };
    on_change.forget();
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    options.set_character_data(true);
    options.set_subtree(true);
    let _ = observer.observe_with_options(&body, &options);
}

/// Replaced texts and their translations. Neither is kept alive by the other.
#[derive(Default)]
struct Texts {
    /// Translation of a text node.
    translations: WeakMap,
    /// Text node of a translation.
    originals: WeakMap,
    /// Words of a text node before it was translated.
    words: WeakMap,
}

impl Texts {
    fn note(&self, record: &MutationRecord) {
        let Some(target) = record.target() else { return };
        if record.type_() == "characterData" {
            self.drop_translation(&target);
            return;
        }
        let translation = nodes(&record.added_nodes()).find(|node| !is_text(node));
        for removed in nodes(&record.removed_nodes()).filter(|node| !node.is_connected()) {
            if let Some(original) = linked(&self.originals, &removed) {
                self.restore(&removed, original.unchecked_ref());
                continue;
            }
            self.drop_translation(&removed);
            if let (true, Some(translation)) = (is_text(&removed), &translation) {
                self.put_back(removed.unchecked_ref(), translation);
            }
        }
    }

    /// Puts a replaced text back, empty, before its translation.
    fn put_back(&self, text: &CharacterData, translation: &Node) {
        let Some(parent) = translation.parent_node() else { return };
        if text.data().trim().is_empty() {
            return;
        }
        self.words.set(text, &text.data().into());
        self.translations.set(text, translation);
        self.originals.set(translation, text);
        text.set_data("");
        let _ = parent.insert_before(text, Some(translation));
    }

    /// Removes the translation of a text that has changed or gone.
    fn drop_translation(&self, text: &Node) {
        if let Some(translation) = linked(&self.translations, text) {
            self.translations.delete(text);
            self.originals.delete(&translation);
            if let Some(parent) = translation.parent_node() {
                let _ = parent.remove_child(&translation);
            }
        }
    }

    /// Gives a text its words again, once the translator has taken its translation back.
    fn restore(&self, translation: &Node, text: &CharacterData) {
        self.originals.delete(translation);
        self.translations.delete(text);
        if text.data().is_empty()
            && let Some(words) = self.words.get(text).as_string()
        {
            text.set_data(&words);
        }
    }
}

fn nodes(list: &NodeList) -> impl Iterator<Item = Node> {
    (0..list.length()).filter_map(|place| list.item(place))
}

fn is_text(node: &Node) -> bool {
    node.node_type() == Node::TEXT_NODE
}

/// Returns the node that a map holds for this one.
fn linked(map: &WeakMap, node: &Node) -> Option<Node> {
    let found = map.get(node);
    (!found.is_undefined()).then(|| found.unchecked_into())
}
