//! Entries about what was learnt: suggestions, corrective and preventive actions, public words.

use super::{Entry, Formula, Target};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "decided_on_time",
        is_main: true,
        english: [
            "Suggestions decided on time",
            "Decisions about suggestions within the promised time, of the promises of a decision \
            that were judged in the period.",
        ],
        arabic: [
            "البت في المقترحات في موعده",
            "قرارات الاقتراحات ضمن الوقت الموعود، من وعود البت التي حُكم عليها في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.decided_kept, it.decided_judged]),
        target: Target::AtLeast(90),
    },
    Entry {
        id: "accepted",
        is_main: true,
        english: ["Accepted suggestions", "Suggestions accepted, of the suggestions decided."],
        arabic: ["المقترحات المقبولة", "الاقتراحات المقبولة، من الاقتراحات التي بُت فيها."],
        formula: Formula::Ratio(|it| [it.accepted, it.decided]),
        target: Target::None,
    },
    Entry {
        id: "implemented",
        is_main: true,
        english: ["Implemented suggestions", "Suggestions implemented in the period."],
        arabic: ["المقترحات المنفذة", "الاقتراحات التي نُفذت في الفترة."],
        formula: Formula::Count(|it| it.implemented),
        target: Target::None,
    },
    Entry {
        id: "implemented_share",
        is_main: true,
        english: [
            "Implemented of the accepted",
            "Suggestions implemented since, of those accepted in the period.",
        ],
        arabic: [
            "المنفذ من المقبول",
            "الاقتراحات التي نُفذت منذ ذلك، من الاقتراحات المقبولة في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.accepted_implemented, it.accepted]),
        target: Target::AtLeast(70),
    },
    Entry {
        id: "implemented_on_time",
        is_main: false,
        english: [
            "Implemented when planned",
            "Suggestions implemented by their first planned day, of those whose first planned \
            day is in the period.",
        ],
        arabic: [
            "تنفيذ المقترحات في موعدها",
            "الاقتراحات التي نُفذت حتى أول يوم مخطط لها، من الاقتراحات التي يقع أول يوم مخطط \
            لها في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.planned_kept, it.planned]),
        target: Target::AtLeast(80),
    },
    Entry {
        id: "actions_on_time",
        is_main: true,
        english: [
            "Actions done on time",
            "Corrective and preventive actions done by their due day, of those whose due day \
            is in the period.",
        ],
        arabic: [
            "الإجراءات التصحيحية والوقائية في موعدها",
            "الإجراءات التصحيحية والوقائية المنجزة حتى موعدها، من الإجراءات التي يقع موعدها \
            في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.actions_kept, it.actions_due]),
        target: Target::AtLeast(90),
    },
    Entry {
        id: "actions_effective",
        is_main: false,
        english: [
            "Actions that helped",
            "Effective corrective and preventive actions, of those checked in the period.",
        ],
        arabic: [
            "فاعلية الإجراءات",
            "الإجراءات التصحيحية والوقائية الفعالة، من الإجراءات التي فُحصت في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.actions_effective, it.actions_checked]),
        target: Target::AtLeast(80),
    },
    Entry {
        id: "lessons",
        is_main: false,
        english: [
            "Lessons published",
            "Changes of which public words tell, of the suggestions implemented and the actions \
            found effective in the period: \"you said, we did\".",
        ],
        arabic: [
            "قلتم ففعلنا",
            "ما أُعلن للجمهور مما تغيّر، من الاقتراحات التي نُفذت والإجراءات التي ثبتت فاعليتها في \
            الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.lessons, it.implemented + it.actions_effective]),
        target: Target::AtLeast(90),
    },
    Entry {
        id: "savings",
        is_main: false,
        english: [
            "Savings in dirhams",
            "Dirhams that the suggestions implemented in the period save in their first twelve \
            months, measured or estimated, where the entity states it.",
        ],
        arabic: [
            "الوفورات بالدرهم",
            "ما توفره الاقتراحات التي نُفذت في الفترة خلال أول اثني عشر شهرًا بالدرهم، قياسًا أو \
            تقديرًا، حيث ذكرته الجهة.",
        ],
        formula: Formula::Count(|it| it.saved_measured + it.saved_estimated),
        target: Target::None,
    },
    Entry {
        id: "saving",
        is_main: false,
        english: [
            "Suggestions that save money",
            "Implemented suggestions that state what they save, of the suggestions implemented.",
        ],
        arabic: ["اقتراحات توفر مالًا", "الاقتراحات المنفذة التي ذُكر ما توفره، من الاقتراحات المنفذة."],
        formula: Formula::Ratio(|it| [it.saving, it.implemented]),
        target: Target::None,
    },
];
