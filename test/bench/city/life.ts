import { systemActor } from '#libs/actor';
import { fromBin, isAway, toBin } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { PeopleService } from '#libs/people';
import { Clock } from '#libs/time';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersFor, type LessonContent, wordsOf } from '../../support/learner.js';
import { PatientClient } from './client.js';
import type { CityPeople } from './people.js';
import type { CityServers } from './servers.js';

const LEARNERS_AT_ONCE = 8;
const REPORTERS = 2;
/** New people on each list that is brought in; on the next one they are in another unit. */
const LIST_ROWS = 40;

interface Figures {
  readonly asOf: string;
  readonly totals: Readonly<Record<string, number>>;
  readonly units: readonly (Readonly<Record<string, number>> & { readonly unit: { readonly id: string } })[];
}

/** What people were told while the city lived: held against the rows at the end. */
export interface Told {
  /** Completions that somebody was shown. */
  readonly completions: string[];
  readonly moves: { readonly personId: string; readonly unitId: string }[];
  readonly lists: string[];
  /** Reads of names that were answered. */
  namesRead: number;
  readonly figures: { readonly path: string; readonly asOf: string; readonly answer: string }[];
  /** Reports whose rows don't add up to their total. */
  readonly crooked: string[];
  reports: number;
  /** Reads outside a head's part of the city that were answered. */
  readonly leaks: string[];
  refusals: number;
}

/** People at work, until they are told to stop: each goes on whatever is broken meanwhile. */
export class CityLife {
  readonly client: PatientClient;
  readonly told: Told = {
    ...{ completions: [], moves: [], lists: [], namesRead: 0 },
    ...{ figures: [], crooked: [], reports: 0, leaks: [], refusals: 0 },
  };
  private readonly right: ReadonlySet<string>;
  private next = 0;
  private over = false;

  constructor(
    private readonly servers: CityServers,
    private readonly people: CityPeople,
  ) {
    this.client = new PatientClient(servers.base);
    this.right = new Set(
      people.course.items.flatMap((item) =>
        'choices' in item ? item.choices.filter((choice) => choice.correct).map(({ text }) => wordsOf(text.ko)) : [],
      ),
    );
  }

  /** Ends when everyone has finished what they had begun. */
  async run(): Promise<void> {
    await this.patiently(() => this.servers.db.run(() => this.servers.app.get(Outbox).request('reminders.plan', {})));
    await Promise.all([
      ...Array.from({ length: LEARNERS_AT_ONCE }, () => this.forEver(() => this.learn())),
      ...Array.from({ length: REPORTERS }, (_, i) => this.forEver((round) => this.read(round * REPORTERS + i))),
      this.forEver((round) => this.bringIn(round)),
      this.forEver((round) => this.move(round)),
    ]);
  }

  stop(): void {
    this.over = true;
  }

  /** A report as it is answered now or was answered before. */
  figures(path: string): Promise<Figures> {
    return this.client.json<Figures>('GET', path, this.people.office);
  }

  private async forEver(work: (round: number) => Promise<void>): Promise<void> {
    for (let round = 0; !this.over; round += 1) await work(round);
  }

  /** A whole course through HTTP, as {@link Learner} takes it. */
  private async learn(): Promise<void> {
    const learner = this.people.learners[this.next++];
    if (!learner) {
      await sleep(100);
      return;
    }
    const { cookie } = learner;
    const { client } = this;
    const { id } = await client.json<{ id: string }>('POST', '/enrollments', cookie, {
      course: this.people.course.code,
    });
    interface Standing {
      readonly lessons: readonly { readonly id: string; readonly required: boolean }[];
      readonly completion: { readonly id: string } | null;
    }
    const { lessons } = await client.json<Standing>('GET', `/enrollments/${id}`, cookie);
    for (const lesson of lessons.filter(({ required }) => required)) {
      const path = `/enrollments/${id}/lessons/${lesson.id}`;
      const content = await client.json<LessonContent>('GET', `${path}?language=ko`, cookie);
      const answers = answersFor(content, this.right);
      // A repeated step may find that it was taken: where the enrollment stands says so.
      if (answers === null) await client.ask('PUT', `${path}/progress`, cookie, { event: 'open', done: true });
      else await client.ask('POST', `${path}/attempts`, cookie, { answers });
    }
    const { completion } = await client.json<Standing>('GET', `/enrollments/${id}`, cookie);
    if (completion === null) throw new Error(`every lesson is done, and the course is not completed: ${id}`);
    this.told.completions.push(completion.id);
  }

