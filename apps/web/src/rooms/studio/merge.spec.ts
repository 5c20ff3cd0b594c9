import { merge } from './merge';

const base = {
  title: { ko: '제목', en: 'Title' },
  lessons: [
    { slug: 'a', minutes: 5 },
    { slug: 'b', minutes: 5 },
  ],
};

describe('merge', () => {
  it('keeps what each side changed in different places', () => {
    const mine = { ...base, title: { ko: '새 제목', en: 'Title' } };
    const theirs = {
      ...base,
      title: { ko: '제목', en: 'New title' },
      lessons: [{ slug: 'a', minutes: 9 }, base.lessons[1]!],
    };
    const { document, clashes } = merge(base, mine, theirs);
    expect(document.title).toEqual({ ko: '새 제목', en: 'New title' });
    expect(document.lessons[0]).toEqual({ slug: 'a', minutes: 9 });
    expect(clashes).toEqual([]);
  });

  it('names the place both changed, keeps mine there and tells theirs', () => {
    const mine = { ...base, title: { ko: '나', en: 'Title' } };
    const theirs = { ...base, title: { ko: '남', en: 'Title' } };
    const { document, clashes } = merge(base, mine, theirs);
    expect(document.title.ko).toBe('나');
    expect(clashes).toEqual([{ path: ['title', 'ko'], mine: '나', theirs: '남' }]);
  });

  it('follows a lesson that was moved, and keeps lessons added on both sides', () => {
    const mine = { ...base, lessons: [base.lessons[1]!, base.lessons[0]!, { slug: 'mine', minutes: 1 }] };
    const theirs = { ...base, lessons: [{ slug: 'a', minutes: 7 }, base.lessons[1]!, { slug: 'theirs', minutes: 2 }] };
    const { document, clashes } = merge(base, mine, theirs);
    expect(document.lessons.map((lesson) => lesson.slug).sort()).toEqual(['a', 'b', 'mine', 'theirs']);
    expect(document.lessons.find((lesson) => lesson.slug === 'a')?.minutes).toBe(7);
    expect(clashes).toEqual([]);
  });

  it('drops what one side removed and the other left alone, and keeps what the other changed', () => {
    const removedA = { ...base, lessons: [base.lessons[1]!] };
    expect(merge(base, base, removedA).document.lessons.map((lesson) => lesson.slug)).toEqual(['b']);
    const changedA = { ...base, lessons: [{ slug: 'a', minutes: 9 }, base.lessons[1]!] };
    expect(merge(base, changedA, removedA).document.lessons.map((lesson) => lesson.slug)).toEqual(['a', 'b']);
    expect(merge(base, removedA, changedA).document.lessons.map((lesson) => lesson.slug)).toEqual(['a', 'b']);
  });
});
