import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleCourse } from '../../test/support/example-course.js';
import { courseFiles } from './course.export.js';
import { parseCourse } from './course.folder.js';
import { contentHash } from './course.hash.js';
import { unzipCourse, zipOf } from './course.zip.js';

const files = courseFiles(exampleCourse());
const plain = (map: ReadonlyMap<string, Uint8Array>) =>
  [...map].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]).sort();

describe('a course as a ZIP file', () => {
  it('comes back with every file, and the course with its hash', () => {
    const zip = zipOf(files);
    expect(plain(unzipCourse(zip))).toEqual(plain(files));
    expect(zipOf(unzipCourse(zip))).toEqual(zip);
    const { document } = parseCourse(unzipCourse(zip));
    expect(document && contentHash(document)).toBe(contentHash(exampleCourse()));
  });

  it('may have been made from the folder around it', () => {
    const around = new Map([...files].map(([path, bytes]) => [`o9-example/${path}`, bytes]));
    expect(plain(unzipCourse(zipOf(around)))).toEqual(plain(files));
  });

  it('is read by other programs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zip-'));
    writeFileSync(join(folder, 'a.zip'), zipOf(files));
    const script =
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))';
    const listed = execFileSync('python3', ['-c', script, join(folder, 'a.zip')]).toString();
    rmSync(folder, { recursive: true });
    expect(Number(listed)).toBe(files.size);
  });

  it('that is broken anywhere is refused, or read as it was', () => {
    const zip = zipOf(files);
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, by, cut) => {
        const bad = cut ? zip.subarray(0, at) : Buffer.from(zip);
        if (!cut) bad[at] = (bad[at] ?? 0) ^ by;
        try {
          for (const [path, bytes] of unzipCourse(bad))
            if (files.has(path)) expect(Buffer.from(bytes)).toEqual(Buffer.from(files.get(path)!));
        } catch (error) {
          expect(error).toMatchObject({ code: 'courses.invalid-course' });
        }
      }),
      { numRuns: 200 },
    );
  });
});
