import { createContext, useContext } from 'react';

import type { Problem } from '../../api/types';
import type { CourseDocument, Path } from './document';

interface Editing {
  document: CourseDocument;
  problems: Problem[];
  set: (path: Path, value: unknown) => void;
  update: (change: (document: CourseDocument) => CourseDocument) => void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('outside the editor');
  return editing;
}