  private async read(round: number): Promise<void> {
    const { root, bureaus, heads } = this.people;
    const duty = ['yearly', 'extra', 'summer'][round % 3] ?? '';
    const unit = round % 2 === 0 ? root : (bureaus[round % bureaus.length] ?? root);
    const path = `/reports/compliance?unit=${unit}&mandate=${duty}&cycle=2026`;
    const answer = await this.figures(path);
    this.told.reports += 1;
    const off = Object.entries(answer.totals).filter(
      ([key, total]) => key !== 'rate' && sum(answer.units, key) !== total,
    );
    if (off.length > 0) this.told.crooked.push(`${path} ${JSON.stringify(off)}`);
    if (this.told.reports % 5 === 1)
      this.told.figures.push({ path, asOf: answer.asOf, answer: JSON.stringify([answer.totals, answer.units]) });
    await this.client.json('GET', `${path.replace('?', '/people?')}&limit=50`, this.people.office);
    this.told.namesRead += 1;
    const [head, elsewhere] = [heads[round % heads.length], bureaus[(round + 1) % bureaus.length]];
    const { status } = await this.client.ask(
      'GET',
      `/reports/compliance/people?unit=${elsewhere ?? ''}&mandate=${duty}`,
      head?.cookie ?? '',
    );
    if (status === 404 || status === 403) this.told.refusals += 1;
    else this.told.leaks.push(`${elsewhere ?? ''}: ${String(status)}`);
    await sleep(100);
  }

  private async bringIn(round: number): Promise<void> {
    const { divisions, root, clerk } = this.people;
    const codes = await this.patiently(() =>
      this.servers.db.query<{ code: string }[]>('SELECT code FROM org_unit WHERE id IN (?) ORDER BY code', [
        divisions.map(toBin),
      ]),
    );
    const list = Math.floor(round / 2);
    const lines = Array.from({ length: LIST_ROWS }, (_, i) => {
      const unit = codes[(list * 7 + i + (round % 2)) % codes.length]?.code ?? '';
      const number = `L${String(list)}-${String(i)}`;
      return `${number},이새봄,${unit},주무관,2026-03-02,${number.toLowerCase()}@gaon.example`;
    });
    const form = new FormData();
    for (const [key, value] of Object.entries({ unit: root, kind: 'staff', dryRun: 'false', whole: 'false' }))
      form.set(key, value);
    form.set('file', new Blob([['사번,성명,부서코드,직급,입사일,전자우편', ...lines].join('\n')]), 'list.csv');
    const { id } = await this.client.json<{ id: string }>('POST', '/imports', clerk, form);
    this.told.lists.push(id);
    // The next list comes when this one has been dealt with; the last one is waited for at the end.
    for (let open = true; open && !this.over;) {
      await sleep(250);
      const { state } = await this.client.json<{ state: string }>('GET', `/imports/${id}`, clerk);
      open = !['applied', 'checked', 'failed', 'cancelled'].includes(state);
    }
  }

  private async move(round: number): Promise<void> {
    const { divisions, learners } = this.people;
    const person = learners[(round * 13) % learners.length];
    const unitId = divisions[(round * 5) % divisions.length];
    if (!person || unitId === undefined) return;
    const on = this.servers.app.get(Clock).today();
    const unit = async (): Promise<string | undefined> => {
      const [row] = await this.servers.db.query<{ unit_id: Buffer }[]>(
        `SELECT unit_id FROM membership WHERE person_id = ? AND is_primary = 1 AND superseded_at IS NULL
           AND valid_to IS NULL AND valid_from = ?`,
        [toBin(person.personId), on],
      );
      return row && fromBin(row.unit_id);
    };
    await this.patiently(async () => {
      // Moved today already, perhaps by a commit whose answer was lost.
      if ((await unit()) !== undefined) return;
      await this.servers.app.get(PeopleService).move(systemActor, person.personId, on, {
        ...{ unitId, occupation: 'official', band: 'staff', isHead: false, from: on },
      });
      this.told.moves.push({ personId: person.personId, unitId });
    });
    await sleep(30);
  }

  /** Again while the database is away, for a minute at most. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let left = 240; ; left -= 1) {
      try {
        return await work();
      } catch (error) {
        if (!isAway(error) || left === 0) throw error;
        await sleep(250);
      }
    }
  }
}

function sum(units: Figures['units'], key: string): number {
  return units.reduce((total, unit) => total + (unit[key] ?? 0), 0);
}
