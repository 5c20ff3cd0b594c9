import type { Root, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

import { CALLOUTS, LIMITS, type Callout } from './course.vocabulary.js';

const parser = unified().use(remarkParse).use(remarkGfm);

/**
 * Parses Markdown. Null where the text is longer than the format allows or marked up beyond what a person writes:
 * that only happens by accident or in an attack, and a parser must not be what stops the process.
 */
export function parseMarkdown(markdown: string): Root | null {
  if (markdown.length > LIMITS.markdown || isOvermarked(markdown)) return null;
  return parser.parse(markdown);
}

const MAX_MARKS_IN_PARAGRAPH = 500;

/** Deep nesting costs the parser a stack frame a level; emphasis marks in one paragraph cost quadratic time (37 s for 38,000). */
function isOvermarked(markdown: string): boolean {
  if (/^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){20}/m.test(markdown) || /^[ \t]{60}/m.test(markdown)) return true;
  return markdown
    .split(/\n[ \t]*\n/)
    .some((paragraph) => (paragraph.match(/[*_~]+|!?\[/g)?.length ?? 0) > MAX_MARKS_IN_PARAGRAPH);
}

export type MarkdownNode = Root | RootContent;

/** Every node of the tree, parents first. */
export function* nodesOf(node: MarkdownNode): Generator<MarkdownNode> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* nodesOf(child);
}

/** The words a reader sees, without marks. */
export function plainText(markdown: string): string {
  const tree = parseMarkdown(markdown);
  if (tree === null) return markdown;
  const words: string[] = [];
  for (const node of nodesOf(tree)) if (node.type === 'text' || node.type === 'inlineCode') words.push(node.value);
  return words.join(' ').replace(/\[!\w+\]/g, '');
}

const CALLOUT_LINE = /^\[!([a-z]+)\][ \t]*(?:\n|$)/i;

/** The kind named by a quotation block's first text, `unknown` for a word that is none, null for a plain quotation. */
export function calloutOf(firstText: string): { kind: Callout | 'unknown'; mark: string } | null {
  const match = CALLOUT_LINE.exec(firstText);
  if (match === null) return null;
  const word = match[1]?.toLowerCase();
  return { kind: CALLOUTS.find((kind) => kind === word) ?? 'unknown', mark: match[0] };
}

/** Plain words as Markdown that shows exactly them. */
export function plainMarkdown(words: string): string {
  return words.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
