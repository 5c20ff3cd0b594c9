import { z } from 'zod';

import { mandateDocumentSchema } from './rule.schema.js';

/** The published JSON Schema of a mandate file, as it stands in `courses/schema/mandate.schema.json`. */
export function mandateJsonSchema(): string {
  const json = z.toJSONSchema(mandateDocumentSchema, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify(json, null, 2)}\n`;
}
