import type { Actor } from '#libs/actor';
import { type Text, pickText, text } from '#libs/language';
import { isPolicy } from '#libs/mandates';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type Breakdown, BreakdownService } from './breakdown.service.js';
import { type Totals, totalsOf } from './compliance.rules.js';
import { ComplianceService, type ReportQuery, type ReportScope } from './compliance.service.js';
import type { Block, Column, ReportDocument } from './document.js';
import { EvidencePacks } from './evidence-pack.service.js';
import { BAND_WORDS } from './people.sheet.js';
import { EVIDENCE_WORDS, MODE_WORDS, reportDate, testWords } from './report.words.js';

type Say = (value: Text) => string;

interface MandateResult {
  readonly scope: ReportScope;
  readonly totals: Totals;
  readonly units: readonly { readonly name: Text; readonly totals: Totals }[];
  readonly breakdown: Breakdown;
}

/** More rows than a report is read for; the table says how many are left out. */
const MOST_SESSIONS = 60;

/** Reports to be read: the figures of one duty on some pages, and the yearly report over all duties of a part. */
@Injectable()
export class ResultReports {
  constructor(
    private readonly clock: Clock,
    private readonly compliance: ComplianceService,
    private readonly breakdowns: BreakdownService,
    private readonly packs: EvidencePacks,
  ) {}

  /** One duty of one part, now or as it was known. */
  async summary(actor: Actor, scope: ReportScope): Promise<ReportDocument> {
    const say: Say = (value) => pickText(value, actor.language);
    const result = await this.resultOf(scope);
    const title = say(scope.mandate.rule.title);
    return {
      title: `${title} ${scope.cycle}`,
      subtitle: `${say(scope.unit.name)} · ${say(text(`${scope.source.today} 기준`, `as of ${scope.source.today}`))}`,
      language: actor.language,
      madeAt: this.clock.now(),
      blocks: [totalsTable([[title, result.totals]], say, say(text('교육', 'Duty'))), ...details(result, say)],
    };
  }

  /** Every duty of the part whose cycle lies in the year of the one asked for: plan, results, evidence. */
  async yearly(actor: Actor, query: ReportQuery, scope: ReportScope): Promise<ReportDocument> {
    const { unit, source, cycle } = scope;
    const say: Say = (value) => pickText(value, actor.language);
    const year = /^\d{4}/.exec(cycle)?.[0] ?? source.today.slice(0, 4);
    const results: MandateResult[] = [];
    for (const { mandateId, cycleKey } of await source.cyclesIn(unit.id)) {
      const mandate = scope.mandates.find(({ id }) => id === mandateId);
      if (!mandate || (cycleKey.slice(0, 4) !== year && cycleKey !== cycle)) continue;
      const one = { ...query, unit: unit.id, mandate: mandate.code, cycle: cycleKey };
      results.push(await this.resultOf(await this.compliance.scopeOf(actor, 'report:people', one, source)));
    }
    return {
      title: say(text(`${year}년 인권교육 결과보고서`, `Human rights education: results of ${year}`)),
      subtitle: `${say(unit.name)} · ${say(text(`${source.today} 기준`, `as of ${source.today}`))}`,
      language: actor.language,
      madeAt: this.clock.now(),
      blocks: [
        ...overview(unit.name, year, results, say),
        ...plan(results, say),
        heading(1, say(text('3. 추진 실적', '3. Results'))),
        totalsTable(
          results.map(({ scope: own, totals }) => [`${say(own.mandate.rule.title)} (${own.cycle})`, totals]),
          say,
          say(text('교육', 'Duty')),
        ),
        ...results.flatMap((result, i) => [
          heading(2, `3.${String(i + 1)} ${say(result.scope.mandate.rule.title)} (${result.scope.cycle})`),
          ...details(result, say),
        ]),
        ...(await this.evidence(results, say)),
        ...keeping(results, say),
      ],
    };
  }

  private async resultOf(scope: ReportScope): Promise<MandateResult> {
    const { source, unit, mandate, cycle } = scope;
    const groups = await source.childTotals(unit.id, mandate.id, cycle);
    const named = await source.units([...groups.keys()]);
    const units = [...groups].flatMap(([id, own]) => {
      const found = named.get(id);
      return found ? [{ code: found.code, name: found.name, totals: totalsOf(own) }] : [];
    });
    return {
      scope,
      // The rows that are printed below it: they add up to it whatever was written meanwhile.
      totals: totalsOf([...groups.values()].flat()),
      units: units.sort((a, b) => (a.code < b.code ? -1 : 1)),
      breakdown: await this.breakdowns.of(scope),
    };
  }

