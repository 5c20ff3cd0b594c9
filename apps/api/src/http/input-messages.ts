import { type Text, text } from '#libs/language';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with one field and what would be right, in plain words. */
export function inputMessage(issue: Issue): Text {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? text('꼭 필요한 항목입니다.', 'This field is required.')
        : text(`형식이 다릅니다. ${issue.expected} 값을 넣어 주세요.`, `Wrong type: expected ${issue.expected}.`);
    case 'too_small':
      return text(
        `너무 짧거나 작습니다. ${String(issue.minimum)} 이상이어야 합니다.`,
        `Too short or too small: at least ${String(issue.minimum)}.`,
      );
    case 'too_big':
      return text(
        `너무 길거나 큽니다. ${String(issue.maximum)} 이하여야 합니다.`,
        `Too long or too large: at most ${String(issue.maximum)}.`,
      );
    case 'invalid_value':
      return text(
        `다음 가운데 하나를 넣어 주세요: ${issue.values.map(String).join(', ')}`,
        `Use one of: ${issue.values.map(String).join(', ')}`,
      );
    case 'unrecognized_keys':
      return text(`모르는 항목입니다: ${issue.keys.join(', ')}`, `Unknown field: ${issue.keys.join(', ')}`);
    case 'invalid_format':
      return text(`형식이 맞지 않습니다 (${issue.format}).`, `The format is wrong (${issue.format}).`);
    default:
      return text('값이 맞지 않습니다.', issue.message === '' ? 'The value is not valid.' : issue.message);
  }
}
