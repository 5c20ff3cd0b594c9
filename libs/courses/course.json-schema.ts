import { z } from 'zod';

import {
  casesFileSchema,
  courseDocumentSchema,
  courseFileSchema,
  glossaryFileSchema,
  questionsFileSchema,
  scenarioFileSchema,
} from './course.schema.js';

/**
 * The published JSON Schemas by file name: three for the files of a course folder and two for
 * what all courses share (an editor completes and checks with them), one for the whole document that the studio's API takes. `madang courses schema` writes them.
 */
export function courseJsonSchemas(): Map<string, string> {
  const schemas = {
    course: courseFileSchema,
    scenario: scenarioFileSchema,
    questions: questionsFileSchema,
    glossary: glossaryFileSchema,
    cases: casesFileSchema,
    document: courseDocumentSchema,
  };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
      return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`];
    }),
  );
}
