// `npm start`: the whole product on this machine by one command.
import './launcher/node-version.mjs';

const { main } = await import('./launcher/say.mjs');
const { start } = await import('./launcher/start.mjs');
await main(start);
