-- Queues: cases by the language of their customer, and cases with corrective actions to see to.

-- Day of the next step of the case's corrective and preventive actions (`2026-11-24`): the deadline
-- of an open one, the first day of the check of a completed one. NULL if there is no step left.
ALTER TABLE participations ADD COLUMN action_due TEXT;

-- The steps that are left now. Later ones are written with the events that they follow from.
UPDATE participations SET action_due = (
    SELECT min(CASE WHEN agreed.is_done THEN agreed.check_from ELSE agreed.due END)
    FROM (
        SELECT action.due, action.check_from,
               EXISTS (SELECT 1 FROM events
                       WHERE participation = participations.reference
                             AND what LIKE '{"verb":"complete",%'
                             AND what ->> '$.action' = action.position) AS is_done,
               EXISTS (SELECT 1 FROM events
                       WHERE participation = participations.reference
                             AND what LIKE '{"verb":"check",%'
                             AND what ->> '$.action' = action.position) AS is_checked
        FROM (
            SELECT what ->> '$.plan.due' AS due, what ->> '$.plan.check_from' AS check_from,
                   row_number() OVER (ORDER BY sequence) - 1 AS position
            FROM events
            WHERE participation = participations.reference AND what LIKE '{"verb":"act",%'
        ) AS action
    ) AS agreed
    WHERE NOT agreed.is_checked
)
WHERE reference IN (SELECT participation FROM events WHERE what LIKE '{"verb":"act",%');

CREATE INDEX participations_by_action ON participations (turn, action_due)
WHERE action_due IS NOT NULL;

CREATE INDEX participations_by_language ON participations (turn, language, place);
