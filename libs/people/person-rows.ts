import { type Database, toBin } from '#libs/database';

/** Rows of a table that speak of a person, as the part that owns the table says. */
export interface PersonRows {
  readonly table: string;
  /** The column with the person. */
  readonly column: string;
  /** The column that names a row beside it; the same one where a person has one row at most. */
  readonly key: string;
}

/** What people needs to go over itself; facts are stated anew, names stay. */
export const PEOPLE_ROWS: readonly PersonRows[] = [{ table: 'accommodation', column: 'person_id', key: 'person_id' }];

/** Rows that now speak of another person: what is needed to give them back. */
export interface MovedRows extends PersonRows {
  /** In hexadecimal. */
  readonly keys: readonly string[];
}

/**
 * Rows of one person go over to another; what stands in them is not touched. A row that the other one has already, of
 * the same source or session, stays: the same hour is not counted twice.
 */
export async function moveRows(db: Database, rows: PersonRows, from: string, to: string): Promise<MovedRows> {
  const { table, column, key } = rows;
  const keysOf = async (): Promise<readonly string[]> => {
    const found = await db.manager.query<{ row_key: string }[]>(
      `SELECT HEX(\`${key}\`) AS row_key FROM \`${table}\` WHERE \`${column}\` = ? ORDER BY \`${key}\` FOR UPDATE`,
      [toBin(from)],
    );
    return found.map((row) => row.row_key);
  };
  const before = await keysOf();
  if (before.length === 0) return { table, column, key, keys: [] };
  await db.manager.query(`UPDATE IGNORE \`${table}\` SET \`${column}\` = ? WHERE \`${column}\` = ?`, [
    toBin(to),
    toBin(from),
  ]);
  const stayed = new Set(await keysOf());
  return { table, column, key, keys: before.filter((id) => !stayed.has(id)) };
}

/** The way back from {@link moveRows}. */
export async function returnRows(
  db: Database,
  { table, column, key, keys }: MovedRows,
  from: string,
  to: string,
): Promise<void> {
  if (keys.length === 0) return;
  const onlyOne = key === column;
  await db.manager.query(
    `UPDATE IGNORE \`${table}\` SET \`${column}\` = ?
     WHERE \`${column}\` = ? ${onlyOne ? '' : `AND HEX(\`${key}\`) IN (?)`}`,
    [toBin(to), toBin(from), ...(onlyOne ? [] : [keys])],
  );
}
