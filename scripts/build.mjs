// `npm run build`: what is stale, as `npm start` and `npm test` build it.
import './launcher/node-version.mjs';

const { main } = await import('./launcher/say.mjs');
const { ensureBuilt } = await import('./launcher/build.mjs');
const { ensurePackages } = await import('./launcher/install.mjs');
const { stopSignal } = await import('./launcher/signals.mjs');
await main(async () => {
  const { signal } = stopSignal();
  await ensurePackages(signal);
  await ensureBuilt(signal);
});
