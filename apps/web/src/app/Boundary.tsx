import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Failure } from '../parts/Failure';
import { Page } from '../parts/Page';

/** What a page shows when it could not be built at all. */
export function Boundary({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Page title={t('fault.title')} width="narrow">
      <Failure
        error={error}
        retry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Page>
  );
}
