import { unitFits } from './audience.rules.js';
import { cyclesOfYear } from './cycle.rules.js';
import { credit, mandate, rule, run, stay } from './rules.fixtures.js';

describe('unitFits', () => {
  it.each([
    ['**', 'gaon/a', true],
    ['gaon/**', 'gaon', true],
    ['gaon/**', 'gaon/a/b', true],
    ['gaon/*', 'gaon/a', true],
    ['gaon/*', 'gaon/a/b', false],
    ['a/**', 'gaon/a/b', true],
    ['b/a', 'gaon/a/b', false],
    ['gaon', 'gaonx', false],
    ['edu/**', 'gaon/a', false],
  ])('%s fits %s: %s', (glob, path, expected) => {
    expect(unitFits(glob, path)).toBe(expected);
  });
});

describe('cycles', () => {
  it('lets a semester end in the next year, on the last day of February', () => {
    const semester = rule({
      cycle: {
        kind: 'semester',
        semesters: [
          { from: '03-01', to: '08-31' },
          { from: '09-01', to: '02-29' },
        ],
      },
    }).cycle;
    expect(cyclesOfYear(semester, 2026).map(({ key, from, to }) => [key, from, to])).toEqual([
      ['2026-1', '2026-03-01', '2026-08-31'],
      ['2026-2', '2026-09-01', '2027-02-28'],
    ]);
    expect(cyclesOfYear(semester, 2027)[1]?.to).toBe('2028-02-29');
  });
});

