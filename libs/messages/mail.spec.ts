import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { htmlOf, textOf } from './mail.content.js';
import { parseMail } from './mail-folder.js';
import { FileTransport, type Mail } from './mail.transport.js';
import { type Digest, type OpenDuty, type Sender, completedMail, digestMail, pasteText } from './mail.words.js';

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

function digest(given: Partial<Digest>): { subject: string; body: string; html: string } {
  const whole = { language: 'ko' as const, name: '김하늘', duties: [duty], help: [], copied: false, ...given };
  const content = digestMail(whole, sender, ORIGIN);
  return { subject: content.subject, body: textOf(content), html: htmlOf(content) };
}

describe('the digest', () => {
  it('says what is open, until when, what is missing, and where to go on', () => {
    const { subject, body } = digest({});
    expect(subject).toBe('인권교육 안내 – 공무원 인권교육');
    for (const part of ['김하늘 님', '2026년 12월 31일 (37일 남음)', '교육을 한 번 더', ORIGIN, '전화 000-0000'])
      expect(body).toContain(part);
  });

  it('exists in English, and counts days in words', () => {
    const { subject, body } = digest({
      language: 'en',
      name: 'Ha-neul Kim',
      duties: [{ ...duty, daysLeft: 1 }, duty],
    });
    expect(subject).toBe('Human rights education: Human rights education for officials and 1 more');
    expect(body).toContain('31 December 2026 (1 day left)');
    expect(body).not.toMatch(/[가-힣]/);
  });

  it('stays kind when the date has passed: no threat, no sanction', () => {
    for (const language of ['ko', 'en'] as const) {
      const { body } = digest({ language, duties: [{ ...duty, daysLeft: -3 }], copied: true });
      expect(body).toContain(language === 'ko' ? '지금 하셔도 됩니다' : 'you can still do it');
      expect(body).not.toMatch(/불이익|과태료|처분|징계|경고|fine|sanction|penalt|warn/i);
    }
  });

  it('gives a head a number and a place to look, no names, with their own duty first', () => {
    const help = [{ unit: { ko: '도로과', en: 'Roads Division' }, title: duty.title, people: 3 }];
    const { body } = digest({ name: '박과장', help });
    expect(body).toContain('도로과: ‘공무원 인권교육’ 남은 분 3명');
    expect(body.indexOf('2026년 12월 31일')).toBeLessThan(body.indexOf('도로과'));
    // The offer of help comes before the number.
    expect(body.indexOf('어떤 도움이 필요한지')).toBeLessThan(body.indexOf('남은 분 3명'));
    expect(digest({ duties: [], help }).subject).toBe('부서 인권교육을 함께 챙겨 주세요');
  });

  it('tells a head who is late that the head above gets a copy', () => {
    expect(digest({ copied: true }).body).toContain('한 단계 위 부서장께도');
    expect(digest({ copied: false }).body).not.toContain('한 단계 위');
  });

  it('says the same in its HTML part, where names and titles are no markup', () => {
    const title = { ko: '<b>A & B</b> {{url}}', en: '' };
    const { body, html } = digest({ duties: [{ ...duty, title }] });
    expect(body).toContain(title.ko);
    expect(html).toContain('&lt;b&gt;A &amp; B&lt;/b&gt; {{url}}');
    for (const part of ['<html lang="ko"', '2026년 12월 31일 (37일 남음)', `href="${ORIGIN}"`, '전화 000-0000'])
      expect(html).toContain(part);
    expect(html.replaceAll('{{url}}', '')).not.toMatch(/\{\{|undefined/);
  });

  it('is made from the template as it stands', async () => {
    const source = await readFile(join(__dirname, 'mail.template.mjml'), 'utf8');
    const compiled = await readFile(join(__dirname, 'mail.template.ts'), 'utf8');
    // node scripts/mail-templates.mjs compiles it anew.
    expect(compiled).toContain(createHash('sha256').update(source).digest('hex'));
  });
});

describe('the other texts', () => {
  it('tell that a course is done, with the certificate and what is left', () => {
    const course = { ko: '인권도시와 나의 자리', en: 'A course' };
    const done = textOf(completedMail('ko', '김하늘', course, `${ORIGIN}/certificates`, [], sender));
    expect(done).toContain(`${ORIGIN}/certificates`);
    expect(done).toContain('남아 있는 필수교육은 없습니다');
    const english = completedMail('en', 'Kim', course, ORIGIN, [duty], sender);
    expect(textOf(english)).toContain('31 December 2026');
    expect(htmlOf(english, { label: 'No more', url: `${ORIGIN}/x?a=1&b=2` })).toContain('/x?a=1&amp;b=2');
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
    envelopeId: '0198c0de-0000-7000-8000-000000000001',
    copyTo: { name: '박국장', address: 'bureau@gaon.example' },
    text: '김하늘 님, 안녕하세요.\n\n= 기호와 👍 도 그대로.\n',
    html: '<p>김하늘 님, 안녕하세요.</p>',
    optOut: null,
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
    expect(source).toMatch(/^Cc: .*bureau@gaon\.example/m);
  });

  it('offers the way out by one click where the mail is optional, and nowhere else', async () => {
    const transport = new FileTransport(folder);
    const sourceOf = async (optOut: string | null): Promise<string> => {
      await transport.send({ ...mail, optOut });
      return readFile(join(folder, (await readdir(folder))[0] ?? ''), 'utf8');
    };
    expect(await sourceOf(null)).not.toContain('List-Unsubscribe');
    const optional = await sourceOf(`${ORIGIN}/o?key=1`);
    expect(optional).toContain(`List-Unsubscribe: <${ORIGIN}/o?key=1>`);
    expect(optional).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });
});