  private async evidence(results: readonly MandateResult[], say: Say): Promise<Block[]> {
    const blocks: Block[] = [heading(1, say(text('4. 실시 내역과 근거 자료', '4. What was held, and its evidence')))];
    const first = results[0];
    if (!first) return blocks;
    const sessions = await this.packs.sessions(first.scope);
    blocks.push({
      kind: 'text',
      text: say(
        text(
          `함께 모여 한 교육 ${String(sessions.length)}회, 그 가운데 서명부를 보관한 것 ${String(sessions.filter(({ proof }) => proof !== null).length)}회입니다.`,
          `${String(sessions.length)} sessions were held; the signed sheets of ${String(sessions.filter(({ proof }) => proof !== null).length)} are kept.`,
        ),
      ),
    });
    if (sessions.length > 0) {
      blocks.push({
        kind: 'table',
        columns: [
          { heading: say(text('날짜', 'Date')), share: 2 },
          { heading: say(text('기관·부서', 'Unit')), share: 3 },
          { heading: say(text('제목', 'Title')), share: 4 },
          { heading: say(text('방식', 'Mode')), share: 2 },
          { heading: say(text('함께한 단체', 'Partner')), share: 3 },
          { heading: say(text('참석', 'Present')), share: 1, numeric: true },
        ],
        rows: sessions
          .slice(0, MOST_SESSIONS)
          .map((s) => [
            ...[s.heldOn, s.unit, s.title, say(MODE_WORDS[s.mode] ?? text(s.mode, s.mode)), s.partner ?? '–'],
            String(s.attended),
          ]),
      });
      if (sessions.length > MOST_SESSIONS) {
        const left = String(sessions.length - MOST_SESSIONS);
        blocks.push({
          kind: 'text',
          text: say(text(`이 밖에 ${left}회가 증빙 묶음에 있습니다.`, `${left} more stand in the evidence pack.`)),
        });
      }
    }
    for (const { scope } of results) {
      const [certificates, materials] = [await this.packs.certificates(scope), await this.packs.materials(scope)];
      blocks.push({
        kind: 'list',
        items: [
          say(
            text(
              `${scope.mandate.rule.title.ko} (${scope.cycle}): 수료증·이수확인서 ${String(certificates.length)}건, 과정 ${materials.map(({ code, number }) => `${code} v${String(number)}`).join(', ') || '없음'}`,
              `${scope.mandate.rule.title.en} (${scope.cycle}): ${String(certificates.length)} certificates; courses ${materials.map(({ code, number }) => `${code} v${String(number)}`).join(', ') || 'none'}`,
            ),
          ),
        ],
      });
    }
    return blocks;
  }
}

function heading(level: 1 | 2, words: string): Block {
  return { kind: 'heading', level, text: words };
}

function overview(unit: Text, year: string, results: readonly MandateResult[], say: Say): Block[] {
  const policies = results.filter(({ scope }) => isPolicy(scope.mandate.rule)).length;
  return [
    heading(1, say(text('1. 개요', '1. Overview'))),
    {
      kind: 'list',
      items: [
        say(text(`기관: ${unit.ko}`, `Unit: ${unit.en}`)),
        say(text(`대상 기간: ${year}년`, `Period: ${year}`)),
        say(
          text(
            `필수교육 ${String(results.length)}건 (법령·조례에 따른 것 ${String(results.length - policies)}건, 시의 방침 ${String(policies)}건)`,
            `${String(results.length)} duties (${String(results.length - policies)} by statute or ordinance, ${String(policies)} by the city's own policy)`,
          ),
        ),
      ],
    },
  ];
}

