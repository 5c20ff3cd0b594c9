// `npm run api-client`: the web app's typed client, from the API's own OpenAPI document. `--check` only says whether
// it is current.
import './launcher/node-version.mjs';

const { main } = await import('./launcher/say.mjs');
const { apiClient } = await import('./launcher/api-client.mjs');
await main(() => apiClient({ check: process.argv.includes('--check') }));
