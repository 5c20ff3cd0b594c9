import { systemActor } from '#libs/actor';
import { Database, fromBin } from '#libs/database';
import { type NewSession, SessionService } from '#libs/sessions';
import { Clock, type LocalDate, addDays, daysBetween } from '#libs/time';
import type { INestApplicationContext } from '@nestjs/common';
import { randomFrom } from './names.js';

interface Member {
  unit_id: Buffer;
  kind: string;
  person_id: Buffer;
  login: string | null;
}

/** Who of the named people was at neither, one or both of the year's sessions, so that each has a story to show. */
const MISSED: Readonly<Record<string, readonly ('first' | 'second')[]>> = {
  official: ['second'],
  leader: ['second'],
  head: [],
  clerk: [],
  office: [],
  trainer: [],
  social: [],
  facility: ['second'],
};

/**
 * What happened in the demo city before the visitor came: two live sessions in each unit this year, the second one not
 * for everybody; a project in each school and class, and one lesson since. One transaction, done once; true when it was done now.
 */
export async function seedHistory(app: INestApplicationContext): Promise<boolean> {
  const db = app.get(Database);
  const sessions = app.get(SessionService);
  const today = app.get(Clock).today();
  return db.run(async () => {
    const [state] = await db.query<{ demo: string; held: string }[]>(
      `SELECT (SELECT COUNT(*) FROM person_external_id WHERE source = 'demo') AS demo,
              (SELECT COUNT(*) FROM live_session) AS held`,
    );
    if (Number(state?.demo ?? 0) === 0 || Number(state?.held ?? 0) > 0) return false;
    const members = await db.query<Member[]>(
      `SELECT m.unit_id, u.kind, m.person_id, a.login FROM membership m
       JOIN org_unit u ON u.id = m.unit_id LEFT JOIN account a ON a.person_id = m.person_id
       WHERE m.superseded_at IS NULL AND m.valid_from <= ? ORDER BY u.code, m.person_id`,
      [dayAt(today, 0.3)],
    );
    const units = new Map<string, Member[]>();
    for (const member of members) {
      const key = member.unit_id.toString('hex');
      units.set(key, [...(units.get(key) ?? []), member]);
    }
    const random = randomFrom(20_260_401);
    for (const people of units.values()) {
      const [{ kind, unit_id } = { kind: '', unit_id: Buffer.alloc(0) }] = people;
      if (kind === 'class' || kind === 'school') {
        const absent: string[] = [];
        const unitId = fromBin(unit_id);
        await sessions.record(systemActor, unitId, { ...WORKSHOP, heldOn: dayAt(today, 0.4), absent });
        if (kind === 'class')
          await sessions.record(systemActor, unitId, { ...LESSON, heldOn: addDays(today, -14), absent });
        continue;
      }
      for (const which of ['first', 'second'] as const) {
        const absent = people.filter(({ login }) =>
          login !== null && login in MISSED
            ? MISSED[login]?.includes(which)
            : random() < (which === 'first' ? 0.15 : 0.5),
        );
        if (absent.length === people.length) continue;
        await sessions.record(systemActor, fromBin(unit_id), {
          ...(kind === 'elderly-facility' ? CARE_SESSION[which] : OFFICE_SESSION[which]),
          heldOn: dayAt(today, which === 'first' ? 0.3 : 0.7),
          absent: absent.map(({ person_id }) => fromBin(person_id)),
        });
      }
    }
    return true;
  });
}

/** The day on which `share` of the days since New Year had passed. */
function dayAt(today: LocalDate, share: number): LocalDate {
  const newYear = `${today.slice(0, 4)}-01-01`;
  return addDays(newYear, Math.floor(daysBetween(newYear, today) * share));
}

type Template = Omit<NewSession, 'heldOn' | 'absent'>;

const OFFICE_SESSION: Record<'first' | 'second', Template> = {
  first: {
    title: '상반기 인권 대화: 우리 부서의 문턱 찾기',
    minutes: 120,
    topics: ['participation', 'non-discrimination'],
    mode: 'in-person',
    method: 'participatory',
    partner: '시민단체 강사단',
  },
  second: {
    title: '하반기 인권 강연: 민원 현장의 인권',
    minutes: 60,
    topics: ['dignity', 'remedy'],
    mode: 'in-person',
    method: 'lecture',
  },
};

const CARE_SESSION: Record<'first' | 'second', Template> = {
  first: {
    title: '노인인권 사례 나눔',
    minutes: 120,
    topics: ['care', 'abuse-prevention'],
    mode: 'in-person',
    method: 'participatory',
    partner: '노인보호전문기관',
  },
  second: {
    title: '신고 절차와 기록',
    minutes: 60,
    topics: ['abuse-prevention'],
    mode: 'in-person',
    method: 'lecture',
  },
};

const WORKSHOP: Template = {
  title: '1학기 인권 프로젝트: 일, 운동, 나다움',
  minutes: 100,
  topics: ['labour-rights', 'sports-rights', 'gender'],
  mode: 'in-person',
  method: 'participatory',
};

const LESSON: Template = {
  title: '일하는 사람의 권리 알아보기',
  minutes: 45,
  topics: ['labour-rights', 'children'],
  mode: 'in-person',
  method: 'participatory',
};