function plan(results: readonly MandateResult[], say: Say): Block[] {
  return [
    heading(1, say(text('2. 추진 계획', '2. Plan'))),
    {
      kind: 'table',
      columns: [
        { heading: say(text('교육', 'Duty')), share: 3 },
        { heading: say(text('근거', 'Basis')), share: 4 },
        { heading: say(text('이수 기준', 'What is required')), share: 3 },
        { heading: say(text('결과 제출', 'Results due')), share: 3 },
      ],
      rows: results.map(({ scope }) => {
        const { rule } = scope.mandate;
        const date = reportDate(rule);
        return [
          `${say(rule.title)} (${scope.cycle})`,
          rule.basis.map(({ instrument, article }) => `${say(instrument)} ${article}`.trim()).join(', '),
          testWords(rule, say(text('ko', 'en')) === 'ko' ? 'ko' : 'en'),
          date === null ? say(text('법령에 정한 날이 없음', 'no date is set')) : say(date),
        ];
      }),
    },
  ];
}

function totalsTable(rows: readonly (readonly [string, Totals])[], say: Say, first: string): Block {
  const numeric = (ko: string, en: string): Column => ({ heading: say(text(ko, en)), share: 1.2, numeric: true });
  return {
    kind: 'table',
    columns: [
      { heading: first, share: 4 },
      numeric('대상', 'Required'),
      numeric('기한 안', 'In time'),
      numeric('늦게', 'Late'),
      numeric('진행', 'Open'),
      numeric('기한 지남', 'Overdue'),
      numeric('못 마침', 'Unmet'),
      numeric('면제', 'Exempt'),
      numeric('유예', 'Paused'),
      numeric('이수율', 'Done'),
    ],
    rows: rows.map(([name, totals]) => [
      name,
      ...[totals.required, totals.inTime, totals.late, totals.open, totals.overdue].map(String),
      ...[totals.unmet, totals.exempt, totals.paused].map(String),
      percent(totals.rate),
    ]),
  };
}

function details({ scope, units, breakdown }: MandateResult, say: Say): Block[] {
  const blocks: Block[] = [];
  const { before, bands, mix } = breakdown;
  if (before !== null) {
    blocks.push({
      kind: 'text',
      text: say(
        text(
          `${before.cycle} 주기에는 같은 날(${before.on})까지 ${String(before.required)} 가운데 ${String(before.done)} (${percent(before.rate)})을 마쳤습니다.`,
          `In ${before.cycle}, ${String(before.done)} of ${String(before.required)} (${percent(before.rate)}) were done by the same day (${before.on}).`,
        ),
      ),
    });
  }
  if (units.length > 1) {
    const rows = units.map(({ name, totals }) => [say(name), totals] as const);
    blocks.push(totalsTable(rows, say, say(text('기관·부서', 'Unit'))));
  }
  if (bands.length > 1 && scope.mandate.bearer === 'person') {
    const rows = bands.map(
      (totals) => [say(BAND_WORDS[totals.band] ?? text(totals.band, totals.band)), totals] as const,
    );
    blocks.push(totalsTable(rows, say, say(text('직급', 'Position'))));
  }
  const shares = (counts: Readonly<Record<string, number>>, words: Readonly<Record<string, Text>>): string =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([key, n]) => `${say(words[key] ?? text(key, key))} ${String(n)}`)
      .join(', ');
  if (Object.keys(mix.modes).length > 0) {
    blocks.push({
      kind: 'list',
      items: [
        `${say(text('방식', 'Mode'))}: ${shares(mix.modes, MODE_WORDS)}`,
        `${say(text('근거 수준', 'Evidence'))}: ${shares(mix.evidence, EVIDENCE_WORDS)}`,
      ],
    });
  }
  return blocks;
}

function keeping(results: readonly MandateResult[], say: Say): Block[] {
  const items = results.flatMap(({ scope }) => {
    const date = reportDate(scope.mandate.rule);
    return date === null ? [] : [`${say(scope.mandate.rule.title)}: ${say(date)}`];
  });
  return [
    heading(1, say(text('5. 제출과 보존', '5. Submission and keeping'))),
    {
      kind: 'list',
      items: [
        ...items,
        say(
          text(
            '보존기간은 기록물 분류의 단위과제에 따르며, 마친 다음 해 1월 1일부터 셉니다(공공기록물법 시행령 제26조).',
            'How long it is kept follows the task unit of the records schedule, counted from 1 January after its completion (Public Records Act decree, article 26).',
          ),
        ),
      ],
    },
  ];
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)}%`;
}
