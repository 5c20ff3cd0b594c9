import { numberOf, prepareCms, SIGNER, type Signer } from '#libs/certificates';
import { VersionQueries } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import { FileStore } from '#libs/files';
import { type Language, pickText, text } from '#libs/language';
import { Clock, type LocalDate } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { ReportScope } from './compliance.service.js';
import { csvOf } from './csv.writer.js';
import { MANIFEST, type PackFile, type PackManifest, SIGNATURE, safeName } from './evidence-pack.rules.js';
import { type PackEntry, packOf } from './pack.writer.js';
import type { Progress } from './report-file.js';
import type { Sheet } from './sheet.js';

/**
 * The evidence of one unit and cycle as one archive: who stood where, the certificates, the sessions with their signed
 * sheets, the materials by version; each with its hash in a manifest, which is signed where a key is configured.
 */
@Injectable()
export class EvidencePacks {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: FileStore,
    private readonly versions: VersionQueries,
    @Inject(SIGNER) private readonly signer: Signer | null,
  ) {}

  /** Of a part whose scope was checked and whose reading is on record. */
  async of(
    scope: ReportScope,
    roster: Sheet,
    language: Language,
  ): Promise<{ files: number; open: (progress: Progress) => Readable }> {
    const [certificates, sessions, materials] = [
      await this.certificates(scope),
      await this.sessions(scope),
      await this.materials(scope),
    ];
    const entries: PackEntry[] = [
      { path: 'README.txt', open: () => Readable.from([pickText(README, language)]) },
      { path: 'roster.csv', open: () => Readable.from(csvOf(roster), { objectMode: false }) },
      {
        path: 'sessions.csv',
        open: () => Readable.from(csvOf(sessionSheet(sessions, language)), { objectMode: false }),
      },
      ...sessions.flatMap(({ id, heldOn, proof }) =>
        proof === null
          ? []
          : [
              {
                path: `sessions/${heldOn}-${id.slice(-6)}-${safeName(proof.name)}`,
                open: () => this.files.open(proof.sha256),
              },
            ],
      ),
      ...certificates.map(({ number, sha256 }) => ({
        path: `certificates/${number}.pdf`,
        open: () => this.files.open(sha256),
      })),
      ...materials.map(({ code, number }) => ({
        path: `materials/${safeName(code)}-v${String(number)}.md`,
        open: async () => Readable.from([await this.material(code, number, language)]),
      })),
    ];
    const madeAt = this.clock.now();
    return {
      files: entries.length,
      open: (progress) =>
        packOf(entries, (files) => this.close(scope, files, madeAt), this.lastPaths(), madeAt, progress),
    };
  }

  private lastPaths(): readonly string[] {
    return this.signer === null ? [MANIFEST] : [MANIFEST, SIGNATURE];
  }

  private async close(
    { unit, mandate, cycle }: ReportScope,
    files: readonly PackFile[],
    madeAt: Date,
  ): Promise<ReadonlyMap<string, Buffer>> {
    const manifest: PackManifest = {
      format: 'madang-evidence/1',
      unit: { code: unit.code, name: unit.name },
      mandate: { code: mandate.code, title: mandate.rule.title },
      cycle,
      madeAt: madeAt.toISOString(),
      files,
    };
    const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    const last = new Map<string, Buffer>([[MANIFEST, bytes]]);
    if (this.signer !== null) {
      const { toSign, finish } = prepareCms(this.signer.certificates, this.signer.algorithm, [bytes]);
      last.set(SIGNATURE, finish(await this.signer.sign(toSign)));
    }
    return last;
  }

  /** Those that are issued and rest on learning that counts, or confirm the duty itself. */
  async certificates(scope: ReportScope): Promise<readonly { number: string; sha256: string }[]> {
    const counted = `SELECT o.id FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = ?
      JOIN obligation o ON o.mandate_id = ? AND o.cycle_key = ? AND o.reporting_unit_id = c.descendant_id
      WHERE c.ancestor_id = ?`;
    const place = [toBin(scope.unit.authorityId), toBin(scope.mandate.id), scope.cycle, toBin(scope.unit.id)];
    const columns = 't.issuer_code, t.year, t.serial, t.revision, t.sha256';
    const rows = await this.db.query<
      { issuer_code: string; year: number; serial: number; revision: number; sha256: string }[]
    >(
      `SELECT ${columns} FROM (${counted}) o JOIN allocation a ON a.obligation_id = o.id
         JOIN completion d ON d.credit_id = a.credit_id
         JOIN certificate t ON t.completion_id = d.id AND t.state = 'issued'
       UNION SELECT ${columns} FROM (${counted}) o JOIN certificate t ON t.obligation_id = o.id AND t.state = 'issued'
       ORDER BY issuer_code, year, serial`,
      [...place, ...place],
    );
    return rows.map((row) => ({
      number: `${numberOf(row.issuer_code, row.year, row.serial)}${row.revision > 1 ? `-r${String(row.revision)}` : ''}`,
      sha256: row.sha256,
    }));
  }

  async sessions(scope: ReportScope): Promise<readonly PackSession[]> {
    const rows = await this.db.query<SessionRow[]>(
      `SELECT s.id, n.name_ko AS unit, s.held_on, s.title_ko AS title, s.mode, s.host, s.partner, s.place,
         s.proof_sha256, s.proof_name,
         (SELECT SUM(p.minutes) FROM session_part p WHERE p.live_session_id = s.id) AS minutes,
         (SELECT COUNT(DISTINCT x.person_id) FROM session_part p JOIN attendance x ON x.session_part_id = p.id
            AND x.state = 'present' WHERE p.live_session_id = s.id) AS attended
       FROM org_unit_closure c
       JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = ?
       JOIN live_session s ON s.unit_id = c.descendant_id AND s.state = 'held' AND s.held_on BETWEEN ? AND ?
       LEFT JOIN org_unit_name n ON n.unit_id = s.unit_id AND n.replaced_at IS NULL AND n.valid_from <= s.held_on
         AND (n.valid_to IS NULL OR n.valid_to >= s.held_on)
       WHERE c.ancestor_id = ? ORDER BY s.held_on, s.id`,
      [toBin(scope.unit.authorityId), ...(await this.days(scope)), toBin(scope.unit.id)],
    );
    return rows.map((row) => ({
      id: fromBin(row.id),
      unit: row.unit ?? '',
      heldOn: row.held_on,
      title: row.title,
      mode: row.mode,
      minutes: Number(row.minutes ?? 0),
      host: row.host,
      partner: row.partner,
      place: row.place,
      attended: Number(row.attended),
      proof: row.proof_sha256 === null ? null : { sha256: row.proof_sha256, name: row.proof_name ?? row.proof_sha256 },
    }));
  }

  /** Course versions that the counted learning, or a session of the units, was held on. */
  async materials(scope: ReportScope): Promise<readonly { code: string; number: number }[]> {
    const counted = `FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = ?`;
    return this.db.query(
      `SELECT DISTINCT course.code, v.number FROM (
         SELECT d.course_version_id AS id ${counted}
           JOIN obligation o ON o.mandate_id = ? AND o.cycle_key = ? AND o.reporting_unit_id = c.descendant_id
           JOIN allocation a ON a.obligation_id = o.id JOIN completion d ON d.credit_id = a.credit_id
           WHERE c.ancestor_id = ?
         UNION SELECT s.course_version_id ${counted}
           JOIN live_session s ON s.unit_id = c.descendant_id AND s.state = 'held' AND s.held_on BETWEEN ? AND ?
           WHERE c.ancestor_id = ? AND s.course_version_id IS NOT NULL
       ) used JOIN course_version v ON v.id = used.id JOIN course ON course.id = v.course_id
       ORDER BY course.code, v.number`,
      [
        ...[toBin(scope.unit.authorityId), toBin(scope.mandate.id), scope.cycle, toBin(scope.unit.id)],
        ...[toBin(scope.unit.authorityId), ...(await this.days(scope)), toBin(scope.unit.id)],
      ],
    );
  }

  /** What learners read in a version, with the hash of the whole; questions and their answers stay where they are. */
  private async material(code: string, number: number, language: Language): Promise<string> {
    const { document, hash } = await this.versions.get(code, number);
    const lessons = document.lessons.map((lesson, i) => {
      const body = 'body' in lesson ? `\n\n${pickText(lesson.body, language)}` : '';
      return `## ${String(i + 1)}. ${pickText(lesson.title, language)} (${lesson.kind})${body}`;
    });
    const head = `# ${pickText(document.title, language)}\n\n${code} v${String(number)}\nSHA-256 ${hash}`;
    return `${[head, ...lessons].join('\n\n')}\n`;
  }

  /** First and last day of the cycle. */
  private async days({ source, mandate, cycle }: ReportScope): Promise<readonly [LocalDate, LocalDate]> {
    const [row] = await this.db.query<{ from: LocalDate | null; to: LocalDate | null }[]>(
      'SELECT MIN(cycle_from) AS `from`, MAX(cycle_to) AS `to` FROM obligation WHERE mandate_id = ? AND cycle_key = ?',
      [toBin(mandate.id), cycle],
    );
    return [row?.from ?? source.today, row?.to ?? source.today];
  }
}

