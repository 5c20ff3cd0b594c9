import { LineCounter, isNode, isPair, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';

import { type Text, text } from '#libs/language';

import { type RuleProblem, ruleProblems } from './rule.refusals.js';
import { type MandateDocument, mandateDocumentSchema } from './rule.schema.js';

/** One thing wrong in a mandate's file, with its place and the remedy. */
export interface MandateFileProblem {
  readonly file: string;
  /** 1-based; 0 when the file as a whole is meant. */
  readonly line: number;
  /** Dotted path in the document, `satisfiedBy.0.1.hours`. */
  readonly path: string;
  readonly message: Text;
}

export interface CheckedMandate {
  /** Null when there is any problem. */
  readonly document: MandateDocument | null;
  readonly problems: readonly MandateFileProblem[];
}

/** Reads one `courses/mandates/<code>.yaml`; lists every problem with file and line, and never throws. */
export function checkMandateFile(file: string, source: string): CheckedMandate {
  const lines = new LineCounter();
  const yaml = parseDocument(source.normalize('NFC'), { lineCounter: lines, prettyErrors: false });
  const syntax = [...yaml.errors, ...yaml.warnings].map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    path: '',
    message: text(`YAML을 읽을 수 없습니다: ${error.message}`, `The YAML can't be read: ${error.message}`),
  }));
  if (syntax.length > 0) return { document: null, problems: syntax };

  let value: unknown;
  try {
    value = yaml.toJS({ maxAliasCount: 20 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      document: null,
      problems: [
        { file, line: 0, path: '', message: text(`YAML을 읽을 수 없습니다: ${why}`, `The YAML can't be read: ${why}`) },
      ],
    };
  }
  const place = (problem: RuleProblem): MandateFileProblem => ({
    file,
    line: lineOf(yaml, lines, problem.path),
    path: problem.path.join('.'),
    message: problem.message,
  });

  const parsed = mandateDocumentSchema.safeParse(value);
  if (!parsed.success) return { document: null, problems: shapeProblems(parsed.error.issues).map(place) };
  const problems = ruleProblems(parsed.data).map(place);
  const expected = `${parsed.data.code}.yaml`;
  if (!file.endsWith(expected)) {
    problems.unshift({
      file,
      line: lineOf(yaml, lines, ['code']),
      path: 'code',
      message: text(
        `파일 이름이 코드와 다릅니다. ${expected}(으)로 저장해 주세요.`,
        `The file's name differs from the code: save it as ${expected}.`,
      ),
    });
  }
  return { document: problems.length === 0 ? parsed.data : null, problems };
}

type Issue = z.core.$ZodIssue;

/** An alternative that fails as a whole is reported by what is wrong in the branch that came closest. */
function shapeProblems(issues: readonly Issue[], base: RuleProblem['path'] = []): readonly RuleProblem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    const branches = issue.code === 'invalid_union' ? issue.errors : [];
    const closest = [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (closest !== undefined && closest.length > 0) return shapeProblems(closest, path);
    return [{ path, message: shapeProblem(issue) }];
  });
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function shapeProblem(issue: Issue): Text {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.join(', ');
      return text(`모르는 항목입니다: ${keys}. 철자를 확인해 주세요.`, `Unknown: ${keys}. Check the spelling.`);
    }
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return text(`다음 가운데 하나여야 합니다: ${values}`, `Must be one of: ${values}`);
    }
    default:
      return text(`값이 잘못되었거나 빠졌습니다 (${issue.message})`, `Wrong or missing value (${issue.message})`);
  }
}

/** The line of the deepest node on `path` that the file has. */
function lineOf(document: Document, lines: LineCounter, path: RuleProblem['path']): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = isNode(node) ? node.range : isPair(node) && isNode(node.key) ? node.key.range : undefined;
    if (range) return lines.linePos(range[0]).line;
  }
  return 0;
}
