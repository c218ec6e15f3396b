//! Changes of the contract, for authors of clients.

/// Change of the contract.
pub(super) struct Change {
    /// Day, as `2026-11-30`.
    pub(super) day: &'static str,
    /// Change in English.
    pub(super) en: &'static str,
    /// Change in Arabic.
    pub(super) ar: &'static str,
}

/// All changes, the latest first.
pub(super) const CHANGES: &[Change] = &[
    Change {
        day: "2026-11-30",
        en: "Each operation has an `operationId` of its own, and each body an example. Entities' \
             systems act on cases (`PATCH /api/v1/entities/{entity}/cases/{reference}`) and read \
             figures with an API key. `/healthz` tells of the machine that transcribes \
             (`transcriber`, `untranscribed_recordings`).",
        ar: "لكل عملية `operationId` خاص بها، ولكل طلب مثال. وتتصرف أنظمة الجهات في المعاملات \
             (`PATCH /api/v1/entities/{entity}/cases/{reference}`) وتقرأ المؤشرات بمفتاح. \
             ويذكر `/healthz` الآلة التي تفرّغ التسجيلات (`transcriber` و`untranscribed_recordings`).",
    },
    Change {
        day: "2026-11-29",
        en: "The assistant (`POST /api/v1/assistant`), released figures (`GET /api/v1/figures`), \
             the unified guide, `test` in a submission, and `classification` of what came by mail.",
        ar: "المساعد (`POST /api/v1/assistant`) والمؤشرات المنشورة (`GET /api/v1/figures`) والدليل \
             الموحد و`test` في المشاركة و`classification` لما وصل بالبريد.",
    },
    Change {
        day: "2026-11-28",
        en: "`place` in a submission and a participation, `scan` and `marks` of attachments, the \
             correction of a contact, and the figures of `/healthz`.",
        ar: "`place` في المشاركة و`scan` و`marks` للمرفقات وتصحيح بيانات التواصل ومؤشرات `/healthz`.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_change_comes_first() {
        assert!(CHANGES.is_sorted_by(|later, earlier| later.day > earlier.day));
    }
}
