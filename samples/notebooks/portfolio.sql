-- The portfolio in SQL alone. In the folder of a run: duckdb -init views.sql < portfolio.sql

-- Documents by state.
SELECT status, failure_category, count(*) AS documents, sum(pages) AS pages, sum(tokens) AS tokens
FROM documents GROUP BY ALL ORDER BY documents DESC;

-- Was everything read whole?
SELECT model, status, coverage_ok, count(*) AS contexts, sum(tokens_sent) AS tokens_sent, sum(tokens_seen) AS tokens_seen
FROM contexts GROUP BY ALL;

-- How common each clause type is among the contracts that the model can answer.
SELECT question_title, sum(contracts_with) AS contracts_with, sum(contracts) AS contracts,
       round(100 * sum(contracts_with) / sum(contracts), 1) AS percent
FROM clause_coverage GROUP BY question_title ORDER BY percent DESC;

-- Governing law, with the clause of highest confidence as an example.
SELECT a.value AS law, count(DISTINCT a.document_id) AS contracts, max_by(c.quote, c.confidence) AS example
FROM answers a LEFT JOIN clauses c USING (document_id, question_id)
WHERE question_id = 'governing-law' AND a.state = 'found' GROUP BY law ORDER BY contracts DESC;

-- Contracts with the most risks.
SELECT d.name, count(*) FILTER (risk LIKE 'high%') AS high, count(*) FILTER (risk LIKE 'medium%') AS medium,
       count(*) FILTER (risk LIKE 'low%') AS low, list(question_id ORDER BY question_id) AS questions
FROM answers JOIN documents d USING (document_id) WHERE risk IS NOT NULL
GROUP BY d.uri, d.name ORDER BY high DESC, medium DESC, low DESC LIMIT 20;

-- What ends soon, what is under another law, what is missing, what changed.
SELECT * FROM expiring_in_90_days;
SELECT name, governing_law FROM non_standard_governing_law;
SELECT contract_type, name, question_id FROM missing_clauses ORDER BY ALL LIMIT 50;
SELECT * FROM changes LIMIT 50;
