import { insertRows } from '#libs/database';
import type { EntityManager } from 'typeorm';

/** A count to be added to a place of the tally. */
export interface TallyChange {
  readonly mandate_id: Buffer;
  readonly cycle_key: string;
  readonly reporting_unit_id: Buffer;
  readonly due_on: string;
  readonly state: string;
  readonly in_time: number;
  readonly band: string;
  readonly obligations: number;
}

const REST = 'due_on, state, in_time, band';
const KEY = `unit_id, mandate_id, cycle_key, authority_id, ${REST}`;

/**
 * Holds the tree until the transaction ends, and makes all sums along it anew where there are none of it. One folder at
 * a time: the others wait here.
 */
export async function holdSubtrees(tx: EntityManager): Promise<void> {
  await tx.query('INSERT INTO org_tree (id, summed) VALUES (1, 0) ON DUPLICATE KEY UPDATE id = 1');
  const [tree] = await tx.query<{ summed: number }[]>('SELECT summed FROM org_tree WHERE id = 1 FOR UPDATE');
  if (tree?.summed === 1) return;
  await tx.query('DELETE FROM tally_subtree');
  await tx.query(
    `INSERT INTO tally_subtree (${KEY}, obligations)
     SELECT c.ancestor_id, t.mandate_id, t.cycle_key, u.authority_id, t.due_on, t.state, t.in_time, t.band, SUM(t.obligations)
     FROM tally t JOIN org_unit u ON u.id = t.reporting_unit_id
     JOIN org_unit_closure c ON c.descendant_id = t.reporting_unit_id
     GROUP BY c.ancestor_id, t.mandate_id, t.cycle_key, u.authority_id, t.due_on, t.state, t.in_time, t.band`,
  );
  await tx.query('UPDATE org_tree SET summed = 1 WHERE id = 1');
}

/** Adds changes to every unit above the one where they are counted, itself among them. */
export async function addToSubtrees(tx: EntityManager, changes: readonly TallyChange[]): Promise<void> {
  if (changes.length === 0) return;
  const units = new Map(changes.map(({ reporting_unit_id: unit }) => [unit.toString('hex'), unit]));
  const places = await tx.query<{ unit: Buffer; above: Buffer; authority: Buffer }[]>(
    `SELECT c.descendant_id AS unit, c.ancestor_id AS above, u.authority_id AS authority
     FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id WHERE c.descendant_id IN (?)`,
    [[...units.values()]],
  );
  const aboveOf = new Map<string, typeof places>();
  for (const place of places) {
    const list = aboveOf.get(place.unit.toString('hex'));
    if (list) list.push(place);
    else aboveOf.set(place.unit.toString('hex'), [place]);
  }
  const sums = new Map<string, { readonly place: unknown[]; obligations: number }>();
  for (const change of changes) {
    const rest = [change.due_on, change.state, change.in_time, change.band];
    for (const { above, authority } of aboveOf.get(change.reporting_unit_id.toString('hex')) ?? []) {
      const place = [above, change.mandate_id, change.cycle_key, authority, ...rest];
      const key = place.map((part) => (Buffer.isBuffer(part) ? part.toString('hex') : String(part))).join('|');
      const sum = sums.get(key);
      if (sum) sum.obligations += change.obligations;
      else sums.set(key, { place, obligations: change.obligations });
    }
  }
  const rows = [...sums.values()].filter(({ obligations }) => obligations !== 0);
  await insertRows(
    tx,
    'tally_subtree',
    [...KEY.split(', '), 'obligations'],
    rows.map(({ place, obligations }) => [...place, obligations]),
    'ON DUPLICATE KEY UPDATE obligations = obligations + VALUES(obligations)',
  );
  const emptied = rows.filter(({ obligations }) => obligations < 0).map(({ place }) => place);
  if (emptied.length > 0)
    await tx.query(`DELETE FROM tally_subtree WHERE (${KEY}) IN (?) AND obligations = 0`, [emptied]);
}

/** Every place where a sum along the tree, with what is not folded yet, differs from the obligations. */
export const SUBTREE_DIFFERENCES = `SELECT
    CONCAT_WS('/', 'below', LOWER(HEX(unit_id)), LOWER(HEX(mandate_id)), cycle_key, LOWER(HEX(authority_id)), ${REST}) AS place,
    SUM(counted) AS counted, SUM(summed) AS tallied
  FROM (
    SELECT ${KEY}, 0 AS counted, obligations AS summed FROM tally_subtree
    UNION ALL
    SELECT c.ancestor_id, t.mandate_id, t.cycle_key, u.authority_id, t.due_on, t.state, t.in_time, t.band, t.counted, t.summed
    FROM (
      SELECT mandate_id, cycle_key, reporting_unit_id, due_on, state, in_time, band, 0 AS counted, obligations AS summed
        FROM tally_delta
      UNION ALL
      SELECT mandate_id, cycle_key, reporting_unit_id, due_on, state, COALESCE(in_time, 0), band, COUNT(*), 0 FROM obligation
        WHERE reporting_unit_id IS NOT NULL
        GROUP BY mandate_id, cycle_key, reporting_unit_id, due_on, state, COALESCE(in_time, 0), band
    ) t
    JOIN org_unit u ON u.id = t.reporting_unit_id JOIN org_unit_closure c ON c.descendant_id = t.reporting_unit_id
  ) both_sides
  WHERE EXISTS (SELECT 1 FROM org_tree WHERE id = 1 AND summed = 1)
  GROUP BY ${KEY} HAVING SUM(counted) <> SUM(summed)`;
