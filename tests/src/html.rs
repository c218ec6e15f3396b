//! Extraction of single values from HTML without a browser.

use domain::reference::Reference;

/// Returns the value of the input with this name.
pub fn value_of(page: &str, name: &str) -> Option<String> {
    let input = tags(page, "input").find(|tag| attribute(tag, "name") == Some(name))?;
    attribute(input, "value").map(ToOwned::to_owned)
}

/// Returns the first attribute `name` of a tag `<element …>`.
pub fn attribute_of(page: &str, element: &str, name: &str) -> Option<String> {
    tags(page, element).find_map(|tag| attribute(tag, name)).map(ToOwned::to_owned)
}

/// Returns the unescaped text of the element with this id, up to its first child element.
pub fn text_of(page: &str, id: &str) -> Option<String> {
    let (_, inside) = page.split_once(&format!(" id=\"{id}\""))?.1.split_once('>')?;
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    Some(escapes.iter().fold(inside.split('<').next()?.to_owned(), |text, (escape, plain)| {
        text.replace(escape, plain)
    }))
}

/// Returns the first reference number in the page's text.
pub fn reference_in(page: &str) -> Option<Reference> {
    let digits = |group: &str| group.len() == 4 && group.bytes().all(|byte| byte.is_ascii_digit());
    let words = page.split(|letter: char| !letter.is_ascii_digit() && letter != '-');
    words
        .filter(|word| word.split('-').filter(|group| digits(group)).count() == 3)
        .find_map(|word| Reference::parse(word).ok())
}

fn tags<'page>(page: &'page str, element: &str) -> impl Iterator<Item = &'page str> {
    page.split('<').filter_map(move |rest| {
        let inside = rest.split('>').next()?.strip_prefix(element)?;
        (inside.is_empty() || inside.starts_with([' ', '\n', '/'])).then_some(inside)
    })
}

fn attribute<'tag>(tag: &'tag str, name: &str) -> Option<&'tag str> {
    let start = tag.find(&format!(" {name}="))? + name.len() + 2;
    let value = &tag[start..];
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([' ', '/']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_page_holds() {
        let page = r#"<html lang="ar" dir=rtl><input type="hidden" name="key" value="k-1"/><b>2604-8317-5520 ٠</b>"#;
        assert_eq!(attribute_of(page, "html", "dir").as_deref(), Some("rtl"));
        assert_eq!(value_of(page, "key").as_deref(), Some("k-1"));
        assert_eq!(value_of(page, "kind"), None);
        assert_eq!(
            text_of("<code id=\"tag\">&lt;b title=&quot;1&quot;&gt;</code>", "tag").as_deref(),
            Some("<b title=\"1\">")
        );
        let reference = Reference::draw([7; 8]);
        assert_eq!(reference_in(&format!("<b>1234-5678</b><!>{reference}<a")), Some(reference));
    }
}
