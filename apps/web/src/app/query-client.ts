import { QueryCache, QueryClient } from '@tanstack/react-query';

import { ApiError, isStatus } from '../api/errors';

/** Refusals are final; only a missing answer or a broken server is worth a second try. */
function retry(count: number, error: Error): boolean {
  if (error instanceof ApiError && error.status < 500) return false;
  return count < 2;
}

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        // The session ended while a room was open: ask again who this is, and the router shows the sign-in.
        if (isStatus(error, 401) && query.queryKey[0] !== 'me') void client.invalidateQueries({ queryKey: ['me'] });
      },
    }),
    defaultOptions: {
      queries: { retry, staleTime: 10_000 }, // Tried without a network too: a room must say at once that something was not sent.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
