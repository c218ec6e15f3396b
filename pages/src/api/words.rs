//! Words of the page about the API, in English and Arabic.

use form::Language;

use super::Audience;

/// Words in one language.
pub(super) struct Words {
    /// Name with the version, and introduction; the contract's own if there is none.
    pub(super) title: Option<&'static str>,
    pub(super) description: Option<&'static str>,
    /// Path of the page.
    pub(super) path: &'static str,
    /// Language, as a tag, and its name.
    pub(super) language: &'static str,
    pub(super) name: &'static str,
    pub(super) contents: &'static str,
    pub(super) parameters: &'static str,
    pub(super) body: &'static str,
    pub(super) answers: &'static str,
    pub(super) answer: &'static str,
    pub(super) shapes: &'static str,
    pub(super) members: &'static str,
    pub(super) versions: &'static str,
    pub(super) versions_rule: &'static str,
    pub(super) changes: &'static str,
    audiences: fn(Audience) -> Heading,
    summaries: &'static [(&'static str, &'static str)],
}

/// Heading of the operations for an audience.
#[derive(Clone, Copy)]
pub(super) struct Heading {
    pub(super) name: &'static str,
    pub(super) hint: &'static str,
}

impl Words {
    /// Returns the words in Arabic, or else in English.
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ARABIC,
            _ => &ENGLISH,
        }
    }

    /// Returns the heading of an audience.
    pub(super) fn audience(&self, audience: Audience) -> Heading {
        (self.audiences)(audience)
    }

    /// Returns what an operation does, if the contract's own words aren't to be shown.
    pub(super) fn summary(&self, operation: &str) -> Option<&'static str> {
        self.summaries.iter().find(|(name, _)| *name == operation).map(|(_, summary)| *summary)
    }
}

static ENGLISH: Words = Words {
    title: None,
    description: None,
    path: "/api",
    language: "en",
    name: "English",
    contents: "Contents",
    parameters: "Parameters",
    body: "Body",
    answers: "Answers",
    answer: "Shape of the answer",
    shapes: "Shapes",
    members: "Members",
    versions: "Versions",
    versions_rule: "`/api/v1` never breaks: what a program sends and reads today it can send and \
                    read tomorrow. Operations, optional members and parameters, members of answers \
                    and values of open lists may come, so ignore what you don't know. What is to go \
                    is announced a year before by the headers `Deprecation` (RFC 9745) and `Sunset` \
                    (RFC 8594) of its answers, and here; what breaks gets a path of its own, \
                    `/api/v2`.",
    changes: "Changes",
    audiences: |audience| match audience {
        Audience::Everybody => Heading {
            name: "Everybody",
            hint: "Websites, apps and other systems; no key is needed. Pages of other origins are \
                   answered if their entity has registered them.",
        },
        Audience::Customer => Heading {
            name: "Customers",
            hint: "Authors of a participation, with its tracking key: `Authorization: Bearer …`.",
        },
        Audience::Entity => Heading {
            name: "Entities' systems",
            hint: "With an API key of the entity: `Authorization: Bearer swk_…`.",
        },
        Audience::Staff => Heading {
            name: "Staff",
            hint: "In the session of somebody who is signed in to the console.",
        },
        Audience::Operator => Heading { name: "Operators", hint: "For monitoring." },
    },
    summaries: &[],
};

