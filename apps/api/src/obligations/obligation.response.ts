import type { ObligationView } from '#libs/mandates';
import type { z } from 'zod';
import type { obligation } from './obligations.schema.js';

type ObligationResponse = z.input<typeof obligation>;

/** An obligation as it leaves, with the courses that would bring it nearer. */
export function obligationResponse(
  view: ObligationView,
  courses: ObligationResponse['courses'] = [],
): ObligationResponse {
  const { mandate, ...rest } = view;
  return {
    ...rest,
    alternatives: rest.alternatives.map(({ met, parts }) => ({ met, parts: [...parts] })),
    mustInclude: [...rest.mustInclude],
    reasons: [...rest.reasons],
    credits: [...rest.credits],
    mandate: {
      ...mandate,
      basis: mandate.basis.map((basis) => ({
        ...basis,
        article: basis.article === '' ? null : basis.article,
        version: basis.version ?? null,
        url: basis.url ?? null,
        question: basis.question ?? null,
      })),
    },
    courses,
  };
}
