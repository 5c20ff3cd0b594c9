import { systemActor } from '#libs/actor';
import { type Database, insertRows, newId, toBin } from '#libs/database';
import type { FrozenCompletion } from '#libs/learning';
import type { Outbox } from '#libs/jobs';
import type { PeopleService, UnitService } from '#libs/people';

export interface TestCity {
  readonly authorityId: string;
  readonly cityId: string;
  readonly divisionId: string;
}

/** A city with one division, as rows of the real tables. */
export async function makeCity(units: UnitService, issuerCode = 'GAON'): Promise<TestCity> {
  const authorityId = await units.createAuthority({
    code: 'city',
    name: { ko: '가온광역시', en: 'Gaon Metropolitan City' },
    headTitle: { ko: '가온광역시장', en: 'Mayor of Gaon Metropolitan City' },
    issuerCode,
    senderAddress: 'hr@gaon.example',
    contact: { ko: '인권교육팀 000-0000', en: 'Human Rights Education Team 000-0000' },
    retention: {},
  });
  const unit = { authorityId, territory: 'gaon', validFrom: '2020-01-01' };
  const [cityId = ''] = await units.create([
    { ...unit, parentId: null, code: 'gaon', kind: 'city', name: { ko: '가온광역시', en: 'Gaon Metropolitan City' } },
  ]);
  const [divisionId = ''] = await units.create([
    { ...unit, parentId: cityId, code: 'roads', kind: 'division', name: { ko: '도로과', en: 'Roads Division' } },
  ]);
  return { authorityId, cityId, divisionId };
}

/** Persons of the division; the names ascend with the index. */
export function makePeople(
  people: PeopleService,
  unitId: string,
  count: number,
  overrides: (index: number) => {
    name?: string;
    email?: string | null;
    language?: 'ko' | 'en';
    isHead?: boolean;
  } = () => ({}),
): Promise<string[]> {
  return people.register(
    systemActor,
    Array.from({ length: count }, (_, i) => {
      const { isHead = false, ...person } = overrides(i);
      return {
        name: `김하늘${String(i)}`,
        email: `p${String(i)}@gaon.example`,
        ...person,
        memberships: [
          {
            unitId,
            occupation: 'official' as const,
            band: isHead ? ('head' as const) : ('staff' as const),
            isHead,
            from: '2020-01-01',
          },
        ],
      };
    }),
  );
}

/**
 * One completion for each person with all rows it rests on, as the completing transaction leaves them. With an outbox
 * it also promises the certificates. @returns the completions' ids in the order of `personIds`
 */
export async function makeCompletions(
  db: Database,
  personIds: readonly string[],
  options: {
    readonly at: Date;
    readonly on: string;
    readonly outbox?: Outbox;
    readonly frozen?: Partial<FrozenCompletion>;
  },
): Promise<string[]> {
  const { at, on } = options;
  const [courseId, versionId] = [newId(), newId()];
  const code = `course-${courseId.slice(-8)}`;
  const rows = personIds.map((personId, i) => ({
    personId,
    i,
    enrollment: newId(),
    credit: newId(),
    completion: newId(),
  }));
  await db.run(async (tx) => {
    await insertRows(tx, 'course', ['id', 'code', 'track', 'created_at'], [[toBin(courseId), code, 'officials', at]]);
    await insertRows(
      tx,
      'course_version',
      ['id', 'course_id', 'number', 'content_hash', 'state', 'pilot', 'document', 'scope', 'authors'],
      // prettier-ignore
      [[toBin(versionId), toBin(courseId), 1, courseId.replaceAll('-', '').padEnd(64, '0'), 'published', 1, '{}', 'whole', '[]']],
    );
    await insertRows(
      tx,
      'enrollment',
      ['id', 'person_id', 'course_id', 'course_version_id', 'state', 'route', 'origin', 'started_at', 'completed_at'],
      rows.map((row) => [
        toBin(row.enrollment),
        toBin(row.personId),
        toBin(courseId),
        toBin(versionId),
        'completed',
        'solo',
        'choice',
        at,
        at,
      ]),
    );
    await insertRows(
      tx,
      'credit',
      // prettier-ignore
      ['id', 'bearer_kind', 'bearer_id', 'source_kind', 'source_id', 'minutes', 'times', 'mode', 'method', 'topics', 'title_ko', 'title_en', 'evidence', 'earned_on', 'granted_at'],
      rows.map((row) => [
        ...[toBin(row.credit), 'person', toBin(row.personId), 'completion', toBin(row.completion), 90, 1, 'self-paced'],
        ...['participatory', '[]', '인권도시와 나의 자리', 'My post in a human rights city', 'demonstrated', on, at],
      ]),
    );
    await insertRows(
      tx,
      'completion',
      // prettier-ignore
      ['id', 'enrollment_id', 'person_id', 'course_version_id', 'credit_id', 'evidence', 'evidence_reasons', 'completed_on', 'completed_at', 'frozen'],
      rows.map((row) => [
        ...[toBin(row.completion), toBin(row.enrollment), toBin(row.personId), toBin(versionId), toBin(row.credit)],
        ...['demonstrated', '[]', on, at, JSON.stringify({ ...frozenFor(row.i, on, code), ...options.frozen })],
      ]),
    );
    await options.outbox?.requestMany(
      'certificate.issue',
      rows.map((row) => ({ completionId: row.completion })),
    );
  });
  return rows.map((row) => row.completion);
}

function frozenFor(index: number, on: string, courseCode: string): FrozenCompletion {
  return {
    language: 'ko',
    name: `김하늘${String(index)}`,
    organisation: { ko: '가온광역시 도로과', en: 'Roads Division, Gaon Metropolitan City' },
    post: { ko: '주무관', en: 'Officer' },
    issuerCode: 'GAON',
    issuer: { ko: '가온광역시장', en: 'Mayor of Gaon Metropolitan City' },
    courseCode,
    course: { ko: '인권도시와 나의 자리', en: 'My post in a human rights city' },
    courseVersion: 1,
    startedOn: on,
    completedOn: on,
    minutes: 90,
    mode: 'self-paced',
    pilot: true,
    basis: [
      {
        ko: '가온광역시 인권 기본조례 제10조 (교육용 가상)',
        en: 'Gaon Framework Ordinance on Human Rights, art. 10 (fictional)',
      },
    ],
  };
}
