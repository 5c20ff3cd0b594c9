import { dateWords, hoursWords, numberLine, periodWords } from './certificate.words.js';

describe('the words of a certificate', () => {
  it.each([
    [90, 'ko', '1시간 30분 (온라인 자율학습)'],
    [60, 'ko', '1시간 (온라인 자율학습)'],
    [45, 'en', '45 minutes (self-paced online)'],
    [61, 'en', '1 hour 1 minute (self-paced online)'],
    [0, 'ko', '0분 (온라인 자율학습)'],
  ] as const)('says %d minutes in %s', (minutes, language, expected) => {
    expect(hoursWords(minutes, 'self-paced', language)).toBe(expected);
  });

  it('writes dates as people do', () => {
    expect(dateWords('2026-03-01', 'ko')).toBe('2026년 3월 1일');
    expect(dateWords('2026-12-09', 'en')).toBe('9 December 2026');
    expect(periodWords('2026-03-01', '2026-03-01', 'ko')).toBe('2026년 3월 1일');
    expect(periodWords('2026-03-01', '2026-03-02', 'en')).toBe('1 March 2026 – 2 March 2026');
  });

  it('marks a reissue beside the number it keeps', () => {
    expect(numberLine('GAON-2026-000001', 1, 'ko')).toBe('제 GAON-2026-000001 호');
    expect(numberLine('GAON-2026-000001', 3, 'ko')).toBe('제 GAON-2026-000001 호 (재발급 2)');
    expect(numberLine('GAON-2026-000001', 2, 'en')).toBe('No. GAON-2026-000001 (Reissued 1)');
  });
});
