-- People who had a case open. Nothing has read or written them since live connections tell who is
-- where: contracted.
DROP INDEX presences_by_time;
DROP TABLE presences;
