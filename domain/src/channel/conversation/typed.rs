//! Words that people type instead of tapping: commands, kinds, and short answers, in nine
//! languages. They are understood in each of them at any time.

use super::choice::Command;
use crate::{intake::kind::Kind, search::words, text::digits};

/// Meaning of a typed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Command(Command),
    Kind(Kind),
    /// Send it.
    Send,
    /// Leave it out, or go on.
    Skip,
    /// A greeting, which says nothing yet.
    Greeting,
}

/// Words by meaning, separated by bars: Arabic, English, Urdu, Hindi, Malayalam, Bengali,
/// Filipino, Russian and Chinese ones.
const WORDS: [(Typed, &str); 13] = [
    (
        Typed::Command(Command::StartAgain),
        "ابدأ من جديد|من جديد|من البداية|البداية|ابدأ|ابدا|start again|start over|start|restart|\
         new|/start|دوبارہ شروع کریں|نئے سرے سے|شروع|फिर से शुरू करें|फिर से शुरू|शुरू|\
         വീണ്ടും തുടങ്ങുക|തുടങ്ങുക|ആദ്യം മുതൽ|আবার শুরু করুন|আবার শুরু|শুরু|magsimula muli|\
         simulan muli|ulitin|начать заново|заново|сначала|начать|重新开始|重来|开始",
    ),
    (
        Typed::Command(Command::Back),
        "رجوع|للخلف|السابق|ارجع|back|go back|previous|واپس|پیچھے|वापस|पीछे|തിരികെ|പിന്നോട്ട്|\
         ফিরে যান|পেছনে|ফিরুন|bumalik|balik|pabalik|назад|返回|上一步|后退",
    ),
    (
        Typed::Command(Command::Cancel),
        "إلغاء|الغ|ألغ|توقف|cancel|stop|quit|exit|منسوخ|منسوخ کریں|بند کریں|रद्द|रद्द करें|बंद करें|\
         റദ്ദാക്കുക|നിർത്തുക|বাতিল|বাতিল করুন|থামুন|kanselahin|ikansela|itigil|отмена|отменить|стоп|\
         取消|停止",
    ),
    (
        Typed::Command(Command::Mine),
        "مشاركاتي|طلباتي|شكاواي|my participations|my messages|my complaints|mine|track|\
         میری شمولیتیں|میری شکایات|मेरी भागीदारी|मेरी शिकायतें|എന്റെ പങ്കാളിത്തങ്ങൾ|എന്റെ പരാതികൾ|\
         আমার অংশগ্রহণ|আমার অভিযোগ|aking mga ipinadala|mga ipinadala ko|aking mga reklamo|\
         мои обращения|мои жалобы|我的参与|我的投诉|我的反馈",
    ),
    (
        Typed::Command(Command::Person),
        "موظف|شخص|إنسان|أريد التحدث مع موظف|تحدث مع موظف|person|a person|human|agent|operator|\
         talk to a person|speak to a person|انسان|نمائندہ|کسی شخص سے بات|व्यक्ति|इंसान|किसी व्यक्ति से बात|\
         ഒരു വ്യക്തി|ആളോട് സംസാരിക്കുക|വ്യക്തി|একজন মানুষ|মানুষ|কর্মী|tao|kausapin ang tao|\
         isang tao|человек|оператор|сотрудник|人工|人工服务|转人工",
    ),
    (
        Typed::Command(Command::Help),
        "مساعدة|ساعدني|تعليمات|help|?|menu|info|مدد|مینو|मदद|सहायता|സഹായം|সাহায্য|সহায়তা|tulong|\
         помощь|справка|меню|帮助|菜单",
    ),
    (
        Typed::Kind(Kind::Suggestion),
        "اقتراح|مقترح|فكرة|suggestion|idea|تجویز|सुझाव|നിർദ്ദേശം|নির্দেশনা|পরামর্শ|প্রস্তাব|mungkahi|\
         suhestiyon|предложение|идея|建议",
    ),
    (
        Typed::Kind(Kind::Observation),
        "ملاحظة|ملاحظه|observation|مشاہدہ|अवलोकन|टिप्पणी|देखी हुई बात|നിരീക്ഷണം|পর্যবেক্ষণ|obserbasyon|puna|napansin|\
         наблюдение|замечание|意见|观察|情况反映|反映",
    ),
    (
        Typed::Kind(Kind::Complaint),
        "شكوى|شكوه|complaint|شکایت|शिकायत|പരാതി|অভিযোগ|reklamo|жалоба|投诉",
    ),
    (
        Typed::Send,
        "أرسل|ارسل|إرسال|نعم|أرسلها|send|yes|send it|ok|بھیجیں|بھیج دیں|ہاں|जी ہاں|भेजें|भेजो|हाँ|हां|\
         അയയ്ക്കുക|അയക്കുക|അതെ|পাঠান|হ্যাঁ|ipadala|oo|opo|отправить|да|发送|提交|是|好",
    ),
    (
        Typed::Skip,
        "تخطي|تخط|التالي|تم|لا|لا أعرف|skip|next|done|no|چھوڑیں|اگلا|نہیں|چھوڑ دیں|छोड़ें|अगला|नहीं|\
         ഒഴിവാക്കുക|അടുത്തത്|ഇല്ല|বাদ দিন|পরবর্তী|না|laktawan|susunod|tapos na|hindi|пропустить|\
         дальше|готово|нет|跳过|下一步|完成|不",
    ),
    (
        Typed::Greeting,
        "السلام عليكم|السلام عليكم ورحمة الله وبركاته|السلام عليكم ورحمة الله|مرحبا|أهلا|اهلا|هلا|\
         صباح الخير|مساء الخير|hi|hello|hey|hello there|good morning|good evening|good afternoon|\
         salam|assalamu alaikum|السلام علیکم|ہیلو|سلام|नमस्ते|नमस्कार|हेलो|നമസ്കാരം|ഹലോ|নমস্কার|\
         হ্যালো|আসসালামু আলাইকুম|kumusta|kamusta|magandang araw|magandang umaga|\
         magandang hapon|magandang gabi|здравствуйте|привет|добрый день|доброе утро|\
         добрый вечер|你好|您好|早上好|晚上好",
    ),
    (Typed::Greeting, "👋|🙏|👋🏻|👋🏽|👋🏿|🙋|🙋‍♂️|🙋‍♀️"),
];

