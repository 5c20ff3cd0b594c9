import type { CourseDocument } from './document';

/** Where in the editor a value stands: the part that is open, and in the bank the question. */
export interface Place {
  at: string;
  item?: string;
}

export const lessonPlace = (slug: string): string => `lesson.${slug}`;

/** The part of the editor that holds a problem's path, such as `lessons.2.title.ko`. */
export function placeOf(path: string, document: CourseDocument): Place {
  const [head, index] = path.split('.');
  if (head === 'lessons') {
    const lesson = document.lessons[Number(index)];
    return { at: lesson ? lessonPlace(lesson.slug) : 'course' };
  }
  if (head === 'items') {
    const item = document.items[Number(index)];
    return item ? { at: 'questions', item: item.code } : { at: 'questions' };
  }
  if (head === 'sources') return { at: 'sources' };
  return { at: 'course' };
}

/** Puts the focus on the field of a path, or on the nearest one around it. */
export function focusPath(path: string): void {
  const parts = path.split('.');
  while (parts.length > 0) {
    const found = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(parts.join('.'))}"]`);
    if (found) {
      for (let parent = found.closest('details'); parent; parent = parent.parentElement?.closest('details') ?? null)
        parent.open = true;
      found.focus();
      found.scrollIntoView({ block: 'center' });
      return;
    }
    parts.pop();
  }
}
