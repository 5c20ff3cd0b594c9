import { seal, sealKey, unseal } from './seal.js';

const key = sealKey('ab'.repeat(32));
const words = '나만 보는 글 🌱';

describe('a private text', () => {
  it('is opened by its key in its place', () => {
    expect(unseal(key, 'here', seal(key, 'here', words))).toBe(words);
    expect(unseal(key, 'here', seal(key, 'here', ''))).toBe('');
  });

  it('shows nothing of itself, and never twice the same', () => {
    const sealed = seal(key, 'here', words);
    expect(sealed.includes(words)).toBe(false);
    expect(sealed.equals(seal(key, 'here', words))).toBe(false);
  });

  it('stays shut for another key, in another place, and when a bit was changed', () => {
    const sealed = seal(key, 'here', words);
    expect(() => unseal(sealKey('cd'.repeat(32)), 'here', sealed)).toThrow();
    expect(() => unseal(key, 'there', sealed)).toThrow();
    sealed[14]! ^= 1;
    expect(() => unseal(key, 'here', sealed)).toThrow();
  });
});
