import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CONFIG, type Config } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { Database, fromBin, newId } from '#libs/database';
import { NotFound } from '#libs/errors';
import { JobsModule, Outbox } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { CreditService, MandatesModule } from '#libs/mandates';
import { DeliveryService, MailFolder, MessageService, MessagesModule, ReminderPlanner } from '#libs/messages';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestCity, makeCity, makeCompletions, makePeople } from '../../test/support/completions.js';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { MailTransport } from './mail.transport.js';
import { MailRefused, MailUnavailable, MessageBusy } from './messages.errors.js';

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

    it('asks the nearest head to help, and for a late head the one above; their own duty stands in the same mail', async () => {
      const [mayor = ''] = await makePeople(context.get(PeopleService), city.cityId, 1, () => ({
        name: '한시장',
        isHead: true,
        email: 'mayor@gaon.example',
      }));
      const [head = '', late = ''] = await people(2, (i) => (i === 0 ? { name: '박과장', isHead: true } : {}));
      await fulfil(mayor);
      // 14 days into the next year; the cycle's duty is still owed.
      context.clock.set('2027-01-14T00:30:00Z');
      await planner.plan();
      const escalated = await db.query<{ receiver: Buffer; bearer: Buffer }[]>(
        `SELECT m.person_id AS receiver, o.bearer_id AS bearer FROM reminder_step s
         JOIN message m ON m.id = s.message_id JOIN obligation o ON o.id = s.obligation_id WHERE s.step = 'escalate'`,
      );
      const pairs = new Set(escalated.map((row) => `${fromBin(row.bearer)}→${fromBin(row.receiver)}`));
      expect(pairs).toEqual(new Set([`${late}→${head}`, `${head}→${mayor}`]));
      await deliverAll();
      const mails = await context.get(MailFolder).list();
      const toHead = mails.find((mail) => mail.to.includes('박과장'))?.text ?? '';
      expect(toHead).toMatch(/지금 하셔도 됩니다[\s\S]*도로과: ‘공직자 인권교육 first’ 남은 분 1명/);
      expect(toHead).not.toContain('김하늘');
      // The new year's duty is open as well, but nobody needs a mail about what has a year's time.
      expect(toHead).not.toContain('2027년');
      expect(mails.find((mail) => mail.to.includes('한시장'))?.text).toContain('도로과');
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
