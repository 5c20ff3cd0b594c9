import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { LIMITS, TRACKS } from './course.vocabulary.js';
import type { CoursePlace } from './course.folder.js';
import type { CourseFiles } from './folder.files.js';
import { CASES, GLOSSARY, parseShared, type SharedContent } from './shared.files.js';

/** The course folders below a root (`<root>/<track>/<code>`), in order of their names. */
export async function listCourseFolders(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const track of TRACKS) {
    const entries = await readdir(join(root, track), { withFileTypes: true }).catch(ifMissing);
    for (const entry of entries)
      if (entry.isDirectory() && !entry.name.startsWith('.')) folders.push(join(root, track, entry.name));
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
    const blob = /\.(?:mp4|zip)$/.test(name);
    if (!blob) bytes += found.size;
    const limit = blob ? LIMITS.blobBytes : LIMITS.fileBytes;
    // An oversized file is represented by one byte too many: the parser reports it without our reading it all.
    const content = found.size > limit || bytes > LIMITS.folderBytes ? Buffer.alloc(limit + 1) : await readFile(path);
    files.set(relative(folder, path).split(sep).join('/'), content);
    if (files.size > LIMITS.files) break;
  }
  const absolute = resolve(folder);
  return { place: { code: basename(absolute).normalize('NFC'), track: basename(dirname(absolute)) }, files };
}

/** What all courses below a root share; a missing file is an empty one. */
export async function readShared(root: string): Promise<SharedContent> {
  const text = (name: string) =>
    readFile(join(root, name), 'utf8').catch((error: unknown) => {
      ifMissing(error);
      return null;
    });
  const codes = new Set((await listCourseFolders(root)).map((folder) => basename(folder).normalize('NFC')));
  return parseShared({ glossary: await text(GLOSSARY), cases: await text(CASES) }, codes);
}

function ifMissing(error: unknown): [] {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
