import { type QueryClient, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

import { http, unwrap } from '../api/client';
import { isStatus } from '../api/errors';
import { queries } from '../api/queries';
import type { Me } from '../api/types';
import { type Language, setLanguage } from '../i18n';

/** Who is signed in; null when nobody is. @throws ApiError, Unreachable */
export async function findMe(client: QueryClient): Promise<Me | null> {
  try {
    return await client.query({ ...queries.me(), staleTime: 'static' });
  } catch (error) {
    if (isStatus(error, 401)) return null;
    throw error;
  }
}

/** The signed-in person; only inside the rooms that need one. */
export function useMe(): Me {
  return useSuspenseQuery(queries.me()).data;
}

export function can(me: Me, permission: string): boolean {
  return me.permissions.includes(permission);
}

/** Pupils have no duties of their own: their class or school has. */
export function isPupil(me: Me): boolean {
  return me.memberships.length > 0 && me.memberships.every(({ occupation }) => occupation === 'student');
}

export const PERMISSION = {
  compliance: 'report:read',
  studio: 'course:author',
  school: 'class:teach',
  classes: 'class:manage',
  review: 'course:review',
  seats: 'course:manage',
  imports: 'roster:import',
  sessions: 'session:record',
  requests: 'request:decide',
  messages: 'message:office',
} as const;

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await unwrap(http.DELETE('/api/v1/session'));
    forgetPrivateNotes();
    client.clear();
    await navigate({ to: '/sign-in', search: {} });
  }, [client, navigate]);
}

/** What rooms keep in this browser for the signed-in person; removed on leaving, for shared computers. */
export const PRIVATE_PREFIX = 'madang.private.';

function forgetPrivateNotes(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PRIVATE_PREFIX)) localStorage.removeItem(key);
    }
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}

/** Changes the language at once and, for someone signed in, for the next visit and the mails too. */
export function useChooseLanguage(): (language: Language, me: Me | null) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (language, me) => {
      await setLanguage(language);
      if (!me) return;
      await unwrap(http.PUT('/api/v1/me/settings', { body: { language } }));
      client.setQueryData(queries.me().queryKey, { ...me, person: { ...me.person, language } });
    },
    [client],
  );
}
