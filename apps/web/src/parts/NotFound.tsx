import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Page } from './Page';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('fault.notFound')} lead={t('fault.notFoundBody')} width="narrow">
      <Link to="/">{t('fault.home')}</Link>
    </Page>
  );
}
