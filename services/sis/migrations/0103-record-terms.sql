-- What ends by its term has an index that begins with it.
CREATE INDEX sis_search_requested ON sis_search (requested_at);
CREATE INDEX sis_judgement_judged ON sis_judgement (judged_at);
CREATE INDEX sis_hit_report_closed ON sis_hit_report (closed_at) WHERE state = 'CLOSED';
