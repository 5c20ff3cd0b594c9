import { escape } from 'mysql2';
import type { EntityManager } from 'typeorm';

// Far below the default max_allowed_packet of 16 MB, and enough that the statement itself costs little.
const BYTES_PER_STATEMENT = 1_000_000;
const ROWS_PER_STATEMENT = 1_000;

/**
 * Inserts many rows in as few statements as fit. The values are written into the statement here: the driver's own way
 * looks for each placeholder in a text of a megabyte.
 * @param onDuplicate e.g. `ON DUPLICATE KEY UPDATE n = n + VALUES(n)`; appended as it stands
 */
export async function insertRows(
  tx: EntityManager,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  onDuplicate = '',
): Promise<void> {
  const names = columns.map((name) => `\`${name}\``).join(', ');
  const head = `INSERT INTO \`${table}\` (${names}) VALUES `;
  for (let from = 0; from < rows.length;) {
    let values = '';
    let to = from;
    while (to < rows.length && to - from < ROWS_PER_STATEMENT && values.length < BYTES_PER_STATEMENT) {
      values += `${to === from ? '' : ','}${rowLiteral(rows[to] ?? [])}`;
      to += 1;
    }
    await tx.query(`${head}${values} ${onDuplicate}`);
    from = to;
  }
}

/** A row's values as SQL writes them after `VALUES`. */
export function rowLiteral(row: readonly unknown[]): string {
  return `(${row.map(literal).join(',')})`;
}

const UNSAFE = /['\\]|\p{Cc}/u;

/** A value as SQL says it; instants in UTC, as the connection is set. */
function literal(value: unknown): string {
  if (typeof value === 'string' && !UNSAFE.test(value)) return `'${value}'`;
  if (Buffer.isBuffer(value)) return `X'${value.toString('hex')}'`;
  return escape(value as Parameters<typeof escape>[0], true, 'Z');
}
