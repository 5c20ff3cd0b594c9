import type { CourseDocument } from './course.schema.js';

export interface OutdatedSource {
  course: string;
  source: string;
  cited: string;
  newer: string;
}

/**
 * Sources that another course cites in a later version: the same instrument by its title, of which the version is a
 * date. Fictional ones are the same everywhere.
 */
export function outdatedSources(documents: readonly Pick<CourseDocument, 'code' | 'sources'>[]): OutdatedSource[] {
  const newest = new Map<string, string>();
  const cited = documents.flatMap(({ code, sources }) =>
    sources.flatMap(({ id, title, article, version, fictional }) =>
      fictional || version === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(version)
        ? []
        : [{ course: code, source: id, key: `${title.ko} ${article ?? ''}`, version }],
    ),
  );
  for (const { key, version } of cited) if (version > (newest.get(key) ?? '')) newest.set(key, version);
  return cited.flatMap(({ course, source, key, version }) => {
    const newer = newest.get(key) ?? version;
    return newer > version ? [{ course, source, cited: version, newer }] : [];
  });
}
