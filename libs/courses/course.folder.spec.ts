import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { exampleCourse } from '../../test/support/example-course.js';
import { courseFiles } from './course.export.js';
import { parseCourse } from './course.folder.js';
import { contentHash } from './course.hash.js';
import { courseReport } from './course.report.js';
import type { CourseFiles } from './folder.files.js';

const root = join(import.meta.dirname, '../../courses');

function realCourses(): { track: string; code: string; files: Map<string, Uint8Array> }[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path));
  return paths
    .filter((path) => path.endsWith(`${sep}course.yaml`))
    .map((path) => {
      const folder = dirname(path);
      const [track = '', code = ''] = relative(root, folder).split(sep);
      const inside = paths.filter((file) => file.startsWith(folder + sep) && /\.\w+$/.test(file));
      return { track, code, files: new Map(inside.map((file) => [relative(folder, file), readFileSync(file)])) };
    });
}

const real = realCourses();

const edited = (path: string, edit: (text: string) => string, files: CourseFiles = courseFiles(exampleCourse())) =>
  new Map([...files, [path, Buffer.from(edit(Buffer.from(files.get(path) ?? '').toString()))]]);

const placed = (files: CourseFiles) =>
  parseCourse(files).problems.map(({ file, line, path }) => `${file}:${String(line)} ${path}`);

describe('every real course', () => {
  test.each(real.map((course) => [course.code, course] as const))('%s is valid in both languages', (_code, course) => {
    const parsed = parseCourse(course.files, course);
    const report = courseReport(course, parsed);
    expect(report.errors).toEqual([]);
    expect(Math.min(report.words.ko, report.words.en, ...Object.values(report.minutes))).toBeGreaterThan(0);
  });

  test.each(real.map((course) => [course.code, course] as const))(
    '%s comes back with the same hash',
    (_code, course) => {
      const { document } = parseCourse(course.files, course);
      if (document === null) throw new Error('not valid');
      const again = parseCourse(courseFiles(document), course);
      expect(again.problems).toEqual([]);
      expect(again.document && contentHash(again.document)).toBe(contentHash(document));
    },
  );
});

