// The web app's typed client, from the API's own OpenAPI document. `--check` only says whether it is current.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const TARGET = 'apps/web/src/api/schema.ts';

const document = JSON.parse(
  execFileSync(process.execPath, ['dist/apps/api/src/print-openapi.js'], { encoding: 'utf8', maxBuffer: 64e6 }),
);
const { default: openapiTS, astToString } = await import('openapi-typescript');
const types = `// Made by \`npm run api-client\` from the API's OpenAPI document. Not edited by hand.\n\n${astToString(
  await openapiTS(document, { alphabetize: true }),
)}`;

if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== types) {
    console.error(`${TARGET} 이(가) API와 다릅니다. npm run api-client 를 실행하세요.`);
    console.error(`${TARGET} differs from the API: run npm run api-client.`);
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, types);
}
