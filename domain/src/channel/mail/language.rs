//! Language of a text, guessed from its letters: enough to answer in it.

/// Letters that Urdu has and Arabic lacks.
const URDU: &str = "ٹڈڑںےھپچگکی";

/// Returns the tag of the language that a text seems to be written in. Latin letters count as
/// English.
pub fn written_in(text: &str) -> &'static str {
    let count = |is_it: fn(char) -> bool| text.chars().filter(|letter| is_it(*letter)).count();
    let arabic = count(|letter| matches!(letter, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}'));
    let scripts = [
        ("hi", count(|letter| matches!(letter, '\u{900}'..='\u{97F}'))),
        ("bn", count(|letter| matches!(letter, '\u{980}'..='\u{9FF}'))),
        ("ml", count(|letter| matches!(letter, '\u{D00}'..='\u{D7F}'))),
        ("ru", count(|letter| matches!(letter, '\u{400}'..='\u{4FF}'))),
        ("zh", count(|letter| matches!(letter, '\u{4E00}'..='\u{9FFF}'))),
        ("ar", arabic),
    ];
    let latin = count(|letter| letter.is_ascii_alphabetic());
    match scripts.into_iter().max_by_key(|(_, count)| *count) {
        // Addresses and names in Latin letters stand in texts of any language.
        Some((tag, count)) if count > 0 && count * 3 >= latin => {
            let is_urdu = count_urdu(text) * 20 > arabic;
            if tag == "ar" && is_urdu { "ur" } else { tag }
        }
        _ => "en",
    }
}

fn count_urdu(text: &str) -> usize {
    text.chars().filter(|letter| URDU.contains(*letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_answered_in_its_script() {
        for (text, tag) in [
            ("The machine kept my card.", "en"),
            ("احتجز الجهاز بطاقتي عند البوابة 4 (RTA)", "ar"),
            ("مشین نے میرا کارڈ رکھ لیا ہے", "ur"),
            ("मशीन ने मेरा कार्ड रख लिया", "hi"),
            ("মেশিনটি আমার কার্ড রেখে দিয়েছে", "bn"),
            ("യന്ത്രം എന്റെ കാർഡ് പിടിച്ചു", "ml"),
            ("Автомат забрал мою карту", "ru"),
            ("机器吞了我的卡", "zh"),
            ("", "en"),
            ("123", "en"),
        ] {
            assert_eq!(written_in(text), tag, "{text}");
        }
    }
}
