import { languageOf } from './text.js';

describe('languageOf', () => {
  it.each([
    [undefined, 'ko'],
    ['', 'ko'],
    ['en-GB,en;q=0.9,ko;q=0.1', 'en'],
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['fr, en;q=0.2', 'en'],
    ['de', 'ko'],
    ['en;q=0, ko', 'ko'],
  ])('reads %p as %s', (header, expected) => {
    expect(languageOf(header)).toBe(expected);
  });
});
