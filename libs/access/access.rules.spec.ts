import { asIssued, isAcceptablePassword, readableCode, scopeOf } from './access.rules.js';

describe('scopeOf', () => {
  it('gathers the units of each permission once, over several roles', () => {
    const scope = scopeOf([
      { role: 'department-head', unitId: 'a' },
      { role: 'training-clerk', unitId: 'a' },
      { role: 'training-clerk', unitId: 'b' },
    ]);
    expect(scope['report:people']).toEqual(['a', 'b']);
    expect(scope['mandate:manage']).toBeUndefined();
  });
});

describe('readableCode', () => {
  it('uses no letter that can be taken for another', () => {
    let n = 0;
    expect(readableCode(200, (max) => n++ % max)).not.toMatch(/[^34679CDFGHJKMNPQRTVWXY]/);
  });
});

describe('asIssued', () => {
  it('reads a code sheet as it was printed, however it was typed', () => {
    expect(asIssued('tr36y6 -1', 'ab3 4cd')).toEqual({ login: 'TR36Y6-1', password: 'AB34CD' });
  });

  it('leaves every other login and password alone', () => {
    expect(asIssued('ha.neul-1', 'Ab c')).toEqual({ login: 'ha.neul-1', password: 'Ab c' });
  });
});

describe('isAcceptablePassword', () => {
  it.each([
    ['긴비밀번호열글자이상', true],
    ['short', false],
    ['ha.neul.kim', false],
  ])('%s → %p', (password, expected) => {
    expect(isAcceptablePassword(password, 'Ha.Neul.Kim')).toBe(expected);
  });
});
