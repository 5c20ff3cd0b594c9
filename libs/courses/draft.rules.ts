import { type CourseDocument, courseDocumentSchema } from './course.schema.js';
import { looseRecord } from './loose.js';

/**
 * A course document from whatever of an unfinished draft is valid, the rest as a new course begins: something to
 * show, and to start from. Never published: for that the draft itself is checked.
 */
export function looseDocument(draft: object): CourseDocument {
  const found = looseRecord(draft);
  const kept = Object.entries(courseDocumentSchema.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(found[key]);
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data] as const] : [];
  });
  return { ...newCourse, ...Object.fromEntries(kept) };
}

const newCourse: CourseDocument = {
  code: '',
  track: 'officials',
  level: 'adult',
  languages: ['ko', 'en'],
  title: { ko: '', en: '' },
  summary: { ko: '', en: '' },
  objectives: [{ ko: '', en: '' }],
  credit: { minutes: 60, mode: 'self-paced', method: 'participatory', topics: [] },
  tags: { approach: [], rights: [], instruments: [], indicators: [] },
  seats: ['official', 'civil-society', 'academia', 'rights-holder'],
  lessons: [],
  sources: [],
  items: [],
  figures: [],
  captions: [],
  blobs: [],
};
