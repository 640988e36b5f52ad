-- The number under which the officer sees a match, so that it can be named when it is judged.
ALTER TABLE sis_match ADD COLUMN match_number integer;
