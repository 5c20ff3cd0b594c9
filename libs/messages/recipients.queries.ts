import { fromBin, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';
import type { EntityManager } from 'typeorm';
import type { MessageChannel } from './message.entity.js';

/** Mail to an address that came back so often goes there no more. */
const BOUNCES = 2;

/**
 * Who heads a unit or a unit above it, the nearest first, by unit. Heads who are away today are passed over: whoever is
 * next above can help now.
 */
export async function headsOf(
  tx: EntityManager,
  units: readonly Buffer[],
  today: LocalDate,
): Promise<Map<string, Buffer[]>> {
  if (units.length === 0) return new Map();
  const rows = await tx.query<{ unit_id: Buffer; person_id: Buffer }[]>(
    `SELECT c.descendant_id AS unit_id, m.person_id FROM org_unit_closure c
     JOIN membership m ON m.unit_id = c.ancestor_id AND m.is_head = 1 AND m.superseded_at IS NULL
       AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?)
     JOIN person p ON p.id = m.person_id AND p.alias_of IS NULL
     WHERE c.descendant_id IN (?) AND ${notOnLeave('m.person_id')}
     ORDER BY c.descendant_id, c.depth, m.id`,
    [today, today, units, today, today],
  );
  const heads = new Map<string, Buffer[]>();
  for (const row of rows) {
    const unit = row.unit_id.toString('hex');
    heads.set(unit, [...(heads.get(unit) ?? []), row.person_id]);
  }
  return heads;
}

/** By which way each can be reached, by id in hexadecimal. @param texts whether there is a gateway for short texts */
export async function channelsOf(
  tx: EntityManager,
  people: readonly Buffer[],
  texts: boolean,
): Promise<Map<string, MessageChannel>> {
  if (people.length === 0) return new Map();
  const rows = await tx.query<{ id: Buffer; mail: number | null; inbox: number; known: number }[]>(
    `SELECT p.id, i.email <> '' AND COALESCE(b.count, 0) < ${String(BOUNCES)} AS mail,
       EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id AND a.closed_at IS NULL) AS inbox,
       EXISTS (SELECT 1 FROM person_external_id x WHERE x.person_id = p.id) AS known
     FROM person p LEFT JOIN person_identity i ON i.person_id = p.id LEFT JOIN mail_bounce b ON b.person_id = p.id
     WHERE p.id IN (?)`,
    [people],
  );
  return new Map(
    rows.map(({ id, mail, inbox, known }) => [
      id.toString('hex'),
      mail === 1 ? 'mail' : inbox === 1 ? 'inbox' : texts && known === 1 ? 'text' : 'paper',
    ]),
  );
}

/** Takes the day twice as parameters. @param person column with the person's id */
export function notOnLeave(person: string): string {
  return `NOT EXISTS (SELECT 1 FROM \`leave\` l WHERE l.person_id = ${person} AND l.superseded_at IS NULL
    AND l.valid_from <= ? AND (l.valid_to IS NULL OR l.valid_to >= ?))`;
}

export async function isOnLeave(tx: EntityManager, personId: Buffer, today: LocalDate): Promise<boolean> {
  const away = await tx.query<unknown[]>(`SELECT 1 FROM person p WHERE p.id = ? AND NOT ${notOnLeave('p.id')}`, [
    personId,
    today,
    today,
  ]);
  return away.length > 0;
}

/** Authorities whose reminders rest today, as ids. */
export async function pausedAuthorities(tx: EntityManager, today: LocalDate): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ authority_id: Buffer }[]>(
    'SELECT authority_id FROM message_pause WHERE until_on >= ? AND lifted_at IS NULL',
    [today],
  );
  return new Set(rows.map((row) => fromBin(row.authority_id)));
}

/** Whether a person is in one of the units, or below them, today. */
export async function isBelow(
  tx: EntityManager,
  personId: Buffer,
  roots: readonly string[],
  today: LocalDate,
): Promise<boolean> {
  if (roots.length === 0) return false;
  const found = await tx.query<unknown[]>(
    `SELECT 1 FROM membership b JOIN org_unit_closure c ON c.descendant_id = b.unit_id AND c.ancestor_id IN (?)
     WHERE b.person_id = ? AND b.superseded_at IS NULL
       AND b.valid_from <= ? AND (b.valid_to IS NULL OR b.valid_to >= ?) LIMIT 1`,
    [roots.map(toBin), personId, today, today],
  );
  return found.length > 0;
}

/** Under which numbers the systems that rosters come from know a person. */
export async function externalIdsOf(tx: EntityManager, personId: Buffer): Promise<{ source: string; id: string }[]> {
  const rows = await tx.query<{ source: string; external_id: string }[]>(
    'SELECT source, external_id FROM person_external_id WHERE person_id = ? ORDER BY source, external_id',
    [personId],
  );
  return rows.map(({ source, external_id: id }) => ({ source, id }));
}
