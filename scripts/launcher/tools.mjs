// What the tests need besides the servers: a browser, Korean letters, and programs that read PDFs.
import { aptInstall } from './apt.mjs';
import { findMariadb } from './mariadb.mjs';
import { ask, findProgram } from './program.mjs';
import { findRedis } from './redis.mjs';
import { Refusal } from './say.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * Each with the Debian packages that bring it.
 * @type {{ [name in Tool]: { packages: string[], find: () => Promise<string | null> } }}
 * @typedef {'mariadb' | 'redis' | 'chromium' | 'korean fonts' | 'pdftotext' | 'zbarimg' | 'qpdf'} Tool
 */
const TOOLS = {
  mariadb: {
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    find: async () => (await findMariadb())?.server ?? null,
  },
  redis: { packages: ['redis-tools'], find: async () => (await findRedis())?.program ?? null },
  chromium: { packages: ['chromium'], find: findChromium },
  'korean fonts': {
    packages: ['fonts-noto-cjk', 'fontconfig'],
    find: async () => ((await ask('fc-list', [':lang=ko', 'file']))?.trim() ? 'fc-list' : null),
  },
  pdftotext: { packages: ['poppler-utils'], find: async () => findProgram('pdftotext') },
  zbarimg: { packages: ['zbar-tools'], find: async () => findProgram('zbarimg') },
  qpdf: { packages: ['qpdf'], find: async () => findProgram('qpdf') },
};

/**
 * Installs what is missing where we may, all at once. What cannot be installed is told when it is needed, by
 * {@link requireTool}, so that the rest can be tested all the same.
 * @param {Iterable<Tool>} tools
 * @param {AbortSignal} signal
 * @returns {Promise<string | undefined>} what was said when installing failed
 */
export async function installTools(tools, signal) {
  const found = await Promise.all([...tools].map(async (tool) => ({ tool, at: await TOOLS[tool].find() })));
  const packages = found.filter(({ at }) => at === null).flatMap(({ tool }) => TOOLS[tool].packages);
  if (packages.length === 0) return undefined;
  try {
    await aptInstall(packages, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.detail;
  }
}

/**
 * @param {Tool} tool
 * @returns {Promise<string>} where it is
 */
export async function requireTool(tool) {
  const at = await TOOLS[tool].find();
  if (at !== null) return at;
  const packages = TOOLS[tool].packages.join(' ');
  const elsewhere = tool === 'chromium' ? ', TEST_CHROMIUM=/…/chrome' : '';
  throw new Refusal(
    `${tool}이(가) 없어서 시험할 수 없습니다. 설치하세요: sudo apt-get install ${packages}${elsewhere}`,
    `${tool} is missing, so this cannot be tested. Install it: sudo apt-get install ${packages}${elsewhere}`,
  );
}

/** Ubuntu's chromium-browser is a mere hint at a snap: only what tells its version counts. */
async function findChromium() {
  const given = process.env.TEST_CHROMIUM;
  for (const program of given ? [given] : BROWSERS.map(findProgram)) {
    if (program && /\d+\.\d+/.test((await ask(program, ['--version'])) ?? '')) return program;
  }
  return null;
}
