import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Failure } from './Failure';
import classes from './More.module.css';

interface Query {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

/** The rest of a long list, on request. */
export function More({ query, shown, total }: { query: Query; shown?: number; total?: number }) {
  const { t } = useTranslation();
  const next = (): void => {
    query.fetchNextPage();
  };
  return (
    <div className={`${classes.more ?? ''} no-print`}>
      {shown !== undefined && total !== undefined && (
        <p role="status" className={classes.count}>
          {t('app.shown', { shown, total })}
        </p>
      )}
      {query.isFetchNextPageError && <Failure error={query.error} retry={next} />}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={next}>
          {t('app.more')}
        </Button>
      )}
    </div>
  );
}
