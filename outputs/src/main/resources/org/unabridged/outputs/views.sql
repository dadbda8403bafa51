-- Views over the tables of a run. In the folder of the run: duckdb -init views.sql
-- What the columns of the tables mean is in outputs/TABLES.md.

{{tables}}
-- Every extracted span with the document in which it stands; a document at two places is there twice.
CREATE OR REPLACE VIEW clause_list AS
SELECT d.name, d.title, c.question_id, a.state, c.value, a.risk, c.quote, c.page_first, c.page_last, c.confidence,
       c.match_tier, c.start, c."end", d.uri, c.document_id, c.clause_id
FROM clauses c JOIN documents d USING (document_id) JOIN answers a USING (document_id, question_id);

-- What kind of contract a title names: its last noun and the word before, such as 'supply agreement'.
CREATE OR REPLACE VIEW contract_types AS
SELECT document_id, any_value(name) AS name, any_value(title) AS title,
       coalesce(nullif(regexp_extract(lower(any_value(title)),
           '((?:[\w/-]+ )?(?:license agreement|lease agreement|agreement|contract|lease|license|amendment|guaranty|letter|deed|addendum|order|policy|term sheet|schedule))\b', 1),
           ''), 'other') AS contract_type
FROM documents WHERE status = 'ok' AND document_id IS NOT NULL GROUP BY document_id;

-- How many contracts of each type have each clause; documents that the model cannot answer are left out.
CREATE OR REPLACE VIEW clause_coverage AS
SELECT t.contract_type, a.question_id, any_value(a.question_title) AS question_title,
       count(*) AS contracts, count(*) FILTER (state IN ('found', 'conflicting')) AS contracts_with,
       round(contracts_with / contracts, 3) AS share_with
FROM answers a JOIN contract_types t USING (document_id)
WHERE a.state IN ('found', 'conflicting', 'absent') GROUP BY ALL;

-- Clauses that a contract lacks although at least half of its type have them; of a type with fewer than three
-- contracts, at least half of all.
CREATE OR REPLACE VIEW missing_clauses AS
WITH everywhere AS (
  SELECT question_id, sum(contracts_with) / sum(contracts) AS share_of_all FROM clause_coverage GROUP BY question_id)
SELECT t.contract_type, t.name, t.title, a.question_id, a.question_title, c.contracts AS contracts_of_type,
       c.share_with AS share_of_type, round(e.share_of_all, 3) AS share_of_all, a.document_id
FROM answers a JOIN contract_types t USING (document_id) JOIN clause_coverage c USING (contract_type, question_id)
JOIN everywhere e USING (question_id)
WHERE a.state = 'absent' AND CASE WHEN c.contracts >= 3 THEN c.share_with ELSE e.share_of_all END >= 0.5;

-- A date of an answer; of one without a day, the first of the month or of the year.
CREATE OR REPLACE MACRO answer_date(answer) AS CASE
  WHEN regexp_full_match(answer, '\d{4}') THEN TRY_CAST(answer || '-01-01' AS DATE)
  WHEN regexp_full_match(answer, '\d{4}-\d{2}') THEN TRY_CAST(answer || '-01' AS DATE)
  ELSE TRY_CAST(answer AS DATE) END;

-- An ISO 8601 duration of an answer, such as P1Y6M; null for anything else.
CREATE OR REPLACE MACRO answer_interval(answer) AS CASE WHEN regexp_full_match(answer, 'P(\d+[YMWD])+') THEN
  to_years(coalesce(TRY_CAST(regexp_extract(answer, '(\d+)Y', 1) AS INTEGER), 0))
  + to_months(coalesce(TRY_CAST(regexp_extract(answer, '(\d+)M', 1) AS INTEGER), 0))
  + to_days(7 * coalesce(TRY_CAST(regexp_extract(answer, '(\d+)W', 1) AS INTEGER), 0)
      + coalesce(TRY_CAST(regexp_extract(answer, '(\d+)D', 1) AS INTEGER), 0)) END;

-- When each contract starts and ends, and by when notice must be given so that it is not renewed.
CREATE OR REPLACE VIEW contract_dates AS
WITH said AS (
  SELECT document_id,
         any_value(value) FILTER (question_id = 'agreement-date') AS agreement_date,
         any_value(value) FILTER (question_id = 'effective-date') AS effective_date,
         any_value(value) FILTER (question_id = 'expiration-date') AS expiration_date,
         any_value(value) FILTER (question_id = 'renewal-term') AS renewal_term,
         any_value(value) FILTER (question_id = 'notice-period-to-terminate-renewal') AS notice_period
  FROM answers WHERE state = 'found' GROUP BY document_id),