describe('a course from the studio and from files', () => {
  it('is the same document with the same hash', () => {
    const document = exampleCourse();
    const parsed = parseCourse(courseFiles(document));
    expect(parsed.problems).toEqual([]);
    expect(parsed.document).toEqual(document);
    expect(parsed.document && contentHash(parsed.document)).toBe(contentHash(document));
  });

  it('keeps every text that a person may write', () => {
    const written = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      .filter((words) => words.trim() !== '' && !/(?![\n\t])\p{Cc}/u.test(words));
    fc.assert(
      fc.property(written, written, (ko, en) => {
        const document = exampleCourse({ summary: { ko, en } });
        const { document: back } = parseCourse(courseFiles(document));
        expect(back && contentHash(back)).toBe(contentHash(document));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of keys, the form of Hangul or the kind of line ends', () => {
    const hash = contentHash(exampleCourse());
    const { code, ...rest } = exampleCourse();
    expect(contentHash({ ...rest, code })).toBe(hash);
    const decomposed = edited('ko/01-opening.md', (text) => `\uFEFF${text.normalize('NFD').replaceAll('\n', '\r\n')}`);
    const { document } = parseCourse(decomposed);
    expect(document && contentHash(document)).toBe(hash);
    expect(contentHash(exampleCourse({ code: 'another' }))).not.toBe(hash);
  });
});

describe('an error names file, line and place', () => {
  it.each([
    [
      'a misspelt key',
      'course.yaml',
      (t: string) => t.replace('level: adult', 'levle: adult'),
      ['course.yaml:1 level', 'course.yaml:3 levle'],
    ],
    [
      'a number where text belongs',
      'course.yaml',
      (t: string) => t.replace('"5"', '5'),
      [/course.yaml:\d+ sources.0.article/],
    ],
    [
      'a heading that is the title',
      'ko/01-opening.md',
      (t: string) => `\n\n# 제목\n\n${t}`,
      ['ko/01-opening.md:3 lessons.0.body.ko'],
    ],
    ['raw HTML', 'en/01-opening.md', (t: string) => `${t}\n<b>x</b>`, [/en\/01-opening.md:\d+ lessons.0.body.en/]],
    [
      'a source that is not there',
      'ko/01-opening.md',
      (t: string) => t.replace('crpd-5', 'crpd-6'),
      ['ko/01-opening.md:4 lessons.0.body.ko'],
    ],
    [
      'a figure without alternative text',
      'ko/01-opening.md',
      (t: string) => t.replace('닫힌 문', ''),
      ['ko/01-opening.md:6 lessons.0.body.ko'],
    ],
    [
      'an address that is not https',
      'ko/01-opening.md',
      (t: string) => `${t}\n[x](javascript:alert(1))`,
      [/ko\/01-opening.md:\d+ /],
    ],
    [
      'an unknown call-out',
      'ko/01-opening.md',
      (t: string) => t.replace('[!case]', '[!note]'),
      [/ko\/01-opening.md:\d+ /],
    ],
    [
      'a choice that leads nowhere',
      'scenario/front-desk.yaml',
      (t: string) => t.replaceAll('to: e2', 'to: e9'),
      [/front-desk.yaml:\d+ .*to/, /front-desk.yaml:\d+ .*endings.1.id/],
    ],
    [
      'a path that goes round',
      'scenario/front-desk.yaml',
      (t: string) => t.replaceAll('to: e2', 'to: s1'),
      [/front-desk.yaml:\d+ .*situations.1.choices.1.to/, /endings.1.id/],
    ],
    [
      'two right answers',
      'questions.yaml',
      (t: string) => t.replace('- id: wrong', '- id: wrong\n        correct: true'),
      [/questions.yaml:\d+ items.0.choices/],
    ],
    [
      'a film that is not there',
      'course.yaml',
      (t: string) => t.replace('kind: reading', 'kind: video'),
      [/course.yaml:\d+ lessons.0.video/],
    ],
    ['broken YAML', 'course.yaml', (t: string) => t.replace('level:', '\tlevel'), [/course.yaml:\d+ /]],
    [
      'an alias',
      'questions.yaml',
      (t: string) => t.replace('code: p1a', 'code: &x p1a').replace('code: p2a', 'code: *x'),
      [/questions.yaml:\d+ /],
    ],
    ['a file that nothing uses', 'ko/09-more.md', () => 'x', ['ko/09-more.md:1 ']],
    ['a file the format does not have', 'notes.txt', () => 'x', ['notes.txt:1 ']],
  ])('%s', (_what, path, edit, expected) => {
    const found = placed(edited(path, edit));
    for (const place of expected)
      expect(found).toContainEqual(typeof place === 'string' ? place : expect.stringMatching(place));
  });

  it('lists all of them at once', () => {
    let files: CourseFiles = courseFiles(exampleCourse());
    files = edited(
      'course.yaml',
      (t) => t.replace('level: adult', 'level: baby').replace('draw: 3', 'draw: 30'),
      files,
    );
    files = edited('scenario/front-desk.yaml', (t) => t.replaceAll('to: e2', 'to: s1'), files);
    files = edited('ko/01-opening.md', (t) => `# x\n\n${t}`, files);
    const without = new Map([...files].filter(([path]) => path !== 'en/05-reflect.md'));
    const places = placed(without);
    for (const part of ['level', 'quiz.draw', 'choices.1.to', 'lessons.0.body.ko', 'lessons.4.slug'])
      expect(places).toContainEqual(expect.stringContaining(part));
  });

  it('says each in both languages', () => {
    const { problems } = parseCourse(new Map());
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message.ko).toMatch(/[가-힣]/);
    expect(problems[0]?.message.en).not.toMatch(/[가-힣]/);
  });

  it('notices a folder of another name', () => {
    const problems = parseCourse(courseFiles(exampleCourse()), { track: 'teachers', code: 'o8' }).problems;
    expect(problems.map(({ path }) => path).sort()).toEqual(['code', 'track']);
  });
});

describe('broken folders', () => {
  const mutation = fc.record({
    course: fc.nat(),
    file: fc.nat(),
    kind: fc.constantFrom('cut', 'insert', 'double', 'flip', 'lose', 'empty', 'swap', 'line', 'word'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 400 }),
    noise: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '- ',
        ': ',
        '{',
        '[[[[',
        '&a *a',
        '!!binary ',
        '? ',
        '<<: *x',
        '|\n',
        '---\n',
        '\t',
        '\0',
        '\uFEFF',
        '> > > > ',
        '__proto__: 1\n',
        '# ',
        '<script>',
        '![](',
        '#'.repeat(9),
      ),
    ),
  });
  type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

  function mutate(all: typeof real, m: Mutation): Map<string, Uint8Array> {
    const files = new Map(all[m.course % all.length]?.files);
    const names = [...files.keys()];
    const name = names[m.file % names.length] ?? '';
    const bytes = Buffer.from(files.get(name) ?? []);
    const at = Math.floor(m.at * bytes.length);
    const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
    const lines = bytes.toString().split('\n');
    const line = Math.floor(m.at * lines.length);
    const put = (content: Uint8Array) => files.set(name, content);
    if (m.kind === 'cut') put(Buffer.concat([head, tail.subarray(m.length)]));
    if (m.kind === 'insert') put(Buffer.concat([head, Buffer.from(m.noise), tail]));
    if (m.kind === 'double') put(Buffer.concat([bytes, tail]));
    if (m.kind === 'flip') put(Buffer.concat([head, Buffer.from([m.length & 0xff]), tail.subarray(1)]));
    if (m.kind === 'lose') files.delete(name);
    if (m.kind === 'empty') put(Buffer.from(m.noise));
    if (m.kind === 'swap') put(Buffer.from(files.get(names[(m.file + m.length) % names.length] ?? '') ?? []));
    if (m.kind === 'line') put(Buffer.from(lines.filter((_text, i) => i !== line).join('\n')));
    if (m.kind === 'word')
      put(
        Buffer.from(
          bytes
            .toString()
            .replace(/[\p{L}-]{4,}(?=:)/gu, (w: string, offset: number) => (Math.abs(offset - at) < 200 ? `x${w}` : w)),
        ),
      );
    return files;
  }

  it('never crash the checker, and every error has its place', () => {
    const small = [{ track: 'officials', code: 'o9-example', files: courseFiles(exampleCourse()) }];
    const check = (all: typeof real) => (mutations: Mutation[]) => {
      const files = mutations.reduce(
        (map, m) => mutate([{ track: '', code: '', files: map }], m),
        new Map(all[(mutations[0]?.course ?? 0) % all.length]?.files),
      );
      const { document, problems } = parseCourse(files);
      expect(document === null).toBe(problems.length > 0);
      for (const problem of problems) {
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.file).not.toBe('');
        expect(problem.message.ko && problem.message.en).toBeTruthy();
      }
    };
    fc.assert(fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), check(small)), { numRuns: 460 });
    fc.assert(fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), check(real)), { numRuns: 60 });
  });

  it.each([
    ['deep flow', '['.repeat(50_000)],
    ['deep block', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]`,
    ],
    ['a prototype', '__proto__: { code: x }\nconstructor: 1\ntoString: 2'],
    ['only a list', '- 1\n- 2'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['nothing', ''],
  ])('%s is refused quickly', (_what, yaml) => {
    const started = Date.now();
    expect(parseCourse(edited('course.yaml', () => yaml)).document).toBeNull();
    expect(Date.now() - started).toBeLessThan(5_000);
  });
});
