// `npm run bench -- <name> [--people N] [--json] [--buffer-pool 4G]`: measurements over servers of their own.
import './launcher/node-version.mjs';

const { main } = await import('./launcher/say.mjs');
const { bench } = await import('./launcher/bench.mjs');
await main(() => bench(process.argv.slice(2)));
