import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { LIMITS, TRACKS } from './course.vocabulary.js';
import type { CoursePlace } from './course.folder.js';
import type { CourseFiles } from './folder.files.js';

/** The course folders below a root (`<root>/<track>/<code>`), in order of their names. */
export async function listCourseFolders(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const track of TRACKS) {
    const entries = await readdir(join(root, track), { withFileTypes: true }).catch(ifMissing);
    for (const entry of entries) if (entry.isDirectory() && !entry.name.startsWith('.')) folders.push(join(root, track, entry.name));
  }
  return folders.sort();
}

/** Reads a folder into memory, no more of it than a course may hold. */
export async function readCourseFolder(folder: string): Promise<{ place: CoursePlace; files: CourseFiles }> {
  const names = await readdir(folder, { recursive: true, encoding: 'utf8' });
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const name of names.sort()) {
    const path = join(folder, name);
    const found = await stat(path);
    if (!found.isFile()) continue;
    bytes += found.size;
    // An oversized file is represented by one byte too many: the parser reports it without our reading it all.
    const content = found.size > LIMITS.fileBytes || bytes > LIMITS.folderBytes ? Buffer.alloc(LIMITS.fileBytes + 1) : await readFile(path);
    files.set(relative(folder, path).split(sep).join('/'), content);
    if (files.size > LIMITS.files) break;
  }
  const absolute = resolve(folder);
  return { place: { code: basename(absolute).normalize('NFC'), track: basename(dirname(absolute)) }, files };
}

function ifMissing(error: unknown): [] {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
