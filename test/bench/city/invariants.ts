import { APART, BUDGET } from './people.js';

/**
 * The invariants of the design as SQL of its own: nothing here calls the product or repeats a query of it. Each gives
 * how many things were looked at, and how many of them break it.
 */
export interface Invariant {
  /** As the design numbers them. */
  readonly number: number;
  readonly says: string;
  readonly looked: string;
  readonly broken: string;
}

const PAIR = APART.map((code) => `'${code}'`).join(', ');
const count = (what: string): string => `SELECT COUNT(*) AS n FROM ${what}`;

/** @param crashes deaths of workers and databases: each may double one mail at most */
export function invariants(crashes: number): readonly Invariant[] {
  return [
    {
      number: 1,
      says: 'one obligation for a bearer, a duty and a cycle',
      looked: count('obligation'),
      broken: count(
        `(SELECT 1 FROM obligation GROUP BY bearer_kind, bearer_id, mandate_id, cycle_key HAVING COUNT(*) > 1) d`,
      ),
    },
    {
      number: 1,
      says: 'no obligation that ever was is gone',
      looked: count('(SELECT id FROM check_obligation UNION SELECT obligation_id FROM obligation_event) k'),
      broken: count(`(SELECT id FROM check_obligation UNION SELECT obligation_id FROM obligation_event) k
        WHERE k.id NOT IN (SELECT id FROM obligation)`),
    },
    {
      number: 1,
      says: 'an obligation stands as its last event says',
      looked: count('obligation'),
      broken: count(`obligation o LEFT JOIN (
          SELECT obligation_id, MAX(id) AS last_id FROM obligation_event GROUP BY obligation_id) l ON l.obligation_id = o.id
        LEFT JOIN obligation_event e ON e.id = l.last_id
        WHERE e.id IS NULL OR e.state <> o.state OR e.due_on <> o.due_on
          OR NOT (e.reporting_unit_id <=> o.reporting_unit_id)`),
    },
    {
      number: 1,
      says: 'whoever moved keeps what they had learned',
      looked: count('completion p WHERE p.person_id IN (SELECT person_id FROM check_move)'),
      broken: count(`completion p LEFT JOIN credit c ON c.id = p.credit_id AND c.bearer_id = p.person_id
        WHERE p.person_id IN (SELECT person_id FROM check_move) AND c.id IS NULL`),
    },
    {
      number: 2,
      says: 'a credit is never changed or taken away',
      looked: count('check_credit'),
      broken: count(`check_credit k LEFT JOIN credit c ON c.id = k.id
        WHERE c.id IS NULL OR k.content <> SHA2(
          CONCAT_WS('|', HEX(bearer_id), minutes, times, mode, method, topics, evidence, earned_on), 256)`),
    },
    {
      number: 2,
      says: 'what may not count twice does not',
      looked: count('credit'),
      broken: count(`(SELECT c.id FROM credit c JOIN allocation a ON a.credit_id = c.id
          JOIN obligation o ON o.id = a.obligation_id JOIN mandate m ON m.id = o.mandate_id AND m.code IN (${PAIR})
          GROUP BY c.id, c.times, c.minutes HAVING SUM(a.times) > c.times OR SUM(a.minutes) > c.minutes) d`),
    },
    {
      number: 3,
      says: 'a completion has one credit, its enrollment is completed, its audit row and promise are there, once',
      looked: count('completion'),
      broken: count(`completion p
        WHERE (SELECT COUNT(*) FROM credit c WHERE c.source_id = p.id AND c.id = p.credit_id AND c.bearer_id = p.person_id) <> 1
          OR (SELECT COUNT(*) FROM enrollment e WHERE e.id = p.enrollment_id AND e.state = 'completed') <> 1
          OR p.id NOT IN (SELECT id FROM promised) OR p.id NOT IN (SELECT id FROM audited)`),
    },
    {
      number: 3,
      says: 'no credit, promise, audit row or completed enrollment is without its completion',
      looked: `SELECT (SELECT COUNT(*) FROM promised) + (SELECT COUNT(*) FROM audited)
        + (SELECT COUNT(*) FROM enrollment WHERE state = 'completed') AS n`,
      broken: `SELECT (SELECT COUNT(*) FROM promised WHERE id NOT IN (SELECT id FROM completion) OR times <> 1)
        + (SELECT COUNT(*) FROM audited WHERE id NOT IN (SELECT id FROM completion) OR times <> 1)
        + (SELECT COUNT(*) FROM enrollment WHERE state = 'completed' AND id NOT IN (SELECT enrollment_id FROM completion))
        + (SELECT COUNT(*) FROM credit WHERE source_kind = 'completion' AND id NOT IN (SELECT credit_id FROM completion)
            AND id NOT IN (SELECT id FROM check_credit)) AS n`,
    },
    {
      number: 3,
      says: 'as many of a person’s duties are fulfilled as their credits reach',
      looked: count('(SELECT DISTINCT bearer_id FROM credit) b'),
      broken: count(`(
        SELECT o.bearer_id, SUM(o.state = 'fulfilled') AS done, COUNT(*) AS duties,
          (SELECT COUNT(*) FROM credit c WHERE c.bearer_id = o.bearer_id AND c.source_kind = 'completion') AS earned
        FROM obligation o JOIN mandate m ON m.id = o.mandate_id AND m.code IN (${PAIR})
        WHERE o.bearer_id NOT IN (SELECT person_id FROM \`leave\`) AND o.state IN ('open', 'fulfilled')
        GROUP BY o.bearer_id HAVING done <> LEAST(duties, earned)) d`),
    },
    {
      number: 3,
      says: 'the tallies are the obligations, counted',
      looked: count('obligation WHERE reporting_unit_id IS NOT NULL'),
      broken: count(`(
        SELECT place FROM (
          SELECT CONCAT_WS('/', HEX(mandate_id), cycle_key, HEX(reporting_unit_id), due_on, state, IFNULL(in_time, 0), band)
            AS place, 1 AS n FROM obligation WHERE reporting_unit_id IS NOT NULL
          UNION ALL SELECT CONCAT_WS('/', HEX(mandate_id), cycle_key, HEX(reporting_unit_id), due_on, state, in_time, band),
            -obligations FROM tally
          UNION ALL SELECT CONCAT_WS('/', HEX(mandate_id), cycle_key, HEX(reporting_unit_id), due_on, state, in_time, band),
            -obligations FROM tally_delta) b
        GROUP BY place HAVING SUM(n) <> 0) d`),
    },
    {
      number: 4,
      says: 'numbers of certificates are unique and without a gap, and the counter stands at the last',
      looked: count('certificate'),
      broken: count(`(SELECT c.issuer_code, c.year FROM certificate c
          LEFT JOIN certificate_counter k ON k.issuer_code = c.issuer_code AND k.year = c.year
          GROUP BY c.issuer_code, c.year, k.last_serial
          HAVING COUNT(*) <> COUNT(DISTINCT c.serial) OR MIN(c.serial) <> 1 OR MAX(c.serial) <> COUNT(DISTINCT c.serial)
            OR NOT (MAX(c.serial) <=> k.last_serial)) d`),
    },
    {
      number: 4,
      says: 'each completion has its certificate, issued once, with its file',
      looked: count('completion'),
      broken: count(`completion p WHERE (SELECT COUNT(*) FROM certificate c WHERE c.completion_id = p.id) <> 1
        OR (SELECT COUNT(*) FROM certificate c WHERE c.completion_id = p.id AND c.state = 'issued' AND c.sha256 IS NOT NULL
              AND c.size > 0 AND c.revision = 1) <> 1`),
    },
    {
      number: 4,
      says: 'a certificate says what the completing transaction froze',
      looked: count('certificate'),
      broken: count(`certificate c JOIN completion p ON p.id = c.completion_id
        WHERE NOT (JSON_VALUE(c.frozen, '$.name') <=> JSON_VALUE(p.frozen, '$.name'))
          OR NOT (JSON_VALUE(c.frozen, '$.organisation.ko') <=> JSON_VALUE(p.frozen, '$.organisation.ko'))
          OR NOT (JSON_VALUE(c.frozen, '$.completedOn') <=> JSON_VALUE(p.frozen, '$.completedOn'))
          OR NOT (JSON_VALUE(c.frozen, '$.issuer.ko') <=> JSON_VALUE(p.frozen, '$.issuer.ko'))`),
    },
    {
      number: 5,
      says: 'a published version is what it was',
      looked: count('check_version'),
      broken: count(`check_version k LEFT JOIN course_version v ON v.id = k.id
        WHERE v.id IS NULL OR k.content <> SHA2(CONCAT(v.content_hash, v.document), 256)`),
    },
    {
      number: 5,
      says: 'an attempt has its answers, and its items are of the version that was taken',
      looked: count('attempt WHERE submitted_at IS NOT NULL'),
      broken: `SELECT (SELECT COUNT(*) FROM attempt WHERE submitted_at IS NOT NULL AND (answers IS NULL OR result IS NULL))
        + (SELECT COUNT(*) FROM attempt_item i JOIN attempt a ON a.id = i.attempt_id JOIN enrollment e ON e.id = a.enrollment_id
            WHERE i.course_version_id <> e.course_version_id) AS n`,
    },
    {
      number: 6,
      says: 'one digest for a person and a day',
      looked: count(`message WHERE kind <> 'completed'`),
      broken: count(
        `(SELECT 1 FROM message WHERE kind <> 'completed' GROUP BY person_id, planned_for HAVING COUNT(*) > 1) d`,
      ),
    },
    {
      number: 6,
      says: 'no obligation is reminded of more often than its budget allows',
      looked: count('(SELECT DISTINCT obligation_id FROM reminder_step) s'),
      broken: count(`(SELECT 1 FROM reminder_step WHERE step <> 'escalate' GROUP BY obligation_id
        HAVING COUNT(*) > ${String(BUDGET)}) d`),
    },
    {
      // A mail waits for its turn for 18 seconds at most after its claim, and takes 42 at most.
      number: 6,
      says: 'nobody was reminded who had nothing left to do when it was claimed',
      looked: count(`message WHERE kind = 'reminder' AND state = 'sent'`),
      broken: count(`message g WHERE g.kind = 'reminder' AND g.state = 'sent' AND NOT EXISTS (
        SELECT 1 FROM reminder_step s JOIN obligation o ON o.id = s.obligation_id
        WHERE s.message_id = g.id AND (o.state <> 'fulfilled' OR EXISTS (
          SELECT 1 FROM obligation_event e WHERE e.obligation_id = o.id AND e.state = 'fulfilled'
            AND e.at > g.sent_at - INTERVAL 60 SECOND)))`),
    },
    {
      number: 6,
      says: 'every mail that is marked as sent was taken by the mail server, and no other',
      looked: count(`message WHERE channel = 'mail' AND state = 'sent'`),
      broken: `SELECT (SELECT COUNT(*) FROM message WHERE channel = 'mail' AND state = 'sent' AND id NOT IN (SELECT id FROM check_mail))
        + (SELECT COUNT(*) FROM check_mail WHERE id NOT IN (SELECT id FROM message)) AS n`,
    },
    {
      number: 6,
      says: `at most one mail is doubled by each of ${String(crashes)} crashes, none more than twice, and its row says so`,
      looked: 'SELECT COALESCE(SUM(times > 1), 0) AS n FROM check_mail',
      broken: `SELECT (SELECT COUNT(*) FROM check_mail k JOIN message g ON g.id = k.id WHERE k.times > 1 AND g.doubted_at IS NULL)
        + (SELECT COUNT(*) FROM check_mail WHERE times > 2)
        + GREATEST(0, (SELECT COUNT(*) FROM check_mail WHERE times > 1) - ${String(crashes)}) AS n`,
    },
    {
      number: 9,
      says: 'the details of the audit are those that were hashed',
      looked: count('audit_detail'),
      broken: count(`audit_detail d LEFT JOIN audit_entry e ON e.id = d.entry_id
        WHERE e.id IS NULL OR e.detail_hash IS NULL OR HEX(e.detail_hash) <> UPPER(SHA2(CONCAT(d.salt, d.detail), 256))`),
    },
    {
      number: 9,
      says: 'every audit row and every event of an obligation stands under a seal',
      looked: `SELECT (SELECT COUNT(*) FROM audit_entry) + (SELECT COUNT(*) FROM obligation_event) AS n`,
      broken: `SELECT ABS((SELECT COUNT(*) FROM audit_entry) - (SELECT COALESCE(SUM(entries), 0) FROM audit_seal WHERE stream = 'audit'))
        + ABS((SELECT COUNT(*) FROM obligation_event) - (SELECT COALESCE(SUM(entries), 0) FROM audit_seal WHERE stream = 'obligation'))
        AS n`,
    },
    {
      number: 9,
      says: 'each seal names the hash of the one before',
      looked: count('audit_seal'),
      broken: count(`(SELECT previous_hash, LAG(hash) OVER (ORDER BY id) AS before_hash FROM audit_seal) s
        WHERE before_hash IS NOT NULL AND before_hash <> previous_hash`),
    },
    {
      number: 10,
      says: 'every promised job was done',
      looked: count('outbox_job'),
      broken: count(`outbox_job WHERE state <> 'done'`),
    },
    {
      number: 10,
      says: 'every completion that somebody was shown is there',
      looked: count('check_completion'),
      broken: count('check_completion WHERE id NOT IN (SELECT id FROM completion)'),
    },
    {
      number: 10,
      says: 'every completion was told of once, and every digest came to its end',
      looked: count('message'),
      broken: `SELECT (SELECT COUNT(*) FROM completion p WHERE (SELECT COUNT(*) FROM message g
          WHERE g.digest_key = CONCAT('completed:', LOWER(INSERT(INSERT(INSERT(INSERT(HEX(p.id), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')))) <> 1)
        + (SELECT COUNT(*) FROM message WHERE state NOT IN ('sent', 'skipped')) AS n`,
    },
    {
      number: 10,
      says: 'every list that was brought in is applied, and every move is there',
      looked: 'SELECT (SELECT COUNT(*) FROM check_list) + (SELECT COUNT(*) FROM check_move) AS n',
      broken: `SELECT (SELECT COUNT(*) FROM check_list l LEFT JOIN import_run r ON r.id = l.id
          WHERE r.state IS NULL OR r.state NOT IN ('applied', 'cancelled'))
        + (SELECT COUNT(*) FROM check_move k WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = k.person_id
            AND m.unit_id = k.unit_id AND m.superseded_at IS NULL AND m.is_primary = 1)) AS n`,
    },
  ];
}

