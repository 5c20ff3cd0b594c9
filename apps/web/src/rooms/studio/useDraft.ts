import { useCallback, useEffect, useRef, useState } from 'react';

import { http, unwrap } from '../../api/client';
import { isStatus } from '../../api/errors';
import type { Problem } from '../../api/types';
import { PRIVATE_PREFIX } from '../../app/session';
import type { CourseDocument } from './document';
import { type Clash, merge } from './merge';

const PAUSE_MS = 1500;

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'clash';

interface Loaded {
  code: string;
  revision: number;
  document: Record<string, unknown>;
  problems: Problem[];
}

interface Kept {
  base: CourseDocument;
  revision: number;
  document: CourseDocument;
}

export interface Draft {
  document: CourseDocument;
  problems: Problem[];
  revision: number;
  state: SaveState;
  error: unknown;
  clashes: Clash[];
  /** Set when somebody else's edits were joined with mine without a clash. */
  joined: boolean;
  update: (change: (document: CourseDocument) => CourseDocument) => void;
  /** Saves now, and tells the revision saved; null when it could not. */
  flush: () => Promise<number | null>;
  /** Ends a clash with the document the trainer has put together. */
  settle: (document: CourseDocument) => void;
}

// The server hands the document out as it took it; its shape is checked there, with a problem for each fault.
const asDocument = (value: Record<string, unknown>): CourseDocument => ({
  ...(value as unknown as CourseDocument),
  items: (value['items'] as CourseDocument['items'] | undefined) ?? [],
  sources: (value['sources'] as CourseDocument['sources'] | undefined) ?? [],
  objectives: (value['objectives'] as CourseDocument['objectives'] | undefined) ?? [],
  lessons: (value['lessons'] as CourseDocument['lessons'] | undefined) ?? [],
});

/** Edits a draft: saves by itself a moment after the last change, joins the edits of others, keeps unsaved work in the browser. */
export function useDraft(loaded: Loaded): Draft {
  const { code } = loaded;
  const [start] = useState(() => begin(loaded));
  const [document, setDocument] = useState(start.document);
  const [problems, setProblems] = useState(loaded.problems);
  const [revision, setRevision] = useState(start.revision);
  const [state, setState] = useState<SaveState>(start.document === start.base ? 'saved' : 'waiting');
  const [error, setError] = useState<unknown>(null);
  const [clashes, setClashes] = useState<Clash[]>([]);
  const [joined, setJoined] = useState(false);
  const now = useRef({
    document: start.document,
    base: start.base,
    revision: start.revision,
    busy: false,
    dirty: state === 'waiting',
  });

  const show = useCallback((next: CourseDocument) => {
    now.current.document = next;
    setDocument(next);
  }, []);

  const joinWithNewest = useCallback(async () => {
    const newest = await unwrap(http.GET('/api/v1/studio/courses/{code}/draft', { params: { path: { code } } }));
    const theirs = asDocument(newest.document);
    const { document: both, clashes: found } = merge(now.current.base, now.current.document, theirs);
    now.current.base = theirs;
    now.current.revision = newest.revision;
    setRevision(newest.revision);
    show(both);
    setClashes(found);
    setJoined(found.length === 0);
    setState(found.length === 0 ? 'waiting' : 'clash');
    return found.length === 0;
  }, [code, show]);

  const save = useCallback(async (): Promise<number | null> => {
    if (now.current.busy) return null;
    if (!now.current.dirty) return now.current.revision;
    now.current.busy = true;
    now.current.dirty = false;
    setState('saving');
    const sent = now.current.document;
    try {
      const answer = await unwrap(
        http.PUT('/api/v1/studio/courses/{code}/draft', {
          params: { path: { code } },
          body: { revision: now.current.revision, document: sent as unknown as Record<string, unknown> },
        }),
      );
      now.current.revision = answer.revision;
      now.current.base = sent;
      setRevision(answer.revision);
      setProblems(answer.problems);
      setError(null);
      setState(now.current.document === sent ? 'saved' : 'waiting');
      if (now.current.document === sent) forget(code);
      return answer.revision;
    } catch (failure) {
      now.current.dirty = true;
      if (isStatus(failure, 409)) {
        await joinWithNewest().catch((second: unknown) => {
          setError(second);
          setState('failed');
        });
      } else {
        setError(failure);
        setState('failed');
      }
      return null;
    } finally {
      now.current.busy = false;
    }
  }, [code, joinWithNewest]);

  const update = useCallback(
    (change: (document: CourseDocument) => CourseDocument) => {
      const next = change(now.current.document);
      now.current.dirty = true;
      show(next);
      keep(code, { base: now.current.base, revision: now.current.revision, document: next });
      setState((before) => (before === 'clash' || before === 'saving' ? before : 'waiting'));
    },
    [code, show],
  );

  useEffect(() => {
    if (state !== 'waiting') return undefined;
    const timer = setTimeout(() => {
      void save();
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [document, save, state]);

  useEffect(() => {
    const retry = (): void => {
      if (now.current.dirty) setState((before) => (before === 'failed' ? 'waiting' : before));
    };
    const warn = (event: BeforeUnloadEvent): void => {
      if (now.current.dirty) event.preventDefault();
    };
    window.addEventListener('online', retry);
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('online', retry);
      window.removeEventListener('beforeunload', warn);
      // Leaving the room by a link: save what the timer has not.
      if (now.current.dirty) void save();
    };
  }, [save]);

  const settle = useCallback(
    (chosen: CourseDocument) => {
      setClashes([]);
      update(() => chosen);
      setState('waiting');
    },
    [update],
  );

  return { document, problems, revision, state, error, clashes, joined, update, flush: save, settle };
}

const keyOf = (code: string): string => `${PRIVATE_PREFIX}draft.${code}`;

/** Takes up work that was not saved when the browser closed, if it began from what the server still has. */
function begin(loaded: Loaded): Kept {
  const document = asDocument(loaded.document);
  const fresh = { base: document, revision: loaded.revision, document };
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(loaded.code)) ?? 'null') as Kept | null;
    if (!kept) return fresh;
    // An older revision is sent as it is: the server answers with a conflict, and the two are joined.
    return { base: kept.base, revision: kept.revision, document: kept.document };
  } catch {
    return fresh;
  }
}

function keep(code: string, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(code), JSON.stringify(kept));
  } catch {
    // Full or forbidden storage: the server's copy is the safety net.
  }
}

function forget(code: string): void {
  try {
    localStorage.removeItem(keyOf(code));
  } catch {
    // Nothing was kept.
  }
}
