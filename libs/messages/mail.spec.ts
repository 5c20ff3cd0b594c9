import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMail } from './mail-folder.js';
import { FileTransport, type Mail } from './mail.transport.js';
import { completedMail, digestMail, pasteText, type OpenDuty, type Sender } from './mail.words.js';

const sender: Sender = {
  name: { ko: '가온광역시 인권교육팀', en: 'Human Rights Education Team, Gaon' },
  contact: { ko: '전화 000-0000', en: 'Telephone 000-0000' },
};
const duty: OpenDuty = {
  title: { ko: '공무원 인권교육', en: 'Human rights education for officials' },
  dueOn: '2026-12-31',
  daysLeft: 37,
  missing: { ko: '교육을 한 번 더 받으면 됩니다.', en: 'One more session will do.' },
};
const ORIGIN = 'https://madang.gaon.example';

describe('the digest', () => {
  it('says what is open, until when, what is missing, and where to go on', () => {
    const { subject, body } = digestMail('ko', '김하늘', [duty], [], sender, ORIGIN);
    expect(subject).toBe('인권교육 안내 – 공무원 인권교육');
    for (const part of ['김하늘 님', '2026년 12월 31일 (37일 남음)', '교육을 한 번 더', ORIGIN, '전화 000-0000'])
      expect(body).toContain(part);
  });

  it('exists in English, and counts days in words', () => {
    const { subject, body } = digestMail('en', 'Ha-neul Kim', [{ ...duty, daysLeft: 1 }, duty], [], sender, ORIGIN);
    expect(subject).toBe('Human rights education: Human rights education for officials and 1 more');
    expect(body).toContain('31 December 2026 (1 day left)');
    expect(body).not.toMatch(/[가-힣]/);
  });

  it('stays kind when the date has passed: no threat, no sanction', () => {
    for (const language of ['ko', 'en'] as const) {
      const { body } = digestMail(language, '김', [{ ...duty, daysLeft: -3 }], [], sender, ORIGIN);
      expect(body).toContain(language === 'ko' ? '지금 하셔도 됩니다' : 'you can still do it');
      expect(body).not.toMatch(/불이익|과태료|처분|징계|경고|fine|sanction|penalt|warn/i);
    }
  });

  it('gives a head a number and a place to look, no names, with their own duty first', () => {
    const help = [{ unit: { ko: '도로과', en: 'Roads Division' }, title: duty.title, people: 3 }];
    const { body } = digestMail('ko', '박과장', [duty], help, sender, ORIGIN);
    expect(body).toContain('도로과: ‘공무원 인권교육’ 남은 분 3명');
    expect(body.indexOf('2026년 12월 31일')).toBeLessThan(body.indexOf('도로과'));
    expect(digestMail('ko', '박과장', [], help, sender, ORIGIN).subject).toBe('부서 인권교육을 함께 챙겨 주세요');
  });
});

describe('the other texts', () => {
  it('tell that a course is done, with the certificate and what is left', () => {
    const done = completedMail(
      'ko',
      '김하늘',
      { ko: '인권도시와 나의 자리', en: '' },
      `${ORIGIN}/certificates`,
      [],
      sender,
    );
    expect(done.body).toContain(`${ORIGIN}/certificates`);
    expect(done.body).toContain('남아 있는 필수교육은 없습니다');
    expect(completedMail('en', 'Kim', { ko: '', en: 'A course' }, ORIGIN, [duty], sender).body).toContain(
      '31 December 2026',
    );
  });

  it('give a text to paste that names nobody', () => {
    const paste = pasteText({ ko: '도로과', en: 'Roads Division' }, duty.title, duty.dueOn, false, ORIGIN);
    expect(paste.ko).toContain('2026년 12월 31일까지');
    expect(paste.en).toContain(ORIGIN);
  });
});

describe('FileTransport', () => {
  const mail: Mail = {
    messageId: '<0198c0de-0000-7000-8000-000000000001@madang.gaon.example>',
    date: new Date('2026-11-24T00:00:00Z'),
    from: { name: '가온광역시', address: 'hr@gaon.example' },
    to: { name: '김하늘', address: 'haneul@gaon.example' },
    subject: '인권교육 안내 – 아주 긴 제목이 여러 줄로 접히는 경우에도 그대로 읽혀야 합니다',
    text: '김하늘 님, 안녕하세요.\n\n= 기호와 👍 도 그대로.\n',
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-mail-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes one file however often the same mail is sent, and it reads back as it was', async () => {
    const transport = new FileTransport(folder);
    await transport.send(mail);
    await transport.send(mail);
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    const source = await readFile(join(folder, names[0] ?? ''), 'utf8');
    expect(source).toContain(mail.messageId);
    const read = parseMail(source);
    expect(read.subject).toBe(mail.subject);
    expect(read.to).toContain('haneul@gaon.example');
    expect(read.text.trimEnd()).toBe(mail.text.trimEnd());
    expect(read.date.toISOString()).toBe('2026-11-24T00:00:00.000Z');
  });
});