export interface PackSession {
  readonly id: string;
  readonly unit: string;
  readonly heldOn: LocalDate;
  readonly title: string;
  readonly mode: string;
  readonly minutes: number;
  readonly host: string | null;
  readonly partner: string | null;
  readonly place: string | null;
  readonly attended: number;
  readonly proof: { readonly sha256: string; readonly name: string } | null;
}

interface SessionRow {
  id: Buffer;
  unit: string | null;
  held_on: LocalDate;
  title: string;
  mode: string;
  host: string | null;
  partner: string | null;
  place: string | null;
  proof_sha256: string | null;
  proof_name: string | null;
  minutes: string | null;
  attended: string;
}

function sessionSheet(sessions: readonly PackSession[], language: Language): Sheet {
  async function* rows(): Sheet['rows'] {
    await Promise.resolve();
    yield sessions.map((s) => [
      ...[{ date: s.heldOn }, s.unit, s.title, s.mode, s.minutes, s.host, s.partner, s.place, s.attended],
      s.proof?.sha256 ?? null,
    ]);
  }
  const columns = SESSION_COLUMNS.map((heading) => ({ heading: pickText(heading, language), width: 16 }));
  return { title: pickText(text('교육 일정', 'Sessions'), language), columns, rows: rows() };
}

const SESSION_COLUMNS = [
  text('날짜', 'Date'),
  text('기관·부서', 'Unit'),
  text('제목', 'Title'),
  text('방식', 'Mode'),
  text('분', 'Minutes'),
  text('진행', 'Host'),
  text('함께한 단체', 'Partner'),
  text('장소', 'Place'),
  text('참석', 'Attended'),
  text('서명부', 'Signed sheet'),
];

