-- Figures. Both tables follow from the events and are written in their batches; the sum over all
-- histories gives the same (`cargo xtask verify-figures`).

-- Counters of an entity, a kind, a part of its cases and a period.
CREATE TABLE tallies (
    -- What the cases are divided by: 'priority', 'service', 'channel', 'language', or '' if they
    -- aren't.
    dimension TEXT NOT NULL,
    -- 'all', '2026', '2026-Q4', '2026-11', or, of undivided cases alone, '2026-11-29'.
    period TEXT NOT NULL,
    entity TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Part of the cases: 'urgent', 'parking', 'web', 'ar'; '' if they aren't divided.
    member TEXT NOT NULL,
    -- Counters: numbers of facts in the period. `domain::figures::counts` says of each what it
    -- counts.
    received INTEGER NOT NULL DEFAULT 0,
    timed INTEGER NOT NULL DEFAULT 0,
    in_two_minutes INTEGER NOT NULL DEFAULT 0,
    mood_happy INTEGER NOT NULL DEFAULT 0,
    mood_neutral INTEGER NOT NULL DEFAULT 0,
    mood_unhappy INTEGER NOT NULL DEFAULT 0,
    first_judged INTEGER NOT NULL DEFAULT 0,
    first_kept INTEGER NOT NULL DEFAULT 0,
    full_judged INTEGER NOT NULL DEFAULT 0,
    full_kept INTEGER NOT NULL DEFAULT 0,
    extended INTEGER NOT NULL DEFAULT 0,
    own_judged INTEGER NOT NULL DEFAULT 0,
    own_kept INTEGER NOT NULL DEFAULT 0,
    handover_judged INTEGER NOT NULL DEFAULT 0,
    handover_kept INTEGER NOT NULL DEFAULT 0,
    returned INTEGER NOT NULL DEFAULT 0,
    head_told INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    first_contact INTEGER NOT NULL DEFAULT 0,
    lived_minutes INTEGER NOT NULL DEFAULT 0,
    waited_minutes INTEGER NOT NULL DEFAULT 0,
    ended INTEGER NOT NULL DEFAULT 0,
    moved_once INTEGER NOT NULL DEFAULT 0,
    moved_twice INTEGER NOT NULL DEFAULT 0,
    came_back INTEGER NOT NULL DEFAULT 0,
    reopened INTEGER NOT NULL DEFAULT 0,
    declined_out_of_scope INTEGER NOT NULL DEFAULT 0,
    declined_duplicate INTEGER NOT NULL DEFAULT 0,
    declined_abusive INTEGER NOT NULL DEFAULT 0,
    merged INTEGER NOT NULL DEFAULT 0,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    lapsed INTEGER NOT NULL DEFAULT 0,
    asked_to_rate INTEGER NOT NULL DEFAULT 0,
    asked_rated INTEGER NOT NULL DEFAULT 0,
    rated_happy INTEGER NOT NULL DEFAULT 0,
    rated_neutral INTEGER NOT NULL DEFAULT 0,
    rated_unhappy INTEGER NOT NULL DEFAULT 0,
    upheld INTEGER NOT NULL DEFAULT 0,
    partly_upheld INTEGER NOT NULL DEFAULT 0,
    not_upheld INTEGER NOT NULL DEFAULT 0,
    resolved INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    accepted_implemented INTEGER NOT NULL DEFAULT 0,
    implemented INTEGER NOT NULL DEFAULT 0,
    planned INTEGER NOT NULL DEFAULT 0,
    planned_kept INTEGER NOT NULL DEFAULT 0,
    actions_due INTEGER NOT NULL DEFAULT 0,
    actions_kept INTEGER NOT NULL DEFAULT 0,
    actions_checked INTEGER NOT NULL DEFAULT 0,
    actions_effective INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (dimension, period, entity, kind, member)
) STRICT, WITHOUT ROWID;

-- Times that were measured, in buckets whose width grows with the time.
CREATE TABLE measured_times (
    -- 'first_response' and 'full_answer' in working minutes, 'lived' in hours.
    measure TEXT NOT NULL,
    -- Month of receipt: '2026-11'.
    month TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Entity that received the participations; '' of all entities together.
    entity TEXT NOT NULL,
    -- Index of the bucket (`domain::statistics::distribution`).
    bucket INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (measure, month, kind, entity, bucket)
) STRICT, WITHOUT ROWID;
