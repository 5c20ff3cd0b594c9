import { Button, TextInput } from '@mantine/core';
import { IconTableExport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { download } from '../../api/download';
import type { ReportFilter } from '../../api/queries';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Compliance.module.css';

export function ExportTable({ filter }: { filter: ReportFilter }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const get = useMutation({
    mutationFn: () =>
      download(
        '/api/v1/reports/compliance/export',
        { ...filter, format: 'csv', reason: reason.trim() },
        'compliance.csv',
      ),
  });
  const short = reason.trim().length < 5;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!short && !get.isPending) get.mutate();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTableExport size={20} aria-hidden="true" />}
        onClick={() => {
          get.reset();
          setOpened(true);
        }}
      >
        {t('compliance.exportButton')}
      </Button>
      <Dialog
        title={t('compliance.exportTitle')}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        <form className={classes.dialog} onSubmit={submit} noValidate>
          <p>{t('compliance.exportLead')}</p>
          <TextInput
            label={t('compliance.reason')}
            description={t('compliance.reasonHint')}
            value={reason}
            maxLength={200}
            error={tried && short ? t('compliance.needReason') : null}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
          {get.isError && <Failure error={get.error} />}
          {get.isSuccess && (
            <Notice tone="good" live>
              {t('compliance.exported')}
            </Notice>
          )}
          <div>
            <Button type="submit" loading={get.isPending}>
              {t('compliance.exportGo')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
