//! Entries of the catalogue, in the order in which they are read.

use super::{Entry, Formula, Target};
use crate::figures::{contribution::Measure, counts::Counts};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "received",
        is_main: true,
        english: [
            "Received",
            "Participations received: suggestions, observations and complaints together.",
        ],
        arabic: ["المشاركات الواردة", "المشاركات التي وردت: الاقتراحات والملاحظات والشكاوى معًا."],
        formula: Formula::Count(|it| it.received),
        target: Target::None,
    },
    Entry {
        id: "answered",
        is_main: false,
        english: ["Answered", "Cases answered for the first time in the period."],
        arabic: ["المجاب عنها", "المشاركات التي رُد عليها لأول مرة في الفترة."],
        formula: Formula::Count(|it| it.answered),
        target: Target::None,
    },
    Entry {
        id: "complaint_rate",
        is_main: false,
        english: [
            "Complaints per 10,000 transactions",
            "Complaints received, by the transactions of the entity, in the months for which it \
            entered them.",
        ],
        arabic: [
            "الشكاوى لكل 10,000 معاملة",
            "الشكاوى الواردة مقسومة على معاملات الجهة، في الأشهر التي أدخلت معاملاتها.",
        ],
        formula: Formula::Volume,
        target: Target::None,
    },
    Entry {
        id: "open",
        is_main: true,
        english: [
            "Open at the end",
            "Cases received or reopened until the end of the period, less those that ended \
            until then.",
        ],
        arabic: [
            "المفتوحة نهاية الفترة",
            "المشاركات الواردة أو المعاد فتحها حتى نهاية الفترة، مطروحًا منها ما انتهى حتى \
            ذلك الحين.",
        ],
        formula: Formula::Balance(|it| it.received + it.reopened - it.ended),
        target: Target::None,
    },
    Entry {
        id: "overdue",
        is_main: true,
        english: [
            "Overdue now",
            "Open cases whose due time has passed, of the open cases with a running promise; \
            and the oldest of them.",
        ],
        arabic: [
            "المتأخرة حاليًا",
            "المشاركات المفتوحة التي انقضى موعدها، من المشاركات المفتوحة ذات الموعد الساري؛ \
            وأقدمها.",
        ],
        formula: Formula::Now,
        target: Target::AtMost(2),
    },
    Entry {
        id: "first_on_time",
        is_main: true,
        english: [
            "First answer on time",
            "First answers within the promised time, of the promises of a first answer that \
            were judged in the period.",
        ],
        arabic: [
            "الرد الأول في موعده",
            "الردود الأولى ضمن الوقت الموعود، من وعود الرد الأول التي حُكم عليها في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.first_kept, it.first_judged]),
        target: Target::AtLeast(95),
    },
    Entry {
        id: "full_on_time",
        is_main: true,
        english: [
            "Full answer on time",
            "Full answers within the promised time, of the promises of a full answer that \
            were judged in the period. They are counted at the entity that received the \
            participation, with all time that passed.",
        ],
        arabic: [
            "الرد النهائي في موعده",
            "الردود النهائية ضمن الوقت الموعود، من وعود الرد النهائي التي حُكم عليها في \
            الفترة. وتُحسب لدى الجهة التي وردت إليها المشاركة، بكل الوقت الذي مضى.",
        ],
        formula: Formula::Ratio(|it| [it.full_kept, it.full_judged]),
        target: Target::AtLeast(90),
    },
    Entry {
        id: "own_on_time",
        is_main: true,
        english: [
            "Own time kept",
            "Answers of entities that had accepted a transfer within the time that they \
            promise, of those judged in the period.",
        ],
        arabic: [
            "التزام الجهة المحال إليها",
            "ردود الجهات التي قبلت الإحالة ضمن الوقت الذي تعد به، من الوعود التي حُكم عليها \
            في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.own_kept, it.own_judged]),
        target: Target::AtLeast(90),
    },
    Entry {
        id: "handover_on_time",
        is_main: true,
        english: [
            "Handovers settled on time",
            "Transfers accepted or returned within the promised time, of the transfers judged \
            in the period.",
        ],
        arabic: [
            "البت في الإحالة في موعدها",
            "الإحالات التي قُبلت أو أُعيدت ضمن الوقت الموعود، من الإحالات التي حُكم عليها في \
            الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.handover_kept, it.handover_judged]),
        target: Target::AtLeast(95),
    },
    Entry {
        id: "first_time",
        is_main: false,
        english: [
            "Time to first answer",
            "Median and 90th percentile of the working time until the first answer.",
        ],
        arabic: ["زمن الرد الأول", "الوسيط والمئين التسعون لوقت العمل حتى الرد الأول."],
        formula: Formula::Times(Measure::FirstResponse),
        target: Target::None,
    },
    Entry {
        id: "full_time",
        is_main: true,
        english: [
            "Time to full answer",
            "Median and 90th percentile of the working time until the full answer. Open cases \
            count as slower than any answered one.",
        ],
        arabic: [
            "زمن الرد النهائي",
            "الوسيط والمئين التسعون لوقت العمل حتى الرد النهائي. وتُعد المشاركات المفتوحة \
            أبطأ من كل ما رُد عليه.",
        ],
        formula: Formula::Times(Measure::FullAnswer),
        target: Target::None,
    },
    Entry {
        id: "lived_time",
        is_main: true,
        english: [
            "Time as lived",
            "Median and 90th percentile of the time from sending to the full answer, with \
            nothing subtracted.",
        ],
        arabic: [
            "الزمن الفعلي للمتعامل",
            "الوسيط والمئين التسعون للوقت من الإرسال حتى الرد النهائي، دون أن يُطرح منه شيء.",
        ],
        formula: Formula::Times(Measure::Lived),
        target: Target::None,
    },
    Entry {
        id: "waiting_share",
        is_main: false,
        english: [
            "Waiting for the customer",
            "Time for which cases waited for the customer, of the time until the full answer.",
        ],
        arabic: [
            "انتظار رد المتعامل",
            "الوقت الذي انتظرت فيه المشاركات رد المتعامل، من الوقت حتى الرد النهائي.",
        ],
        formula: Formula::Ratio(|it| [it.waited_minutes, it.lived_minutes]),
        target: Target::LookAbove(30),
    },
    Entry {
        id: "extended",
        is_main: false,
        english: [
            "Extended",
            "Cases whose deadline was extended, of the promises of a full answer that were \
            judged in the period.",
        ],
        arabic: [
            "التمديد",
            "المشاركات التي مُدد موعدها، من وعود الرد النهائي التي حُكم عليها في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.extended, it.full_judged]),
        target: Target::LookAbove(10),
    },
    Entry {
        id: "transferred",
        is_main: true,
        english: [
            "Transferred",
            "Cases that another entity had accepted at least once, of the cases that ended.",
        ],
        arabic: [
            "الإحالة بين الجهات",
            "المشاركات التي قبلتها جهة أخرى مرة واحدة على الأقل، من المشاركات المنتهية.",
        ],
        formula: Formula::Ratio(|it| [it.moved_once, it.ended]),
        target: Target::None,
    },
    Entry {
        id: "transferred_twice",
        is_main: true,
        english: [
            "Transferred twice",
            "Cases that other entities had accepted at least twice, of the cases that ended.",
        ],
        arabic: [
            "الإحالة مرتين",
            "المشاركات التي قبلتها جهات أخرى مرتين على الأقل، من المشاركات المنتهية.",
        ],
        formula: Formula::Ratio(|it| [it.moved_twice, it.ended]),
        target: Target::AtMost(1),
    },
    Entry {
        id: "returned",
        is_main: false,
        english: ["Returned transfers", "Transfers that the entity returned."],
        arabic: ["الإحالات المعادة", "الإحالات التي أعادتها الجهة."],
        formula: Formula::Count(|it| it.returned),
        target: Target::None,
    },
    Entry {
        id: "first_contact",
        is_main: false,
        english: [
            "Settled at first contact",
            "Cases answered without question, transfer, extension and reopening, of the cases \
            answered. It may fall until 30 days after the period.",
        ],
        arabic: [
            "الحل من أول تواصل",
            "المشاركات التي رُد عليها دون استفسار أو إحالة أو تمديد أو إعادة فتح، من \
            المشاركات التي رُد عليها. وقد ينخفض حتى 30 يومًا بعد الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.first_contact, it.answered]),
        target: Target::AtLeast(60),
    },
    Entry {
        id: "reopened",
        is_main: true,
        english: [
            "Reopened",
            "Ends that were followed by a reopening within 30 days, of all ends of cases.",
        ],
        arabic: [
            "إعادة الفتح",
            "النهايات التي تلتها إعادة فتح خلال 30 يومًا، من كل نهايات المشاركات.",
        ],
        formula: Formula::Ratio(|it| [it.came_back, it.ended]),
        target: Target::AtMost(5),
    },
    Entry {
        id: "upheld",
        is_main: false,
        english: [
            "Complaints found right",
            "Complaints found right or right in part, of the complaints answered with an \
            outcome.",
        ],
        arabic: [
            "الشكاوى الصحيحة",
            "الشكاوى التي ثبتت صحتها كليًا أو جزئيًا، من الشكاوى التي رُد عليها بنتيجة.",
        ],
        formula: Formula::Ratio(|it| [it.upheld + it.partly_upheld, found(it)]),
        target: Target::None,
    },
    Entry {
        id: "resolved",
        is_main: false,
        english: [
            "Settled without a finding",
            "Complaints settled without a finding, of the complaints answered with an \
            outcome.",
        ],
        arabic: ["حُلّت دون حكم", "الشكاوى التي حُلّت دون حكم، من الشكاوى التي رُد عليها بنتيجة."],
        formula: Formula::Ratio(|it| [it.resolved, found(it)]),
        target: Target::None,
    },
    Entry {
        id: "set_aside",
        is_main: true,
        english: [
            "Set aside",
            "Cases declined, withdrawn, or closed because the customer fell silent, of the \
            cases that ended.",
        ],
        arabic: [
            "المستبعدة والمسحوبة",
            "المشاركات التي اعتُذر عنها أو سُحبت أو أُغلقت لصمت المتعامل، من المشاركات \
            المنتهية.",
        ],
        formula: Formula::Ratio(|it| [declined(it) + it.withdrawn + it.lapsed, it.ended]),
        target: Target::LookAbove(15),
    },
    Entry {
        id: "merged",
        is_main: false,
        english: [
            "Merged",
            "Cases merged into another one about the same matter, of the cases that ended.",
        ],
        arabic: ["المدموجة", "المشاركات التي دُمجت في أخرى للموضوع نفسه، من المشاركات المنتهية."],
        formula: Formula::Ratio(|it| [it.merged, it.ended]),
        target: Target::None,
    },
    Entry {
        id: "escalated",
        is_main: false,
        english: [
            "Reached the head",
            "Promises of which half as much again as the promised time had passed, of the \
            promises of a first and of a full answer that were judged in the period.",
        ],
        arabic: [
            "التصعيد للإدارة العليا",
            "الوعود التي مضى عليها مرة ونصف الوقت الموعود، من وعود الرد الأول والنهائي التي \
            حُكم عليها في الفترة.",
        ],
        formula: Formula::Ratio(|it| [it.head_told, it.first_judged + it.full_judged]),
        target: Target::AtMost(1),
    },
    Entry {
        id: "satisfaction",
        is_main: true,
        english: ["Content with the handling", "Happy ratings, of all ratings of the handling."],
        arabic: ["الرضا عن المعالجة", "التقييمات السعيدة، من كل تقييمات المعالجة."],
        formula: Formula::Ratio(|it| [it.rated_happy, rated(it)]),
        target: Target::AtLeast(80),
    },
    Entry {
        id: "response_rate",
        is_main: false,
        english: ["Who rated", "Ratings, of the answers whose customer was told of them."],
        arabic: ["نسبة المقيّمين", "التقييمات، من الردود التي أُبلغ بها أصحابها."],
        formula: Formula::Ratio(|it| [it.asked_rated, it.asked_to_rate]),
        target: Target::None,
    },
    Entry {
        id: "mood",
        is_main: false,
        english: [
            "Mood on arrival",
            "Happy faces, of the faces that the happiness meter handed over.",
        ],
        arabic: ["مؤشر السعادة عند التقديم", "الوجوه السعيدة، من الوجوه التي نقلها مؤشر السعادة."],
        formula: Formula::Ratio(|it| [it.mood_happy, moods(it)]),
        target: Target::None,
    },
    Entry {
        id: "two_minutes",
        is_main: false,
        english: [
            "Said in two minutes",
            "Participations sent within two minutes of opening the form, of those whose form \
            measured it.",
        ],
        arabic: [
            "وعد الدقيقتين",
            "المشاركات التي أُرسلت خلال دقيقتين من فتح النموذج، من المشاركات التي قاس نموذجها \
            ذلك.",
        ],
        formula: Formula::Ratio(|it| [it.in_two_minutes, it.timed]),
        target: Target::AtLeast(90),
    },
];

const fn rated(counts: &Counts) -> i64 {
    counts.rated_happy + counts.rated_neutral + counts.rated_unhappy
}

const fn declined(counts: &Counts) -> i64 {
    counts.declined_out_of_scope + counts.declined_duplicate + counts.declined_abusive
}

const fn found(counts: &Counts) -> i64 {
    counts.upheld + counts.partly_upheld + counts.not_upheld + counts.resolved
}

const fn moods(counts: &Counts) -> i64 {
    counts.mood_happy + counts.mood_neutral + counts.mood_unhappy
}
