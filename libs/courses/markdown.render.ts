import type { Element, ElementContent, Root } from 'hast';
import rehypeSanitize, { type Options as SanitizeSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

import type { Language, Text } from '#libs/language';

import type { Figure, Source } from './course.schema.js';
import type { Callout } from './course.vocabulary.js';
import { figureName, sharedPointer, sourceId, type SharedPointer } from './markdown.check.js';
import { calloutOf, parseMarkdown } from './markdown.tree.js';

export interface RenderContext {
  language: Language;
  sources: readonly Pick<Source, 'id' | 'title' | 'url' | 'fictional'>[];
  figures: readonly Figure[];
}

/**
 * What an author's Markdown may become. Nothing carries an id, a class, a style or an event; addresses are https, a
 * cited source or a figure of the course. What follows below adds only constants of ours to what passed here.
 */
const allowed: SanitizeSchema = {
  tagNames: [
    'p', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'em', 'strong', 'del', 'code', 'pre', 'br', 'hr',
    'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
  ], // prettier-ignore
  attributes: { a: ['href'], img: ['src', 'alt', 'title'], ol: ['start'], th: ['align'], td: ['align'] },
  protocols: { href: ['https', 'source', 'term', 'case'] },
  strip: ['script', 'style'],
};

const toHtml = unified().use(remarkRehype).use(rehypeSanitize, allowed);
const serializer = unified().use(rehypeStringify);

const labels: Readonly<Record<Callout | 'fictional' | 'table' | 'term' | 'sharedCase', Text>> = {
  case: { ko: '사례', en: 'Case' },
  law: { ko: '법과 기준', en: 'Law and standards' },
  contested: { ko: '의견이 갈리는 점', en: 'Contested' },
  try: { ko: '해 보기', en: 'Try it' },
  quote: { ko: '인용', en: 'Quotation' },
  fictional: { ko: '교육용 가상', en: 'fictional, for training' },
  table: { ko: '표', en: 'Table' },
  term: { ko: '뜻 보기', en: 'What this means' },
  sharedCase: { ko: '사례 보기', en: 'See the case' },
};

/**
 * Rendered texts of documents in use, by the document's own lists: a published one never changes, and each reading of a
 * draft makes new ones.
 */
const rendered = new WeakMap<readonly object[], WeakMap<readonly object[], Map<string, string>>>();
const MOST_RENDERED = 4_000;

/** HTML of an author's Markdown, safe to insert as it is: the only place where course text becomes HTML. */
export function renderMarkdown(markdown: string, context: RenderContext): string {
  const known = knownFor(context);
  const key = `${context.language} ${markdown}`;
  const html = known.get(key) ?? render(markdown, context);
  if (known.size < MOST_RENDERED) known.set(key, html);
  return html;
}

function knownFor({ figures, sources }: RenderContext): Map<string, string> {
  const bySources = rendered.get(figures) ?? new WeakMap<readonly object[], Map<string, string>>();
  rendered.set(figures, bySources);
  const known = bySources.get(sources) ?? new Map<string, string>();
  bySources.set(sources, known);
  return known;
}

function render(markdown: string, context: RenderContext): string {
  const tree = parseMarkdown(markdown);
  if (tree === null) return serializer.stringify({ type: 'root', children: [paragraph(markdown.slice(0, 60_000))] });
  const root: Root = toHtml.runSync(tree);
  return serializer.stringify({
    type: 'root',
    children: root.children.flatMap((node) => (node.type === 'doctype' ? [] : dress(node, context))),
  });
}

/** An attribute that holds one text; empty where it holds none. */
function textOf(node: Element, property: string): string {
  const value: unknown = node.properties[property];
  return typeof value === 'string' ? value : '';
}

function paragraph(value: string): Element {
  return element('p', {}, [{ type: 'text', value }]);
}

function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function dress(node: ElementContent, context: RenderContext): ElementContent {
  if (node.type !== 'element') return node;
  const children = node.children.map((child) => dress(child, context));
  const dressed: Element = { ...node, children };
  switch (node.tagName) {
    case 'p':
      return loneFigure(children) ?? dressed;
    case 'a':
      return link(dressed, context);
    case 'img':
      return image(dressed, context);
    case 'th':
      return { ...dressed, properties: { ...dressed.properties, scope: 'col' } };
    case 'table':
      // A wide table scrolls by itself on a phone; whatever scrolls must be reachable by keyboard.
      return element(
        'div',
        { className: ['table-scroll'], role: 'group', ariaLabel: labels.table[context.language], tabIndex: 0 },
        [dressed],
      );
    case 'blockquote':
      return callout(dressed, context.language) ?? dressed;
    default:
      return dressed;
  }
}

/** An image alone in its paragraph stands as a figure, its Markdown title as the caption. */
function loneFigure(children: ElementContent[]): Element | null {
  const [only, more] = children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  if (more !== undefined || only?.type !== 'element' || only.tagName !== 'img') return null;
  const { title, ...properties } = only.properties;
  const caption: ElementContent[] =
    title === undefined ? [] : [element('figcaption', {}, [{ type: 'text', value: textOf(only, 'title') }])];
  return element('figure', {}, [{ ...only, properties }, ...caption]);
}

/**
 * Figures travel inside the page as `data:` images: there an SVG can neither run script nor load anything, whatever
 * its author wrote, and a lesson kept for offline use is whole.
 */
function image(img: Element, context: RenderContext): ElementContent {
  const names = new Set(context.figures.map((figure) => figure.name));
  const name = figureName(textOf(img, 'src'), context.language, names);
  const figure = context.figures.find((candidate) => candidate.name === name);
  const alt = textOf(img, 'alt');
  if (figure === undefined) return { type: 'text', value: alt };
  const src = `data:image/svg+xml;base64,${Buffer.from(figure.svg, 'utf8').toString('base64')}`;
  return { ...img, properties: { ...img.properties, src, alt } };
}

function link(anchor: Element, context: RenderContext): ElementContent {
  const href = textOf(anchor, 'href');
  const pointer = sharedPointer(href);
  if (pointer !== null) return opener(anchor, pointer, context.language);
  const id = sourceId(href);
  if (id === null) return /^https:\/\//i.test(href) ? outward(anchor, href, {}) : span(anchor, {});
  const source = context.sources.find((candidate) => candidate.id === id);
  if (source === undefined) return span(anchor, {});
  const marks = { className: ['source'], dataSource: id };
  const mark: ElementContent[] = source.fictional
    ? [
        element('small', { className: ['fictional'] }, [
          { type: 'text', value: ` (${labels.fictional[context.language]})` },
        ]),
      ]
    : [];
  const cited = source.url === undefined ? span(anchor, marks) : outward(anchor, source.url, marks);
  return { ...cited, children: [...cited.children, ...mark] };
}

/** A word of the glossary or a shared case: a button, since it opens something here and leads nowhere. */
function opener(anchor: Element, { kind, id }: SharedPointer, language: Language): Element {
  if (!/^[a-z0-9-]{1,60}$/.test(id)) return span(anchor, {});
  const marks = kind === 'term' ? { dataTerm: id } : { dataCase: id };
  return element(
    'button',
    {
      type: 'button',
      className: [kind],
      ...marks,
      ariaHasPopup: 'dialog',
      title: labels[kind === 'term' ? 'term' : 'sharedCase'][language],
    },
    anchor.children,
  );
}

function span(anchor: Element, properties: Element['properties']): Element {
  return element('span', properties, anchor.children);
}

function outward(anchor: Element, href: string, properties: Element['properties']): Element {
  return element('a', { ...properties, href, target: '_blank', rel: ['noopener', 'noreferrer'] }, anchor.children);
}

function callout(quote: Element, language: Language): Element | null {
  const first = quote.children.find((child) => child.type === 'element');
  const text = first?.children[0];
  if (first?.tagName !== 'p' || text?.type !== 'text') return null;
  const found = calloutOf(text.value);
  if (found === null || found.kind === 'unknown') return null;
  const rest = text.value.slice(found.mark.length);
  const opened = {
    ...first,
    children: rest === '' ? first.children.slice(1) : [{ ...text, value: rest }, ...first.children.slice(1)],
  };
  const body = quote.children
    .map((child) => (child === first ? opened : child))
    .filter((child) => child !== opened || opened.children.length > 0);
  const className = ['callout', `callout-${found.kind}`];
  if (found.kind === 'quote') return quotation(body, className);
  const label = element('p', { className: ['callout-label'] }, [{ type: 'text', value: labels[found.kind][language] }]);
  return element('div', { className, role: 'note' }, [label, ...body]);
}

/** The closing line `— [source](source:id)` becomes the caption of the quotation. */
function quotation(body: ElementContent[], className: string[]): Element {
  const last = body.findLast((child) => child.type === 'element');
  if (last?.tagName !== 'p') return element('figure', { className }, [element('blockquote', {}, body)]);
  const cut = captionStart(last.children);
  if (cut === null) return element('figure', { className }, [element('blockquote', {}, body)]);
  const quoted = body
    .map((child) => (child === last ? { ...last, children: cut.before } : child))
    .filter((child) => child.type !== 'element' || child.children.length > 0);
  return element('figure', { className }, [element('blockquote', {}, quoted), element('figcaption', {}, cut.caption)]);
}

function captionStart(children: ElementContent[]): { before: ElementContent[]; caption: ElementContent[] } | null {
  const at = children.findLastIndex((child) => child.type === 'text' && /(?:^|\n)\s*[—–-]+\s*$/.test(child.value));
  const dash = children[at];
  if (dash?.type !== 'text') return null;
  const kept = dash.value.replace(/\n?\s*[—–-]+\s*$/, '');
  const before: ElementContent[] = [...children.slice(0, at), ...(kept === '' ? [] : [{ ...dash, value: kept }])];
  return { before, caption: [{ type: 'text', value: '— ' }, ...children.slice(at + 1)] };
}
