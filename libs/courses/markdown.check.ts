import type { Blockquote, Image, Link, LinkReference, Definition } from 'mdast';

import type { Language, Text } from '#libs/language';

import { calloutOf, nodesOf, parseMarkdown, type MarkdownNode } from './markdown.tree.js';
import { CALLOUTS } from './course.vocabulary.js';

export interface MarkdownContext {
  language: Language;
  sourceIds: ReadonlySet<string>;
  figureNames: ReadonlySet<string>;
  /** Without it, where `term:` and `case:` point is not checked. */
  shared?: SharedIds | undefined;
}

/** Ids of what all courses share: `courses/glossary.yaml` and `courses/cases.yaml`. */
export interface SharedIds {
  terms: ReadonlySet<string>;
  cases: ReadonlySet<string>;
}

export interface MarkdownProblem {
  line: number;
  message: Text;
}

/** Without any of these a text holds no link, image, heading, HTML or call-out; most texts of a bank are such. */
const NOTEWORTHY = /[<[#>@]|^[ \t]*=+[ \t]*$|www\.|https?:/im;

/** Everything in a Markdown text that the course format refuses, in the order of the lines. */
export function checkMarkdown(markdown: string, context: MarkdownContext): MarkdownProblem[] {
  if (markdown.length < 2000 && !NOTEWORTHY.test(markdown)) return [];
  const tree = parseMarkdown(markdown);
  if (tree === null)
    return [
      {
        line: 1,
        message: {
          ko: '글이 너무 길거나 목록·인용이 너무 깊게 겹쳐 있습니다. 나누거나 펼쳐 주세요.',
          en: 'The text is too long, or its lists and quotations are nested too deeply. Divide or flatten it.',
        },
      },
    ];
  const problems: MarkdownProblem[] = [];
  for (const node of nodesOf(tree))
    for (const message of messagesOf(node, context)) problems.push({ line: node.position?.start.line ?? 1, message });
  return problems;
}

function messagesOf(node: MarkdownNode, context: MarkdownContext): Text[] {
  switch (node.type) {
    case 'html':
      return [
        {
          ko: 'HTML은 쓸 수 없습니다. 지우거나 마크다운으로 바꾸어 주세요. 글자로 보이려면 `…`로 묶습니다.',
          en: 'HTML is not allowed. Remove it or write Markdown; to show it as text, put it in `…`.',
        },
      ];
    case 'heading':
      return node.depth === 1
        ? [
            {
              ko: '#은 차시 제목입니다. 본문의 제목은 ##부터 써 주세요.',
              en: '# is the title of the lesson. Begin headings in the text with ##.',
            },
          ]
        : [];
    case 'link':
    case 'definition':
      return linkMessages(node, context);
    case 'image':
      return imageMessages(node, context);
    case 'imageReference':
      return [
        {
          ko: '그림은 ![설명](figures/이름.svg "캡션") 형식으로 넣어 주세요.',
          en: 'Write a figure as ![description](figures/name.svg "caption").',
        },
      ];
    case 'footnoteDefinition':
    case 'footnoteReference':
      return [
        {
          ko: '각주는 지원하지 않습니다. 출처는 [글](source:id)로, 설명은 본문에 적어 주세요.',
          en: 'Footnotes are not served. Cite with [text](source:id) and explain in the text.',
        },
      ];
    case 'blockquote':
      return calloutMessages(node);
    default:
      return [];
  }
}

function linkMessages(node: Link | Definition | LinkReference, context: MarkdownContext): Text[] {
  if (!('url' in node)) return [];
  const id = sourceId(node.url);
  if (id !== null)
    return context.sourceIds.has(id)
      ? []
      : [
          {
            ko: `출처 "${id}"이(가) sources에 없습니다. course.yaml의 sources에 더하거나 이름을 고쳐 주세요.`,
            en: `There is no source "${id}". Add it to sources in course.yaml or correct the name.`,
          },
        ];
  const pointer = sharedPointer(node.url);
  if (pointer !== null) return sharedMessages(pointer, context.shared);
  if (/^https:\/\//i.test(node.url)) return [];
  return [
    {
      ko: '링크는 source:출처이름, term:낱말이름, case:사례이름 또는 https:// 주소만 쓸 수 있습니다.',
      en: 'A link goes to source:<id>, term:<id>, case:<id> or to an https:// address only.',
    },
  ];
}

function sharedMessages({ kind, id }: SharedPointer, shared: SharedIds | undefined): Text[] {
  if (shared === undefined || (kind === 'term' ? shared.terms : shared.cases).has(id)) return [];
  return kind === 'term'
    ? [
        {
          ko: `낱말 "${id}"이(가) 용어집에 없습니다. courses/glossary.yaml에 더하거나 이름을 고쳐 주세요.`,
          en: `The glossary has no word "${id}". Add it to courses/glossary.yaml or correct the name.`,
        },
      ]
    : [
        {
          ko: `사례 "${id}"이(가) 사례집에 없습니다. courses/cases.yaml에 더하거나 이름을 고쳐 주세요.`,
          en: `The case file has no case "${id}". Add it to courses/cases.yaml or correct the name.`,
        },
      ];
}

function imageMessages(node: Image, context: MarkdownContext): Text[] {
  const messages: Text[] = [];
  if ((node.alt ?? '').trim() === '')
    messages.push({
      ko: '그림에 대체 글이 없습니다. ![여기에 그림이 전하는 내용을] 적어 주세요.',
      en: 'The figure has no alternative text. Say in ![…] what it tells.',
    });
  if (figureName(node.url, context.language, context.figureNames) === null)
    messages.push({
      ko: `그림 "${node.url.slice(0, 100)}"을(를) 찾을 수 없습니다. figures 폴더에 SVG 파일을 두고 figures/이름.svg로 적어 주세요.`,
      en: `The figure "${node.url.slice(0, 100)}" is not there. Put an SVG file into figures and write figures/name.svg.`,
    });
  return messages;
}

function calloutMessages(node: Blockquote): Text[] {
  const first = node.children[0];
  const text = first?.type === 'paragraph' ? first.children[0] : undefined;
  const callout = text?.type === 'text' ? calloutOf(text.value) : null;
  if (callout === null) return [];
  if (callout.kind === 'unknown')
    return [
      {
        ko: `알 수 없는 상자입니다. ${CALLOUTS.map((kind) => `[!${kind}]`).join(' ')} 중에서 골라 주세요.`,
        en: `Unknown call-out. Choose one of ${CALLOUTS.map((kind) => `[!${kind}]`).join(' ')}.`,
      },
    ];
  if (callout.kind === 'quote' && !endsWithSource(node))
    return [
      {
        ko: '인용 상자는 "— [출처](source:id)" 줄로 끝나야 합니다.',
        en: 'A quotation ends with a line "— [source](source:id)".',
      },
    ];
  return [];
}

function endsWithSource(node: Blockquote): boolean {
  const last = node.children.at(-1);
  if (last?.type !== 'paragraph') return false;
  const [dash, link] = last.children.slice(-2);
  return (
    link?.type === 'link' &&
    sourceId(link.url) !== null &&
    dash?.type === 'text' &&
    /(?:^|\n)\s*[—–-]+\s*$/.test(dash.value)
  );
}

/** The id in `source:<id>`, or null for another link. */
export function sourceId(url: string): string | null {
  return /^source:(.+)$/.exec(url)?.[1] ?? null;
}

export interface SharedPointer {
  kind: 'term' | 'case';
  id: string;
}

/** What `term:<id>` or `case:<id>` points at, or null for another link. */
export function sharedPointer(url: string): SharedPointer | null {
  const [, kind, id] = /^(term|case):(.+)$/.exec(url) ?? [];
  return id === undefined ? null : { kind: kind === 'term' ? 'term' : 'case', id };
}

/** Which figure `figures/name.svg` means for a language: its own version first, then the one without words. */
export function figureName(url: string, language: Language, names: ReadonlySet<string>): string | null {
  const match = /^figures\/([a-z0-9-]+)(\.(?:ko|en))?\.svg$/.exec(url);
  if (match === null) return null;
  const [, name = '', suffix] = match;
  const wanted = suffix === undefined ? [`${name}.${language}.svg`, `${name}.svg`] : [`${name}${suffix}.svg`];
  return wanted.find((candidate) => names.has(candidate)) ?? null;
}
