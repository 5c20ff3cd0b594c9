import { proofName, proofType } from './proof.rules.js';
import { exemptionProblem, extensionProblem, longestExemption, replyBy, verdictFor } from './request.rules.js';

describe('what may be asked about a duty', () => {
  const terms = { grounds: ['illness'], maxDays: 30 };

  it('lets no exemption run without an end, or longer than the mandate says', () => {
    expect(exemptionProblem(terms, '2026-11-01', null)).toBe('end-missing');
    expect(exemptionProblem(terms, '2026-11-02', '2026-11-01')).toBe('ends-before-it-begins');
    expect(exemptionProblem(terms, '2026-11-01', '2026-11-30')).toBeNull();
    expect(exemptionProblem(terms, '2026-11-01', '2026-12-01')).toBe('too-long');
    expect(longestExemption({})).toBe(366);
    expect(longestExemption({ maxDays: 1000 })).toBe(366);
  });

  it('moves a due date only forward, to a day that has not passed', () => {
    expect(extensionProblem('2026-12-31', null, '2026-11-24')).toBe('end-missing');
    expect(extensionProblem('2026-12-31', '2026-12-31', '2026-11-24')).toBe('not-later');
    expect(extensionProblem('2026-06-30', '2026-10-01', '2026-11-24')).toBe('passed');
    expect(extensionProblem('2026-12-31', '2027-01-31', '2026-11-24')).toBeNull();
    expect(extensionProblem('2026-12-31', '2028-03-01', '2026-11-24')).toBe('too-long');
  });

  it('promises an answer by a day', () => {
    expect(replyBy('extension', '2026-12-28')).toBe('2027-01-04');
  });

  it('calls less than was asked for a reduction', () => {
    expect(verdictFor({ minutes: 120, times: 1 }, { minutes: 120, times: 1 })).toBe('granted');
    expect(verdictFor({ minutes: 120, times: 1 }, { minutes: 60, times: 1 })).toBe('reduced');
  });
});

describe('a proof', () => {
  it('is what its first bytes say, whatever it is called', () => {
    expect(proofType(Buffer.from('%PDF-1.7'))).toBe('application/pdf');
    expect(proofType(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
    expect(proofType(Buffer.from('<html>'))).toBeNull();
    expect(proofType(new Uint8Array())).toBeNull();
  });

  it('keeps a name that is safe to show', () => {
    expect(proofName('C:\\증빙\\수료증.pdf')).toBe('수료증.pdf');
    expect(proofName('../../etc/\u0000x')).toBe('x');
    expect(proofName('  ')).toBe('proof');
  });
});
