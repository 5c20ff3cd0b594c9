import { type Database, insertRows, toBin } from '#libs/database';
import type { Told } from './life.js';

/** Tables of the check's own: what there was before the city lived, and what it was told meanwhile. */
const BEFORE = [
  'CREATE TABLE check_obligation AS SELECT id FROM obligation',
  `CREATE TABLE check_credit AS
     SELECT id, SHA2(CONCAT_WS('|', HEX(bearer_id), minutes, times, mode, method, topics, evidence, earned_on), 256) AS content
     FROM credit`,
  'CREATE TABLE check_version AS SELECT id, SHA2(CONCAT(content_hash, document), 256) AS content FROM course_version',
  'CREATE TABLE check_completion (id BINARY(16) NOT NULL)',
  'CREATE TABLE check_move (person_id BINARY(16) NOT NULL, unit_id BINARY(16) NOT NULL)',
  'CREATE TABLE check_list (id BINARY(16) NOT NULL)',
  'CREATE TABLE check_mail (id BINARY(16) NOT NULL, times INT NOT NULL)',
];

export async function rememberBefore(db: Database): Promise<void> {
  for (const statement of BEFORE) await db.query(statement);
}

/** @param mails Message-IDs in the order in which the mail server took them */
export async function rememberTold(db: Database, told: Told, mails: readonly string[]): Promise<void> {
  const times = new Map<string, number>();
  for (const mail of mails) {
    const [id = ''] = mail.split('@');
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  await db.run(async (tx) => {
    await insertRows(
      tx,
      'check_completion',
      ['id'],
      told.completions.map((id) => [toBin(id)]),
    );
    await insertRows(
      tx,
      'check_move',
      ['person_id', 'unit_id'],
      told.moves.map(({ personId, unitId }) => [toBin(personId), toBin(unitId)]),
    );
    await insertRows(
      tx,
      'check_list',
      ['id'],
      told.lists.map((id) => [toBin(id)]),
    );
    await insertRows(
      tx,
      'check_mail',
      ['id', 'times'],
      [...times].map(([id, n]) => [toBin(id), n]),
    );
  });
}
