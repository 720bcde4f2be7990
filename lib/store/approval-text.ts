// Parts of SQL text that statements about approvals share: times as they are written, when little time is left, an event as it is read.

/** An instant as ISO 8601 in UTC, whatever the session's time zone. */
export const isoText = (instant: string) =>
  `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The interval before its end in which an approval has little time left: the last quarter of its level's time, or 15 minutes where that is less. */
export const LITTLE_TIME = `least(interval '15 minutes', CASE WHEN escalation_level = 0 THEN expires_at - created_at
  ELSE (escalate_to -> (escalation_level - 1) ->> 'expiresMs')::bigint * interval '1 millisecond' END / 4)`;

export const EVENT_COLUMNS = 'id, at, verb, actor, data';
