//! The texts of the demo in both languages, with the placeholders `{place}` and `{service}`.

use domain::{bilingual::Named, case::lesson::PublicWords, intake::kind::Kind};

/// A phrase in Arabic and in English.
pub(super) type Phrase = [&'static str; 2];

pub(super) const PLACES: [Phrase; 12] = [
    ["ديرة", "Deira"],
    ["بر دبي", "Bur Dubai"],
    ["البرشاء", "Al Barsha"],
    ["جميرا", "Jumeirah"],
    ["مردف", "Mirdif"],
    ["القوز", "Al Quoz"],
    ["النهدة", "Al Nahda"],
    ["القصيص", "Al Qusais"],
    ["حتا", "Hatta"],
    ["ند الشبا", "Nad Al Sheba"],
    ["الخوانيج", "Al Khawaneej"],
    ["الخليج التجاري", "Business Bay"],
];

pub(super) const NAMES: [Phrase; 14] = [
    ["سلمى الهاشمي", "Salma Al Hashimi"],
    ["فاطمة المرّي", "Fatima Al Marri"],
    ["أحمد الكعبي", "Ahmed Al Kaabi"],
    ["مريم الزعابي", "Maryam Al Zaabi"],
    ["خالد الشامسي", "Khalid Al Shamsi"],
    ["نورة السويدي", "Noura Al Suwaidi"],
    ["عمر حدّاد", "Omar Haddad"],
    ["ليلى منصور", "Layla Mansour"],
    ["راشد الفلاسي", "Rashid Al Falasi"],
    ["هند بن ثاني", "Hind Bin Thani"],
    ["يوسف رحمن", "Yusuf Rahman"],
    ["آمنة قريشي", "Amna Qureshi"],
    ["سعيد النعيمي", "Saeed Al Nuaimi"],
    ["دانة الملا", "Dana Al Mulla"],
];

const COMPLAINTS: [Phrase; 12] = [
    [
        "تقدّمت بطلب «{service}» قبل ثلاثة أسابيع ولم يصلني أي رد حتى الآن.",
        "I applied for {service} three weeks ago and have heard nothing since.",
    ],
    [
        "زرت مركز الخدمة في {place} وانتظرت أكثر من ساعتين ثم قيل لي إنّ النظام متوقّف.",
        "I went to the service centre in {place}, waited for over two hours, and was told that the system is down.",
    ],
    [
        "دُفع المبلغ مرتين عن «{service}» ولم يُعَد إليّ شيء رغم اتصالي المتكرر.",
        "I was charged twice for {service} and nothing has been refunded although I called several times.",
    ],
    [
        "الموظف في مكتب {place} طلب مستندات لا يذكرها الموقع، فاضطررت للعودة مرة أخرى.",
        "The clerk at the {place} office asked for papers that the website doesn't mention, so I had to come back.",
    ],
    [
        "الرابط الذي وصلني لإكمال «{service}» لا يعمل على الهاتف.",
        "The link that I was sent to complete {service} doesn't open on a phone.",
    ],
    [
        "إنارة الشارع أمام المبنى في {place} مطفأة منذ أسبوع والمكان مظلم ليلاً.",
        "The street lights in front of the building in {place} have been out for a week; it is dark at night.",
    ],
    [
        "رُفض طلبي لخدمة «{service}» دون ذكر السبب.",
        "My request for {service} was refused and no reason was given.",
    ],
    [
        "لا توجد مواقف لأصحاب الهمم قرب المكتب في {place}.",
        "There is no parking for people of determination near the office in {place}.",
    ],
    [
        "الضجيج من أعمال الصيانة في {place} يستمر بعد منتصف الليل.",
        "The noise of the maintenance work in {place} goes on after midnight.",
    ],
    [
        "الموعد الذي حجزته لخدمة «{service}» أُلغي صباح اليوم نفسه ولم يُعرض عليّ موعد آخر.",
        "My appointment for {service} was cancelled on the same morning and no other was offered.",
    ],
    [
        "بيانات اسمي بالعربية خاطئة في شهادة «{service}» وطُلب مني دفع رسوم التصحيح.",
        "My name is misspelt in the certificate from {service}, and I am asked to pay for the correction.",
    ],
    [
        "اتصلت بمركز الاتصال خمس مرات وفي كل مرة أشرح المشكلة من البداية.",
        "I have called the call centre five times, and each time I explain it all from the beginning.",
    ],
];

const SUGGESTIONS: [Phrase; 10] = [
    [
        "أقترح إرسال رسالة نصية عند كل خطوة من خطوات «{service}» حتى لا نضطر للاتصال.",
        "Send a text message at each step of {service}, so that nobody has to call.",
    ],
    [
        "أقترح تمديد ساعات العمل في {place} يوماً واحداً في الأسبوع حتى الثامنة مساءً.",
        "Open the office in {place} until eight in the evening once a week.",
    ],
    [
        "ليت نموذج «{service}» يحفظ ما أُدخل فيه حتى يمكن إكماله لاحقاً.",
        "Let the form for {service} keep what was entered, so that it can be completed later.",
    ],
    [
        "أقترح مظلات وأماكن جلوس للمنتظرين أمام المركز في {place}.",
        "Put up shade and seats for those who wait in front of the centre in {place}.",
    ],
    [
        "أقترح شرح خدمة «{service}» في مقطع فيديو قصير بلغة الإشارة.",
        "Explain {service} in a short video with sign language.",
    ],
    [
        "أقترح دمج الدفع والتوقيع في خطوة واحدة عند طلب «{service}».",
        "Make paying and signing one step when asking for {service}.",
    ],
    [
        "لو عُرض الوقت المتوقع للانتظار على الموقع قبل الذهاب إلى {place} لوفّر علينا الكثير.",
        "Show the expected waiting time on the website before people set out for {place}.",
    ],
    [
        "أقترح لوحات إرشادية بالأردية والهندية داخل المركز.",
        "Put up signs in Urdu and Hindi inside the centre.",
    ],
    [
        "أقترح أن يُقبل طلب «{service}» بالصوت لكبار السن.",
        "Take requests for {service} by voice, for older people.",
    ],
    [
        "أقترح نقطة شحن للدراجات الكهربائية قرب المكتب في {place}.",
        "Put a charging point for electric bicycles near the office in {place}.",
    ],
];

const OBSERVATIONS: [Phrase; 8] = [
    [
        "لاحظت أن ساعات العمل المكتوبة على الباب في {place} تختلف عن الموقع.",
        "The opening hours on the door in {place} differ from those on the website.",
    ],
    [
        "صفحة «{service}» باللغة الإنجليزية تعرض الرسوم القديمة.",
        "The English page about {service} still shows last year's fees.",
    ],
    [
        "المصعد في مبنى {place} متوقف والسلم ضيق على عربات الأطفال.",
        "The lift in the {place} building is out of order, and the stairs are narrow for prams.",
    ],
    [
        "الموظف في {place} كان لطيفاً جداً وأنهى «{service}» في دقائق.",
        "The clerk in {place} was very kind and completed {service} within minutes.",
    ],
    [
        "جهاز أرقام الانتظار في {place} لا يطبع الأرقام بوضوح.",
        "The ticket machine in {place} prints numbers that nobody can read.",
    ],
    [
        "الرسالة التأكيدية لخدمة «{service}» تصل بعد منتصف الليل.",
        "The confirmation of {service} arrives after midnight.",
    ],
    [
        "توجد قطعة رصيف مكسورة أمام المدخل في {place} وقد يتعثر بها أحد.",
        "A paving stone in front of the entrance in {place} is broken; someone could trip.",
    ],
    [
        "عنوان البريد الإلكتروني المذكور في صفحة «{service}» لا يعمل.",
        "The e-mail address on the page about {service} bounces.",
    ],
];

pub(super) const REMEDIES: [Phrase; 3] = [
    [
        "أقترح إظهار حالة الطلب على الموقع في كل وقت.",
        "Show on the website at any time how a request stands.",
    ],
    [
        "أقترح أن يُعرض موعد بديل تلقائياً عند الإلغاء.",
        "Offer another appointment by itself whenever one is cancelled.",
    ],
    [
        "أقترح قائمة واحدة بالمستندات المطلوبة في كل القنوات.",
        "Keep one list of the papers that are needed, the same everywhere.",
    ],
];

pub(super) const REPLIES: [Phrase; 3] = [
    [
        "شكراً لتواصلكم. وصلتنا رسالتكم ونراجعها مع القسم المختص.",
        "Thank you for telling us. We have your message and look into it with the team in charge.",
    ],
    [
        "نأسف لما حدث، وقد طلبنا السجلات من المركز ونعود إليكم قريباً.",
        "We are sorry. We have asked the centre for its records and will come back to you soon.",
    ],
    [
        "نتابع الموضوع وسنوافيكم بالنتيجة قبل الموعد.",
        "We are on it, and you hear from us before it is due.",
    ],
];

pub(super) const QUESTIONS: [Phrase; 3] = [
    [
        "في أي يوم زرتم المركز؟ وما رقم تذكرة الانتظار إن وجدت؟",
        "On which day were you at the centre, and do you still have the ticket's number?",
    ],
    ["هل يمكنكم إرسال صورة من الإيصال؟", "Could you send us a picture of the receipt?"],
    [
        "ما أقرب معلم إلى المكان الذي تقصدونه؟",
        "What is the nearest landmark to the place that you mean?",
    ],
];

pub(super) const MORE: [Phrase; 3] = [
    ["كان ذلك يوم الأحد قبل الظهر، والتذكرة رقم ٤٧.", "It was on Sunday before noon, ticket 47."],
    ["الإيصال معي وسأرفقه، والمبلغ ٢٥٠ درهماً.", "I have the receipt; it is 250 dirhams."],
    ["بجانب المسجد الكبير مقابل الصيدلية.", "Beside the large mosque, across from the pharmacy."],
];

pub(super) const ANSWERS: [Phrase; 4] = [
    [
        "راجعنا الطلب وأنهيناه اليوم، وستصلكم النتيجة برسالة نصية. نعتذر عن التأخير.",
        "We have found and completed your request today; a text message follows. We apologise for the delay.",
    ],
    [
        "أُعيد المبلغ الزائد، ويظهر في حسابكم خلال ثلاثة أيام عمل.",
        "The second charge is refunded and shows in your account within three working days.",
    ],
    [
        "أصلح فريق الصيانة الخلل أمس وتحققنا منه اليوم. شكراً لتنبيهنا.",
        "Maintenance repaired it yesterday, and we have checked it today. Thank you for pointing it out.",
    ],
    [
        "صحّحنا المعلومات على الموقع وعلى الباب، ونبّهنا الموظفين إلى ذلك.",
        "The information is corrected on the website and on the door, and the staff know about it.",
    ],
];

pub(super) const DECISIONS: [Phrase; 2] = [
    [
        "اقتراحكم مقبول وسننفذه ضمن خطة الربع القادم.",
        "We accept your suggestion and plan it for the next quarter.",
    ],
    [
        "درسنا الاقتراح بعناية، لكن كلفته تفوق فائدته في الوقت الحالي.",
        "We have weighed it with care; at present it would cost more than it brings.",
    ],
];

pub(super) const NOTES: [Phrase; 4] = [
    [
        "اتصلت بالمركز، المدير في إجازة حتى الأحد.",
        "Called the centre; the manager is away until Sunday.",
    ],
    ["راجع السجل: الطلب موجود لكن بحالة خاطئة.", "The log shows the request, in the wrong state."],
    ["حالة مشابهة أُغلقت الشهر الماضي.", "There was a similar case last month."],
    ["يحتاج رأي القسم القانوني قبل الرد.", "Legal should see this before we answer."],
];

pub(super) const HANDOVERS: [Phrase; 2] = [
    ["الموضوع من اختصاصكم حسب دليل الخدمات.", "By the catalogue of services this is yours."],
    ["المكان يتبع لكم.", "The place belongs to you."],
];

pub(super) const RETURNS: [Phrase; 1] =
    [["ليس من اختصاصنا، راجعوا العقد.", "This isn't ours; please see the contract."]];

pub(super) const REFUSALS: [Phrase; 2] = [
    [
        "الموضوع بين طرفين خاصين ولا نملك صلاحية فيه.",
        "This is between two private parties; no entity here can change it.",
    ],
    [
        "نعتذر، فهذه خدمة تقدمها جهة خارج الإمارة.",
        "We are sorry: this service is given by someone outside of the emirate.",
    ],
];

pub(super) const DISSENT: [Phrase; 2] = [
    ["لم يُحل الأمر، ما زال الوضع كما هو.", "It isn't solved; it is as it was."],
    ["الرد لا يجيب عن سؤالي.", "That doesn't answer my question."],
];

pub(super) const CAUSES: [[Phrase; 3]; 2] = [
    [
        ["لم يصل الطلب إلى القسم.", "The request never reached the team."],
        ["لأن التحويل يدوي.", "Because it is forwarded by hand."],
        ["لأن النظامين غير مربوطين.", "Because the two systems aren't connected."],
    ],
    [
        ["المعلومات قديمة على الموقع.", "The website was out of date."],
        ["لأن التحديث يمر بشخص واحد.", "Because one person makes all changes."],
        ["لأنه لا يوجد بديل له.", "Because nobody stands in for them."],
    ],
];

pub(super) const MEASURES: [Phrase; 2] = [
    [
        "ربط النظامين ومراجعة الطلبات المعلقة أسبوعياً.",
        "Connect the two systems, and go through what waits every week.",
    ],
    ["تعيين بديل ومراجعة شهرية للصفحات.", "Name a deputy, and review the pages every month."],
];

/// Public words, what people said and what was done: of each of [`MEASURES`], then of the
/// implemented suggestion.
pub(super) const LESSONS: [[Phrase; 2]; MEASURES.len() + 1] = [
    [
        ["كانت الطلبات تنتظر أسابيع دون رد.", "Applications waited for weeks and nobody answered."],
        [
            "ربطنا النظامين ونراجع كل أسبوع ما ينتظر، فلا يضيع طلب بين قسمين.",
            "We connected the two systems and go through what waits every week, so that nothing is \
             lost between two teams.",
        ],
    ],
    [
        [
            "كانت صفحات الموقع تذكر مستندات وأوقاتاً قديمة.",
            "The website named papers and hours that were out of date.",
        ],
        [
            "أصبح لكل صفحة مسؤولان، ونراجع الصفحات كلها في أول كل شهر.",
            "Two people now look after each page, and all pages are reviewed on the first of each \
             month.",
        ],
    ],
    [
        [
            "اقترح متعاملون أن تُحجز المواعيد وتُغيَّر من الهاتف.",
            "People suggested that appointments be booked and changed on a phone.",
        ],
        [
            "أصبح الحجز والتغيير والإلغاء ممكناً من الهاتف دون الاتصال بأحد.",
            "Appointments can now be booked, changed and cancelled on a phone, without calling \
             anybody.",
        ],
    ],
];

/// Returns public words of their sentences.
pub(super) fn public([said, did]: &[Phrase; 2]) -> PublicWords {
    let [said, did] =
        [said, did].map(|[ar, en]| Named { ar: (*ar).to_owned(), en: (*en).to_owned() });
    PublicWords { said, did }
}

/// Returns the opening texts for a kind.
pub(super) const fn openings(kind: Kind) -> &'static [Phrase] {
    match kind {
        Kind::Complaint => &COMPLAINTS,
        Kind::Suggestion => &SUGGESTIONS,
        Kind::Observation => &OBSERVATIONS,
    }
}
