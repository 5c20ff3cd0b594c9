import { AccountService, hashPassword } from '#libs/access';
import { systemActor } from '#libs/actor';
import { ReviewService } from '#libs/courses';
import { Database, newId } from '#libs/database';
import { type Band, type NewPerson, type Occupation, PeopleService, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import type { INestApplicationContext } from '@nestjs/common';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts.js';
import { CITY, EDUCATION_OFFICE, type UnitSpec, flatten } from './demo-units.js';
import { koreanName, randomFrom } from './names.js';

type Random = () => number;

/** How many people a unit of a kind has besides those named in demo-accounts.ts; chosen so that the city has about 400. */
const SIZE: Partial<Record<UnitSpec[1], number>> = {
  bureau: 1,
  division: 8,
  team: 4,
  office: 5,
  'fire-station': 12,
  district: 2,
  'public-corporation': 10,
  'elderly-facility': 12,
  'disability-facility': 7,
  'mental-health-facility': 6,
  'homeless-facility': 4,
  'child-facility': 4,
  school: 14,
  class: 24,
};

/**
 * Units, people, accounts and roles of the demo city, in one transaction: killed half-way, nothing of it exists and the
 * next start begins anew.
 */
export async function seedCity(app: INestApplicationContext): Promise<void> {
  const units = app.get(UnitService);
  const people = app.get(PeopleService);
  const accounts = app.get(AccountService);
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const year = Number(app.get(Clock).today().slice(0, 4));
  const random = randomFrom(20_261_124);
  await app.get(Database).run(async () => {
    const ids = new Map<string, string>();
    for (const tree of [CITY, EDUCATION_OFFICE]) {
      const authorityId = await units.createAuthority(tree === CITY ? CITY_AUTHORITY : EDUCATION_AUTHORITY);
      const specs = flatten(tree);
      for (const { spec } of specs) ids.set(spec[0], newId());
      await units.create(
        specs.map(({ spec: [code, kind, ko, en], parent }) => ({
          id: ids.get(code) as string,
          authorityId,
          parentId: parent === null ? null : (ids.get(parent) as string),
          code,
          kind,
          territory: 'gaon',
          name: { ko, en },
          validFrom: '2020-01-01',
        })),
      );
    }
    const known = DEMO_ACCOUNTS.map((account) => ({
      account,
      person: {
        id: newId(),
        name: account.name,
        nameLatin: account.nameLatin,
        email: account.withoutMail === true ? null : `${account.login}@demo.gaon.example`,
        memberships: [
          {
            unitId: ids.get(account.unit) as string,
            occupation: account.occupation,
            band: account.band,
            position: account.position,
            isHead: account.isHead ?? false,
            functions: account.functions ?? [],
            rollNumber: account.rollNumber ?? null,
            from: '2023-01-02',
          },
        ],
      } satisfies NewPerson & { id: string },
    }));
    const headed = new Set(DEMO_ACCOUNTS.filter(({ isHead }) => isHead === true).map(({ unit }) => unit));
    const others = [...flatten(CITY), ...flatten(EDUCATION_OFFICE)].flatMap(({ spec }) =>
      staffOf(spec, ids.get(spec[0]) as string, random, year, !headed.has(spec[0])),
    );
    await people.register(systemActor, [...known.map(({ person }) => person), ...others]);
    await accounts.create(
      systemActor,
      known.map(({ account, person }) => ({ personId: person.id, login: account.login, passwordHash })),
    );
    await accounts.grantRoles(
      systemActor,
      known.flatMap(({ account, person }) =>
        account.roles.map(({ role, unit }) => ({
          personId: person.id,
          role,
          unitId: ids.get(unit) as string,
          from: '2023-01-02',
        })),
      ),
    );
    for (const { account, person } of known)
      if (account.seat !== undefined)
        await app.get(ReviewService).appoint(systemActor, person.id, account.seat.seat, account.seat.affiliation);
  });
}

const RETENTION = { learning: 5, certificates: 10, messages: 3, audit: 3 };

const CITY_AUTHORITY = {
  code: 'city',
  name: { ko: '가온광역시', en: 'Gaon Metropolitan City' },
  headTitle: { ko: '가온광역시장', en: 'Mayor of Gaon Metropolitan City' },
  issuerCode: 'GAON',
  senderAddress: 'human-rights@demo.gaon.example',
  contact: { ko: '인권정책과 인권교육팀', en: 'Human Rights Education Team, Human Rights Policy Division' },
  retention: RETENTION,
};

const EDUCATION_AUTHORITY = {
  code: 'education',
  name: { ko: '가온광역시교육청', en: 'Gaon Metropolitan Office of Education' },
  headTitle: { ko: '가온광역시교육감', en: 'Superintendent of Education, Gaon' },
  issuerCode: 'GAONEDU',
  senderAddress: 'human-rights@edu.demo.gaon.example',
  contact: { ko: '민주시민교육과', en: 'Democratic Citizenship Education Division' },
  retention: RETENTION,
};

function occupationIn(kind: UnitSpec[1]): Occupation {
  if (kind === 'school') return 'teacher';
  if (kind === 'class') return 'student';
  if (kind === 'public-corporation') return 'public-corporation';
  return kind.endsWith('-facility') ? 'social-service' : 'official';
}

/** The made-up people of one unit; the first is its head when nobody named is. */
function staffOf(spec: UnitSpec, unitId: string, random: Random, year: number, needsHead: boolean): NewPerson[] {
  const [code, kind, ko, en] = spec;
  const occupation = occupationIn(kind);
  const count = SIZE[kind] ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const pupil = occupation === 'student';
    const isHead = index === 0 && needsHead && !pupil;
    const band: Band = pupil
      ? 'pupil'
      : isHead
        ? kind === 'bureau' || kind === 'district'
          ? 'executive'
          : 'head'
        : 'staff';
    // Care workers and pupils often have no e-mail; officials do. One in twelve joined late this year.
    const withoutMail = pupil || (occupation === 'social-service' && random() < 0.6);
    const joined: LocalDate = !pupil && !isHead && random() < 0.08 ? `${String(year)}-01-15` : '2022-03-01';
    const number = index + (code === 'byeolbit-el-5-2' ? 2 : 1);
    return {
      // Pupils are known by a pseudonym only.
      name: pupil ? (PSEUDONYMS[index % PSEUDONYMS.length] ?? '') : koreanName(random),
      email: withoutMail ? null : `${code}.${String(index + 1)}@demo.gaon.example`,
      externalId: { source: 'demo', id: `${code}-${String(index + 1)}` },
      memberships: [
        {
          unitId,
          occupation,
          band,
          position: isHead ? { ko: `${ko} 책임자`, en: `Head, ${en}` } : null,
          isHead,
          rollNumber: pupil ? number : null,
          from: pupil ? `${String(year)}-03-01` : joined,
        },
      ],
    };
  });
}

// Plants and small animals: a pseudonym that says nothing about the child.
const PSEUDONYMS = [
  '강아지풀',
  '개나리',
  '고슴도치',
  '구름',
  '까치',
  '나비',
  '노을',
  '다람쥐',
  '단풍',
  '도토리',
  '동백',
  '두루미',
  '땅콩',
  '라일락',
  '모과',
  '무지개',
  '바람',
  '반딧불',
  '배추',
  '별꽃',
  '보리',
  '봉숭아',
  '부엉이',
  '새싹',
  '소나기',
];
