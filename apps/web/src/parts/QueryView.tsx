import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { isStatus } from '../api/errors';
import { Failure } from './Failure';
import { NotFound } from './NotFound';
import { Notice } from './Notice';
import classes from './QueryView.module.css';

interface Query<T> {
  data: T | undefined;
  error: unknown;
  fetchStatus: string;
  refetch: () => unknown;
}

interface Props<T> {
  query: Query<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/** The four states of something fetched: waiting, without network, refused, there. */
export function QueryView<T>({ query, skeleton, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (isStatus(query.error, 404)) return <NotFound />;
  if (query.error) {
    return (
      <div className={classes.pad}>
        <Failure
          error={query.error}
          title={t('fault.title')}
          retry={() => {
            query.refetch();
          }}
        />
      </div>
    );
  }
  if (query.fetchStatus === 'paused') {
    return (
      <div className={classes.pad}>
        <Notice tone="offline" title={t('fault.offlineTitle')} live>
          {t('fault.offlineBody')}
        </Notice>
      </div>
    );
  }
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        {t('app.loading')}
      </p>
      {skeleton ?? <Lines count={4} />}
    </div>
  );
}

export function Lines({ count, height = 96 }: { count: number; height?: number }) {
  return (
    <div className={classes.lines} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} radius="lg" />
      ))}
    </div>
  );
}
