import { AccessModule, NotAllowed } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { JobsModule, Outbox } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { CreditService, MandatesModule } from '#libs/mandates';
import {
  BounceService,
  DeliveryService,
  InboxService,
  MailFolder,
  MessageDesk,
  MessageService,
  MessageTexts,
  MessagesModule,
  PreviewService,
  ReminderPlanner,
} from '#libs/messages';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestCity, makeCity, makeCompletions, makePeople } from '../../test/support/completions.js';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { MailTransport } from './mail.transport.js';
import { TextChannel } from './text.channel.js';
import { MessageComposer } from './message.composer.js';
import { MailRefused, MailUnavailable, MessageBusy, NotToResend, PauseTooLong } from './messages.errors.js';

/** Monday morning, 31 days before the end of the year: the step of 60 days has been reached. */
const MONDAY = '2026-11-30T00:30:00Z';
const TUESDAY = '2026-12-01T00:30:00Z';

describe('messages', () => {
  let context: TestContext;
  let db: Database;
  let planner: ReminderPlanner;
  let delivery: DeliveryService;
  let city: TestCity;

  beforeEach(async () => {
    context = await withDatabase(
      [PeopleModule, AccessModule, MandatesModule, CoursesModule, LearningModule, JobsModule, MessagesModule],
      MONDAY,
    );
    await rm(join(context.module.get<Config>(CONFIG).MADANG_DATA_DIR, 'mail'), { recursive: true, force: true });
    db = context.get(Database);
    planner = context.get(ReminderPlanner);
    delivery = context.get(DeliveryService);
    city = await makeCity(context.get(UnitService));
    await publishMandates(
      context,
      officialsMandate('first'),
      officialsMandate('second', 'sharesCreditWith: [first]\n'),
    );
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await context.close();
  });

  const people = (count: number, overrides?: Parameters<typeof makePeople>[3]): Promise<string[]> =>
    makePeople(context.get(PeopleService), city.divisionId, count, overrides);
  const messages = () =>
    db.query<
      { id: Buffer; person_id: Buffer; kind: string; channel: string; state: string; skip_reason: string | null }[]
    >('SELECT id, person_id, kind, channel, state, skip_reason FROM message ORDER BY planned_at, id');
  const steps = async (): Promise<string[]> =>
    (await db.query<{ step: string }[]>('SELECT step FROM reminder_step ORDER BY step')).map((row) => row.step);
  /** Sends what is promised, as the worker does. */
  const deliverAll = async (): Promise<void> => {
    for (const { id, data } of await context.get(Outbox).claim('mail', 100))
      await delivery.deliver(data['messageId'] ?? '', id);
  };
  const signedIn = (personId: string): Actor => ({ ...systemActor, kind: 'person', personId });
  const makeAccount = (personId: string): Promise<unknown> =>
    db.query(
      `INSERT INTO account (id, person_id, login, must_change_password, failed_count, created_at) VALUES (?, ?, ?, 0, 0, ?)`,
      [toBin(newId()), toBin(personId), personId, context.clock.now()],
    );
  const untilCalled = async (spy: jest.SpyInstance): Promise<void> => {
    while (spy.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  };
  const sendSpy = () => jest.spyOn(context.get(MailTransport), 'send');
  const fulfil = (personId: string, times = 2): Promise<unknown> =>
    context.get(CreditService).grant(systemActor, {
      bearer: { kind: 'person', id: personId },
      source: { kind: 'outside', id: newId() },
      minutes: 60 * times,
      times,
      mode: 'in-person',
      method: 'lecture',
      topics: [],
      course: null,
      title: { ko: '바깥 교육', en: 'Elsewhere' },
      evidence: 'exposed',
      earnedOn: '2026-11-30',
    });

  describe('planning', () => {
    it('gives each person one digest for all their duties, once a day, and each step once', async () => {
      await people(3);
      expect(await planner.plan()).toBe(6);
      expect(await messages()).toHaveLength(3);
      expect(await steps()).toEqual(Array(6).fill('before-60'));
      expect(await planner.plan()).toBe(0);
      context.clock.set(TUESDAY);
      await deliverAll();
      expect(await planner.plan()).toBe(6);
      expect(await messages()).toHaveLength(6);
      expect(new Set(await steps())).toEqual(new Set(['before-30', 'before-60']));
      context.clock.set('2026-12-02T00:30:00Z');
      expect(await planner.plan()).toBe(0);
    });

    it.each([
      ['on a Saturday', '2026-11-28T00:30:00Z'],
      ['on a public holiday', '2026-12-25T00:30:00Z'],
      ['in the evening', '2026-11-30T09:00:00Z'],
      ['at night', '2026-11-29T20:00:00Z'],
    ])('does nothing %s', async (_, now) => {
      context.clock.set(now);
      await people(1);
      expect(await planner.plan()).toBe(0);
    });

    it('passes over those who are done, on leave, or have had as many as the mandate allows', async () => {
      const [done = '', away = '', much = ''] = await people(3);
      await fulfil(done);
      await context
        .get(PeopleService)
        .recordLeave(systemActor, away, { kind: 'sick', from: '2026-11-25', to: '2026-12-10' });
      await db.query(
        `INSERT INTO message (id, person_id, kind, channel, digest_key, state, planned_for, planned_at, tries)
         SELECT o.id, o.bearer_id, 'reminder', 'mail', CONCAT('old:', LOWER(HEX(o.id))), 'sent', '2026-01-05', '2026-01-05', 1
         FROM obligation o WHERE o.bearer_id = UNHEX(?)`,
        [much.replaceAll('-', '')],
      );
      for (const step of ['a', 'b', 'c', 'd']) {
        await db.query(
          'INSERT INTO reminder_step (obligation_id, step, message_id) SELECT id, ?, id FROM obligation WHERE bearer_id = UNHEX(?)',
          [step, much.replaceAll('-', '')],
        );
      }
      expect(await planner.plan()).toBe(0);
    });

    it('writes a row for those without e-mail, for the clerk to see, and promises no mail', async () => {
      await people(2, (i) => ({ email: i === 0 ? null : 'b@gaon.example' }));
      await planner.plan();
      const rows = await messages();
      expect(rows.map((row) => [row.channel, row.state, row.skip_reason]).sort()).toEqual([
        ['mail', 'planned', null],
        ['paper', 'skipped', 'no-address'],
      ]);
      expect(await context.get(Outbox).claim('mail', 10)).toHaveLength(1);
    });

    it('asks the nearest head to help once a week, their own duty first; a late head gets it with the one above in copy', async () => {
      const [mayor = ''] = await makePeople(context.get(PeopleService), city.cityId, 1, () => ({
        name: '한시장',
        isHead: true,
        email: 'mayor@gaon.example',
      }));
      const [head = '', late = ''] = await people(2, (i) => (i === 0 ? { name: '박과장', isHead: true } : {}));
      await fulfil(mayor);
      // 14 days into the next year, a Thursday: heads hear of it on Monday.
      context.clock.set('2027-01-14T00:30:00Z');
      await planner.plan();
      expect(await steps()).not.toContain('escalate');
      await deliverAll();
      context.clock.set('2027-01-18T00:30:00Z');
      await planner.plan();
      const escalated = await db.query<{ receiver: Buffer; bearer: Buffer }[]>(
        `SELECT m.person_id AS receiver, o.bearer_id AS bearer FROM reminder_step s
         JOIN message m ON m.id = s.message_id JOIN obligation o ON o.id = s.obligation_id WHERE s.step = 'escalate'`,
      );
      const pairs = new Set(escalated.map((row) => `${fromBin(row.bearer)}→${fromBin(row.receiver)}`));
      expect(pairs).toEqual(new Set([`${late}→${head}`, `${head}→${head}`]));
      const send = sendSpy();
      await deliverAll();
      const [[mail] = []] = send.mock.calls;
      expect(send).toHaveBeenCalledTimes(1);
      expect(mail?.to.name).toBe('박과장');
      expect(mail?.copyTo?.address).toBe('mayor@gaon.example');
      expect(mail?.text).toMatch(/지금 하셔도 됩니다[\s\S]*도로과: ‘공직자 인권교육 first’ 남은 분 1명/);
      expect(mail?.text).toContain('한 단계 위 부서장께도');
      expect(mail?.text).not.toContain('김하늘');
      // The new year's duty is open as well, but nobody needs a mail about what has a year's time.
      expect(mail?.text).not.toContain('2027년');
      context.clock.set('2027-01-25T00:30:00Z');
      expect(await planner.plan()).toBe(0);
    });

    it('passes over a head who is away', async () => {
      const [mayor = ''] = await makePeople(context.get(PeopleService), city.cityId, 1, () => ({ isHead: true }));
      const [head = ''] = await people(2, (i) => ({ isHead: i === 0 }));
      await context
        .get(PeopleService)
        .recordLeave(systemActor, head, { kind: 'sick', from: '2027-01-15', to: '2027-01-20' });
      context.clock.set('2027-01-18T00:30:00Z');
      await planner.plan();
      const rows = await db.query<{ person_id: Buffer }[]>(
        `SELECT DISTINCT m.person_id FROM reminder_step s JOIN message m ON m.id = s.message_id WHERE s.step = 'escalate'`,
      );
      expect(rows.map((row) => fromBin(row.person_id))).toEqual([mayor]);
    });
  });

  describe('delivery', () => {
    it('sends a kind digest in the person’s language and marks it', async () => {
      await people(2, (i) => (i === 1 ? { language: 'en' as const, name: 'Nguyễn Thị' } : {}));
      await planner.plan();
      await deliverAll();
      expect((await messages()).map((row) => row.state)).toEqual(['sent', 'sent']);
      const mails = await context.get(MailFolder).list();
      const korean = mails.find((mail) => mail.to.includes('김하늘0'));
      expect(korean?.subject).toContain('외 1건');
      expect(korean?.text).toContain('2026년 12월 31일 (31일 남음)');
      expect(mails.find((mail) => mail.to.includes('Nguyễn'))?.text).toContain('31 days left');
      expect(await context.get(Outbox).claim('mail', 10)).toEqual([]);
    });

    it('sends nothing to someone who finished after the plan, nor to one who lost the address', async () => {
      const [done = '', moved = ''] = await people(2);
      await planner.plan();
      await fulfil(done);
      await db.query('UPDATE person_identity SET email = NULL WHERE person_id = UNHEX(?)', [moved.replaceAll('-', '')]);
      const send = sendSpy();
      await deliverAll();
      expect(send).not.toHaveBeenCalled();
      expect((await messages()).map((row) => row.skip_reason).sort()).toEqual(['no-address', 'nothing-open']);
    });

    it('sends again under the same Message-ID when it died before the mark, and not while another worker sends', async () => {
      await people(1);
      await planner.plan();
      const [job] = await context.get(Outbox).claim('mail', 1);
      const send = sendSpy();
      // As if the process had died after the server took the mail.
      send.mockImplementationOnce(() => Promise.reject(new TypeError('died')));
      await expect(delivery.deliver(job?.data['messageId'] ?? '', job?.id ?? '')).rejects.toThrow('died');
      await db.query(`UPDATE message SET state = 'claimed', lease_until = ?`, [new Date('2026-11-30T00:32:00Z')]);
      await expect(delivery.deliver(job?.data['messageId'] ?? '', job?.id ?? '')).rejects.toThrow(MessageBusy);
      context.clock.advance(180_000);
      await delivery.deliver(job?.data['messageId'] ?? '', job?.id ?? '');
      await delivery.deliver(job?.data['messageId'] ?? '', job?.id ?? '');
      expect(send).toHaveBeenCalledTimes(2);
      expect(new Set(send.mock.calls.map(([mail]) => mail.messageId)).size).toBe(1);
    });

    it('marks what has gone when the database is back: a restart doubles no mail', async () => {
      await people(1);
      await planner.plan();
      const send = sendSpy();
      const run = db.run.bind(db);
      let away = 2;
      jest.spyOn(db, 'run').mockImplementation((work) => {
        if (send.mock.calls.length === 0 || away === 0) return run(work);
        away -= 1;
        return Promise.reject(Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST' }));
      });
      await deliverAll();
      expect(away).toBe(0);
      expect(send).toHaveBeenCalledTimes(1);
      expect((await messages()).map(({ state }) => state)).toEqual(['sent']);
    });

    it('tries again when the server is away, and ends as failed when it refuses', async () => {
      await people(2);
      await planner.plan();
      const send = sendSpy();
      send.mockRejectedValueOnce(new MailUnavailable());
      const [first, second] = await context.get(Outbox).claim('mail', 2);
      await expect(delivery.deliver(first?.data['messageId'] ?? '', first?.id ?? '')).rejects.toThrow(MailUnavailable);
      await delivery.deliver(first?.data['messageId'] ?? '', first?.id ?? '');
      send.mockRejectedValueOnce(new MailRefused(550));
      await delivery.deliver(second?.data['messageId'] ?? '', second?.id ?? '');
      const rows = await db.query<{ state: string; error: string | null }[]>(
        'SELECT state, error FROM message ORDER BY state',
      );
      expect(rows).toEqual([
        { state: 'failed', error: 'messages.mail-refused.550' },
        { state: 'sent', error: null },
      ]);
    });

    it('puts a digest off that comes to its turn in the evening, and drops one that is days old', async () => {
      await people(1);
      await planner.plan();
      context.clock.set('2026-11-30T11:00:00Z');
      const send = sendSpy();
      await deliverAll();
      expect(send).not.toHaveBeenCalled();
      context.clock.set('2026-11-30T22:59:00Z');
      expect(await context.get(Outbox).claim('mail', 10)).toEqual([]);
      context.clock.set('2026-11-30T23:00:00Z');
      await deliverAll();
      expect(send).toHaveBeenCalledTimes(1);
      await people(1);
      context.clock.set('2026-12-01T00:30:00Z');
      await planner.plan();
      context.clock.set('2026-12-09T00:30:00Z');
      await deliverAll();
      expect(send).toHaveBeenCalledTimes(1);
      expect((await messages()).filter((row) => row.skip_reason === 'expired').length).toBeGreaterThan(0);
    });

    it('writes to nobody who went on leave after the plan', async () => {
      const [away = ''] = await people(1);
      await planner.plan();
      await context
        .get(PeopleService)
        .recordLeave(systemActor, away, { kind: 'sick', from: '2026-11-30', to: '2026-12-04' });
      const send = sendSpy();
      await deliverAll();
      expect(send).not.toHaveBeenCalled();
      expect((await messages()).map((row) => row.skip_reason)).toEqual(['on-leave']);
    });

    it('stops mail to an address that came back twice; the inbox goes on, and a resend gives it a new chance', async () => {
      const [person = ''] = await people(1);
      const bounces = context.get(BounceService);
      const send = sendSpy();
      for (const day of [MONDAY, TUESDAY]) {
        context.clock.set(day);
        await planner.plan();
        await deliverAll();
        const id = fromBin((await messages()).at(-1)?.id ?? Buffer.alloc(16));
        const notice = `Action: failed\nStatus: 5.1.1\n\nMessage-ID: <${id}@localhost>\n`;
        expect(await bounces.record(notice)).toBe(id);
        expect(await bounces.record(notice)).toBeNull();
      }
      expect(send).toHaveBeenCalledTimes(2);
      context.clock.set('2026-12-24T00:30:00Z');
      await makeAccount(person);
      await planner.plan();
      await deliverAll();
      expect(send).toHaveBeenCalledTimes(2);
      expect((await messages()).map((row) => [row.channel, row.state])).toEqual([
        ['mail', 'bounced'],
        ['mail', 'bounced'],
        ['inbox', 'sent'],
      ]);
      const inbox = await context.get(InboxService).list(signedIn(person));
      expect(inbox.unread).toBe(3);
      expect(inbox.items[0]?.text).toContain('2026년 12월 31일');
      const office = { ...signedIn(newId()), scope: { 'message:office': [city.cityId] } };
      await expect(
        context.get(MessageDesk).resend(office, fromBin((await messages()).at(-1)?.id ?? Buffer.alloc(16))),
      ).rejects.toThrow(NotToResend);
      await context.get(MessageDesk).resend(office, fromBin((await messages())[1]?.id ?? Buffer.alloc(16)));
      await deliverAll();
      expect(send).toHaveBeenCalledTimes(3);
    });

    it('says which mail may have gone out twice', async () => {
      await people(2);
      await planner.plan();
      const [first, second] = await context.get(Outbox).claim('mail', 2);
      const send = sendSpy();
      send.mockImplementationOnce(() => new Promise(() => undefined));
      void delivery.deliver(first?.data['messageId'] ?? '', first?.id ?? '');
      await untilCalled(send);
      context.clock.advance(180_000);
      // Another process, whose lane is free.
      const other = new DeliveryService(
        db,
        context.clock,
        context.get(Outbox),
        context.get(Audit),
        context.get(PeopleService),
        context.get(MessageComposer),
        context.get(MailTransport),
        context.get(TextChannel),
        context.module.get<Config>(CONFIG),
      );
      await other.deliver(first?.data['messageId'] ?? '', first?.id ?? '');
      await other.deliver(second?.data['messageId'] ?? '', second?.id ?? '');
      const { items } = await context
        .get(MessageService)
        .list({ ...signedIn(newId()), scope: { 'message:office': [city.cityId] } }, null);
      expect(items.map(({ id, doubtful }) => [id, doubtful]).sort()).toEqual(
        [
          [first?.data['messageId'], true],
          [second?.data['messageId'], false],
        ].sort(),
      );
    });

    it('sends one at a time, so that no two are in flight when a worker dies', async () => {
      await people(3);
      await planner.plan();
      let flying = 0;
      let most = 0;
      sendSpy().mockImplementation(async () => {
        most = Math.max(most, (flying += 1));
        await new Promise((resolve) => setImmediate(resolve));
        flying -= 1;
      });
      const jobs = await context.get(Outbox).claim('mail', 10);
      await Promise.all(jobs.map(({ id, data }) => delivery.deliver(data['messageId'] ?? '', id)));
      expect(most).toBe(1);
      expect((await messages()).map((row) => row.state)).toEqual(['sent', 'sent', 'sent']);
    });

    it('tells of a completion once, with what is still open', async () => {
      const [personId = ''] = await people(1);
      const [completionId = ''] = await makeCompletions(db, [personId], { at: context.clock.now(), on: '2026-11-30' });
      const outbox = context.get(Outbox);
      for (let i = 0; i < 2; i += 1) {
        const outboxId = await db.run(() => outbox.request('completion.notify', { completionId }));
        await delivery.announceCompletion(completionId, outboxId);
      }
      // A notice that answers what one just did needs no office hours.
      context.clock.set('2026-11-30T11:00:00Z');
      await deliverAll();
      const [mail, ...more] = await context.get(MailFolder).list();
      expect(more).toEqual([]);
      expect(mail?.subject).toBe('수료를 축하합니다 – 인권도시와 나의 자리');
      expect(mail?.text).toContain('공직자 인권교육 first');
    });
  });

  describe('what the office and the clerks see', () => {
    const actor = (scope: Actor['scope']): Actor => ({ ...systemActor, kind: 'person', personId: newId(), scope });

    it('lists messages to people in scope, page by page', async () => {
      await people(60);
      await planner.plan();
      const office = actor({ 'message:office': [city.cityId] });
      const first = await context.get(MessageService).list(office, null);
      expect(first.items).toHaveLength(50);
      const second = await context.get(MessageService).list(office, first.nextCursor);
      expect(second.items).toHaveLength(10);
      expect(second.nextCursor).toBeNull();
      expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(60);
      const elsewhere = await makeUnit('elsewhere');
      expect((await context.get(MessageService).list(actor({ 'message:office': [elsewhere] }), null)).items).toEqual(
        [],
      );
    });

    it('holds all reminders while paused, also those planned before, and goes on afterwards', async () => {
      await people(2);
      const office = actor({ 'message:office': [city.cityId] });
      const desk = context.get(MessageDesk);
      await planner.plan();
      await expect(desk.pause(office, '2027-12-01', '인사이동')).rejects.toThrow(PauseTooLong);
      await expect(desk.pause(actor({ 'message:office': [city.divisionId] }), '2026-12-01', '')).rejects.toThrow(
        NotAllowed,
      );
      await desk.pause(office, '2026-11-30', '인사이동');
      expect((await desk.pauses(office)).map(({ until, reason }) => [until, reason])).toEqual([
        ['2026-11-30', '인사이동'],
      ]);
      const send = sendSpy();
      await deliverAll();
      expect(send).not.toHaveBeenCalled();
      await people(1);
      expect(await planner.plan()).toBe(0);
      await desk.resume(office);
      expect(await desk.pauses(office)).toEqual([]);
      expect(await planner.plan()).toBe(2);
      context.clock.advance(3_600_000);
      await deliverAll();
      expect(send).toHaveBeenCalledTimes(3);
    });

    it('shows the mail of the next 30 days as the plan then makes it', async () => {
      const [done = ''] = await people(4);
      await fulfil(done);
      const office = actor({ 'message:office': [city.cityId] });
      const preview = context.get(PreviewService);
      const days = await preview.list(office);
      expect(days.map(({ on, people: n, steps: each }) => [on, n, each.map(({ step }) => step)])).toEqual([
        ['2026-11-30', 3, ['before-60', 'before-60']],
        ['2026-12-01', 3, ['before-30', 'before-30']],
        ['2026-12-24', 3, ['before-7', 'before-7']],
      ]);
      expect(days[0]?.steps[0]?.sample.text.ko).toContain('2026년 12월 31일 (31일 남음)');
      expect(days[0]?.steps[0]?.sample.text.en).not.toMatch(/[가-힣]/);
      expect(await planner.plan()).toBe(6);
      expect((await preview.list(office)).map(({ on }) => on)).toEqual(['2026-12-01', '2026-12-24']);
      expect(await preview.list(actor({ 'message:office': [await makeUnit('other')] }))).toEqual([]);
    });

    it('lets a person read, and choose to have no mail about completed courses', async () => {
      const [person = '', other = ''] = await people(2);
      const [completion = '', next = ''] = await makeCompletions(db, [person, person], {
        at: context.clock.now(),
        on: '2026-11-30',
      });
      const inbox = context.get(InboxService);
      await makeAccount(person);
      const outbox = context.get(Outbox);
      const announce = async (completionId: string): Promise<void> =>
        delivery.announceCompletion(
          completionId,
          await db.run(() => outbox.request('completion.notify', { completionId })),
        );
      await announce(completion);
      const send = sendSpy();
      await deliverAll();
      const [[mail] = []] = send.mock.calls;
      const url = new URL(mail?.optOut ?? '');
      const id = url.pathname.split('/').at(-2) ?? '';
      await expect(inbox.optOut(id, 'f'.repeat(32))).rejects.toThrow(NotFound);
      await inbox.optOut(id, url.searchParams.get('key') ?? '');
      await announce(next);
      await deliverAll();
      expect(send).toHaveBeenCalledTimes(1);
      const { items, unread, completedMail } = await inbox.list(signedIn(person));
      expect([items.length, unread, completedMail]).toEqual([2, 2, false]);
      await expect(inbox.read(signedIn(other), items[0]?.id ?? '')).rejects.toThrow(NotFound);
      await inbox.read(signedIn(person), items[0]?.id ?? '');
      expect(await inbox.unread(signedIn(person))).toBe(1);
      await inbox.read(signedIn(person), null);
      expect(await inbox.unread(signedIn(person))).toBe(0);
      await inbox.chooseCompletedMail(signedIn(person), true);
      expect((await inbox.list(signedIn(person))).completedMail).toBe(true);
    });

    it('gives a text to paste and the list to print, within the scope and audited', async () => {
      const [done = ''] = await people(3, (i) => ({ email: i === 1 ? null : `x${String(i)}@gaon.example` }));
      await fulfil(done);
      const clerk = actor({ 'message:read': [city.cityId] });
      const paste = await context.get(MessageService).paste(clerk, city.divisionId, 'first', '2026');
      expect(paste.people.map(({ name, mail }) => [name, mail])).toEqual([
        ['김하늘1', false],
        ['김하늘2', true],
      ]);
      expect(paste.people[0]?.missing.ko).not.toBe('');
      expect(paste.text.ko).not.toContain('김하늘');
      await expect(context.get(MessageService).paste(actor({}), city.divisionId, 'first', '2026')).rejects.toThrow(
        NotFound,
      );
      await expect(context.get(MessageService).paste(clerk, city.divisionId, 'none', '2026')).rejects.toThrow(NotFound);
      expect(await db.query<unknown[]>(`SELECT id FROM audit_entry WHERE action = 'message.paste'`)).toHaveLength(1);
    });

    it('writes to a phone whom neither mail nor account reaches, where a gateway knows them by their number', async () => {
      const channel = context.get(TextChannel);
      jest.replaceProperty(channel, 'open', true);
      const send = jest.spyOn(channel, 'send').mockResolvedValue();
      const [known = '', unknown = ''] = await people(2, () => ({ email: null }));
      await db.query(`INSERT INTO person_external_id (source, external_id, person_id) VALUES ('directory', 'D7', ?)`, [
        toBin(known),
      ]);
      await planner.plan();
      await deliverAll();
      const fates = new Map((await messages()).map((row) => [fromBin(row.person_id), [row.channel, row.state]]));
      expect([fates.get(known), fates.get(unknown)]).toEqual([
        ['text', 'sent'],
        ['paper', 'skipped'],
      ]);
      expect(send).toHaveBeenCalledTimes(1);
      expect(send.mock.calls[0]?.[0]).toMatchObject({
        ...{ reader: [{ source: 'directory', id: 'D7' }], template: 'reminder', language: 'ko' },
        words: expect.stringMatching(/^김하늘0 님, 안녕하세요/) as string,
      });
    });

    it('gives every message as a text: as it was sent, or as it would be sent now, also to those without e-mail', async () => {
      const [mailed = '', paper = ''] = await people(2, (i) => ({ email: i === 1 ? null : 'a@gaon.example' }));
      await planner.plan();
      await deliverAll();
      const office = actor({ 'message:office': [city.cityId] });
      const texts = context.get(MessageTexts);
      const idOf = async (person: string): Promise<string> =>
        fromBin((await messages()).find((row) => fromBin(row.person_id) === person)?.id ?? Buffer.alloc(16));
      const [sent] = await context.get(MailFolder).list();
      expect((await texts.get(office, await idOf(mailed))).text.trim()).toBe(sent?.text.trim());
      const toHand = await texts.get(office, await idOf(paper));
      expect(toHand.text).toMatch(/^김하늘1 님, 안녕하세요/);
      await fulfil(paper);
      expect((await texts.get(office, await idOf(paper))).text).toBe('');
      const elsewhere = actor({ 'message:office': [await makeUnit('elsewhere')] });
      await expect(texts.get(elsewhere, await idOf(paper))).rejects.toThrow(NotFound);
      expect(await db.query<unknown[]>(`SELECT id FROM audit_entry WHERE action = 'message.text'`)).toHaveLength(3);
    });

    async function makeUnit(code: string): Promise<string> {
      const unit = {
        authorityId: city.authorityId,
        territory: 'gaon',
        validFrom: '2020-01-01',
        kind: 'division' as const,
      };
      const [id = ''] = await context
        .get(UnitService)
        .create([{ ...unit, parentId: city.cityId, code, name: { ko: code, en: code } }]);
      return id;
    }
  });
});