static ARABIC: Words = Words {
    title: Some("صوتك، الإصدار 1"),
    description: Some(
        "ما تقوله نوافذ المواقع والأنظمة الأخرى لصوتك: من يمكن مخاطبته، وإرسال مشاركة، ورفع ما يرافقها، \
         والسؤال عن حالتها. الأخطاء وثائق وفق RFC 9457 وقيمة `type` فيها ثابتة. الأوقات وفق RFC 3339 \
         بالتوقيت العالمي. وتجاب طلبات المواقع التي سجّلتها الجهة. والتفاصيل بالإنجليزية كالعقد نفسه.",
    ),
    path: "/api/ar",
    language: "ar",
    name: "العربية",
    contents: "المحتويات",
    parameters: "المعاملات",
    body: "نص الطلب",
    answers: "الأجوبة",
    answer: "شكل الجواب",
    shapes: "الأشكال",
    members: "الحقول",
    versions: "الإصدارات",
    versions_rule: "لا ينكسر `/api/v1` أبدًا: ما يرسله برنامج اليوم ويقرؤه يرسله غدًا ويقرؤه. وقد تُضاف \
                    عمليات ومعاملات وحقول اختيارية وقيم في القوائم المفتوحة، فتجاهلوا ما لا تعرفونه. وما \
                    سيُزال يُعلن عنه قبل سنة بالترويستين `Deprecation` (RFC 9745) و`Sunset` (RFC 8594) وفي \
                    هذه الصفحة، وما يكسر البرامج يكون في مسار خاص به: `/api/v2`.",
    changes: "التغييرات",
    audiences: |audience| match audience {
        Audience::Everybody => Heading {
            name: "للجميع",
            hint: "المواقع والتطبيقات والأنظمة الأخرى دون مفتاح. وتجاب صفحات المواقع التي سجّلتها الجهة.",
        },
        Audience::Customer => Heading {
            name: "للمتعاملين",
            hint: "صاحب المشاركة بمفتاح متابعتها: `Authorization: Bearer …`.",
        },
        Audience::Entity => Heading {
            name: "لأنظمة الجهات",
            hint: "بمفتاح الجهة: `Authorization: Bearer swk_…`.",
        },
        Audience::Staff => Heading {
            name: "للموظفين",
            hint: "في جلسة من سجّل دخوله إلى لوحة العمل.",
        },
        Audience::Operator => Heading { name: "للمشغّلين", hint: "للمراقبة." },
    },
    summaries: &[
        ("list_entities", "يعيد كل الجهات وخدماتها."),
        ("get_entity", "يعيد جهة وخدماتها."),
        (
            "get_guide",
            "يعيد إصدارًا من الدليل الموحد: ما تلتزم به الجهات كلها وقواعد معالجة المشاركات.",
        ),
        (
            "ask_assistant",
            "يجد نوع الرسالة وجهتها وخدمتها، أو حالة المشاركة التي تسأل عنها. ولا يُحفظ منها شيء.",
        ),
        (
            "submit_participation",
            "يرسل مقترحًا أو ملاحظة أو شكوى. وتكراره بالمفتاح نفسه يعيد الإشعار نفسه.",
        ),
        ("list_releases", "يعيد قائمة إصدارات المؤشرات المنشورة."),
        ("get_figures", "يعيد مؤشرات منشورة يقرؤها الجميع."),
        ("get_staff_figures", "يعيد المؤشرات التي يحق للموظف رؤيتها."),
        ("get_participation", "يعيد حالة المشاركة، وكل ما فيها لصاحب مفتاحها."),
        ("erase_participation", "يمحو ما قاله صاحب المشاركة وبيانات تواصله."),
        ("write_message", "يرسل رسالة، أو يجيب عن سؤال."),
        ("withdraw_participation", "يسحب المشاركة."),
        ("reopen_participation", "يعيد فتح المشاركة."),
        ("classify_participation", "يحدد نوع ما وصل بالبريد وجهته."),
        ("rate_participation", "يقيّم المعالجة."),
        ("correct_contact", "يصحح بيانات التواصل."),
        ("act_on_case", "ينفذ نظام الجهة إجراءً على معاملة كما يفعل موظفوها."),
        ("list_keys", "يعيد مفاتيح الجهة التي لم تُلغ."),
        ("make_key", "ينشئ مفتاحًا يظهر هذه المرة فقط."),
        ("revoke_key", "يلغي مفتاحًا فلا يفتح شيئًا بعد ذلك."),
        ("get_entity_figures", "يعيد مؤشرات الجهة لنظام يملك مفتاحها."),
        ("get_entity_figures_csv", "يعيد المؤشرات نفسها بصيغة CSV."),
        ("create_upload", "يبدأ رفع ملف."),
        ("get_upload_capabilities", "يعيد ما يدعمه الرفع."),
        ("delete_upload", "يحذف رفعًا لم يُستعمل."),
        ("get_upload_offset", "يعيد مقدار ما وصل من الملف."),
        ("continue_upload", "يكمل الرفع من حيث توقف."),
        ("download_attachment", "يعيد مرفقًا برابط موقّع."),
        ("check_health", "يفحص المخازن والمهام المجدولة والإشعارات."),
    ],
};

/// Returns whether an operation has its Arabic words.
pub fn is_told_in_arabic(operation: &str) -> bool {
    ARABIC.summary(operation).is_some()
}
