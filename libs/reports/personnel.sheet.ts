import { numberOf } from '#libs/certificates';
import { type Database, fromBin, toBin } from '#libs/database';
import { type Language, type Text, pickText, text } from '#libs/language';
import type { LocalDate } from '#libs/time';
import type { ReportScope } from './compliance.service.js';
import type { StandingRow } from './people-rows.js';
import type { Cell, Sheet } from './sheet.js';
import { MODE_WORDS } from './report.words.js';

/**
 * What counts for the duty, a line for each piece of learning of each person: what the personnel system wants for
 * 상시학습. It names the person by staff number where there is one, and carries no birth date.
 */
export function personnelSheet(db: Database, scope: ReportScope, language: Language): Sheet {
  const say = (value: Text): string => pickText(value, language);
  return {
    title: `${say(text('상시학습', 'Learning record'))} ${scope.cycle}`,
    columns: COLUMNS.map(([heading, width]) => ({ heading: say(heading), width })),
    rows: lines(db, scope, say),
  };
}

async function* lines(db: Database, scope: ReportScope, say: (value: Text) => string): Sheet['rows'] {
  for await (const people of scope.source.people(scope).all()) {
    const units = await scope.source.units([...new Set(people.map((row) => fromBin(row.reporting_unit_id)))]);
    const learnt = await learning(db, people);
    yield people.flatMap((person) =>
      (learnt.get(person.id.toString('hex')) ?? []).map((row): Cell[] => {
        const unit = units.get(fromBin(person.reporting_unit_id));
        const title: Text = { ko: row.title_ko, en: row.title_en };
        return [
          row.staff_number ?? '',
          person.name,
          unit ? say(unit.name) : '',
          say(title),
          row.started_on === null ? null : { date: row.started_on },
          { date: row.earned_on },
          Math.round((row.minutes / 60) * 100) / 100,
          say(MODE_WORDS[row.mode] ?? text(row.mode, row.mode)),
          row.issuer_code === null || row.year === null || row.serial === null
            ? ''
            : numberOf(row.issuer_code, row.year, row.serial),
        ];
      }),
    );
  }
}

interface LearningRow {
  obligation_id: Buffer;
  staff_number: string | null;
  title_ko: string;
  title_en: string;
  started_on: LocalDate | null;
  earned_on: LocalDate;
  minutes: number;
  mode: string;
  issuer_code: string | null;
  year: number | null;
  serial: number | null;
}

async function learning(
  db: Database,
  people: readonly StandingRow[],
): Promise<ReadonlyMap<string, readonly LearningRow[]>> {
  const found = new Map<string, LearningRow[]>();
  if (people.length === 0) return found;
  const rows = await db.query<LearningRow[]>(
    `SELECT a.obligation_id, (SELECT MIN(x.external_id) FROM person_external_id x WHERE x.person_id = k.bearer_id)
         AS staff_number, k.title_ko, k.title_en, DATE_FORMAT(e.started_at, '%Y-%m-%d') AS started_on, k.earned_on,
         k.minutes, k.mode, t.issuer_code, t.year, t.serial
     FROM allocation a JOIN credit k ON k.id = a.credit_id
     LEFT JOIN completion d ON d.credit_id = k.id
     LEFT JOIN enrollment e ON e.id = d.enrollment_id
     LEFT JOIN certificate t ON t.completion_id = d.id AND t.state = 'issued'
     WHERE a.obligation_id IN (?) ORDER BY a.obligation_id, k.earned_on, k.id`,
    [people.map(({ id }) => id)],
  );
  for (const row of rows) {
    const key = row.obligation_id.toString('hex');
    const list = found.get(key);
    if (list) list.push(row);
    else found.set(key, [row]);
  }
  return found;
}

/** How many lines there will be. */
export async function personnelLines(db: Database, { unit, mandate, cycle }: ReportScope): Promise<number> {
  const [row] = await db.query<{ n: string }[]>(
    `SELECT COUNT(*) AS n FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = ?
     JOIN obligation o ON o.mandate_id = ? AND o.cycle_key = ? AND o.reporting_unit_id = c.descendant_id
     JOIN allocation a ON a.obligation_id = o.id WHERE c.ancestor_id = ?`,
    [toBin(unit.authorityId), toBin(mandate.id), cycle, toBin(unit.id)],
  );
  return Number(row?.n ?? 0);
}

const COLUMNS: readonly (readonly [Text, number])[] = [
  [text('직원번호', 'Staff number'), 14],
  [text('이름', 'Name'), 14],
  [text('소속', 'Unit'), 28],
  [text('교육과정명', 'Course'), 44],
  [text('교육 시작일', 'From'), 12],
  [text('이수일', 'Completed'), 12],
  [text('교육시간', 'Hours'), 10],
  [text('교육방식', 'Mode'), 14],
  [text('수료번호', 'Certificate'), 22],
];
