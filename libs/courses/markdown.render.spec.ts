import fc from 'fast-check';
import { ATTACKS as CORPUS } from '../../test/support/attacks.js';
import { exampleCourse } from '../../test/support/example-course.js';
import { renderMarkdown, type RenderContext } from './markdown.render.js';

const { sources, figures } = exampleCourse();
const fictional = {
  ...sources[0],
  id: 'gaon',
  title: { ko: '조례', en: 'Ordinance' },
  url: undefined,
  fictional: true,
};
const context: RenderContext = { language: 'ko', sources: [...sources, fictional], figures };
const render = (markdown: string) => renderMarkdown(markdown, context);

describe('rendering', () => {
  it('makes call-outs with a label in the language', () => {
    expect(render('> [!law]\n> 제5조를 보세요.')).toBe(
      '<div class="callout callout-law" role="note"><p class="callout-label">법과 기준</p>\n<p>제5조를 보세요.</p>\n</div>',
    );
    expect(renderMarkdown('> [!case] \n>\n> Text', { ...context, language: 'en' })).toContain('>Case</p>');
  });

  it('makes a quotation with its source as the caption', () => {
    const html = render('> [!quote]\n> 모든 사람은 평등하다.\n> — [협약](source:crpd-5)');
    expect(html).toContain('<figure class="callout callout-quote"><blockquote>');
    expect(html).toContain('<p>모든 사람은 평등하다.</p>');
    expect(html).toContain('<figcaption>— <a class="source" data-source="crpd-5" href="https://www.ohchr.org/crpd"');
    expect(render('> [!quote]\n> 글\n>\n> — [협약](source:crpd-5)')).toContain('<figcaption>— <a');
  });

  it('puts figures into the page, with caption, in the language that has one', () => {
    const html = render('![닫힌 문](figures/door.svg "문")');
    expect(html).toMatch(
      /^<figure><img src="data:image\/svg\+xml;base64,[\w+/=]+" alt="닫힌 문"><figcaption>문<\/figcaption><\/figure>$/,
    );
    const own = { name: 'door.ko.svg', svg: '<svg>ko</svg>' };
    const localized = renderMarkdown('![x](figures/door.svg)', { ...context, figures: [...figures, own] });
    expect(localized).toContain(Buffer.from(own.svg).toString('base64'));
    expect(render('앞 ![문](figures/door.svg) 뒤')).toMatch(/^<p>앞 <img /);
  });

  it('gives tables a scope, and a frame that scrolls and can be reached', () => {
    const html = render('| 가 | 나 |\n| --- | ---: |\n| 1 | 2 |');
    expect(html).toContain('<div class="table-scroll" role="group" aria-label="표" tabindex="0"><table>');
    expect(html).toContain('<th scope="col">가</th>');
  });

  it('opens other sites apart and marks what is fictional', () => {
    expect(render('[글](https://example.org/?a=1&b=2)')).toBe(
      '<p><a href="https://example.org/?a=1&#x26;b=2" target="_blank" rel="noopener noreferrer">글</a></p>',
    );
    expect(render('[조례](source:gaon)')).toBe(
      '<p><span class="source" data-source="gaon">조례<small class="fictional"> (교육용 가상)</small></span></p>',
    );
    expect(render('[없음](source:nothing)')).toBe('<p><span>없음</span></p>');
  });
});

const TAGS = new Set(
  'p h2 h3 h4 h5 h6 ul ol li blockquote em strong del code pre br hr a img table thead tbody tr th td div figure figcaption span small'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'href src alt title start align class role aria-label tabindex data-source target rel scope'.split(' '),
);

/** Reads the tags as a browser would: the serializer escapes every `<` and quotation mark that is not ours. */
function expectHarmless(html: string): void {
  for (const [, tag = '', attributes = ''] of html.matchAll(/<\/?([^\s>/]+)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    expect(TAGS).toContain(tag);
    for (const [, name = '', value = ''] of attributes.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)) {
      expect(ATTRIBUTES).toContain(name);
      if (name === 'href') expect(value).toMatch(/^https:\/\//);
      if (name === 'src') expect(value).toMatch(/^data:image\/svg\+xml;base64,[\w+/=]*$/);
    }
  }
  expect(html.replace(/<\/?[a-z][a-z0-9]*(?:\s+[^\s=>]+(?:="[^"]*")?)*\s*>/g, '')).not.toContain('<');
}

describe('what an author writes can run nothing and load nothing', () => {
  it.each(CORPUS)('%s', (attack) => {
    for (const markdown of [
      attack,
      `글 ${attack} 글`,
      `> [!case]\n> ${attack}`,
      `| a |\n| - |\n| ${attack} |`,
      `- ${attack}`,
      `**${attack}**`,
    ])
      expectHarmless(render(markdown));
  });

  it('nor any mixture of them', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...CORPUS,
        '> [!quote]\n> ',
        '\n\n',
        '- ',
        '[',
        '](',
        ')',
        '![',
        '"',
        "'",
        '<',
        '>',
        '&',
        '|',
        '`',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expectHarmless(render(pieces.join('')));
      }),
      { numRuns: 1500 },
    );
  });

  it('and nothing that a parser chokes on holds the process up', () => {
    const hostile = [
      '*a_'.repeat(19_000),
      '*a **a '.repeat(8000),
      '['.repeat(59_000),
      '>'.repeat(50_000),
      '![a]('.repeat(11_000),
      '`a'.repeat(29_000),
    ];
    const started = Date.now();
    for (const markdown of hostile) expectHarmless(render(markdown));
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});