const README = text(
  [
    '마당 증빙 묶음',
    '',
    'roster.csv       누가 어떤 상태인지',
    'sessions.csv     연 교육과 참석 인원, 서명부의 해시',
    'sessions/        서명부 원본',
    'certificates/    수료증·이수확인서 원본',
    'materials/       배운 내용(과정의 판마다). 문항과 정답은 넣지 않았습니다.',
    'manifest.json    모든 파일의 SHA-256과 크기',
    'manifest.p7s     manifest.json의 전자서명(서명 키를 둔 경우)',
    '',
    '확인: madang verify <이 파일>. 바뀐 파일, 빠진 파일, 모르는 파일을 가려 줍니다.',
    '개인정보가 들어 있습니다. 다 쓴 뒤에는 파기해 주세요.',
    '',
  ].join('\n'),
  [
    'Madang evidence pack',
    '',
    'roster.csv       who stands where',
    'sessions.csv     sessions that were held, how many attended, hashes of the signed sheets',
    'sessions/        the signed sheets as they were handed in',
    'certificates/    certificates as they were issued',
    'materials/       what was taught, by version of the course; questions and answers are left out',
    'manifest.json    SHA-256 and size of every file',
    'manifest.p7s     the signature of manifest.json, where a key is configured',
    '',
    'To check: madang verify <this file>. It tells changed, missing and unknown files apart.',
    'It holds personal data: destroy it when it is no longer needed.',
    '',
  ].join('\n'),
);