dated AS (
  SELECT *, coalesce(answer_date(effective_date), answer_date(agreement_date)) AS starts,
         coalesce(answer_date(expiration_date), CAST(starts + answer_interval(expiration_date) AS DATE)) AS expires
  FROM said)
SELECT d.name, d.title, s.starts, s.expires, s.renewal_term, s.notice_period,
       CAST(s.expires - answer_interval(s.notice_period) AS DATE) AS notice_by, d.uri, d.document_id
FROM dated s JOIN documents d USING (document_id) WHERE s.starts IS NOT NULL OR s.expires IS NOT NULL;

CREATE OR REPLACE VIEW expiring_in_90_days AS
SELECT CAST(expires - current_date AS INTEGER) AS days_left, * FROM contract_dates
WHERE expires BETWEEN current_date AND current_date + 90 ORDER BY expires;

-- Contracts under another law than the standard: SET VARIABLE standard_laws = ['Delaware', 'New York'];
-- without that, the law that most contracts of the run name.
CREATE OR REPLACE VIEW non_standard_governing_law AS
WITH laws AS (SELECT * FROM answers WHERE question_id = 'governing-law' AND state IN ('found', 'conflicting')),
standard AS (
  SELECT coalesce(CAST(getvariable('standard_laws') AS VARCHAR[]), (SELECT [mode(value)] FROM laws WHERE value IS NOT NULL)) AS names)
SELECT d.name, d.title, l.value AS governing_law, l.state, s.names AS standard, l.confidence, d.uri, d.document_id
FROM laws l JOIN documents d USING (document_id) CROSS JOIN standard s
WHERE l.value IS NULL OR NOT list_contains(s.names, l.value) ORDER BY l.value, d.name;

-- All runs beside this one; ids of runs sort by time.
CREATE OR REPLACE VIEW all_documents AS
SELECT * FROM read_parquet('../[0-9A-Za-z]*/documents/*.parquet', union_by_name = true);
CREATE OR REPLACE VIEW all_answers AS
SELECT * FROM read_parquet('../[0-9A-Za-z]*/answers/*.parquet', union_by_name = true);

-- One row per run; its id begins with the moment in UTC at which it started.
CREATE OR REPLACE VIEW runs AS
SELECT run_id, TRY_CAST(regexp_replace(run_id, '^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d).*', '\1-\2-\3 \4:\5:\6+00') AS TIMESTAMPTZ) AS started,
       count(*) AS documents, count(*) FILTER (status = 'failed') AS failed, sum(pages) AS pages, sum(tokens) AS tokens
FROM all_documents GROUP BY run_id ORDER BY run_id;

CREATE OR REPLACE VIEW previous_run AS
SELECT max(run_id) AS run_id FROM all_documents WHERE run_id < (SELECT max(run_id) FROM documents);

-- What is different from the run before: documents by their addresses, answers by their questions.
CREATE OR REPLACE VIEW changes AS
WITH old AS (SELECT * FROM all_documents WHERE run_id = (SELECT run_id FROM previous_run)),
old_answers AS (SELECT * FROM all_answers WHERE run_id = (SELECT run_id FROM previous_run)),
pairs AS (
  SELECT coalesce(n.uri, o.uri) AS uri, coalesce(n.name, o.name) AS name, o.uri IS NULL AS added, n.uri IS NULL AS gone,
         n.document_id AS document_id, o.document_id AS old_id
  FROM documents n FULL JOIN old o USING (uri))
SELECT CASE WHEN added THEN 'document added' WHEN gone THEN 'document gone' ELSE 'document changed' END AS what,
       name, NULL AS question_id, NULL AS before, NULL AS after, uri
FROM pairs
WHERE (SELECT run_id FROM previous_run) IS NOT NULL AND (added OR gone OR document_id IS DISTINCT FROM old_id)
UNION ALL
SELECT 'answer changed', p.name, coalesce(a.question_id, b.question_id), concat_ws(': ', b.state, b.value),
       concat_ws(': ', a.state, a.value), p.uri
FROM pairs p
JOIN (SELECT * FROM answers) a ON a.document_id = p.document_id
JOIN old_answers b ON b.document_id = p.old_id AND b.question_id = a.question_id
WHERE a.state <> b.state OR a.value IS DISTINCT FROM b.value
ORDER BY uri, question_id NULLS FIRST;
