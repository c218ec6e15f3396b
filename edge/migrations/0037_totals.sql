-- Backfill: rows that figures read and that a database lacks whose cases came before 0033.

-- Tallies of all entities together, with '' as the entity: the sum of those of each entity. Of
-- undivided cases there are those of every period but days, by channel and by language those of
-- months and of all time. From here on nobody writes or reads their quarters and years: they are
-- added up from months.
INSERT INTO tallies (
    dimension, period, entity, kind, member,
    received, timed, in_two_minutes, mood_happy, mood_neutral, mood_unhappy, first_judged,
    first_kept, full_judged, full_kept, extended, own_judged, own_kept, handover_judged,
    handover_kept, returned, head_told, answered, first_contact, lived_minutes, waited_minutes,
    ended, moved_once, moved_twice, came_back, reopened, declined_out_of_scope,
    declined_duplicate, declined_abusive, merged, withdrawn, lapsed, asked_to_rate, asked_rated,
    rated_happy, rated_neutral, rated_unhappy, upheld, partly_upheld, not_upheld, resolved,
    decided, accepted, accepted_implemented, implemented, planned, planned_kept, actions_due,
    actions_kept, actions_checked, actions_effective, unmeasured_first, unmeasured_full,
    unmeasured_lived, decided_judged, decided_kept, lessons, saving, saved_measured,
    saved_estimated
)
SELECT
    dimension, period, '', kind, member,
    SUM(received), SUM(timed), SUM(in_two_minutes), SUM(mood_happy), SUM(mood_neutral),
    SUM(mood_unhappy), SUM(first_judged), SUM(first_kept), SUM(full_judged), SUM(full_kept),
    SUM(extended), SUM(own_judged), SUM(own_kept), SUM(handover_judged), SUM(handover_kept),
    SUM(returned), SUM(head_told), SUM(answered), SUM(first_contact), SUM(lived_minutes),
    SUM(waited_minutes), SUM(ended), SUM(moved_once), SUM(moved_twice), SUM(came_back),
    SUM(reopened), SUM(declined_out_of_scope), SUM(declined_duplicate), SUM(declined_abusive),
    SUM(merged), SUM(withdrawn), SUM(lapsed), SUM(asked_to_rate), SUM(asked_rated),
    SUM(rated_happy), SUM(rated_neutral), SUM(rated_unhappy), SUM(upheld), SUM(partly_upheld),
    SUM(not_upheld), SUM(resolved), SUM(decided), SUM(accepted), SUM(accepted_implemented),
    SUM(implemented), SUM(planned), SUM(planned_kept), SUM(actions_due), SUM(actions_kept),
    SUM(actions_checked), SUM(actions_effective), SUM(unmeasured_first), SUM(unmeasured_full),
    SUM(unmeasured_lived), SUM(decided_judged), SUM(decided_kept), SUM(lessons), SUM(saving),
    SUM(saved_measured), SUM(saved_estimated)
FROM tallies
WHERE entity > ''
      AND (dimension = '' AND length(period) < 10
           OR dimension IN ('channel', 'language')
              AND (period = 'all' OR period GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'))
GROUP BY dimension, period, kind, member
ON CONFLICT DO UPDATE SET
    received = excluded.received, timed = excluded.timed,
    in_two_minutes = excluded.in_two_minutes, mood_happy = excluded.mood_happy,
    mood_neutral = excluded.mood_neutral, mood_unhappy = excluded.mood_unhappy,
    first_judged = excluded.first_judged, first_kept = excluded.first_kept,
    full_judged = excluded.full_judged, full_kept = excluded.full_kept,
    extended = excluded.extended, own_judged = excluded.own_judged, own_kept = excluded.own_kept,
    handover_judged = excluded.handover_judged, handover_kept = excluded.handover_kept,
    returned = excluded.returned, head_told = excluded.head_told, answered = excluded.answered,
    first_contact = excluded.first_contact, lived_minutes = excluded.lived_minutes,
    waited_minutes = excluded.waited_minutes, ended = excluded.ended,
    moved_once = excluded.moved_once, moved_twice = excluded.moved_twice,
    came_back = excluded.came_back, reopened = excluded.reopened,
    declined_out_of_scope = excluded.declined_out_of_scope,
    declined_duplicate = excluded.declined_duplicate,
    declined_abusive = excluded.declined_abusive, merged = excluded.merged,
    withdrawn = excluded.withdrawn, lapsed = excluded.lapsed,
    asked_to_rate = excluded.asked_to_rate, asked_rated = excluded.asked_rated,
    rated_happy = excluded.rated_happy, rated_neutral = excluded.rated_neutral,
    rated_unhappy = excluded.rated_unhappy, upheld = excluded.upheld,
    partly_upheld = excluded.partly_upheld, not_upheld = excluded.not_upheld,
    resolved = excluded.resolved, decided = excluded.decided, accepted = excluded.accepted,
    accepted_implemented = excluded.accepted_implemented, implemented = excluded.implemented,
    planned = excluded.planned, planned_kept = excluded.planned_kept,
    actions_due = excluded.actions_due, actions_kept = excluded.actions_kept,
    actions_checked = excluded.actions_checked, actions_effective = excluded.actions_effective,
    unmeasured_first = excluded.unmeasured_first, unmeasured_full = excluded.unmeasured_full,
    unmeasured_lived = excluded.unmeasured_lived, decided_judged = excluded.decided_judged,
    decided_kept = excluded.decided_kept, lessons = excluded.lessons, saving = excluded.saving,
    saved_measured = excluded.saved_measured, saved_estimated = excluded.saved_estimated;

-- Measured times of the cohorts of quarters, of years and of all time: the sum of their months.
WITH cohorts AS (
    SELECT measure, kind, entity, bucket, cases, substr(month, 1, 4) AS year,
           (CAST(substr(month, 6) AS INTEGER) + 2) / 3 AS quarter
    FROM measured_times WHERE month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'
)
INSERT INTO measured_times (measure, month, kind, entity, bucket, cases)
SELECT measure, 'all', kind, entity, bucket, SUM(cases) FROM cohorts
GROUP BY measure, kind, entity, bucket
UNION ALL
SELECT measure, year, kind, entity, bucket, SUM(cases) FROM cohorts
GROUP BY measure, year, kind, entity, bucket
UNION ALL
SELECT measure, year || '-Q' || quarter, kind, entity, bucket, SUM(cases) FROM cohorts
GROUP BY measure, year, quarter, kind, entity, bucket
ORDER BY 1
ON CONFLICT DO UPDATE SET cases = excluded.cases;