describe('evaluate', () => {
  it('owes nothing outside the audience', () => {
    expect(run({ stays: [stay({ occupation: 'teacher' })] })).toEqual([]);
  });

  it('is open until the credits suffice, and says on which day they did', () => {
    const [open] = run({ credits: [credit('a', '2026-02-01')] });
    expect(open).toMatchObject({ state: 'open', cycleKey: '2026', dueOn: '2026-12-31', fulfilledOn: null });
    expect(open?.result.alternatives[0]?.parts[0]).toMatchObject({ needed: 120, got: 60, met: false });
    const [done] = run({ credits: [credit('b', '2026-03-01'), credit('a', '2026-02-01')] });
    expect(done).toMatchObject({ state: 'fulfilled', fulfilledOn: '2026-03-01', inTime: true });
    expect(done?.counted).toEqual([
      { creditId: 'a', minutes: 60, times: 0 },
      { creditId: 'b', minutes: 60, times: 0 },
    ]);
  });

  it('keeps last year owed and makes this year’s a new row; a later credit serves the earlier one first', () => {
    const rows = run({ today: '2027-03-01', credits: [credit('a', '2027-02-01', { minutes: 120 })] });
    expect(rows.map(({ cycleKey, state, inTime }) => [cycleKey, state, inTime])).toEqual([
      ['2026', 'fulfilled', false],
      ['2027', 'open', null],
    ]);
  });

  it('counts what is left of a credit towards the next cycle', () => {
    const rows = run({ today: '2027-03-01', credits: [credit('a', '2027-02-01', { minutes: 180 })] });
    expect(rows[1]?.counted).toEqual([{ creditId: 'a', minutes: 60, times: 0 }]);
  });

  it('is due until the end of the day: done on the due date is in time, the day after is late', () => {
    const done = (on: string) => run({ today: '2027-01-02', credits: [credit('a', on, { minutes: 120 })] })[0]?.inTime;
    expect(done('2026-12-31')).toBe(true);
    expect(done('2027-01-01')).toBe(false);
  });

  it('gives a joiner the days of grace, beyond the due date if need be', () => {
    const mandates = [mandate(rule({ joiner: { graceDays: 60 } }))];
    expect(run({ mandates, stays: [stay({ from: '2026-03-02' })] })[0]?.dueOn).toBe('2026-12-31');
    const [late] = run({ mandates, stays: [stay({ from: '2026-11-20' })] });
    expect(late).toMatchObject({ dueOn: '2027-01-19', opensOn: '2026-11-20' });
    expect(late?.result.reasons).toContainEqual({
      rule: 'joiner',
      graceDays: 60,
      dueOn: '2027-01-19',
      since: '2026-11-20',
    });
  });

  it('keeps what was earned when a person moves, and counts them in the new unit only', () => {
    const stays = [stay({ to: '2026-05-02' }), stay({ id: 's2', unitId: 'u2', from: '2026-05-03' })];
    const [row] = run({ stays, credits: [credit('a', '2026-02-01')] });
    expect(row).toMatchObject({ state: 'open', reportingUnitId: 'u2' });
    expect(row?.result.reasons).toContainEqual({
      rule: 'mover',
      fromUnitId: 'u1',
      unitId: 'u2',
      minutes: 60,
      times: 0,
      since: '2026-05-03',
    });
  });

  it('reports under the primary of several memberships that match', () => {
    const stays = [stay({ primary: false, from: '2019-01-01' }), stay({ id: 's2', unitId: 'u2' })];
    expect(run({ stays })[0]?.reportingUnitId).toBe('u2');
  });

  it('withdraws from who left, keeps the evidence, and takes it up again on return', () => {
    const left = [stay({ to: '2026-06-30' })];
    const credits = [credit('a', '2026-02-01')];
    const [gone] = run({ stays: left, credits });
    expect(gone).toMatchObject({ state: 'withdrawn', counted: [{ creditId: 'a', minutes: 60, times: 0 }] });
    expect(gone?.result.reasons[0]).toEqual({ rule: 'left', since: '2026-07-01' });
    const [back] = run({ stays: [...left, stay({ id: 's2', from: '2026-10-01' })], credits });
    expect(back).toMatchObject({ state: 'open' });
    expect(back?.result.alternatives[0]?.parts[0]?.got).toBe(60);
  });

  it('pauses for a leave that reaches the due date, and gives days after the return', () => {
    const mandates = [mandate(rule({ leave: { pauseAfterDays: 30, returnGraceDays: 60 } }))];
    const leaves = [{ kind: 'parental', from: '2026-09-01', to: '2027-02-28' }];
    expect(run({ mandates, leaves })[0]?.state).toBe('paused');
    const [back] = run({ mandates, leaves, today: '2027-03-01' });
    expect(back).toMatchObject({ cycleKey: '2026', state: 'open', dueOn: '2027-04-30' });
    expect(run({ mandates, leaves: [{ kind: 'sick', from: '2026-11-20', to: '2026-11-30' }] })[0]?.state).toBe('open');
    expect(run({ mandates, leaves: [{ kind: 'sick', from: '2026-11-20', to: null }] })[0]?.state).toBe('paused');
  });

  it('is exempt while an exemption covers today or the due date', () => {
    const exemptions = [{ mandateId: 'mandate', ground: 'illness', from: '2026-11-01', to: '2026-12-31' }];
    expect(run({ exemptions })[0]?.state).toBe('exempt');
    expect(run({ exemptions, today: '2027-02-01' }).map((row) => row.state)).toEqual(['exempt', 'open']);
    expect(
      run({ exemptions: [{ mandateId: 'mandate', ground: 'illness', from: '2026-03-01', to: '2026-05-01' }] })[0]
        ?.state,
    ).toBe('open');
  });

  it('begins after the tenure asked for', () => {
    const mandates = [mandate(rule({ who: { all: [{ occupation: 'official' }], tenureDays: 180 } }))];
    expect(run({ mandates, stays: [stay({ from: '2026-08-01' })] })).toEqual([]);
    expect(run({ mandates, stays: [stay({ from: '2026-03-01' })] })[0]).toMatchObject({
      opensOn: '2026-08-28',
      state: 'open',
    });
  });

  it('never takes a fulfilment back because the rule became stricter, but does when a credit is reversed', () => {
    const credits = [credit('a', '2026-02-01', { minutes: 120 })];
    const known = run({ credits });
    const stricter = [mandate(rule(), rule({ satisfiedBy: [[{ hours: 5 }]] }))];
    const [kept] = run({ credits, known, mandates: stricter });
    expect(kept).toMatchObject({ state: 'fulfilled', fulfilledOn: '2026-02-01' });
    expect(kept?.result.reasons.map((r) => r.rule)).toContain('kept');
    expect(run({ credits: [], known, mandates: stricter })[0]).toMatchObject({ state: 'open', fulfilledOn: null });
  });

  it('does not rewrite a cycle that has ended', () => {
    const known = run({ today: '2026-12-30' });
    const mandates = [mandate(rule(), rule({ effective: { from: '2027-01-01' }, satisfiedBy: [[{ hours: 5 }]] }))];
    const rows = run({ mandates, known, today: '2027-01-10', credits: [credit('a', '2027-01-05', { minutes: 120 })] });
    expect(rows.map(({ cycleKey, versionId, state }) => [cycleKey, versionId, state])).toEqual([
      ['2026', 'v1', 'fulfilled'],
      ['2027', 'v2', 'open'],
    ]);
  });

  it('withdraws a row whose bearer turns out never to have been in the audience', () => {
    const known = run();
    expect(run({ known, stays: [stay({ occupation: 'teacher' })] })).toMatchObject([
      { state: 'withdrawn', result: { reasons: [{ rule: 'never-in', since: null }] } },
    ]);
  });

  it('weighs by mode: alternatives, each a line', () => {
    const mandates = [
      mandate(
        rule({ satisfiedBy: [[{ hours: 4, mode: 'in-person' }], [{ hours: 6, mode: ['live-online', 'self-paced'] }]] }),
      ),
    ];
    const online = credit('a', '2026-02-01', { minutes: 240 });
    expect(run({ mandates, credits: [online] })[0]?.state).toBe('open');
    expect(run({ mandates, credits: [{ ...online, mode: 'in-person' }] })[0]?.state).toBe('fulfilled');
  });

  it('splits minutes between the parts of a line, and counts times beside minutes', () => {
    const both = [mandate(rule({ satisfiedBy: [[{ hours: 1, mode: 'in-person' }, { hours: 1 }]] }))];
    expect(run({ mandates: both, credits: [credit('a', '2026-02-01', { mode: 'in-person' })] })[0]?.state).toBe('open');
    expect(
      run({ mandates: both, credits: [credit('a', '2026-02-01', { mode: 'in-person', minutes: 120 })] })[0]?.state,
    ).toBe('fulfilled');
    const once = [mandate(rule({ satisfiedBy: [[{ times: 1 }, { hours: 1 }]] }))];
    expect(run({ mandates: once, credits: [credit('a', '2026-02-01')] })[0]?.state).toBe('fulfilled');
  });

  it('leaves what is not needed for another cycle', () => {
    const mandates = [mandate(rule({ satisfiedBy: [[{ times: 1 }, { hours: 1 }]] }))];
    const credits = [credit('a', '2026-02-01', { minutes: 30 }), credit('b', '2026-02-02')];
    expect(run({ mandates, credits })[0]?.counted).toEqual([{ creditId: 'b', minutes: 60, times: 1 }]);
  });

  it('needs another credit beside the named course', () => {
    const mandates = [mandate(rule({ satisfiedBy: [[{ course: 'dialogue' }, { hours: 1 }]] }))];
    const course = credit('a', '2026-02-01', { course: 'dialogue' });
    expect(run({ mandates, credits: [course] })[0]?.state).toBe('open');
    expect(run({ mandates, credits: [course, credit('b', '2026-02-02')] })[0]?.state).toBe('fulfilled');
  });

  it('asks for topics within what is counted, and prefers to count what has them', () => {
    const mandates = [mandate(rule({ mustInclude: [{ topic: 'gender' }, { topic: 'labour-rights', hours: 0.5 }] }))];
    const plain = [credit('a', '2026-02-01'), credit('b', '2026-02-02')];
    const [open] = run({ mandates, credits: plain });
    expect(open?.state).toBe('open');
    expect(open?.result.alternatives[0]?.met).toBe(true);
    expect(open?.result.mustInclude.map((part) => part.met)).toEqual([false, false]);
    const topical = credit('c', '2026-03-02', { topics: ['gender', 'labour-rights'] });
    const [done] = run({ mandates, credits: [...plain, topical] });
    expect(done).toMatchObject({ state: 'fulfilled', fulfilledOn: '2026-03-02' });
    expect(done?.counted).toEqual([
      { creditId: 'a', minutes: 60, times: 0 },
      { creditId: 'c', minutes: 60, times: 1 },
    ]);
  });

  it('measures a class in its own school hours, and does not count a lesson that reached too few', () => {
    const school = rule({
      bearer: 'unit',
      who: { all: [{ unitKind: 'class' }] },
      minutesPerHour: 45,
      provides: { reach: 0.8, of: 'roster', record: ['date'] },
    });
    const bearer = {
      kind: 'unit' as const,
      id: 'c1',
      stays: [stay({ id: 'c1', unitId: 'c1', unitKind: 'class', occupation: null, from: '2026-03-01' })],
      leaves: [],
    };
    const lesson = credit('a', '2026-05-01', { minutes: 90, mode: 'in-person', reached: 24, rosterSize: 25 });
    const evaluated = (credits: (typeof lesson)[]) => run({ bearer, mandates: [mandate(school)], credits })[0];
    expect(evaluated([lesson])?.state).toBe('fulfilled');
    const few = evaluated([{ ...lesson, reached: 10 }]);
    expect(few?.state).toBe('open');
    expect(few?.result.reasons.map((r) => r.rule)).toContain('reach');
  });

  it('knows the next day on which the calendar changes something', () => {
    expect(run()[0]?.nextChangeOn).toBe('2027-01-01');
    expect(run({ stays: [stay({ to: '2026-11-30' })] })[0]?.nextChangeOn).toBe('2026-12-01');
  });

  it('opens later in the cycle where the rule says so', () => {
    const mandates = [mandate(rule({ cycle: { kind: 'calendar-year', opens: '12-01' } }))];
    expect(run({ mandates })[0]).toMatchObject({ state: 'upcoming', nextChangeOn: '2026-12-01' });
    expect(run({ mandates, today: '2026-12-01' })[0]?.state).toBe('open');
  });
});
