import { useTranslation } from 'react-i18next';

import { Lines } from '../parts/QueryView';
import classes from './Loading.module.css';

export function Loading() {
  const { t } = useTranslation();
  return (
    <div className={classes.loading} aria-busy="true">
      <p className="sr-only" role="status">
        {t('app.loading')}
      </p>
      <Lines count={3} />
    </div>
  );
}