/// Longest text that is compared, in bytes.
const LENGTH_MAX: usize = 120;

/// Returns the meaning of a text that is a known word and nothing else.
pub(super) fn understood(text: &str) -> Option<Typed> {
    if text.len() > LENGTH_MAX {
        return None;
    }
    let said = folded(text);
    let is_said = |word: &str| {
        if said.is_empty() { word == text.trim() } else { folded(word) == said }
    };
    WORDS.iter().find(|(_, forms)| forms.split('|').any(is_said)).map(|(typed, _)| *typed)
}

fn folded(text: &str) -> String {
    words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
}

/// Returns the number that a text is: one or two digits of any script, perhaps with a full stop.
pub(super) fn number(text: &str) -> Option<usize> {
    let typed = text.trim().trim_matches(['.', ')', '(', '-', '۔', '。', '\u{fe0f}', '\u{20e3}']);
    let is_short = (1..=2).contains(&typed.chars().count());
    let mut digits = typed.chars().map(|digit| digits::value(digit).map(usize::from));
    digits.try_fold(0, |number, digit| digit.map(|digit| number * 10 + digit)).filter(|_| is_short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_word_in_each_script() {
        let scripts: [fn(char) -> bool; 7] = [
            |letter| ('ء'..='ي').contains(&letter),
            |letter| letter.is_ascii_lowercase(),
            |letter| ('\u{900}'..='\u{97f}').contains(&letter),
            |letter| ('\u{d00}'..='\u{d7f}').contains(&letter),
            |letter| ('\u{980}'..='\u{9ff}').contains(&letter),
            |letter| ('а'..='я').contains(&letter),
            |letter| ('\u{4e00}'..='\u{9fff}').contains(&letter),
        ];
        for (typed, forms) in &WORDS[..12] {
            for (place, script) in scripts.iter().enumerate() {
                assert!(forms.chars().any(script), "{typed:?} lacks script {place}");
            }
        }
    }

    #[test]
    fn no_word_means_two_things() {
        for (typed, forms) in WORDS {
            for form in forms.split('|') {
                assert!(!form.is_empty() && form.trim() == form, "{form:?}");
                assert_eq!(understood(form), Some(typed), "{form}");
            }
        }
    }

    #[test]
    fn spelling_variants_are_understood_and_sentences_are_not() {
        for (text, typed) in [
            ("الغاء", Typed::Command(Command::Cancel)),
            ("  START again!", Typed::Command(Command::StartAgain)),
            ("شكوي", Typed::Kind(Kind::Complaint)),
            ("مساعده", Typed::Command(Command::Help)),
            ("ЖАЛОБА", Typed::Kind(Kind::Complaint)),
            ("你好！", Typed::Greeting),
            ("👋", Typed::Greeting),
        ] {
            assert_eq!(understood(text), Some(typed), "{text}");
        }
        for text in ["I want to cancel my fine", "شكوى من الموقف", "", "…", "🚗"] {
            assert_eq!(understood(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_one_or_two_digits() {
        for (text, expected) in [("2", 2), ("٢", 2), (" 10. ", 10), ("(3)", 3), ("२", 2), ("2️⃣", 2)]
        {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        for text in ["", "2a", "123", "two", "."] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
