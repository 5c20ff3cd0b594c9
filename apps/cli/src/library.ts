import {
  courseReport,
  type LibraryCourse,
  libraryMap,
  libraryTable,
  listCourseFolders,
  parseCourse,
  readCourseFolder,
  readShared,
  type TopicNeed,
  withGenerated,
} from '#libs/courses';
import { checkMandateFolder, mandateFolders } from '#libs/mandates';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The two pages that show the library as it is, with what people wrote in them kept.
 *
 * @param root of the checkout
 * @returns content by path below the root
 */
export async function libraryPages(root: string): Promise<ReadonlyMap<string, string>> {
  const courses = await libraryCourses(join(root, 'courses'));
  const needs = await topicNeeds(join(root, 'courses', 'mandates'));
  const pages = { 'courses/README.md': libraryMap(courses, needs), 'docs/library.md': libraryTable(courses) };
  const written = new Map<string, string>();
  for (const [path, text] of Object.entries(pages)) {
    written.set(path, withGenerated(await readFile(join(root, path), 'utf8'), text));
  }
  return written;
}

async function libraryCourses(dir: string): Promise<LibraryCourse[]> {
  const { ids } = await readShared(dir);
  const courses: LibraryCourse[] = [];
  for (const folder of await listCourseFolders(dir)) {
    const { place, files } = await readCourseFolder(folder);
    const parsed = parseCourse(files, place, ids);
    if (parsed.document !== null) courses.push({ report: courseReport(place, parsed), document: parsed.document });
  }
  return courses;
}

async function topicNeeds(dir: string): Promise<TopicNeed[]> {
  const folders = await mandateFolders(dir);
  const checked = (await Promise.all(folders.map((folder) => checkMandateFolder(folder, [])))).flat();
  return checked
    .flatMap(({ document }) => {
      if (document === null) return [];
      const topics = [...document.mustInclude, ...document.satisfiedBy.flat()].flatMap((part) =>
        'topic' in part ? (part.topic ?? []) : [],
      );
      return topics.length === 0
        ? []
        : [{ code: document.code, title: document.title.ko, topics: [...new Set(topics)] }];
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
