import { Button } from '@mantine/core';
import { IconCertificate, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { Obligation } from '../../api/types';
import { Failure } from '../../parts/Failure';
import classes from './DutyCard.module.css';

/** The paper of a fulfilled duty: asked for here, made within seconds, downloaded here too. */
export function DutyPaper({ obligation }: { obligation: Obligation }) {
  const { t } = useTranslation();
  const request = useMutation({
    mutationFn: () =>
      unwrap(http.POST('/api/v1/obligations/{id}/certificate', { params: { path: { id: obligation.id } } })),
  });
  const id = request.data?.id;
  const paper = useQuery({
    ...queries.certificate(id ?? ''),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'numbered' ? 1500 : false),
  });
  const ready = paper.data?.state === 'issued';
  const own = obligation.bearer === 'person';
  return (
    <>
      {ready ? (
        <Button
          component="a"
          href={`/api/v1/certificates/${id ?? ''}/pdf`}
          download
          leftSection={<IconDownload size={20} aria-hidden="true" />}
        >
          {t(own ? 'duties.paper.download' : 'duties.paper.downloadProvision')}
        </Button>
      ) : (
        <Button
          variant="default"
          loading={request.isPending || (id !== undefined && !paper.error)}
          leftSection={<IconCertificate size={20} aria-hidden="true" />}
          onClick={() => {
            request.mutate();
          }}
        >
          {t(own ? 'duties.paper.request' : 'duties.paper.requestProvision')}
        </Button>
      )}
      <span role="status" className={classes.paperStatus}>
        {id !== undefined && (ready ? t('duties.paper.ready') : t('duties.paper.making'))}
      </span>
      {(request.error ?? paper.error) && <Failure error={request.error ?? paper.error} />}
    </>
  );
}
