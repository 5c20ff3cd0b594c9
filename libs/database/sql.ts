import type { EntityManager } from 'typeorm';

/** `(?, ?, ?)` repeated for each row. */
export function placeholders(columns: number, rows = 1): string {
  const one = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
  return Array.from({ length: rows }, () => one).join(', ');
}

// Below the 65,535 parameters of a statement, and small enough for the default max_allowed_packet of 16 MB.
const PARAMETERS_PER_STATEMENT = 8_000;

/**
 * Inserts many rows in as few statements as the protocol allows.
 * @param onDuplicate e.g. `ON DUPLICATE KEY UPDATE n = n + VALUES(n)`; appended as it stands
 */
export async function insertRows(
  tx: EntityManager,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  onDuplicate = '',
): Promise<void> {
  const perStatement = Math.max(1, Math.floor(PARAMETERS_PER_STATEMENT / columns.length));
  const names = columns.map((name) => `\`${name}\``).join(', ');
  for (let from = 0; from < rows.length; from += perStatement) {
    const batch = rows.slice(from, from + perStatement);
    await tx.query(
      `INSERT INTO \`${table}\` (${names}) VALUES ${placeholders(columns.length, batch.length)} ${onDuplicate}`,
      batch.flat(),
    );
  }
}
