import type { Config } from '#libs/config';
import type { Database } from '#libs/database';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram, until } from './processes.js';
import type { SmtpSink } from './smtp-sink.js';

export interface MailKills {
  /** Mails that the server took, each delivery counted. */
  readonly taken: number;
  /** Marked as sent, and never taken. */
  readonly lost: number;
  readonly doubled: number;
  /** Taken three times or more. */
  readonly more: number;
  /** Doubled, and the row does not say that it may be. */
  readonly unsaid: number;
  /** Rows that say that their mail may have gone out twice. */
  readonly doubted: number;
}

/** Has a worker deliver all mails that are promised, and kills it so often on the way. */
export async function killWhileMailing(
  { config, db, sink }: { readonly config: Config; readonly db: Database; readonly sink: SmtpSink },
  mails: number,
  kills: number,
  progress: (line: string) => void = () => undefined,
): Promise<MailKills> {
  const overrides = { SMTP_URL: sink.url, MADANG_QUEUES: 'mail' };
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = sink.taken.length;
    const worker = await startProgram('worker', config, overrides);
    // Killed while mails go out, each time at another moment of a sending. After a kill nothing may move for a
    // while: what the dead worker held comes back when its leases run out.
    await until(
      () => Promise.resolve(sink.taken.length),
      (taken) => taken > before + 10 || taken >= mails,
      150,
      5,
    );
    await sleep((kill * 7) % 20);
    await worker.kill('SIGKILL');
    if (kill % 10 === 0) progress(`${String(kill)} kills, ${String(sink.taken.length)} mails`);
  }
  await startProgram('worker', config, overrides);
  const sent = async (): Promise<number> => {
    const [row] = await db.query<{ n: number | string }[]>(`SELECT COUNT(*) AS n FROM message WHERE state = 'sent'`);
    return Number(row?.n ?? 0);
  };
  await until(sent, (n) => n === mails, kills >= 50 ? 1_200 : 200, 250);

  const times = new Map<string, number>();
  for (const id of sink.taken) times.set(id, (times.get(id) ?? 0) + 1);
  const rows = await db.query<{ id: Buffer; doubted_at: Date | null }[]>('SELECT id, doubted_at FROM message');
  const host = new URL(config.MADANG_ORIGIN).hostname;
  const idOf = (row: { id: Buffer }): string =>
    `${row.id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}@${host}`;
  const doubled = [...times].filter(([, count]) => count > 1);
  const doubted = new Set(rows.filter((row) => row.doubted_at !== null).map(idOf));
  return {
    taken: sink.taken.length,
    lost: rows.filter((row) => !times.has(idOf(row))).length,
    doubled: doubled.length,
    more: doubled.filter(([, count]) => count > 2).length,
    unsaid: doubled.filter(([id]) => !doubted.has(id)).length,
    doubted: doubted.size,
  };
}
