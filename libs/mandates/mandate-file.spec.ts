import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkMandateFile } from './mandate-file.js';
import { checkMandateFolder } from './mandate-folder.js';
import { mandateJsonSchema } from './mandate.json-schema.js';

const courses = join(process.cwd(), 'courses');
const officials = readFileSync(join(courses, 'mandates/gaon-officials.yaml'), 'utf8');

describe('checkMandateFile', () => {
  it('accepts every mandate of the demo city', async () => {
    const checked = await checkMandateFolder(join(courses, 'mandates'));
    expect(checked.flatMap(({ problems }) => problems)).toEqual([]);
    expect(checked.map(({ document }) => document?.code)).toEqual([
      'gaon-elderly-care',
      'gaon-officials',
      'gaon-school-students',
      'gaon-teachers',
    ]);
  });

  it('names the line of each thing wrong', () => {
    const source = officials
      .replace('bearer: person', 'bearer: nobody')
      .replace('targetDue: 11-30', 'targetDue: 31-11')
      .replace('late: still-owed', 'late: still-owed\nspelled-wrong: 1');
    const { document, problems } = checkMandateFile('gaon-officials.yaml', source);
    expect(document).toBeNull();
    const lines = source.split('\n');
    for (const [path, word] of [
      ['bearer', 'nobody'],
      ['cycle.targetDue', '31-11'],
    ]) {
      const problem = problems.find((p) => p.path === path);
      expect(lines[(problem?.line ?? 0) - 1]).toContain(word);
    }
    expect(problems.some(({ message }) => message.en.includes('spelled-wrong'))).toBe(true);
  });

  it.each([
    ['due before it opens', 'opens: 01-01, due: 12-31, targetDue: 11-30', 'opens: 06-01, due: 05-01'],
    ['a target after the due date', 'due: 12-31, targetDue: 11-30', 'due: 11-30, targetDue: 12-01'],
    [
      'an end before the beginning',
      'effective: { from: 2026-01-01 }',
      'effective: { from: 2026-01-01, to: 2025-01-01 }',
    ],
  ])('refuses %s', (_name, from, to) => {
    expect(checkMandateFile('gaon-officials.yaml', officials.replace(from, to)).problems).not.toEqual([]);
  });

  it('refuses a broken file without throwing', () => {
    expect(checkMandateFile('x.yaml', 'a: [1').problems[0]?.line).toBe(1);
    expect(checkMandateFile('x.yaml', '').document).toBeNull();
    expect(checkMandateFile('x.yaml', '- 1\n- 2').document).toBeNull();
  });

  it('has its published JSON Schema up to date (else: npm run madang -- mandates schema)', () => {
    expect(readFileSync(join(courses, 'schema/mandate.schema.json'), 'utf8')).toBe(mandateJsonSchema());
  });
});
