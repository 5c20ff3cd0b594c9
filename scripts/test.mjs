// `npm test`, `npm run check`: everything that CI checks. `npm test -- unit db` only those steps,
// `npm test -- unit -- -t name` with arguments for Jest.
import './launcher/node-version.mjs';

const { main } = await import('./launcher/say.mjs');
const { check } = await import('./checks/check.mjs');
await main(() => check(process.argv.slice(2)));
