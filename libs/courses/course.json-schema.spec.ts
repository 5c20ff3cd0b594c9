import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { exampleCourse } from '../../test/support/example-course.js';
import { courseJsonSchemas } from './course.json-schema.js';

describe('the published JSON Schemas', () => {
  it.each([...courseJsonSchemas()])(
    'courses/schema/%s is fresh (npm run madang -- courses schema)',
    (name, content) => {
      expect(readFileSync(join(import.meta.dirname, '../../courses/schema', name), 'utf8')).toBe(content);
    },
  );

  it('accept a valid document and refuse a broken one', () => {
    const schema = JSON.parse(courseJsonSchemas().get('document.schema.json') ?? '') as object;
    const validate = new Ajv.Ajv2020({ strict: false }).compile(schema);
    expect(validate(exampleCourse())).toBe(true);
    expect(validate({ ...exampleCourse(), track: 'nobody' })).toBe(false);
  });
});
