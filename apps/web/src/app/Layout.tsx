import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../api/queries';
import { Notice } from '../parts/Notice';
import { SharedWord } from '../parts/SharedWord';
import { Header } from './Header';
import classes from './Layout.module.css';
import { Loading } from './Loading';
import { useAccommodations } from './useAccommodations';
import { useOnline } from './useOnline';

export function Layout() {
  const { t } = useTranslation();
  const online = useOnline();
  const presenting = useMatchRoute()({ to: '/school/$unitId/present/$courseCode' });
  // Never fetched here: public pages must not ask who is there.
  const me = useQuery({ ...queries.me(), enabled: false }).data ?? null;
  useAccommodations(me);
  if (presenting) {
    return (
      <main id="main" className={classes.main}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
        <SharedWord />
      </main>
    );
  }
  return (
    <div className={classes.shell}>
      <a
        href="#main"
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <Header me={me} />
      <div role="status" className="no-print">
        {!online && (
          <div className={classes.offline}>
            <Notice tone="offline">{t('fault.offline')}</Notice>
          </div>
        )}
      </div>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {me && <SharedWord />}
      <footer className={`${classes.footer ?? ''} no-print`}>
        <div className={classes.footerInner}>
          <p>
            <strong>{t('app.name')}</strong> · {t('app.city')}
            <br />
            {t('app.footerNote')}
          </p>
          <Link to="/verify">{t('app.footerVerify')}</Link>
        </div>
      </footer>
    </div>
  );
}
