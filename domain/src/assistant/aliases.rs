//! Names by which people call entities, besides their own.

use std::sync::LazyLock;

use crate::search::words;

/// Entities with their aliases: single words or runs of words, as people write them.
pub const ALIASES: [(&str, &[&str]); 38] = [
    ("awqaf", &["awqaf", "الأوقاف"]),
    ("cda", &["cda", "تنمية المجتمع", "community development"]),
    ("dc", &["dubai courts", "محاكم دبي", "المحكمة"]),
    ("dcaa", &["dcaa", "الطيران المدني", "civil aviation"]),
    ("dcas", &["dcas", "الإسعاف", "ambulance"]),
    ("dccpft", &["حماية المستهلك", "consumer protection"]),
    ("dcd", &["civil defence", "civil defense", "الدفاع المدني", "dcd"]),
    ("dda", &["dda", "سلطة دبي للتطوير"]),
    ("det", &["dubai tourism", "economic department", "الاقتصادية", "السياحة"]),
    ("dewa", &["dewa", "ديوا", "كهرباء دبي", "देवा", "দেওয়া", "ദേവ"]),
    ("dfwac", &["dfwac"]),
    ("dghr", &["dghr"]),
    ("dha", &["dha", "هيئة الصحة", "health authority"]),
    ("dhca", &["dhca", "healthcare city", "المدينة الطبية"]),
    ("diez", &["diez", "dafza", "silicon oasis", "واحة السيليكون"]),
    ("difc", &["difc"]),
    ("digitaldubai", &["digital dubai", "dubai now", "dubainow", "دبي الان", "دبي الرقمية"]),
    ("dld", &["dld", "land department", "ejari", "إيجاري", "rera", "ريرا", "دائرة الأراضي"]),
    (
        "dm",
        &[
            "dm",
            "municipality",
            "البلدية",
            "بلدية دبي",
            "baladiya",
            "بلدیہ",
            "муниципалитет",
            "市政",
        ],
    ),
    ("dma", &["dma", "maritime authority"]),
    ("dmcc", &["dmcc"]),
    ("dmi", &["dubai tv", "dmi", "تلفزيون دبي"]),
    ("dsc", &["sports council", "المجلس الرياضي"]),
    ("dubaiairports", &["dxb", "dwc", "مطار دبي", "dubai airport"]),
    ("dubaichambers", &["dubai chamber", "غرفة دبي"]),
    ("dubaiculture", &["dubai culture", "دبي للثقافة"]),
    ("dubaicustoms", &["dubai customs", "الجمارك", "customs"]),
    ("dubaihealth", &["dubai health", "دبي الصحية", "rashid hospital", "latifa hospital"]),
    ("dubaipolice", &["dubai police", "شرطة دبي", "الشرطة", "police", "полиция", "警察"]),
    ("dwtca", &["dwtc", "world trade centre", "trade center"]),
    ("dxbpp", &["النيابة", "public prosecution"]),
    ("gdrfa", &["gdrfa", "amer", "آمر", "الجوازات", "الإقامة والجوازات"]),
    ("iacad", &["iacad", "الشؤون الإسلامية"]),
    ("khda", &["khda", "هيئة المعرفة"]),
    ("mbrhe", &["mbrhe", "مؤسسة محمد بن راشد للإسكان", "الإسكان"]),
    ("mbrsc", &["mbrsc", "space centre", "مركز الفضاء"]),
    ("pcfc", &["pcfc", "jafza", "جافزا"]),
    ("rta", &["rta", "ارتي اي", "هيئة الطرق", "الطرق والمواصلات", "آر تي إيه"]),
];

/// Aliases with their entities, as [`padded`] leaves them.
static PADDED: LazyLock<Vec<(String, &str)>> = LazyLock::new(|| {
    let all = ALIASES.iter().flat_map(|(entity, aliases)| aliases.iter().map(|one| (one, *entity)));
    all.map(|(alias, entity)| (padded(alias), entity)).collect()
});

/// Returns the entities that a text names by an alias.
pub(super) fn named(text: &str) -> Vec<&'static str> {
    let text = padded(text);
    let naming = PADDED.iter().filter(|(alias, _)| text.contains(alias));
    let mut entities: Vec<&str> = naming.map(|(_, entity)| *entity).collect();
    entities.dedup();
    entities
}

/// Returns the words of a text, each between spaces.
fn padded(text: &str) -> String {
    let words = words(text).into_iter().map(|word| word.folded);
    words.fold(" ".to_owned(), |text, word| text + &word + " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_found_as_a_word_and_not_within_one() {
        assert_eq!(named("RTA parking"), ["rta"]);
        assert_eq!(named("البلدية ما ردت"), ["dm"]);
        assert_eq!(named("ديوا قطعوا الماي"), ["dewa"]);
        assert_eq!(named("admin"), [""; 0]);
    }
}
