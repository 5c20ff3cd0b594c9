import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconTableExport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, once, unwrap } from '../../api/client';
import { download } from '../../api/download';
import type { ReportFilter } from '../../api/queries';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Compliance.module.css';

/** Above this the server writes the file while the reader does something else. */
const DIRECT_ROWS = 10_000;
const FORMATS = {
  people: ['xlsx', 'csv'],
  personnel: ['xlsx', 'csv'],
  summary: ['pdf'],
  result: ['docx', 'pdf'],
  evidence: ['zip'],
} as const;
const OFTEN = ['once', 'week', 'month'] as const;
type Often = (typeof OFTEN)[number];
const KINDS = ['people', 'personnel', 'summary', 'result', 'evidence'] as const;
type Kind = (typeof KINDS)[number];
type Format = (typeof FORMATS)[Kind][number];

export function ExportTable({ filter, rows }: { filter: ReportFilter; rows: number }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTableExport size={20} aria-hidden="true" />}
        onClick={() => {
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
        {opened && <Ask filter={filter} rows={rows} />}
      </Dialog>
    </>
  );
}

function Ask({ filter, rows }: { filter: ReportFilter; rows: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>('people');
  const [format, setFormat] = useState<Format>('xlsx');
  const [often, setOften] = useState<Often>('once');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const large = kind !== 'people' || rows > DIRECT_ROWS;
  const formats: readonly Format[] = FORMATS[kind];
  const get = useMutation({
    mutationFn: async () => {
      if (often !== 'once') {
        const { unit, mandate } = filter;
        const body = { unit, mandate, kind, format, every: often };
        await unwrap(http.POST('/api/v1/reports/schedules', { params: { header: once() }, body }));
        return client.invalidateQueries({ queryKey: ['report-schedules'] });
      }
      const asked = { ...filter, format, reason: reason.trim() };
      if (!large) return download('/api/v1/reports/compliance/export', asked, `compliance.${format}`);
      await unwrap(http.POST('/api/v1/reports/exports', { params: { header: once() }, body: { ...asked, kind } }));
      return client.invalidateQueries({ queryKey: ['report-files'] });
    },
  });
  const short = often === 'once' && reason.trim().length < 5;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!short && !get.isPending) get.mutate();
  };
  return (
    <div className={classes.dialog}>
      <form className={classes.dialog} onSubmit={submit} noValidate>
        <p>{t('compliance.exportLead')}</p>
        <NativeSelect
          label={t('compliance.which')}
          value={kind}
          data={KINDS.map((value) => ({ value, label: t(`compliance.kinds.${value}`) }))}
          onChange={(event) => {
            const chosen = KINDS.find((each) => each === event.currentTarget.value) ?? 'people';
            setKind(chosen);
            setFormat(FORMATS[chosen][0]);
          }}
        />
        <NativeSelect
          label={t('compliance.format')}
          value={format}
          data={formats.map((value) => ({ value, label: t(`compliance.formats.${value}`) }))}
          onChange={(event) => {
            setFormat(formats.find((each) => each === event.currentTarget.value) ?? formats[0] ?? 'xlsx');
          }}
        />
        <NativeSelect
          label={t('compliance.often')}
          value={often}
          data={OFTEN.map((value) => ({ value, label: t(`compliance.oftens.${value}`) }))}
          onChange={(event) => {
            setOften(OFTEN.find((each) => each === event.currentTarget.value) ?? 'once');
          }}
        />
        {often === 'once' && (
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
        )}
        {get.isError && <Failure error={get.error} />}
        {get.isSuccess && (
          <Notice tone="good" live>
            {often !== 'once'
              ? t('compliance.scheduled')
              : large
                ? t('compliance.exportAsked')
                : t('compliance.exported')}
          </Notice>
        )}
        <div>
          <Button type="submit" loading={get.isPending}>
            {often !== 'once' ? t('compliance.schedule') : large ? t('compliance.exportAsk') : t('compliance.exportGo')}
          </Button>
        </div>
      </form>
    </div>
  );
}