/** What the rows say of promises and audit, taken apart once: both name the completion inside JSON. */
export const READ_OUT = [
  `CREATE TABLE promised (id BINARY(16) NOT NULL PRIMARY KEY, times INT) AS
     SELECT UNHEX(REPLACE(JSON_VALUE(data, '$.completionId'), '-', '')) AS id, COUNT(*) AS times
     FROM outbox_job WHERE name = 'certificate.issue' GROUP BY 1`,
  `CREATE TABLE audited (id BINARY(16) NOT NULL PRIMARY KEY, times INT) AS
     SELECT UNHEX(REPLACE(JSON_VALUE(d.detail, '$.completionId'), '-', '')) AS id, COUNT(*) AS times
     FROM audit_entry e JOIN audit_detail d ON d.entry_id = e.id WHERE e.action = 'enrollment.complete' GROUP BY 1`,
];

/** Figures of a duty below a unit, counted from the rows by a walk of its own down the dated tree. */
export const COUNTED = `WITH RECURSIVE below (id) AS (
    SELECT CAST(? AS BINARY(16))
    UNION
    SELECT p.unit_id FROM org_unit_parent p JOIN below b ON p.parent_id = b.id
    WHERE p.replaced_at IS NULL AND p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?))
  SELECT COALESCE(SUM(o.state = 'fulfilled' AND o.in_time = 1), 0) AS inTime,
    COALESCE(SUM(o.state = 'fulfilled' AND o.in_time = 0), 0) AS late,
    COALESCE(SUM(o.state = 'upcoming' OR (o.state = 'open' AND o.due_on >= ?)), 0) AS open,
    COALESCE(SUM(o.state = 'open' AND o.due_on < ?), 0) AS overdue,
    COALESCE(SUM(o.state = 'paused'), 0) AS paused, COALESCE(SUM(o.state = 'exempt'), 0) AS exempt
  FROM obligation o JOIN mandate m ON m.id = o.mandate_id
  WHERE m.code = ? AND o.cycle_key = '2026' AND o.reporting_unit_id IN (SELECT id FROM below)`;

/** Reads of names by somebody whose roles do not reach the unit. */
export const READ_BEYOND = `WITH RECURSIVE above (unit_id, id) AS (
    SELECT id, id FROM org_unit
    UNION
    SELECT a.unit_id, p.parent_id FROM org_unit_parent p JOIN above a ON p.unit_id = a.id
    WHERE p.parent_id IS NOT NULL AND p.replaced_at IS NULL)
  SELECT COUNT(*) AS n FROM audit_entry e WHERE e.action = 'report.people' AND e.actor_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM role_grant g JOIN above a ON a.id = g.unit_id
    WHERE g.person_id = e.actor_id AND a.unit_id = e.unit_id AND g.revoked_at IS NULL)`;
