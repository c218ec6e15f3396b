//! What was sent and said since, for the page's script to fill in; every word of it is here.

use domain::intake::kind::Mood;
use form::Language;

use crate::pages::words;

/// One template for the whole, and one for each thing that there may be several of.
pub(super) fn templates(language: Language) -> String {
    let words = language.words(false);
    let rated = |mood: Mood| {
        format!("<span data-mood=\"{}\">{}</span>", mood.as_str(), words::mood(mood, language))
    };
    format!(
        "<template id=\"sent-content\"><section class=\"page-sheet\"><h2>{title}</h2>\
         <div data-part=\"text\"><h3>{text}</h3><p class=\"page-said\" dir=\"auto\" data-value></p></div>\
         <div data-part=\"service\"><h3>{service}</h3><p data-value></p></div>\
         <div data-part=\"suggestion\"><h3>{suggestion}</h3><p><a data-value><bdi dir=\"ltr\"></bdi></a></p></div>\
         <div data-part=\"name\"><h3>{name}</h3><p dir=\"auto\" data-value></p></div>\
         <div data-part=\"email\"><h3>{email}</h3><p><bdi dir=\"ltr\" data-value></bdi></p></div>\
         <div data-part=\"phone\"><h3>{phone}</h3><p><bdi dir=\"ltr\" data-value></bdi></p></div>\
         <div data-part=\"attachments\"><h3>{attachments}</h3><ul class=\"page-files\" data-value></ul></div>\
         <div data-part=\"rating\"><h3>{rated}</h3><p data-value>{rating}</p></div>\
         <div data-part=\"messages\"><h3>{messages}</h3><ol class=\"page-messages\" data-value></ol></div></section></template>\n\
         <template id=\"sent-file\"><li><bdi></bdi> <a>{save}</a></li></template>\n\
         <template id=\"sent-message\"><li><p class=\"page-note\"><b data-from=\"customer\">{you}</b><b data-from=\"entity\">{entity}</b> \
         <time></time></p><p class=\"page-said\" dir=\"auto\"></p></li></template>\n\
         <template id=\"sent-wrong\"><p class=\"page-sheet page-alarm\" role=\"alert\">{wrong}</p></template>\n\
         <template id=\"sent-failed\"><p class=\"page-sheet page-alarm\" role=\"alert\">{failed}</p></template>\n",
        title = words.page_sent_title,
        text = words.page_text,
        service = words.service,
        suggestion = words.done_suggestion,
        name = words.contact_name,
        email = words.contact_email,
        phone = words.contact_phone,
        attachments = words.page_attachments,
        messages = words.page_messages,
        rated = words.page_rate_yours,
        rating = [Mood::Happy, Mood::Neutral, Mood::Unhappy].map(rated).concat(),
        save = words.page_saved_file,
        you = words.page_from_customer,
        entity = words.page_from_entity,
        wrong = words.page_wrong_key,
        failed = words.page_failed,
    )
}
