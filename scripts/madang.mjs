// `npm run madang -- <command>`: the operator's commands, over the servers of `npm start` or, where it is not
// running, over the same servers started for as long as the command takes.
import './launcher/node-version.mjs';

const { main } = await import('./launcher/say.mjs');
const { madang } = await import('./launcher/madang.mjs');
await main(() => madang(process.argv.slice(2)));
