import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';

const route = getRouteApi('/messages/$id/opt-out');

/** Where the link in an optional mail leads; it asks, since mail programs open links by themselves. */
export function OptOut() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const { key = '' } = route.useSearch();
  const out = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/messages/{id}/opt-out', { params: { path: { id }, query: { key } } })),
  });
  return (
    <Page title={t('messages.outTitle')} lead={t('messages.outLead')} width="narrow">
      {out.isError && <Failure error={out.error} />}
      {out.isSuccess ? (
        <Notice tone="good" title={t('messages.outDone')} live />
      ) : (
        <Button
          loading={out.isPending}
          onClick={() => {
            out.mutate();
          }}
        >
          {t('messages.outGo')}
        </Button>
      )}
    </Page>
  );
}
