import { parseArgs } from 'node:util';
import { killPrograms } from '../support/processes.js';
import { type Bench, withBench } from './bench.js';
import { certificates } from './certificates.js';
import { city } from './city.js';
import { completions } from './completions.js';
import { evaluate } from './evaluate.js';
import { jsonLine, textLine } from './figures.js';
import { importList } from './import.js';
import { learning } from './learning.js';
import { mailKill } from './mail-kill.js';
import { reminders } from './reminders.js';
import { reports } from './reports.js';
import { machineLine } from './machine.js';

/** Every measurement there is. */
const BENCHES: Readonly<Record<string, Bench>> = {
  certificates,
  city,
  completions,
  evaluate,
  import: importList,
  learning,
  'mail-kill': mailKill,
  reminders,
  reports,
};

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      people: { type: 'string' },
      json: { type: 'boolean', default: false },
      // For the launcher, which starts the database.
      'buffer-pool': { type: 'string' },
    },
  });
  const [name = ''] = positionals;
  const bench = BENCHES[name];
  const people = values.people === undefined ? undefined : Number(values.people);
  if (!bench || (people !== undefined && !(Number.isInteger(people) && people > 0))) {
    process.stderr.write(`npm run bench -- <${Object.keys(BENCHES).join(' | ')}> [--people N] [--json]\n`);
    return 2;
  }
  const progress = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  try {
    const figures = await withBench(people, progress, bench);
    const lines = values.json
      ? figures.map((figure) => jsonLine(name, figure))
      : [`${name}: ${machineLine()}`, ...figures.map(textLine)];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  } finally {
    await killPrograms();
  }
}

process.exitCode = await main();
